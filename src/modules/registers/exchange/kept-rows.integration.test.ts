import { beforeEach, describe, expect, test } from 'vitest'
import { refusalOf } from '#tests/fixtures/directory.ts'
import { sendFile } from '#tests/fixtures/register-files.ts'
import { aWorkspace, type Acting, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { addEntry } from '../entry/entry-commands.ts'
import { getEntry } from '../entry/entry-queries.ts'
import { declareRegister } from '../register-commands.ts'
import { importEntries } from './exchange-operations.ts'
import { previewEntryImport } from './preview-entries.ts'
import { exportEntries } from './export-operations.ts'

const register = 'visit'
const declaration = `register: visit
version: 1
code: VIS
names: { en: { one: Visit, many: Visits } }
about: { en: Visits }
title: name
seen: everyone
added: [keepers]
changed: [keepers, members]
groups:
  - { key: keepers, names: { en: K }, roles: [administrator, secretariat] }
  - { key: members, names: { en: M }, roles: [member] }
fields:
  - { key: name, type: text, required: true, names: { en: Name } }
  - { key: body, type: structure, filtered: true, names: { en: Body } }
tables:
  - key: reviews
    names: { en: Reviews }
    row: { en: Review }
    fields:
      - { key: finding, type: text, names: { en: Finding } }
      - { key: grade, type: whole-number, names: { en: Grade } }
      - { key: body, type: structure, names: { en: Body } }
      - { key: report, type: file, names: { en: Report } }
states: [{ key: open, names: { en: Open } }]
`
type Rows = Record<string, string | null>[]
type Sheets = { entries: Rows; reviews: Rows }

let made: TestWorkspace
let keeper: Acting
beforeEach(async () => {
	made = await aWorkspace()
	await (await made.as('administrator')).run(declareRegister, { declaration })
	keeper = await made.as('secretariat')
})

const fileOf = (name: string) => sendFile(keeper, { name, bytes: Buffer.from(name) })

async function aVisit(reviews: Record<string, string | number>[], values: Record<string, string> = {}) {
	const { reference } = await keeper.run(addEntry, {
		register,
		values: { name: 'First', ...values },
		tables: { reviews }
	})
	return reference
}

async function exported(seat: SeatKey = 'secretariat'): Promise<Sheets> {
	const { content } = await (await made.as(seat)).ask(exportEntries, { register, format: 'json' })
	const { sheets }: { sheets: Sheets } = JSON.parse(Buffer.from(content).toString())
	return sheets
}

async function send(sheets: Partial<Sheets>, seat: SeatKey = 'secretariat') {
	const acting = await made.as(seat)
	const file = await sendFile(acting, { name: 'visits.json', bytes: Buffer.from(JSON.stringify({ sheets })) })
	return {
		preview: () => acting.ask(previewEntryImport, { register, file }),
		bring: () => acting.run(importEntries, { register, file })
	}
}

/** What stands in the table of an entry: findings with their grades and the names of their reports. */
async function reviewsOf(entry: string, seat: SeatKey = 'secretariat') {
	const { tables, files } = await (await made.as(seat)).ask(getEntry, { entry })
	const named = new Map(files.map(({ id, name }) => [id, name]))
	return (tables['reviews'] ?? []).map(({ finding, grade, report }) => [
		finding,
		grade,
		typeof report === 'string' ? named.get(report) : undefined
	])
}

const without = (rows: Rows, column: string): Rows =>
	rows.map((row) => Object.fromEntries(Object.entries(row).filter(([key]) => key !== column)))

describe('the rows of a table that a file brings', () => {
	test('keep what the file has no column for: a row taken out takes its own report with it, and no other', async () => {
		const entry = await aVisit([
			{ finding: 'A', report: await fileOf('a.txt') },
			{ finding: 'B', report: await fileOf('b.txt') },
			{ finding: 'C', report: await fileOf('c.txt') }
		])
		const sheets = await exported()
		const [, second, third] = sheets.reviews
		if (!second || !third) throw new Error('rows are missing')
		const sent = await send({
			...sheets,
			reviews: [third, { ...second, finding: 'B, seen again' }, { number: entry, finding: 'D' }]
		})
		await sent.bring()
		expect(await reviewsOf(entry)).toEqual([
			['C', undefined, 'c.txt'],
			['B, seen again', undefined, 'b.txt'],
			['D', undefined, undefined]
		])
	})
	test('are found by what they hold where the file names none, and keep their reports', async () => {
		const entry = await aVisit([
			{ finding: 'A', grade: 1, report: await fileOf('a.txt') },
			{ finding: 'B', grade: 2, report: await fileOf('b.txt') }
		])
		await (await send({ reviews: [{ number: entry, finding: 'B', grade: '2' }] })).bring()
		expect(await reviewsOf(entry)).toEqual([['B', '2', 'b.txt']])
	})
	test('are refused where one might be another that holds what the file does not tell', async () => {
		const entry = await aVisit([
			{ finding: 'A', report: await fileOf('a.txt') },
			{ finding: 'B', report: await fileOf('b.txt') }
		])
		const changed = await send({
			reviews: without((await exported()).reviews, 'row.id').map((row) => ({
				...row,
				finding: `${row['finding'] ?? ''}!`
			}))
		})
		expect((await refusalOf(changed.bring())).issues.map(({ code, params }) => [code, params])).toEqual([
			['registers.file.which-row', expect.objectContaining({ entry, fields: 'report' })]
		])
		// Two that the cells do not tell apart: nobody knows which of them was left out.
		const twins = await aVisit([
			{ finding: 'same', report: await fileOf('c.txt') },
			{ finding: 'same', report: await fileOf('d.txt') }
		])
		const { faults } = await (await send({ reviews: [{ number: twins, finding: 'same' }] })).preview()
		expect(faults.map(({ code }) => code)).toEqual(['registers.file.which-row'])
		expect(await reviewsOf(entry)).toEqual([
			['A', undefined, 'a.txt'],
			['B', undefined, 'b.txt']
		])
	})
	test('keep a column that the file has not, and are changed by place where nothing can be lost', async () => {
		const entry = await aVisit([{ finding: 'A', grade: 1 }, { finding: 'B' }])
		const left = await send({ reviews: without((await exported()).reviews, 'grade') })
		expect((await left.preview()).counts).toMatchObject({ changed: 0, unchanged: 1 })
		await (
			await send({
				reviews: [
					{ number: entry, finding: 'A', grade: '2' },
					{ number: entry, finding: 'B' }
				]
			})
		).bring()
		expect(await reviewsOf(entry)).toEqual([
			['A', '2', undefined],
			['B', undefined, undefined]
		])
	})
	test('are not named twice', async () => {
		await aVisit([{ finding: 'A' }])
		const { reviews } = await exported()
		const { faults } = await (await send({ reviews: [...reviews, ...reviews] })).preview()
		expect(faults.map(({ row, column, code }) => [row, column, code])).toEqual([
			[3, 'row.id', 'exchange.duplicate-key']
		])
	})
})

describe('a reference to what the seat does not see', () => {
	test('stays as it is where its cell is empty, and is no change', async () => {
		const entry = await aVisit([{ finding: 'A', body: 'closed-group' }], { body: 'closed-group' })
		const kept = await keeper.ask(getEntry, { entry })
		const sheets = await exported('outsider')
		expect(sheets.entries[0]?.['body'] ?? '').toBe('')
		const same = await send(sheets, 'outsider')
		expect(await same.preview()).toMatchObject({ faults: [], changed: [], counts: { changed: 0, unchanged: 1 } })
		await same.bring()
		const changed = await send(
			{
				entries: sheets.entries.map((row) => ({ ...row, name: 'Second' })),
				reviews: sheets.reviews.map((row) => ({ ...row, finding: 'B' }))
			},
			'outsider'
		)
		await changed.bring()
		const after = await keeper.ask(getEntry, { entry })
		expect([after.values['name'], after.values['body']]).toEqual(['Second', kept.values['body']])
		expect(after.tables['reviews']).toEqual([{ finding: 'B', body: kept.tables['reviews']?.[0]?.['body'] }])
	})
	test('is emptied by who sees it', async () => {
		const entry = await aVisit([], { body: 'closed-group' })
		const sheets = await exported()
		await (await send({ entries: sheets.entries.map((row) => ({ ...row, body: null })) })).bring()
		expect((await keeper.ask(getEntry, { entry })).values['body']).toBeUndefined()
	})
})
