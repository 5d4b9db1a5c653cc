import { expect, test } from 'vitest'
import { asRows, hopCells as hop, recommendationCells as recommendation } from '#tests/fixtures/deliberation-cells.ts'
import { everything, faultsOf, HISTORY, importRows, refusalOf } from '#tests/fixtures/directory.ts'
import type { Cells } from '#tests/fixtures/register-files.ts'
import { aWorkspace } from '#tests/fixtures/workspace.ts'

const meeting = (more: Cells = {}): Cells => ({
	number: 'T-MTG-2026-001',
	name: 'A meeting',
	structure: 'committee',
	day: '2026-02-10',
	starts: '09:00',
	ends: '12:00',
	state: 'held',
	...more
})
const item = (more: Cells = {}): Cells => ({
	key: 'item-abc',
	meeting: 'T-MTG-2026-001',
	position: '1',
	name: 'An item',
	...more
})
const decision = (more: Cells = {}): Cells => ({
	number: 'T-DEC-2026-001',
	name: 'Decided',
	structure: 'committee',
	text: 'It is decided',
	decided: '2026-02-10',
	...more
})
const procedure = (more: Cells = {}): Cells => ({
	number: 'T-WPR-2026-001',
	name: 'In writing',
	structure: 'committee',
	about: 'decision',
	text: 'Agree?',
	opened: '2026-02-01',
	deadline: '2026-02-15',
	...more
})
const action = (more: Cells = {}): Cells => ({
	number: 'T-ACT-2026-001',
	name: 'Do',
	structure: 'committee',
	responsible: 'labour',
	opened: '2026-01-10',
	...more
})
const report = (more: Cells = {}): Cells => ({
	action: 'T-ACT-2026-001',
	day: '2026-02-01',
	text: 'Done',
	percent: '100',
	...more
})

