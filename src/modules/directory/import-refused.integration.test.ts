import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import writeExcelFile from 'write-excel-file/node'
import { COUNTRY, withCell } from '#tests/fixtures/country.ts'
import {
	csvOf,
	everything,
	faultsOf,
	HISTORY,
	importContent,
	importRows,
	ownerRows,
	refusalOf,
	versionOf,
	type Rows
} from '#tests/fixtures/directory.ts'
import { aWorkspace, TODAY, type Acting, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { aWorkbook, textRow } from '#platform/exchange/workbook-fixture.ts'
import { getHistory } from '#platform/records/record-history.ts'
import { mergeRecords } from '#platform/records/record-operations.ts'
import { createActor, setEnforcement } from './actor-commands.ts'
import { getActor } from './actor-queries.ts'
import { addMembership, addNomination } from './membership-commands.ts'
import { getStructure } from './structure-queries.ts'
import { succeedActor } from './succession.ts'
import { assignLead } from './theme-commands.ts'
import { getTheme } from './theme-queries.ts'

// Every way a file can be wrong: what is wrong, and each cell as it is named.
const BROKEN: Record<string, { sheets: Readonly<Record<string, Rows>>; faults: string[] }> = {
	'a kind that is none': {
		sheets: withCell('actor', 3, 'kind', 'minstry'),
		faults: ['actor 3 kind exchange.not-listed-near']
	},
	'a year in words': {
		sheets: withCell('framework', 2, 'year', 'last year'),
		faults: ['framework 2 year exchange.not-a-year']
	},
	'a number in words': {
		sheets: withCell('structure', 3, 'meetings_per_year', 'four'),
		faults: ['structure 3 meetings_per_year exchange.not-whole']
	},
	'a number out of bounds': {
		sheets: withCell('structure', 3, 'meetings_per_year', '400'),
		faults: ['structure 3 meetings_per_year exchange.out-of-range']
	},
	'no name': { sheets: withCell('actor', 2, 'name', ''), faults: ['actor 2 name exchange.empty'] },
	'a key with capitals': { sheets: withCell('actor', 4, 'key', 'Unit'), faults: ['actor 4 key exchange.not-a-key'] },
	'a day that is none': {
		sheets: withCell('membership', 2, 'from', '2020-02-30'),
		faults: ['membership 2 from exchange.not-a-day']
	},
	'a day as a number': {
		sheets: withCell('membership', 2, 'from', '43831'),
		faults: ['membership 2 from exchange.day-as-number']
	},
	'a reference to nothing': {
		sheets: withCell('membership', 2, 'actor', 'interor'),
		faults: ['membership 2 actor exchange.unknown-reference']
	},
	'a parent that is not there': {
		sheets: withCell('structure', 3, 'parent', 'none'),
		faults: ['structure 3 parent exchange.unknown-reference']
	},
	'a key twice': { sheets: withCell('actor', 3, 'key', 'interior'), faults: ['actor 3 key exchange.duplicate-key'] },
	'a parent circle': {
		sheets: withCell('actor', 2, 'parent', 'unit'),
		faults: ['actor 2 parent exchange.cycle', 'actor 3 parent exchange.cycle', 'actor 4 parent exchange.cycle']
	},
	'a structure that is its own secretariat': {
		sheets: withCell('structure', 4, 'secretariat', 'bureau'),
		faults: ['structure 4 secretariat directory.own-secretariat']
	},
	'no country of that code': {
		sheets: withCell('actor', 2, 'country', 'zw'),
		faults: ['actor 2 country directory.not-a-country']
	},
	'no address': {
		sheets: withCell('actor', 2, 'contact_email', 'ps at interior'),
		faults: ['actor 2 contact_email directory.not-an-address']
	},
	'no address of a nominee': {
		sheets: withCell('nomination', 2, 'email', 'director'),
		faults: ['nomination 2 email directory.not-an-address']
	},
	'a mark set by who may not': {
		sheets: withCell('actor', 3, 'enforcement', 'yes'),
		faults: ['actor 3 enforcement directory.import-marks']
	},
	'a mark that is neither yes nor no': {
		sheets: withCell('actor', 3, 'enforcement', 'perhaps'),
		faults: ['actor 3 enforcement exchange.not-yes']
	},
	'a membership that ends before it starts': {
		sheets: withCell('membership', 4, 'to', '2017-12-31'),
		faults: ['membership 4 to directory.ends-before-it-starts']
	},
	'two open memberships of one actor': {
		sheets: withCell('membership', 4, 'to', ''),
		faults: ['membership 5 actor directory.already-sits']
	},
	'two open leads of one actor': {
		sheets: {
			...COUNTRY,
			area_lead: [
				['area', 'actor', 'from'],
				['return', 'unit', '2018-01-01'],
				['return', 'unit', '2021-01-01']
			]
		},
		faults: ['area_lead 3 actor directory.already-leads']
	},
	'a lead that ends before it starts': {
		sheets: withCell('area_lead', 3, 'to', '2017-12-31'),
		faults: ['area_lead 3 to directory.ends-before-it-starts']
	},
	'a nomination that ends before it starts': {
		sheets: withCell('nomination', 4, 'to', '2019-12-31'),
		faults: ['nomination 4 to directory.ends-before-it-starts']
	},
	'two principals': {
		sheets: withCell('nomination', 3, 'capacity', 'principal'),
		faults: ['nomination 3 capacity directory.principal-there']
	},
	'a nominee of who does not sit there': {
		sheets: withCell('nomination', 2, 'structure', 'senior'),
		faults: ['nomination 2 actor directory.nomination-without-membership']
	},
	'an area that is the same as itself': {
		sheets: withCell('crosswalk', 2, 'other_area', 'work'),
		faults: ['crosswalk 2 other_area platform.link-to-itself']
	},
	'a sheet nobody knows': { sheets: { ...COUNTRY, actr: [['key'], ['x']] }, faults: [' exchange.unknown-sheet-near'] },
	'a column nobody knows': {
		sheets: {
			...COUNTRY,
			area_lead: [
				['area', 'actor', 'until'],
				['work', 'borders', '']
			]
		},
		faults: ['area_lead 1 until exchange.unknown-column']
	},
	'a column that is missing': {
		sheets: {
			...COUNTRY,
			area: [
				['key', 'framework', 'name'],
				['work', 'national', 'Work']
			]
		},
		faults: ['area 1 position exchange.missing-column']
	},
	'several faults at once': {
		sheets: { ...withCell('actor', 3, 'kind', '?'), area: withCell('area', 2, 'position', 'first').area ?? [] },
		faults: ['actor 3 kind exchange.not-listed', 'area 2 position exchange.not-whole']
	}
}

test.each(Object.keys(BROKEN))('a file with %s changes nothing, and the cell is named', async (name) => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const { sheets = {}, faults = [] } = BROKEN[name] ?? {}
	expect(faults).not.toEqual([])
	const before = await everything(made)
	const refused = await refusalOf(importRows(secretariat, sheets))
	expect(refused.kind).toBe('invalid')
	const named = faultsOf(refused)
	for (const fault of faults)
		expect(
			named.some((one) => one.endsWith(fault)),
			`${fault} in ${named.join('; ')}`
		).toBe(true)
	expect(await everything(made)).toEqual(before)
})

