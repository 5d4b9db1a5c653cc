import { render } from 'svelte/server'
import type { Component } from 'svelte'
import { describe, expect, test } from 'vitest'
import { speak } from '#platform/languages/words.ts'
import { catalogue } from '#words'
import { WORDS } from '#ui/words.ts'
import { FUNCTIONALITIES } from './cadence.ts'
import type { CadencePage } from './cadence-queries.ts'
import ParticipationPanel from './ParticipationPanel.svelte'
import RhythmPanel from './RhythmPanel.svelte'
import type { RhythmVersion } from './rhythm-rows.server.ts'

process.env['PITSO_STRICT_WORDS'] = '1'

/** What a reader of a language sees of a component, with the words of the product. */
function show<Props extends Record<string, unknown>>(language: string, component: Component<Props>, props: Props) {
	const spoken = speak(catalogue, language, { timeZone: 'Africa/Harare' })
	const { body } = render(component, { props, context: new Map([[WORDS, spoken]]) })
	return body
		.replaceAll(/<!--.*?-->/gs, '')
		.replaceAll(/<[^>]*>/g, ' ')
		.replaceAll(/\s+/g, ' ')
}

const rhythm: RhythmVersion = {
	origin: 'entered',
	source: null,
	year: null,
	note: null,
	id: 'rules',
	from: '2025-01-01',
	to: null,
	kind: 'times-a-year',
	times: 4,
	noticeDays: 14,
	quorum: 'two-thirds',
	quorumNumber: null,
	forbidsWithoutQuorum: true,
	silence: 'consent',
	writtenDays: 10,
	basis: 'Decree 7'
}

const reference = (kind: string, name: string) => ({
	id: name,
	kind,
	reference: name,
	title: { en: name },
	acronym: null
})

const page: CadencePage = {
	...reference('structure', 'committee'),
	level: 'technical',
	status: 'active',
	functionality: 'dormant',
	judgedBy: [
		{ from: '2025-07-01', to: '2025-09-30', state: 'missed' },
		{ from: '2025-10-01', to: '2025-12-31', state: 'running' }
	],
	awaits: null,
	restsOnInvented: false,
	disagreement: { propose: 'needs-reactivation', reason: 'declared-active-but-asleep' },
	rhythm,
	lastMeeting: { day: '2025-02-10', meeting: reference('meeting', 'ZWE-MTG-2025-001') },
	periods: { ended: 4, kept: 1 },
	next: {
		from: '2026-01-01',
		to: '2026-03-31',
		requires: 'any',
		isSet: true,
		isCalled: false,
		isDue: true,
		callBy: '2026-03-01',
		lacks: 'notice'
	},
	structure: {
		...reference('structure', 'committee'),
		origin: 'entered',
		source: null,
		year: null,
		note: null,
		state: 'active',
		stateReason: null,
		audience: ['public'],
		version: 1,
		changedAt: new Date('2026-01-01T00:00:00Z')
	},
	years: [
		{
			year: 2025,
			periods: [
				{
					from: '2025-01-01',
					to: '2025-03-31',
					requires: 'any',
					state: 'kept',
					held: 2,
					meetings: [{ day: '2025-02-10', meeting: reference('meeting', 'ZWE-MTG-2025-001') }]
				},
				{ from: '2025-04-01', to: '2025-06-30', requires: 'any', state: 'missed', held: 0, meetings: [] },
				{ from: '2025-07-15', to: '2025-09-30', requires: 'any', state: 'begun-within', held: 0, meetings: [] },
				{ from: '2025-10-01', to: '2025-12-31', requires: 'any', state: 'running', held: 0, meetings: [] }
			]
		}
	],
	activations: [
		{ id: 'one', from: '2024-01-01', to: '2024-02-01', reason: 'floods', endReason: 'gone', origin: 'entered' }
	],
	may: { setRhythm: true, activate: true, standDown: true, setStatus: true },
	whyNot: { activate: null, standDown: null }
}
const panel = {
	workspace: 'zwe',
	page: '/zwe/structure/committee',
	cadence: page,
	versions: [{ ...rhythm, id: 'old' }]
}

describe.each(['en', 'fr', 'pt'])('in %s', (language) => {
	test.each(FUNCTIONALITIES)('a rhythm panel of a structure that is %s has all its words', (functionality) => {
		for (const next of ['any', 'planning', 'review'] as const)
			expect(
				show(language, RhythmPanel, {
					...panel,
					cadence: { ...page, functionality, next: page.next && { ...page.next, requires: next } }
				})
			).toContain('Decree 7')
	})

	test('so has the panel of guidelines', () => {
		const item = {
			origin: 'entered' as const,
			source: null,
			year: null,
			note: null,
			id: 'one',
			actorKind: 'media',
			area: null,
			isNarrowed: false,
			maySpeak: true,
			mayPropose: true,
			maySeePapers: true,
			basis: 'Decision 4',
			from: '2026-01-01',
			to: null,
			endReason: null
		}
		const items = [item, { ...item, id: 'two', isNarrowed: true }, { ...item, id: 'three', to: '2026-02-01' }]
		expect(show(language, ParticipationPanel, { workspace: 'zwe', page: '/zwe', items, may: true })).toContain(
			'Decision 4'
		)
	})
})

test('the panel says what each period was, what disagrees, and where that is mended', () => {
	const text = show('en', RhythmPanel, panel)
	expect(text).toContain('kept (2 meetings)')
	expect(text).toContain('It is declared active, but does not meet.')
	expect(text).toContain('Declare: Needs reactivation')
	expect(text).toContain('Its day is set, but nobody has called it.')
	expect(text).toContain('4 times a year')
})

test('to whom a meeting is hidden, its day is too', () => {
	const text = show('en', RhythmPanel, {
		...panel,
		cadence: { ...page, years: [], activations: [], lastMeeting: { day: null, meeting: null } }
	})
	expect(text).toContain('A meeting your seat does not see')
	expect(text).not.toContain('February')
})