// Every way a file can contradict the rules of meetings, recommendations, decisions and actions, and each cell as it is named.
const BROKEN: Readonly<Record<string, { sheets: Readonly<Record<string, readonly Cells[]>>; faults: string[] }>> = {
	'a number of another kind': {
		sheets: { meeting: [meeting({ number: 'T-REC-2026-001' })] },
		faults: ['meeting 2 number deliberation.import-other-code']
	},
	'a number that is none': {
		sheets: { meeting: [meeting({ number: 'first' })] },
		faults: ['meeting 2 number exchange.not-a-number']
	},
	'a meeting held tomorrow': {
		sheets: { meeting: [meeting({ day: '2026-12-01' })] },
		faults: ['meeting 2 day directory.day-in-future']
	},
	'minutes adopted of a meeting not held': {
		sheets: { meeting: [meeting({ state: 'planned', adopted: '2026-02-20', adopted_how: 'meeting' })] },
		faults: [
			'meeting 2 adopted deliberation.import-state-without',
			'meeting 2 adopted_how deliberation.import-state-without'
		]
	},
	'adopted minutes without a day': {
		sheets: { meeting: [meeting({ state: 'adopted', adopted_how: 'meeting' })] },
		faults: ['meeting 2 adopted deliberation.import-state-needs']
	},
	'minutes adopted before the meeting': {
		sheets: { meeting: [meeting({ state: 'adopted', adopted: '2026-01-20', adopted_how: 'meeting' })] },
		faults: ['meeting 2 adopted deliberation.import-day-before']
	},
	'a meeting called without a day': {
		sheets: { meeting: [meeting({ state: 'called', day: '2026-06-01' })] },
		faults: ['meeting 2 called deliberation.import-state-needs']
	},
	'a meeting that ends before it begins': {
		sheets: { meeting: [meeting({ ends: '08:00' })] },
		faults: ['meeting 2 ends deliberation.import-ends-before-start']
	},
	'a time that is none': {
		sheets: { meeting: [meeting({ starts: '9 o’cl' })] },
		faults: ['meeting 2 starts exchange.too-long']
	},
	'an hour that is none': {
		sheets: { meeting: [meeting({ starts: '25:00' })] },
		faults: ['meeting 2 starts deliberation.import-not-a-time']
	},
	'a zone that is none': {
		sheets: { meeting: [meeting({ time_zone: 'Mars/Base' })] },
		faults: ['meeting 2 time_zone deliberation.import-not-a-zone']
	},
	'a series that is none': {
		sheets: { meeting: [meeting({ series: 'Weekly', series_start: '2026-02-10 09:00' })] },
		faults: ['meeting 2 series deliberation.import-no-series']
	},
	'two meetings at one time of a series': {
		sheets: {
			meeting_series: [
				{
					structure: 'committee',
					title: 'Weekly',
					rule: 'FREQ=WEEKLY',
					first_day: '2026-01-06',
					starts: '09:00',
					duration_minutes: '60'
				}
			],
			meeting: [
				meeting({ series: 'Weekly', series_start: '2026-02-10 09:00' }),
				meeting({ number: 'T-MTG-2026-002', series: 'Weekly', series_start: '2026-02-10 09:00' })
			]
		},
		faults: ['meeting 3 series_start deliberation.import-series-twice']
	},
	'an item of a meeting that is none': {
		sheets: { agenda_item: [item({ meeting: 'T-MTG-2026-009' })] },
		faults: ['agenda_item 2 meeting exchange.unknown-reference']
	},
	'a subject without its kind': {
		sheets: { meeting: [meeting()], agenda_item: [item({ subject: 'labour' })] },
		faults: ['agenda_item 2 subject deliberation.import-subject']
	},
	'an item shown to an actor that is none': {
		sheets: { meeting: [meeting()], agenda_item: [item({ confidentiality: 'named', also_actors: 'nobody' })] },
		faults: ['agenda_item 2 also_actors exchange.unknown-reference']
	},
	'somebody present at a meeting that was not called': {
		sheets: {
			meeting: [meeting({ state: 'planned', day: '2026-06-01' })],
			attendance: [{ meeting: 'T-MTG-2026-001', actor: 'labour', capacity: 'member', state: 'present' }]
		},
		faults: ['attendance 2 state deliberation.import-not-there-yet']
	},
	'a member there twice': {
		sheets: {
			meeting: [meeting()],
			attendance: [
				{ meeting: 'T-MTG-2026-001', actor: 'labour', capacity: 'member' },
				{ meeting: 'T-MTG-2026-001', actor: 'labour', capacity: 'alternate' }
			]
		},
		faults: ['attendance 3 actor deliberation.import-sits-twice']
	},
	'a decision of another structure’s meeting': {
		sheets: { meeting: [meeting()], decision: [decision({ structure: 'closed-group', meeting: 'T-MTG-2026-001' })] },
		faults: ['decision 2 meeting deliberation.import-other-structure']
	},
	'a decision without the quorum that its structure asks for': {
		sheets: {
			structure_rhythm: [
				{ structure: 'closed-group', kind: 'none', quorum: 'half', forbids_without_quorum: 'yes', from: '2025-01-01' }
			],
			meeting: [meeting({ structure: 'closed-group', quorate: 'no' })],
			decision: [decision({ structure: 'closed-group', meeting: 'T-MTG-2026-001' })]
		},
		faults: ['decision 2 meeting deliberation.import-no-quorum']
	},
	'a decision in a meeting that was not held': {
		sheets: {
			meeting: [meeting({ state: 'planned', day: '2026-06-01' })],
			decision: [decision({ meeting: 'T-MTG-2026-001' })]
		},
		faults: ['decision 2 meeting deliberation.meeting-not-held']
	},
	'a vote without counts': {
		sheets: { decision: [decision({ manner: 'vote', votes_for: '3' })] },
		faults: [
			'decision 2 votes_against deliberation.import-votes',
			'decision 2 votes_abstaining deliberation.import-votes'
		]
	},
	'a recommendation by vote without counts, in no meeting': {
		sheets: { recommendation: [recommendation({ manner: 'vote', votes_for: '3' })] },
		faults: [
			'recommendation 2 votes_against deliberation.import-votes',
			'recommendation 2 votes_abstaining deliberation.import-votes',
			'recommendation 2 manner deliberation.taken-outside-meeting'
		]
	},
	'a recommendation in writing without its procedure': {
		sheets: { recommendation: [recommendation({ manner: 'written-procedure' })] },
		faults: ['recommendation 2 procedure deliberation.import-recommended-in-writing']
	},
	'a position on a recommendation that says nothing': {
		sheets: {
			recommendation: [recommendation()],
			recommendation_position: [{ recommendation: 'T-REC-2026-001', actor: 'labour' }]
		},
		faults: ['recommendation_position 2 vote deliberation.import-says-nothing']
	},
	'a decision replaced by nothing': {
		sheets: { decision: [decision({ state: 'replaced' })] },
		faults: ['decision 2 replaced_by deliberation.import-state-needs']
	},
	'a position that says nothing': {
		sheets: { decision: [decision()], decision_position: [{ decision: 'T-DEC-2026-001', actor: 'labour' }] },
		faults: ['decision_position 2 vote deliberation.import-says-nothing']
	},
	'a procedure closed without an outcome': {
		sheets: { written_procedure: [procedure({ state: 'closed', closed: '2026-02-16' })] },
		faults: ['written_procedure 2 outcome deliberation.import-state-needs']
	},
	'a procedure about no minutes': {
		sheets: { written_procedure: [procedure({ about: 'minutes' })] },
		faults: ['written_procedure 2 about_meeting deliberation.import-about-meeting']
	},
	'an answer before the question': {
		sheets: {
			written_procedure: [procedure()],
			written_answer: [{ procedure: 'T-WPR-2026-001', actor: 'labour', answer: 'agrees', day: '2026-01-20' }]
		},
		faults: ['written_answer 2 day deliberation.import-answer-before']
	},
	'a recommendation accepted by nobody': {
		sheets: { recommendation: [recommendation({ state: 'accepted' })] },
		faults: ['recommendation 2 state deliberation.import-state-without-answer']
	},
	'a recommendation that is proposed and on its way': {
		sheets: { recommendation: [recommendation()], recommendation_hop: [hop()] },
		faults: ['recommendation 2 state deliberation.import-proposed-with-way']
	},
	'a recommendation received and not': {
		sheets: { recommendation: [recommendation({ state: 'received' })], recommendation_hop: [hop()] },
		faults: ['recommendation 2 state deliberation.import-level-not-received']
	},
	'a level that is not above': {
		sheets: {
			recommendation: [recommendation({ state: 'submitted', structure: 'committee' })],
			recommendation_hop: [hop({ from_structure: 'committee', to_structure: 'closed-group' })]
		},
		faults: ['recommendation_hop 2 to_structure deliberation.recommendation-nothing-above']
	},
	'a level left out': {
		sheets: { recommendation: [recommendation({ state: 'submitted' })], recommendation_hop: [hop({ position: '2' })] },
		faults: ['recommendation_hop 2 position deliberation.import-hop-gap']
	},
	'an answer before it was received': {
		sheets: {
			recommendation: [recommendation({ state: 'declined' })],
			recommendation_hop: [hop({ received: '2026-02-01', answered: '2026-01-20', answer: 'declined' })]
		},
		faults: ['recommendation_hop 2 answered deliberation.import-day-before']
	},
	'a wording left out': {
		sheets: {
			recommendation: [recommendation()],
			recommendation_wording: [{ recommendation: 'T-REC-2026-001', version: '2', text: 'Other' }]
		},
		faults: ['recommendation_wording 2 version deliberation.import-wording-gap']
	},
	'an area that is none': {
		sheets: { recommendation: [recommendation({ themes: 'nothing' })] },
		faults: ['recommendation 2 themes exchange.unknown-reference']
	},
	'an action closed without a report': {
		sheets: { action: [action({ state: 'closed', closed: '2026-02-20' })] },
		faults: ['action 2 state deliberation.import-closed-without-report']
	},
	'an action handed in without a report': {
		sheets: { action: [action({ state: 'submitted' })], action_report: [report()] },
		faults: ['action 2 state deliberation.import-submitted-without-report']
	},
	'an open action with the day of its end': {
		sheets: { action: [action({ closed: '2026-02-20' })] },
		faults: ['action 2 closed deliberation.import-state-without']
	},
	'a report accepted that was not final': {
		sheets: { action: [action()], action_report: [report({ answer: 'accepted', answered: '2026-02-02' })] },
		faults: ['action_report 2 answer deliberation.import-answer-of-final']
	},
	'evidence of no report': {
		sheets: {
			action: [action()],
			action_evidence: [{ action: 'T-ACT-2026-001', report_day: '2026-02-01', address: 'https://example.org' }]
		},
		faults: ['action_evidence 2 report_day deliberation.import-no-report']
	},
	'evidence at no address': {
		sheets: {
			action: [action()],
			action_report: [report()],
			action_evidence: [{ action: 'T-ACT-2026-001', report_day: '2026-02-01', address: 'javascript:alert(1)' }]
		},
		faults: ['action_evidence 2 address deliberation.import-not-an-address']
	},
	'more time asked for twice at once': {
		sheets: {
			action: [action()],
			action_extension: [
				{ action: 'T-ACT-2026-001', asked: '2026-02-01', wished: '2026-05-01', reason: 'More to do' },
				{ action: 'T-ACT-2026-001', asked: '2026-02-02', wished: '2026-06-01', reason: 'Even more to do' }
			]
		},
		faults: [
			'action_extension 2 state deliberation.import-asked-twice',
			'action_extension 3 state deliberation.import-asked-twice'
		]
	},
	'an activation that ended for no reason': {
		sheets: {
			structure_activation: [{ structure: 'committee', from: '2026-01-01', to: '2026-02-01', reason: 'Needed' }]
		},
		faults: ['structure_activation 2 end_reason deliberation.import-end-reason']
	},
	'a structure activated twice': {
		sheets: {
			structure_activation: [
				{ structure: 'committee', from: '2026-01-01', reason: 'Needed' },
				{ structure: 'committee', from: '2026-02-01', reason: 'Needed again' }
			]
		},
		faults: ['structure_activation 3 to deliberation.import-open-twice']
	},
	'a rule that cannot be read': {
		sheets: {
			meeting_series: [
				{
					structure: 'committee',
					title: 'Weekly',
					rule: 'every now and then',
					first_day: '2026-01-06',
					starts: '09:00',
					duration_minutes: '60'
				}
			]
		},
		faults: ['meeting_series 2 rule deliberation.import-not-a-rule']
	},
	'a rhythm without its number': {
		sheets: {
			structure_rhythm: [{ structure: 'closed-group', kind: 'times-a-year', from: '2026-01-01', to: '2026-02-01' }]
		},
		faults: ['structure_rhythm 2 times deliberation.import-times']
	}
}

