import { beforeEach, expect, test } from 'vitest'
import { listDocuments } from '#platform/records/documents.ts'
import { getHistory } from '#platform/records/record-history.ts'
import { upload } from '../../../../tests/access/by-name.ts'
import { aWorkspace, type Acting, type TestWorkspace } from '../../../../tests/fixtures/workspace.ts'
import { addInstrument } from './instrument-commands.ts'
import { getInstrument } from './instrument-queries.ts'
import { setStatus } from './status-commands.ts'
import { listStates, statusAt } from './status-queries.ts'
import { importStatuses, previewStatuses } from './status-table-commands.ts'

let made: TestWorkspace
let keeper: Acting
let instrument: string

const HEAD = 'Participant,Signature,"Ratification, Acceptance(A), Accession(a), Succession(d)",State party'

beforeEach(async () => {
	made = await aWorkspace()
	keeper = await made.as('secretariat')
	const added = await keeper.run(addInstrument, {
		key: 'tip-protocol',
		name: 'Protocol',
		form: 'protocol',
		scope: 'global',
		adoptedOn: '2000-11-15',
		inForceOn: '2003-12-25',
		entryDays: 30
	})
	instrument = added.reference
})

const version = async () => (await keeper.ask(getInstrument, { instrument })).version
const sent = (...rows: string[]) => upload(made, keeper, 'status.csv', [HEAD, ...rows].join('\n'))
const previewed = async (file: string) => keeper.ask(previewStatuses, { instrument, file })
const taken = async (
	file: string,
	more: { confirmed?: boolean; source?: string; skip?: number[]; reason?: string } = {}
) => keeper.run(importStatuses, { instrument, version: await version(), file, source: 'Treaty Collection', ...more })
const note = async (line: {
	country?: string
	event: 'signed' | 'ratified' | 'denounced'
	day?: string
	year?: number
}) => keeper.run(setStatus, { instrument, version: await version(), ...line })
const standings = async () =>
	(await keeper.ask(listStates, { instrument })).items.map(({ country, position }) => [country, position.standing])

test('a table is previewed, brought in whole with its source, kept as a document, and says nothing new a second time', async () => {
	const rows = ['Zimbabwe,,13 Dec 2013 a,Yes', 'Lesotho,14 Dec 2000,24 Sep 2003,Yes', 'Eswatini 3,8 Jan 2001,,No']
	const file = await sent(...rows)
	const preview = await previewed(file)
	expect(preview).toMatchObject({ states: 3, known: 0, totals: { added: 4, refined: 0, faults: 0, doubts: 0 } })
	expect(preview.added[0]).toEqual({ row: 2, country: 'ZWE', event: 'acceded', day: '2013-12-13' })
	expect(await standings()).toEqual([])
	expect(await taken(file)).toMatchObject({ added: 4, refined: 0, known: 0 })
	expect(await standings()).toEqual([
		['LSO', 'in-force'],
		['SWZ', 'signed'],
		['ZWE', 'in-force']
	])
	const own = await keeper.ask(statusAt, { instrument, day: '2014-02-01' })
	expect(own).toMatchObject({ joinedBy: 'acceded', restsOn: { source: 'Treaty Collection', origin: 'entered' } })
	expect((await keeper.ask(listDocuments, { record: instrument, kind: 'instrument' })).items).toMatchObject([
		{ title: 'status.csv' }
	])
	expect(await taken(await sent(...rows))).toMatchObject({ added: 0, refined: 0, known: 4 })
})

test('what a source told without its day is told more exactly, and stays to be read', async () => {
	await note({ event: 'ratified', year: 2018 })
	await note({ country: 'LSO', event: 'ratified', day: '2003' })
	const file = await sent('Zimbabwe,,13 Dec 2013,Yes', 'Lesotho,14 Dec 2000,24 Sep 2003,Yes')
	const preview = await previewed(file)
	expect(preview.refined.map(({ country, was, day }) => [country, was, day])).toEqual([
		['ZWE', null, '2013-12-13'],
		['LSO', '2003', '2003-09-24']
	])
	await taken(file)
	expect((await keeper.ask(statusAt, { instrument, day: '2013-12-12' })).standing).toBe('not-ratified')
	expect((await keeper.ask(statusAt, { instrument, day: '2014-06-01' })).standing).toBe('in-force')
	expect((await keeper.ask(getInstrument, { instrument })).statuses.map(({ state, day }) => [state, day])).toEqual(
		expect.arrayContaining([
			['withdrawn', null],
			['active', '2013-12-13']
		])
	)
})

test('a cell that cannot be is named by row and column, and nothing of the table is taken', async () => {
	const file = await sent('Zimbabwe,,13 Dec 2013 a,Yes', 'Ruritania,,1 Jan 2005,Yes', 'Malawi,,1 Jan 1999,Yes')
	const { faults } = await previewed(file)
	expect(faults.map(({ row, letter, code }) => [row, letter, code])).toEqual([
		[3, 'A', 'instruments.table-unknown-state'],
		[4, 'C', 'status.before-adoption']
	])
	await expect(taken(file)).rejects.toMatchObject({
		kind: 'conflict',
		code: 'instruments.table-refused',
		params: { count: 2, row: 3, column: 'Participant' }
	})
	expect(await standings()).toEqual([])
})

