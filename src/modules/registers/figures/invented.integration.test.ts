import { expect, test } from 'vitest'
import { readTables } from '#platform/exchange/read-tables.ts'
import { inventEntries } from '#tests/fixtures/invented-entries.ts'
import { aClock, workDue, workplaceOf } from '#tests/fixtures/workplace.ts'
import { aWorkspace, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { addEntry, moveEntry } from '../entry/entry-commands.ts'
import { declareRegister } from '../register-commands.ts'
import { boardEntries } from './board-queries.ts'
import { calendarEntries } from './calendar-queries.ts'
import { exportPivot } from './export-pivot.ts'
import { registerFigures } from './figure-queries.ts'
import { mapEntries } from './map-queries.ts'
import { getPivot, startPivot } from './pivot-operations.ts'
import { pivotEntries } from './pivot-queries.ts'
import { sampleRegister } from './sample-register.testing.ts'

const register = 'sample'
const pivoted = { register, rows: 'kind', columns: 'state' }
const SENTENCE = 'Some of the entries counted here are invented for demonstration.'

/** A register with one entry that somebody entered and that the public sees. */
async function aSample() {
	const made = await aWorkspace()
	await (await made.as('administrator')).run(declareRegister, { declaration: sampleRegister() })
	const keeper = await made.as('secretariat')
	const values = { name: 'Entered', kind: 'one', country: 'ZWE', day: '2026-03-01' }
	const { reference } = await keeper.run(addEntry, { register, values })
	await keeper.run(moveEntry, { entry: reference, version: 1, move: 'show' })
	return made
}

async function saidOf(made: TestWorkspace, by: SeatKey, kinds?: string[]) {
	const seat = await made.as(by)
	const filter = kinds ? { filter: { fields: { kind: kinds } } } : {}
	return {
		map: (await seat.ask(mapEntries, { register, place: 'country', ...filter })).invented,
		pivot: (await seat.ask(pivotEntries, { ...pivoted, ...filter })).invented
	}
}

async function filesOf(made: TestWorkspace) {
	const seat = await made.as('secretariat')
	const csv = await seat.ask(exportPivot, { question: pivoted, format: 'csv', language: 'en' })
	const book = await seat.ask(exportPivot, { question: pivoted, format: 'xlsx', language: 'en' })
	const { sheets } = await readTables({ name: 'pivot.xlsx', bytes: book.content })
	const cells = [...sheets.values()].flatMap(({ rows }) => rows.flatMap((row) => row.cells.map(({ text }) => text)))
	return { csv: Buffer.from(csv.content).toString('utf8').split('\r\n'), cells }
}

async function countedAsJob(made: TestWorkspace) {
	const seat = await made.as('secretariat')
	const { id } = await seat.run(startPivot, pivoted)
	await workDue(made, workplaceOf(made, aClock()))
	return (await seat.ask(getPivot, { pivot: id })).table
}

test('numbers over entries that somebody entered are told as they are', async () => {
	const made = await aSample()
	expect((await (await made.as('secretariat')).ask(registerFigures, { register })).invented).toBe(false)
	expect(await saidOf(made, 'secretariat')).toEqual({ map: false, pivot: false })
	expect(await countedAsJob(made)).toMatchObject({ invented: false, records: 1 })
	const { csv, cells } = await filesOf(made)
	expect([...csv, ...cells].join(' ')).not.toContain('invented')
})

test(
	'numbers among which invented entries are counted say so, and only where they are among them',
	{ timeout: 300_000 },
	async () => {
		const made = await aSample()
		await inventEntries(made, register, 'name,kind,country,day\nInvented,two,LSO,2026-03-02')
		const keeper = await made.as('secretariat')
		expect((await keeper.ask(registerFigures, { register })).invented).toBe(true)
		expect(await saidOf(made, 'secretariat')).toEqual({ map: true, pivot: true })
		expect(await saidOf(made, 'secretariat', ['two'])).toEqual({ map: true, pivot: true })
		expect(await saidOf(made, 'secretariat', ['one'])).toEqual({ map: false, pivot: false })
		expect(await countedAsJob(made)).toMatchObject({ invented: true, records: 2 })
		const { csv, cells } = await filesOf(made)
		expect(csv.filter((line) => line.startsWith(SENTENCE))).toHaveLength(1)
		expect(new Set(csv.filter((line) => line !== '').map((line) => line.split(',').length)).size).toBe(1)
		expect(cells.filter((cell) => cell === SENTENCE)).toHaveLength(1)

		// It is a draft, which the public does not see: of that it is told nothing.
		expect((await (await made.as('public')).ask(registerFigures, { register })).invented).toBe(false)
		expect(await saidOf(made, 'public')).toEqual({ map: false, pivot: false })
	}
)

test('cards and entries of a calendar name where they come from', async () => {
	const made = await aSample()
	await inventEntries(made, register, 'name,kind,country,day\nInvented,two,LSO,2026-03-02')
	const keeper = await made.as('secretariat')
	const { columns } = await keeper.ask(boardEntries, { register })
	const month = { from: '2026-03-01', until: '2026-03-31' }
	const { items } = await keeper.ask(calendarEntries, { register, day: 'day', ...month })
	for (const found of [columns.flatMap(({ cards }) => cards), items])
		expect(Object.fromEntries(found.map(({ title, origin }) => [title['en'], origin]))).toEqual({
			Entered: 'entered',
			Invented: 'invented'
		})
})