test('each way a file can contradict the rules is refused at its cell, and nothing is changed', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	const before = await everything(made, HISTORY)
	for (const [what, { sheets, faults }] of Object.entries(BROKEN)) {
		const refusal = await refusalOf(importRows(administrator, asRows(sheets)))
		expect(faultsOf(refusal).sort(), what).toEqual(faults.toSorted())
	}
	expect(await everything(made, HISTORY)).toEqual(before)
}, 300_000)

test('a state is reached through the file only where steps lead to it', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	await importRows(
		administrator,
		asRows({
			meeting: [meeting({ state: 'cancelled', state_reason: 'Nobody came' })],
			recommendation: [recommendation({ state: 'declined' })],
			recommendation_hop: [hop({ received: '2026-01-06', answered: '2026-01-20', answer: 'declined' })],
			action: [action()]
		})
	)
	const refusal = await refusalOf(
		importRows(
			administrator,
			asRows({
				meeting: [meeting({ state: 'held' })],
				recommendation: [recommendation({ state: 'submitted' })],
				action: [action({ state: 'in-progress', percent: '10' })]
			})
		)
	)
	expect(faultsOf(refusal)).toEqual([
		'meeting 2 state deliberation.import-no-way',
		'recommendation 2 state deliberation.import-no-way',
		'recommendation 2 state deliberation.import-state-without-level'
	])
	const counts = await importRows(administrator, asRows({ action: [action({ state: 'in-progress', percent: '10' })] }))
	expect(counts).toMatchObject([{ sheet: 'action', changed: 1 }])
})