test('rows that cannot be are left out with a reason, which the history tells with their numbers', async () => {
	const file = await sent('Zimbabwe,,13 Dec 2013 a,Yes', 'Ruritania,,1 Jan 2005,Yes', 'Malawi,,1 Jan 1999,Yes')
	await expect(taken(file, { skip: [4], reason: 'Misprinted' })).rejects.toMatchObject({
		code: 'instruments.table-refused',
		params: { count: 1, row: 3 }
	})
	await expect(taken(file, { skip: [3, 4] })).rejects.toMatchObject({
		issues: [expect.objectContaining({ path: ['reason'], code: 'instruments.table-skip-reason' })]
	})
	expect(await taken(file, { skip: [4, 3], reason: 'Misprinted' })).toMatchObject({ added: 1 })
	expect(await standings()).toEqual([['ZWE', 'in-force']])
	const { items } = await keeper.ask(getHistory, { record: instrument, kind: 'instrument' })
	expect(items.find(({ operation }) => operation === 'instrument.importStatuses')?.reason).toBe('3, 4: Misprinted')
})

test('what contradicts what is noted in the workspace is named by row and column too', async () => {
	await note({ country: 'MWI', event: 'ratified', day: '2005-03-17' })
	const file = await sent('Zimbabwe,,13 Dec 2013 a,Yes', 'Malawi,,2 May 2010 a,Yes')
	const { faults } = await previewed(file)
	expect(faults.map(({ row, column, letter, code, params }) => [row, column, letter, code, params['country']])).toEqual(
		[[3, 'Ratification, Acceptance(A), Accession(a), Succession(d)', 'C', 'instruments.table-against-noted', 'MWI']]
	)
	await expect(taken(file)).rejects.toMatchObject({ code: 'instruments.table-refused' })
})

test('a flag that contradicts its dates waits until somebody confirms that it is meant', async () => {
	const file = await sent('Zimbabwe,,13 Dec 2013 a,No')
	expect((await previewed(file)).doubts.map(({ row, letter, code }) => [row, letter, code])).toEqual([
		[2, 'D', 'instruments.table-date-without-party']
	])
	await expect(taken(file)).rejects.toMatchObject({
		kind: 'invalid',
		issues: [expect.objectContaining({ path: ['confirmed'], code: 'instruments.table-doubts' })]
	})
	expect(await taken(file, { confirmed: true })).toMatchObject({ added: 1 })
})

test('a file that is no status table is said to be none', async () => {
	const file = await upload(made, keeper, 'list.csv', 'Treaty,Year\nPalermo,2000')
	expect((await previewed(file)).faults).toMatchObject([{ code: 'instruments.table-no-state' }])
	await expect(taken(file)).rejects.toMatchObject({ kind: 'conflict' })
})

test('a year that a source gives gives way to the exact day of the depositary, by whichever act the State joined', async () => {
	await note({ event: 'ratified', day: '2013', year: 2018 })
	await note({ country: 'LSO', event: 'ratified', year: 2018 })
	await note({ country: 'MWI', event: 'ratified', day: '2005' })
	await note({ country: 'ZMB', event: 'ratified', year: 2018 })
	const good = ['Zimbabwe,,13 Dec 2013 a,Yes', 'Lesotho,14 Dec 2000,24 Sep 2003 A,Yes']
	const file = await sent(...good)
	expect((await previewed(file)).refined).toEqual([
		{ row: 2, country: 'ZWE', event: 'acceded', day: '2013-12-13', was: '2013' },
		{ row: 3, country: 'LSO', event: 'accepted', day: '2003-09-24', was: null }
	])
	expect(await taken(file)).toMatchObject({ added: 1, refined: 2 })
	const { statuses } = await keeper.ask(getInstrument, { instrument })
	expect(statuses.map(({ event, day, state, stateReason }) => [event, day, state, stateReason])).toEqual(
		expect.arrayContaining([
			['ratified', '2013', 'withdrawn', 'Treaty Collection'],
			['acceded', '2013-12-13', 'active', null]
		])
	)
	expect(await keeper.ask(statusAt, { instrument, day: '2014-06-01' })).toMatchObject({
		standing: 'in-force',
		joinedBy: 'acceded'
	})
	expect(await taken(await sent(...good))).toMatchObject({ added: 0, refined: 0, known: 3 })
	// Another year, or a later one than that of the source, is no more exact day of the same.
	const other = await previewed(await sent('Malawi,,17 Mar 2006 a,Yes', 'Zambia,,24 Apr 2020 a,Yes'))
	expect(other.faults.map(({ row, code }) => [row, code])).toEqual([
		[2, 'instruments.table-against-noted'],
		[3, 'instruments.table-against-noted']
	])
})

test('a row that is refused stands neither among what would be noted nor among the doubts', async () => {
	await note({ country: 'MWI', event: 'ratified', day: '2005-03-17' })
	const file = await sent('Zimbabwe,,13 Dec 2013 a,No', 'Malawi,1 Jan 2001,2 May 2010 a,No', 'Lesotho,1 Jan 1999,,Yes')
	const preview = await previewed(file)
	expect(preview.faults.map(({ row }) => row)).toEqual([3, 4])
	expect(preview.added.map(({ country }) => country)).toEqual(['ZWE'])
	expect(preview.doubts.map(({ row }) => row)).toEqual([2])
	expect(preview.totals).toEqual({ added: 1, refined: 0, faults: 2, doubts: 1 })
})

test('a table that one seat has sent is there for no other until it is brought in', async () => {
	const file = await sent('Zimbabwe,,13 Dec 2013 a,Yes')
	for (const seat of ['administrator', 'public'] as const)
		await expect((await made.as(seat)).ask(previewStatuses, { instrument, file })).rejects.toMatchObject({
			kind: 'absent'
		})
})
