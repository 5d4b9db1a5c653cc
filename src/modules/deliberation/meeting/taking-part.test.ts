import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MEETING_STATES, hasMinutes, isHeld } from '../rules.ts'
import {
	ATTENDANCE_CAPACITIES,
	ATTENDANCE_STATES,
	isSeat,
	missingStanding,
	STANDING_KINDS,
	whyNotHoldWith
} from './meeting-rules.ts'
import { givenTo, reachOf, TABLE_PLACES, whyNotPropose, type WhyNoProposal } from './taking-part.ts'

const rights = { maySpeak: false, mayPropose: false, maySeePapers: false }
const guideline = { actorKind: 'academia', areaId: null, ...rights, from: '2026-01-01', to: null }
const part = {
	place: 'co-opted',
	readsOnly: false,
	actorKind: 'academia',
	guidelines: [{ ...guideline, maySpeak: true, mayPropose: true }],
	day: '2026-03-02'
} as const

describe('how somebody co-opted takes part', () => {
	test('follows the guidelines in force for its kind, on all items or on those of an area', () => {
		expect(reachOf(part)).toEqual({ speak: 'all', propose: 'all', papers: [] })
		const narrowed = [
			{ ...guideline, maySpeak: true },
			{ ...guideline, areaId: 'labour', mayPropose: true, maySeePapers: true },
			{ ...guideline, areaId: 'health', maySeePapers: true },
			{ ...guideline, areaId: 'borders', mayPropose: true, to: '2026-02-01' },
			{ ...guideline, actorKind: 'media', mayPropose: true }
		]
		expect(reachOf({ ...part, guidelines: narrowed })).toEqual({
			speak: 'all',
			propose: ['labour'],
			papers: ['labour', 'health']
		})
	})

	test('is open to State bodies, for which no guidelines are made, but for papers kept to members', () => {
		expect(reachOf({ ...part, actorKind: 'ministry', guidelines: [] })).toEqual({
			speak: 'all',
			propose: 'all',
			papers: []
		})
	})

	test('says what is given, and since when it is given', () => {
		const later = { ...guideline, maySeePapers: true, from: '2026-02-12' }
		expect(givenTo({ ...part, guidelines: [{ ...guideline, maySpeak: true }, later] })).toEqual({
			since: '2026-02-12',
			rights: ['speak', 'papers']
		})
		expect(givenTo({ ...part, guidelines: [] })).toBe(null)
	})

	test.for<[Partial<Parameters<typeof whyNotPropose>[0]>, WhyNoProposal | null]>([
		[{}, null],
		[{ readsOnly: true }, 'reads-only'],
		[{ place: 'member', readsOnly: true }, 'reads-only'],
		[{ place: 'member' }, null],
		[{ place: 'invited' }, 'not-co-opted'],
		[{ place: 'recommended' }, 'not-co-opted'],
		[{ place: null, readsOnly: true }, 'not-co-opted'],
		[{ guidelines: [] }, 'no-guideline'],
		[{ guidelines: [{ ...guideline, maySpeak: true }] }, 'not-proposing'],
		[{ guidelines: [{ ...guideline, mayPropose: true, to: '2026-03-01' }] }, 'no-guideline']
	])('%j cannot propose for this reason: %s', ([more, why]) => {
		expect(whyNotPropose({ ...part, ...more })).toBe(why)
	})

	test('gives nobody a right that is not co-opted', () => {
		for (const place of [...TABLE_PLACES, null])
			if (place !== 'co-opted') expect(reachOf({ ...part, place })).toEqual({ speak: [], propose: [], papers: [] })
	})
})

test('a meeting is held by a member or its chair that is present, and by nobody else', () => {
	const came = fc.record({
		actorId: fc.constantFrom('a', 'b', 'c'),
		capacity: fc.constantFrom(...ATTENDANCE_CAPACITIES),
		state: fc.constantFrom(...ATTENDANCE_STATES)
	})
	fc.assert(
		fc.property(fc.array(came, { maxLength: 6 }), (attendance) => {
			const counted = attendance.filter(
				({ actorId, capacity, state }) => actorId !== 'c' && isSeat(capacity) && state === 'present'
			)
			expect(whyNotHoldWith(attendance, ['c'])).toBe(counted.length > 0 ? null : 'deliberation.nobody-present')
		})
	)
})

test('there are minutes from the day a meeting is called', () => {
	for (const state of MEETING_STATES) expect(hasMinutes(state)).toBe(state === 'called' || isHeld(state))
})

test('a standing item is missing until it is accepted', () => {
	const item = (agendaKind: (typeof STANDING_KINDS)[number], status: 'accepted' | 'withdrawn') => ({
		agendaKind,
		status
	})
	expect(missingStanding([])).toEqual(STANDING_KINDS)
	expect(missingStanding([item('minutes', 'accepted'), item('commitments', 'withdrawn')])).toEqual([
		'matters-arising',
		'recommendations',
		'commitments',
		'to-settle'
	])
})
