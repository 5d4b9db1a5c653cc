import { expect, test } from 'vitest'
import { FORMATS } from '#platform/exchange/export-sheets.server.ts'
import { asRows } from '#tests/fixtures/deliberation-cells.ts'
import {
	everything,
	eventCount,
	faultsOf,
	HISTORY,
	importRows,
	ownerRows,
	refusalOf
} from '#tests/fixtures/directory.ts'
import { anEmptyWorkspace, brought, exported } from '#tests/fixtures/exchange.ts'
import type { Cells } from '#tests/fixtures/register-files.ts'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { statusAt } from '../instrument/status-queries.ts'
import { analyseMainstreaming } from '../overlap/mainstreaming/mainstreaming-commands.ts'
import { getMainstreaming } from '../overlap/mainstreaming/mainstreaming-queries.ts'

const treaty = (more: Cells = {}): Cells => ({
	key: 'treaty',
	name: 'An invented treaty',
	form: 'convention',
	scope: 'global',
	binding: 'yes',
	adopted: '2000-11-15',
	in_force: '2003',
	entry_days: '30',
	...more
})
const status = (more: Cells = {}): Cells => ({
	instrument: 'treaty',
	country: 'LSO',
	event: 'ratified',
	day: '2005-09-16',
	...more
})
const duty = (more: Cells = {}): Cells => ({
	key: 'treaty-1',
	instrument: 'treaty',
	article: 'Article 5(1)',
	position: '1',
	text: 'Make it an offence.',
	...more
})
const law = (more: Cells = {}): Cells => ({
	key: 'act',
	name: 'An invented act',
	form: 'act',
	stage: 'in-force',
	...more
})

const report = (more: Cells = {}): Cells => ({
	number: 'ZWE-TRP-2026-001',
	name: 'A report',
	instrument: 'treaty',
	duty: 'A committee',
	form: 'initial',
	due: '2027-01-01',
	...more
})
const board = (more: Cells = {}): Cells => ({
	number: 'ZWE-HAR-2026-001',
	name: 'Two texts on one matter',
	text: 'They clash.',
	state: 'being-resolved',
	...more
})
const relation = (more: Cells = {}): Cells => ({
	harmonization: 'ZWE-HAR-2026-001',
	record_kind: 'policy',
	record: 'act',
	type: 'overlaps',
	other_kind: 'policy',
	other: 'bill',
	...more
})