/** Refused where it stands, with nothing done. */
async function expectRefused(
	made: TestWorkspace,
	acting: Acting,
	sheets: Readonly<Record<string, Rows>>,
	faults: string[]
) {
	const before = await everything(made)
	expect(faultsOf(await refusalOf(importRows(acting, sheets)))).toEqual(faults)
	expect(await everything(made)).toEqual(before)
}

const actors = (...rows: Rows): Record<string, Rows> => ({
	actor: [['key', 'name', 'kind', 'parent', 'status', 'enforcement'], ...rows]
})

test('a file takes no enforcement mark off, and only an administrator sets one by it', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	await administrator.run(setEnforcement, { actor: 'police', version: 1, reason: 'police' })
	const police = (mark: string) => actors(['police', 'Police Service', 'police', '', '', mark])
	for (const acting of [administrator, await made.as('secretariat')])
		await expectRefused(made, acting, police(''), ['actor 2 enforcement directory.import-unmarks'])
	await importRows(await made.as('secretariat'), police('yes'))
	const marking = actors(['union', 'Workers Union', 'trade-union', '', '', 'yes'])
	await expectRefused(made, await made.as('secretariat'), marking, ['actor 2 enforcement directory.import-marks'])
	await importRows(administrator, marking)
	expect((await administrator.ask(getActor, { actor: 'union' })).isEnforcement).toBe(true)
})

