import { beforeEach, describe, expect, test } from 'vitest'
import { openFile } from '#platform/files/file-operations.ts'
import { getHistory, listChangesSince } from '#platform/records/record-history.ts'
import { aVisit } from '#tests/fixtures/visits.ts'
import { aWorkspace, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { changeEntries } from './bulk-commands.ts'
import { changeEntry } from './entry-commands.ts'
import { getEntry } from './entry-queries.ts'

const FIELDS = `  - { key: body, type: structure, names: { en: Body } }
  - { key: note, type: text, seen: keepers, names: { en: Note } }`

type Given = Record<string, string | null>

let made: TestWorkspace
let reference: string
let report: string
beforeEach(async () => {
	made = await aWorkspace()
	;({ reference, report } = await aVisit(made, {
		fields: FIELDS,
		stops: [
			{ body: 'closed-group', day: 'one' },
			{ body: 'closed-group', day: 'two' }
		]
	}))
})

const read = async (by: SeatKey) => (await made.as(by)).ask(getEntry, { entry: reference })
const stopsOf = async (by: SeatKey) => {
	const { tables, rows } = await read(by)
	return (tables['stops'] ?? []).map((row, index) => ({
		id: rows['stops']?.[index] ?? '',
		day: typeof row['day'] === 'string' ? row['day'] : '',
		fields: Object.keys(row)
	}))
}
const changed = async (by: SeatKey, given: { values?: Given; tables?: Record<string, Given[]> }) =>
	(await made.as(by)).run(changeEntry, { entry: reference, version: (await read(by)).version, ...given })

describe('a record that a seat does not see', () => {
	test('stays where it stands, in a field that is emptied and in rows that are changed', async () => {
		const outsider = await stopsOf('outsider')
		expect(outsider.map(({ fields }) => fields)).toEqual([['day', 'report'], ['day']])
		const [first, second] = outsider
		await changed('outsider', {
			values: { name: 'Maseru again', body: null },
			tables: {
				stops: [
					{ id: second?.id ?? '', day: 'second' },
					{ id: first?.id ?? '', body: null, day: 'first' }
				]
			}
		})
		const page = await read('secretariat')
		expect(page.values).toMatchObject({ name: 'Maseru again', body: expect.any(String) })
		expect(page.tables['stops']).toEqual([
			{ body: page.values['body'], day: 'second' },
			{ body: page.values['body'], day: 'first', report }
		])
	})

	test('stays where rows are given without saying which they are, and where several entries are changed', async () => {
		const outsider = await made.as('outsider')
		const stops = (await stopsOf('outsider')).map(({ day }) => ({ day }))
		await changed('outsider', { tables: { stops: [...stops, { day: 'three' }] } })
		const { version } = await read('outsider')
		await outsider.run(changeEntries, {
			register: 'visit',
			entries: [{ entry: reference, version }],
			values: { body: null }
		})
		const page = await read('secretariat')
		expect(page.values).toHaveProperty('body')
		expect(page.tables['stops']?.map((row) => [row['day'], 'body' in row])).toEqual([
			['one', true],
			['two', true],
			['three', false]
		])
	})

	test('gives way to another, and goes with its row', async () => {
		const [, second] = await stopsOf('outsider')
		await changed('outsider', {
			values: { body: 'committee' },
			tables: { stops: [{ id: second?.id ?? '', body: 'committee', day: 'two' }] }
		})
		const page = await read('secretariat')
		expect(page.names.map((one) => one.reference)).toEqual(['committee'])
		expect(page.tables['stops']).toHaveLength(1)
	})
})

describe('the file of a row', () => {
	test('stays where its row is changed and nothing is said of it, and goes where it is taken away', async () => {
		const keeper = await made.as('secretariat')
		const [first, second] = await stopsOf('secretariat')
		await changed('secretariat', {
			tables: {
				stops: [
					{ id: first?.id ?? '', day: 'changed' },
					{ id: second?.id ?? '', day: 'two' }
				]
			}
		})
		expect((await read('secretariat')).tables['stops']?.map((row) => row['report'])).toEqual([report, undefined])
		await expect(keeper.ask(openFile, { file: report })).resolves.toMatchObject({ name: 'report.txt' })
		await changed('secretariat', { tables: { stops: [{ id: first?.id ?? '', day: 'changed', report: null }] } })
		expect((await read('secretariat')).tables['stops']).toMatchObject([{ day: 'changed' }])
		expect((await read('secretariat')).tables['stops']?.[0]).not.toHaveProperty('report')
		await expect(keeper.ask(openFile, { file: report })).rejects.toMatchObject({ kind: 'absent' })
	})

	test('a row that is named and holds nothing any more is none', async () => {
		const [first, second] = await stopsOf('secretariat')
		const nothing = { body: null, day: null, report: null }
		await changed('secretariat', {
			tables: {
				stops: [
					{ id: first?.id ?? '', ...nothing },
					{ id: second?.id ?? '', day: 'two' }
				]
			}
		})
		expect((await read('secretariat')).tables['stops']).toEqual([{ day: 'two' }])
	})
})

describe('the history of an entry', () => {
	const told = async (by: SeatKey) => (await made.as(by)).ask(getHistory, { record: reference, kind: 'entry' })

	test('tells what one command did as one thing, to whoever sees all its parts', async () => {
		await changed('secretariat', { values: { name: 'Maseru again', note: 'kept inside' } })
		const { items } = await told('secretariat')
		expect(items.map(({ operation }) => operation)).toEqual(['entry.change', 'entry.add'])
		expect(items[0]?.changes.filter(({ field }) => field === 'document')).toHaveLength(2)
		expect(items.every(({ isUnseen }) => !isUnseen)).toBe(true)
	})

	test('tells that something was changed out of sight, and neither what nor by whom', async () => {
		const { version } = await read('member')
		await changed('secretariat', { values: { note: 'kept inside' } })
		const { items } = await told('member')
		expect(items).toHaveLength(2)
		expect(items[0]).toMatchObject({
			isUnseen: true,
			by: { seat: null, office: null, actor: null, role: '' },
			reason: null,
			changes: []
		})
		expect(items[1]).toMatchObject({ isUnseen: false, operation: 'entry.add' })
		expect(items[1]?.by.office).not.toBeNull()
		const since = await (await made.as('member')).ask(listChangesSince, { record: reference, version })
		expect(since.items.map(({ isUnseen, by }) => [isUnseen, by.office])).toEqual([[true, null]])
		expect((await told('secretariat')).items[0]).toMatchObject({ isUnseen: false, operation: 'entry.change' })
		const seen = await (await made.as('secretariat')).ask(listChangesSince, { record: reference, version })
		expect(seen.differences.map(({ field }) => field)).toEqual(['document'])
	})

	test('is told page by page, each command once', async () => {
		for (const name of ['one', 'two', 'three']) await changed('secretariat', { values: { name, note: name } })
		const keeper = await made.as('secretariat')
		const seen: number[] = []
		for (let before: number | undefined; ;) {
			const page = await keeper.ask(getHistory, { record: reference, limit: 1, ...(before ? { before } : {}) })
			seen.push(...page.items.map(({ sequence }) => sequence))
			if (page.next === null) break
			before = page.next
		}
		expect(seen).toEqual((await told('secretariat')).items.map(({ sequence }) => sequence))
		expect(seen).toHaveLength(4)
	})
})