/** One of everything, with what is hard to bring along: a withdrawal of one of two reservations of a day, a State that came back. */
const LIVED: Readonly<Record<string, readonly Cells[]>> = {
	instrument: [treaty(), treaty({ key: 'other', name: 'Not in force', adopted: '', in_force: '', is_in_force: 'no' })],
	instrument_status: [
		status(),
		status({ event: 'reservation', text: 'Article 15' }),
		status({ event: 'reservation', text: 'Article 20', repeat: '2' }),
		status({ event: 'withdrawal-of-reservation', day: '2010-05', withdraws: '2005-09-16 2' }),
		status({ event: 'denounced', day: '2015-01-01', effect: '2016-01-01' }),
		status({ event: 'acceded', day: '2020' }),
		status({ country: 'ZWE', event: 'not-ratified', day: '', source: 'A report', source_year: '2018' }),
		status({ country: 'ZMB', state: 'withdrawn', state_reason: 'It was another treaty' })
	],
	actor: [{ key: 'ministry', name: 'An invented ministry', kind: 'ministry' }],
	treaty_report: [
		report(),
		// Its dialogue is planned for a day to come.
		report({
			number: 'ZWE-TRP-2026-002',
			duty: '',
			state: 'submitted',
			submitted: '2026-01-05',
			dialogue: '2026-05-05'
		})
	],
	harmonization: [board()],
	harmonization_relation: [relation()],
	harmonization_actor: [
		{ harmonization: 'ZWE-HAR-2026-001', actor: 'ministry', answer: 'agrees', answered: '2026-01-05' }
	],
	link: [{ record_kind: 'policy', record: 'act', type: 'overlaps', other_kind: 'policy', other: 'bill' }],
	obligation: [duty(), duty({ key: 'treaty-2', article: 'Article 6', position: '2', text: 'Protect them.' })],
	reporting_duty: [{ instrument: 'treaty', body: 'A committee', first_months: '12', every_months: '60' }],
	policy: [law(), law({ key: 'bill', name: 'An invented bill', form: 'bill', stage: 'drafting' })],
	policy_stage: [
		{ policy: 'act', stage: 'adopted', position: '1', day: '2014' },
		{ policy: 'act', stage: 'in-force', position: '2', day: '2014-06-13' },
		{ policy: 'bill', stage: 'drafting', position: '1' },
		{ policy: 'bill', stage: 'adopted', planned: '2027-01-01', first_planned: '2026-01-01' }
	],
	policy_version: [{ policy: 'act', position: '1', label: 'As adopted', day: '2014-06-13', current: 'yes' }],
	provision: [
		{
			key: 'act-p1',
			policy: 'act',
			position: '1',
			number: '3',
			level: '1',
			above: 'Part II',
			text: 'Trafficking in migrants is an offence.'
		},
		{ key: 'bill-p1', policy: 'bill', position: '1', number: '1', level: '1', text: 'It shall be an offence.' }
	],
	overlap_verdict: [{ first: 'act-p1', second: 'bill-p1', text: 'Two offences' }],
	framework: [{ key: 'themes', name: 'Invented themes', kind: 'themes' }],
	area: [{ key: 'trafficking', framework: 'themes', name: 'Trafficking', position: '1' }],
	mainstreaming_passage: [
		{ provision: 'act-p1', chapter: 'Part II', state: 'confirmed', area: 'trafficking', decided: '2026-02-01' },
		{ provision: 'bill-p1', chapter: '1', state: 'rejected', decided: '2026-02-02' }
	],
	provision_text: [
		{
			policy: 'act',
			version: '1',
			position: '1',
			provision: 'act-p1',
			number: '3',
			level: '1',
			text: 'An offence.',
			change: 'added'
		}
	],
	judgement: [
		{
			obligation: 'treaty-1',
			policy: 'act',
			provision: 'act-p1',
			day: '2026-01-05',
			verdict: 'partly',
			reason: 'In part'
		},
		{ obligation: 'treaty-2', day: '2026-01-05', verdict: 'not-met', reason: 'No law' }
	],
	road_map_step: [
		{ instrument: 'treaty', position: '1', form: 'study', title: 'A study', state: 'done', done: '2026-02-01' },
		{
			instrument: 'treaty',
			position: '2',
			form: 'law',
			title: 'A law',
			target: '2027-01-01',
			first_target: '2026-06-01'
		}
	],
	road_map_obstacle: [
		{ instrument: 'treaty', step: '2', obstacle: 'lack-of-means', day: '2026-01-05', text: 'No money' }
	],
	agreement: [
		{
			key: 'memorandum',
			name: 'A memorandum',
			form: 'memorandum-of-understanding',
			subject: 'labour',
			stage: 'in-force',
			signed: '2010'
		}
	],
	agreement_party: [
		{ agreement: 'memorandum', position: '1', country: 'ZWE' },
		{ agreement: 'memorandum', position: '2', name: 'A union of States' }
	],
	agreement_provision: [
		{ agreement: 'memorandum', position: '1', item: 'movement', has: 'included', article: '4' },
		{ agreement: 'memorandum', position: '2', item: 'other', title: 'Quotas', has: 'missing' }
	]
}

test.each(FORMATS)('all of instruments, laws and agreements comes through %s equal to the byte', async (format) => {
	const full = await anEmptyWorkspace()
	await importRows(full, asRows(LIVED))
	const first = await exported(full, format)
	const empty = await anEmptyWorkspace()
	expect(await brought(empty, format, first)).toMatchObject({ changed: 0, unlisted: 0 })
	expect(Buffer.from(await exported(empty, format)).equals(first)).toBe(true)
	const before = await eventCount(full.made)
	expect(await brought(full, format, first)).toMatchObject({ added: 0, changed: 0, unlisted: 0 })
	// The upload is an event of its own; the import leaves none.
	expect(await eventCount(full.made)).toBe(before + 1)
})