test('a file ends no actor and revives none; that has a page of its own', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const union = (status: string) => actors(['union', 'Workers Union', 'trade-union', '', status, ''])
	await expectRefused(made, secretariat, union('abolished'), ['actor 2 status directory.import-ends-actor'])
	await secretariat.run(succeedActor, {
		actor: 'union',
		version: await versionOf(made, 'actor', 'union'),
		kind: 'merge',
		day: TODAY,
		legalBasis: 'Act',
		successors: ['labour']
	})
	await expectRefused(made, secretariat, union('active'), ['actor 2 status directory.actor-already-ended'])
	const seat = {
		membership: [
			['structure', 'actor', 'kind'],
			['committee', 'union', 'member']
		]
	}
	await expectRefused(made, secretariat, seat, ['membership 2 actor directory.actor-ended'])
	const lead = {
		area_lead: [
			['area', 'actor'],
			['labour-migration', 'union']
		]
	}
	await expectRefused(made, secretariat, lead, ['area_lead 2 actor directory.actor-ended'])
	expect(await importRows(secretariat, union('merged'))).toMatchObject([{ unchanged: 1 }])
})

test('a file makes no move of status that no form makes', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const status = (declared: string): Record<string, Rows> => ({
		structure: [
			['key', 'name', 'acronym', 'level', 'kind', 'declared_status'],
			['committee', 'Coordination Committee', 'CC', 'technical', 'interministerial-committee', declared]
		]
	})
	await expectRefused(made, secretariat, status('ad-hoc-activated'), [
		'structure 2 declared_status directory.status-no-such-move'
	])
	await importRows(secretariat, status('dissolved'))
	const page = await secretariat.ask(getStructure, { structure: 'committee' })
	expect(page).toMatchObject({ status: 'dissolved', statusDay: TODAY })
	expect(page.statusHistory[0]).toMatchObject({ status: 'dissolved', day: TODAY })
	await expectRefused(made, secretariat, status('active'), [
		'structure 2 declared_status directory.structure-dissolved'
	])
})

test('a parent circle that the file closes with what is there is found', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	await secretariat.run(createActor, { key: 'below', name: 'Below', kind: 'department', parent: 'labour' })
	const labour = actors(['labour', 'Ministry of Labour', 'ministry', 'below', '', ''])
	await expectRefused(made, secretariat, labour, ['actor 2 parent directory.parent-circle'])
})

test('who sits or leads already is not opened a second time; ended in the same file, it may begin anew', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	await secretariat.run(assignLead, { area: 'labour-migration', actor: 'labour', from: '2021-01-01', reason: 'x' })
	const lead = (...rows: Rows): Record<string, Rows> => ({ area_lead: [['area', 'actor', 'from', 'to'], ...rows] })
	const seat = (...rows: Rows): Record<string, Rows> => ({
		membership: [['structure', 'actor', 'kind', 'from', 'to'], ...rows]
	})
	const newLead = ['labour-migration', 'labour', '2026-01-01', '']
	const newSeat = ['committee', 'labour', 'co-opted', '2026-01-01', '']
	await expectRefused(made, secretariat, lead(newLead), ['area_lead 2 actor directory.already-leads'])
	await expectRefused(made, secretariat, seat(newSeat), ['membership 2 actor directory.already-sits'])
	await importRows(secretariat, lead(newLead, ['labour-migration', 'labour', '2021-01-01', '2025-12-31']))
	await importRows(secretariat, seat(newSeat, ['committee', 'labour', 'member', '2020-01-01', '2025-12-31']))
	const theme = await secretariat.ask(getTheme, { area: 'labour-migration' })
	expect(theme.leadItems.map((one) => [one.from, one.to]).sort()).toEqual([
		['2021-01-01', '2025-12-31'],
		['2026-01-01', null]
	])
	const { memberships } = await secretariat.ask(getStructure, { structure: 'committee' })
	expect(memberships.filter((one) => one.actor.reference === 'labour').map((one) => [one.kind, one.to])).toEqual([
		['co-opted', null],
		['member', '2025-12-31']
	])
})

test('a membership that a file ends ends its nominations; a principal that is there stays the only one', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const { memberships } = await secretariat.ask(getStructure, { structure: 'committee' })
	const membership = memberships.find((one) => one.actor.reference === 'labour')?.id ?? ''
	await secretariat.run(addNomination, { membership, capacity: 'principal', office: 'Director', from: '2024-01-01' })
	const second = {
		nomination: [
			['structure', 'actor', 'capacity', 'office'],
			['committee', 'labour', 'principal', 'Another']
		]
	}
	await expectRefused(made, secretariat, second, ['nomination 2 capacity directory.principal-there'])
	const ending = {
		membership: [
			['structure', 'actor', 'kind', 'from', 'to'],
			['committee', 'labour', 'member', '2020-01-01', '2026-01-31']
		]
	}
	const open = {
		nomination: [
			['structure', 'actor', 'capacity', 'office', 'from', 'to'],
			['committee', 'labour', 'principal', 'Director', '2024-01-01', '']
		]
	}
	await expectRefused(made, secretariat, { ...ending, ...open }, [
		'nomination 2 actor directory.nomination-without-membership'
	])
	await importRows(secretariat, ending)
	const page = await secretariat.ask(getStructure, { structure: 'committee' })
	expect(page.nominations).toMatchObject([{ office: 'Director', to: '2026-01-31' }])
})

