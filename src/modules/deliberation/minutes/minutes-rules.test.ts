import { describe, expect, test } from 'vitest'
import { MEETING_STATES } from '../rules.ts'
import { PAPER_KINDS, whyNoMinutesOf, whyNotDraftOf, whyNotMakePaper, whyNotWriteMinutes } from './minutes-rules.ts'

describe('minutes', () => {
	test('are written from the call of a meeting until they are circulated', () => {
		expect(Object.fromEntries(MEETING_STATES.map((state) => [state, whyNotWriteMinutes(state)]))).toEqual({
			planned: 'deliberation.minutes-before-call',
			called: null,
			held: null,
			drafted: null,
			circulated: 'deliberation.minutes-circulated',
			adopted: 'deliberation.minutes-sealed',
			postponed: 'deliberation.minutes-before-call',
			cancelled: 'deliberation.minutes-of-cancelled'
		})
	})

	test('stand under what was on the agenda', () => {
		const states = ['proposed', 'accepted', 'declined', 'withdrawn'] as const
		expect(states.filter((state) => whyNoMinutesOf(state) === null)).toEqual(['accepted'])
	})

	test('are not said to be drafted where nothing was on the agenda', () => {
		expect(whyNotDraftOf([])).toBe('deliberation.nothing-on-agenda')
		expect(whyNotDraftOf([{ status: 'proposed' }, { status: 'withdrawn' }])).toBe('deliberation.nothing-on-agenda')
		expect(whyNotDraftOf([{ status: 'proposed' }, { status: 'accepted' }])).toBeNull()
	})
})

describe('papers', () => {
	const can = (state: (typeof MEETING_STATES)[number]) =>
		PAPER_KINDS.filter((kind) => whyNotMakePaper(kind, state, new Set(['minutes', 'decisions'])) === null)

	test('are made in each state of a meeting as it allows', () => {
		expect(Object.fromEntries(MEETING_STATES.map((state) => [state, can(state)]))).toEqual({
			planned: ['agenda', 'attendance'],
			called: ['notice', 'agenda', 'attendance'],
			held: [...PAPER_KINDS],
			drafted: [...PAPER_KINDS],
			circulated: [...PAPER_KINDS],
			adopted: ['notice', 'agenda', 'attendance'],
			postponed: ['agenda', 'attendance'],
			cancelled: ['agenda']
		})
	})

	test('of adopted minutes are made where none was sealed yet, kind by kind', () => {
		expect(whyNotMakePaper('minutes', 'adopted', new Set())).toBeNull()
		expect(whyNotMakePaper('decisions', 'adopted', new Set(['minutes']))).toBeNull()
		expect(whyNotMakePaper('minutes', 'adopted', new Set(['minutes']))).toBe('deliberation.paper-sealed')
		expect(whyNotMakePaper('minutes', 'called', new Set())).toBe('deliberation.paper-not-held')
	})
})