test('a file tells where a State stood on any day, and a law what its current version says', async () => {
	const full = await anEmptyWorkspace()
	await importRows(full, asRows(LIVED))
	const standing = async (day: string) => {
		const at = await full.ask(statusAt, { instrument: 'treaty', country: 'LSO', day })
		return [at.standing, at.reservations.length]
	}
	expect(await standing('2004-01-01')).toEqual(['not-ratified', 0])
	expect(await standing('2006-01-01')).toEqual(['in-force', 2])
	expect(await standing('2011-01-01')).toEqual(['in-force', 1])
	expect(await standing('2016-01-01')).toEqual(['denounced', 0])
	expect(await standing('2021-02-01')).toEqual(['in-force', 0])
	const rows = await ownerRows(full.made, `select provisions, current_version_id is not null as has from policy`)
	expect(rows).toEqual(expect.arrayContaining([{ provisions: 1, has: true }]))
})

// Every way a file can contradict the rules of this area, and each cell as it is named.
const BROKEN: Readonly<Record<string, { sheets: Readonly<Record<string, readonly Cells[]>>; faults: string[] }>> = {
	'a duty that the instrument does not have, and a report submitted on no day': {
		sheets: { instrument: [treaty()], treaty_report: [report(), report({ number: '', duty: '', state: 'submitted' })] },
		faults: ['treaty_report 2 duty exchange.unknown-reference', 'treaty_report 3 submitted exchange.empty']
	},
	'a dialogue that was held on a day to come': {
		sheets: {
			instrument: [treaty()],
			treaty_report: [report({ duty: '', state: 'dialogue-held', submitted: '2026-01-05', dialogue: '2026-05-05' })]
		},
		faults: ['treaty_report 2 dialogue directory.day-in-future']
	},
	'a relation that no link is, and one resolved on a day that still stands open': {
		sheets: {
			policy: [law(), law({ key: 'bill' })],
			harmonization: [board({ resolved: '2026-01-05' })],
			harmonization_relation: [relation()]
		},
		faults: [
			'harmonization 2 state instruments.import-resolved-in-state',
			'harmonization_relation 2 other instruments.import-no-relation'
		]
	},
	'a provision that overlaps with itself': {
		sheets: {
			policy: [law()],
			provision: [{ key: 'act-p1', policy: 'act', number: '1', level: '1', text: 'It is an offence.' }],
			overlap_verdict: [{ first: 'act-p1', second: 'act-p1' }]
		},
		faults: ['overlap_verdict 2 second platform.link-to-itself']
	},
	'a theme of a passage that was set aside, and one judged on a day to come': {
		sheets: {
			policy: [law()],
			provision: [
				{ key: 'act-p1', policy: 'act', number: '1', level: '1', text: 'It is an offence.' },
				{ key: 'act-p2', policy: 'act', number: '2', level: '1', text: 'It is a misdemeanour.' }
			],
			framework: [{ key: 'themes', name: 'Invented themes', kind: 'themes' }],
			area: [{ key: 'trafficking', framework: 'themes', name: 'Trafficking', position: '1' }],
			mainstreaming_passage: [
				{ provision: 'act-p1', state: 'rejected', area: 'trafficking' },
				{ provision: 'act-p2', state: 'confirmed', decided: '2999-01-01' }
			]
		},
		faults: [
			'mainstreaming_passage 2 area instruments.theme-of-rejected-passage',
			'mainstreaming_passage 3 decided directory.day-in-future'
		]
	},
	'a date that is none': {
		sheets: { instrument: [treaty({ adopted: '2000-13' })] },
		faults: ['instrument 2 adopted instruments.import-not-a-date']
	},
	'in force before adopted': {
		sheets: { instrument: [treaty({ in_force: '1999' })] },
		faults: ['instrument 2 in_force instruments.in-force-before-adoption']
	},
	'ratified before it was adopted': {
		sheets: { instrument: [treaty()], instrument_status: [status({ day: '1999' })] },
		faults: ['instrument_status 2 day status.before-adoption']
	},
	'ratified twice, and a country nobody knows': {
		sheets: {
			instrument: [treaty()],
			instrument_status: [status(), status({ day: '2006-01-01' }), status({ country: 'XXX' })]
		},
		faults: [
			'instrument_status 3 event status.joined-twice',
			'instrument_status 4 country instruments.import-no-country'
		]
	},
	'denounced what was never joined': {
		sheets: { instrument: [treaty()], instrument_status: [status({ event: 'denounced' })] },
		faults: ['instrument_status 2 event status.denounced-not-joined']
	},
	'a withdrawal of nothing': {
		sheets: {
			instrument: [treaty()],
			instrument_status: [
				status(),
				status({ event: 'withdrawal-of-reservation', day: '2010', withdraws: '2005-09-16' })
			]
		},
		faults: ['instrument_status 3 withdraws status.nothing-to-withdraw']
	},
	'the same obligation twice': {
		sheets: {
			instrument: [treaty()],
			obligation: [duty(), duty({ key: 'treaty-2', position: '2', text: 'MAKE it an offence' })]
		},
		faults: ['obligation 3 text instruments.obligation-there']
	},
	'met without a law': {
		sheets: {
			instrument: [treaty()],
			obligation: [duty()],
			judgement: [{ obligation: 'treaty-1', day: '2026-01-05', verdict: 'met', reason: 'By custom' }]
		},
		faults: ['judgement 2 verdict instruments.met-without-law']
	},
	'in force without having been adopted': {
		sheets: {
			policy: [law()],
			policy_stage: [
				{ policy: 'act', stage: 'drafting', position: '1' },
				{ policy: 'act', stage: 'in-force', position: '2' }
			]
		},
		faults: ['policy_stage 3 stage instruments.in-force-before-adopted']
	},
	'a stage that is not the last': {
		sheets: { policy: [law()], policy_stage: [{ policy: 'act', stage: 'adopted', position: '1' }] },
		faults: ['policy 2 stage instruments.import-other-stage']
	},
	'adopted before its year': {
		sheets: {
			policy: [law({ stage: 'adopted', year: '2014' })],
			policy_stage: [
				{ policy: 'act', stage: 'drafting', position: '1', day: '2012' },
				{ policy: 'act', stage: 'adopted', position: '2', day: '2013-05' }
			]
		},
		faults: ['policy_stage 3 day instruments.stage-before-year']
	},
	'a party that is two': {
		sheets: {
			agreement: [{ key: 'memo', name: 'A memorandum', form: 'memorandum-of-understanding', subject: 'labour' }],
			agreement_party: [{ agreement: 'memo', position: '1', country: 'ZWE', name: 'Zimbabwe' }]
		},
		faults: ['agreement_party 2 country instruments.import-one-party']
	}
}