test('a row with the key of a merged record is refused and says into which it was merged', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	await secretariat.run(createActor, { key: 'twin', name: 'Twin', kind: 'ministry' })
	await secretariat.run(mergeRecords, { record: 'twin', kind: 'actor', version: 1, into: 'labour', reason: 'the same' })
	const sheets = {
		...actors(['twin', 'Twin', 'ministry', '', '', '']),
		membership: [
			['structure', 'actor', 'kind'],
			['committee', 'twin', 'member']
		]
	}
	const refused = await refusalOf(importRows(secretariat, sheets))
	expect(refused.issues.find((issue) => issue.code === 'directory.import-merged')).toMatchObject({
		path: ['actor', 2, 'key'],
		params: { into: 'labour' }
	})
})

test('an audience that a file narrows narrows the history too', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const reader = await made.as('public')
	const asked = { record: 'labour', kind: 'actor' } as const
	expect((await reader.ask(getHistory, asked)).items).not.toEqual([])
	const union: Record<string, Rows> = {
		actor: [
			['key', 'name', 'kind', 'audience'],
			['labour', 'Ministry of Labour', 'ministry', 'secretariat']
		]
	}
	await importRows(secretariat, union)
	expect((await refusalOf(reader.ask(getActor, { actor: 'labour' }))).kind).toBe('absent')
	const seen = await ownerRows(
		made,
		`select distinct p.audience from event_payload p join event e on e.workspace_id = p.workspace_id and e.sequence = p.sequence
			where e.workspace_id = :workspace and e.record_id = (select id from record where workspace_id = :workspace and kind = 'actor' and key = 'labour')`
	)
	expect(seen).toEqual([{ audience: ['role:administrator', 'role:secretariat'] }])
})

const encoder = new TextEncoder()
const zipped = (sheets: Readonly<Record<string, Rows>>) =>
	zipSync(Object.fromEntries(Object.entries(sheets).map(([name, rows]) => [`${name}.csv`, strToU8(csvOf(rows))])))

async function workbook(sheets: Readonly<Record<string, Rows>>) {
	const written = await writeExcelFile(
		Object.entries(sheets).map(([sheet, rows]) => ({
			sheet,
			data: rows.map((row) => row.map((value) => (value === '' ? null : { value, type: String })))
		}))
	).toBuffer()
	return new Uint8Array(written)
}

// What a workspace holds that came from a file: everything but identifiers, moments and what follows from them.
const content = (made: TestWorkspace) =>
	ownerRows(
		made,
		`select r.kind, r.key, r.title, r.acronym, r.origin, r.origin_source, r.origin_year, r.origin_note, cardinality(r.audience) as eyes, r.version,
				a.kind as actor_kind, a.status, a.aliases, a.contact_email, s.declared_status, s.meetings_per_year, p.key as parent,
				(select count(*)::int from membership m where m.workspace_id = r.workspace_id and r.id in (m.structure_id, m.actor_id)) as seats,
				(select count(*)::int from link l where l.workspace_id = r.workspace_id and r.id in (l.from_id, l.to_id)) as links,
				(select count(*)::int from area_lead l where l.workspace_id = r.workspace_id and r.id in (l.area_id, l.actor_id)) as leads
			from record r
			left join actor a on a.workspace_id = r.workspace_id and a.id = r.id
			left join structure s on s.workspace_id = r.workspace_id and s.id = r.id
			left join record p on p.workspace_id = r.workspace_id and p.id = coalesce(a.parent_id, s.parent_id)
			where r.workspace_id = :workspace order by r.kind, r.key`
	)