test('a pair that was set aside is so once, in whatever order a file names it, and what was said of it here stays', async () => {
	const full = await anEmptyWorkspace()
	await importRows(full, asRows({ ...LIVED, overlap_verdict: [] }))
	await importRows(full, asRows({ overlap_verdict: [{ first: 'bill-p1', second: 'act-p1', text: 'Two offences' }] }))
	await importRows(full, asRows({ overlap_verdict: [{ first: 'act-p1', second: 'bill-p1', text: 'Two offences' }] }))
	expect(
		await ownerRows(full.made, 'select verdict, reason from overlap_verdict where workspace_id = :workspace')
	).toEqual([{ verdict: 'rejected', reason: 'Two offences' }])
})

test('a passage that is only suggested here takes the judgement of a file, and one that was judged here stays where the file leaves it out', async () => {
	const full = await anEmptyWorkspace()
	const { mainstreaming_passage: judged = [], ...others } = LIVED
	await importRows(full, asRows(others))
	await full.run(analyseMainstreaming, { policy: 'act' })
	const { passages } = await full.ask(getMainstreaming, { policy: 'act' })
	expect(passages.map(({ state }) => state)).toEqual(passages.map(() => 'suggested'))
	await importRows(full, asRows({ mainstreaming_passage: judged.slice(0, 1) }))
	const after = await full.ask(getMainstreaming, { policy: 'act' })
	expect(after.passages).toMatchObject([
		{ state: 'confirmed', decidedDay: '2026-02-01', theme: { reference: 'trafficking' } }
	])
	await importRows(full, asRows({ mainstreaming_passage: judged.slice(1) }))
	expect((await full.ask(getMainstreaming, { policy: 'act' })).totals.confirmed).toBe(1)
})

test('whatever contradicts the rules is named by sheet, row, column and reason, and nothing is written', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	const before = await everything(made, HISTORY)
	for (const [what, { sheets, faults }] of Object.entries(BROKEN)) {
		const refusal = await refusalOf(importRows(administrator, asRows(sheets)))
		expect(faultsOf(refusal).sort(), what).toEqual(faults.toSorted())
	}
	expect(await everything(made, HISTORY)).toEqual(before)
})