test('a ZIP of CSV files and a workbook bring in the same, and each finds the other has nothing to do', async () => {
	const first = await aWorkspace()
	const second = await aWorkspace()
	const files = {
		csv: { name: 'country.zip', bytes: zipped(COUNTRY) },
		workbook: { name: 'country.xlsx', bytes: await workbook(COUNTRY) }
	}
	const added = await importContent(await first.as('secretariat'), files.csv)
	expect(await importContent(await second.as('secretariat'), files.workbook)).toEqual(added)
	expect(await content(second)).toEqual(await content(first))
	const before = await everything(first, HISTORY)
	const again = await importContent(await first.as('secretariat'), files.workbook)
	expect(again).toMatchObject({ added: 0, changed: 0, unchanged: added.added })
	expect(await everything(first, HISTORY)).toEqual(before)
})

test('the first column of a workbook may hold a formula or a date where text belongs: named, not read', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const row = (cells: string) => `${textRow(1, 'key', 'name', 'kind')}<row r="2">${cells}</row>`
	const text = (value: string) => `<c t="inlineStr"><is><t>${value}</t></is></c>`
	const formula = aWorkbook({
		sheets: { actor: row(`${text('bank')}<c><f>A1&amp;A2</f><v>1</v></c>${text('agency')}`) }
	})
	const refused = await refusalOf(importContent(secretariat, { name: 'actors.xlsx', bytes: formula }))
	expect(faultsOf(refused)).toEqual(['actor 2 name exchange.formula'])
	const number = aWorkbook({ sheets: { actor: row(`${text('bank')}<c><v>7</v></c>${text('agency')}`) } })
	expect(faultsOf(await refusalOf(importContent(secretariat, { name: 'actors.xlsx', bytes: number })))).toEqual([
		'actor 2 name exchange.number-in-text'
	])
})

test.each([
	['actor.csv', encoder.encode('key,name,kind\nb\u00e4nk,Bank,agency\n'), ['actor 2 key exchange.not-a-key']],
	[
		'actor.csv',
		Uint8Array.from([...encoder.encode('key,name,kind\nbank,B'), 0xe4, ...encoder.encode('nk,agency\n')]),
		['actor 2 name exchange.not-utf-8']
	],
	['actor.csv', encoder.encode('key,name,kind\nbank,"Bank,agency\n'), ['actor 2 name exchange.quote-not-closed']],
	['bomb.zip', zipSync({ 'actor.csv': new Uint8Array(60_000_000) }), ['actor exchange.bomb']],
	[
		'actor.csv',
		encoder.encode(
			`key,name,kind\n${Array.from({ length: 200_001 }, (_, at) => `a-${String(at)},A,agency`).join('\n')}\n`
		),
		['actor exchange.too-many-rows']
	],
	['note.txt', encoder.encode('\u0000\u0001 nothing of ours'), []]
] as const)('of %s that cannot be read nothing is brought in', { timeout: 300_000 }, async (name, bytes, faults) => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const before = await everything(made, HISTORY)
	const refused = await refusalOf(importContent(secretariat, { name, bytes }))
	expect(refused.kind).toBe('invalid')
	for (const fault of faults) expect(faultsOf(refused)).toContain(fault)
	expect(await everything(made, HISTORY)).toEqual(before)
})

test('a file is imported by those who keep the records, and its import stands in the access log', async () => {
	const made = await aWorkspace()
	const file = { name: 'actor.csv', bytes: encoder.encode('key,name,kind\nbank,Bank,central-bank\n') }
	expect((await refusalOf(importContent(await made.as('member'), file))).kind).toBe('forbidden')
	await importContent(await made.as('secretariat'), file)
	const rows = await ownerRows(
		made,
		`select role, outcome from access_log where workspace_id = :workspace and operation = 'workspace.import' and seat_id is not null order by id`
	)
	expect(rows).toEqual([
		{ role: 'member', outcome: 'forbidden' },
		{ role: 'secretariat', outcome: 'done' }
	])
})

test('several membership changes by form and by file come to the same', async () => {
	const [byForm, byFile] = await Promise.all([aWorkspace(), aWorkspace()])
	await (
		await byForm.as('secretariat')
	).run(addMembership, { structure: 'committee', actor: 'health', kind: 'co-opted', from: TODAY, reason: 'x' })
	await importRows(await byFile.as('secretariat'), {
		membership: [
			['structure', 'actor', 'kind', 'from'],
			['committee', 'health', 'co-opted', TODAY]
		]
	})
	const shown = async (made: TestWorkspace) =>
		(await (await made.as('secretariat')).ask(getStructure, { structure: 'committee' })).memberships.map(
			({ actor, kind, role, from, to, origin }) => ({ actor: actor.reference, kind, role, from, to, origin })
		)
	expect(await shown(byFile)).toEqual(await shown(byForm))
})
