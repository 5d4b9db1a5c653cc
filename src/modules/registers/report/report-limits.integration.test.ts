import { strFromU8, unzipSync } from 'fflate'
import { sql } from 'kysely'
import readExcelFile from 'read-excel-file/node'
import { expect, test } from 'vitest'
import { inventEntries } from '#tests/fixtures/invented-entries.ts'
import { aWorkspace, type Acting } from '#tests/fixtures/workspace.ts'
import { addEntry } from '../entry/entry-commands.ts'
import { sampleRegister } from '../figures/sample-register.testing.ts'
import { declareRegister } from '../register-commands.ts'
import { printReport } from './report-files.ts'
import { COUNTED_MOST, LISTED_MOST } from './report-outputs.ts'
import { registerReport } from './report-queries.ts'

const register = 'sample'

/** A register with so many invented entries, and one that somebody entered. */
async function aLongOne(invented: number) {
	const made = await aWorkspace()
	await (await made.as('administrator')).run(declareRegister, { declaration: sampleRegister() })
	const rows = Array.from({ length: invented }, (_one, index) => `Invented ${String(index)},one,1`)
	await inventEntries(made, register, ['name,kind,score', ...rows].join('\n'))
	// As a server does by itself a little later: what was not looked over is read as if it held a handful of rows.
	for (const table of ['record', 'entry', 'entry_part', 'entry_document', 'entry_choice', 'entry_tally'])
		await sql`analyze ${sql.table(table)}`.execute(made.database.owner)
	const keeper = await made.as('secretariat')
	await keeper.run(addEntry, { register, values: { name: 'Entered', kind: 'two', score: 2 } })
	return keeper
}

async function paperOf(keeper: Acting, asked: object = {}) {
	const { content } = await keeper.ask(printReport, { register, format: 'docx', language: 'en', ...asked })
	return strFromU8(unzipSync(content)['word/document.xml'] ?? new Uint8Array())
		.replaceAll(/<[^>]+>/g, ' ')
		.replaceAll(/\s+/g, ' ')
}

async function bookOf(keeper: Acting, asked: object = {}) {
	const { content } = await keeper.ask(printReport, { register, format: 'xlsx', language: 'en', ...asked })
	const sheets = await readExcelFile(Buffer.from(content))
	return new Map(sheets.map(({ sheet, data }) => [sheet, data]))
}

test(
	'a paper lists the first thousand entries and says so, a workbook all of them; both say first what was invented',
	{ timeout: 300_000 },
	async () => {
		const keeper = await aLongOne(LISTED_MOST)
		const report = await keeper.ask(registerReport, { register, columns: ['score'] })
		expect(report).toMatchObject({ total: LISTED_MOST + 1, totalIsMore: false, invented: LISTED_MOST })
		expect(report.items).toHaveLength(LISTED_MOST)
		expect(report.sums).toEqual([{ field: 'score', sums: [{ currency: null, amount: String(LISTED_MOST + 2) }] }])

		const paper = await paperOf(keeper)
		const notice = '1,000 of these entries are invented for demonstration. Do not rely on them.'
		expect(paper).toContain(notice)
		expect(paper.indexOf(notice)).toBeLessThan(paper.indexOf('Invented 5'))
		expect(paper).toContain('1,000 of 1,001 entries are listed. The workbook (XLSX) lists all of them.')
		expect(paper.match(/SMP-2026-\d+/g)).toHaveLength(LISTED_MOST)

		const book = await bookOf(keeper)
		expect(book.get('Report')?.flat()).toContain(notice)
		expect(book.get('Report')?.flat().join(' ')).not.toContain('entries are listed')
		const rows = book.get('Entries')?.slice(1) ?? []
		expect(rows).toHaveLength(LISTED_MOST + 1)
		expect(new Set(rows.map((row) => row.at(-1)))).toEqual(new Set(['Invented for demonstration', 'Entered here']))

		const entered = await paperOf(keeper, { filter: { origin: ['entered'] } })
		expect(entered).not.toContain('Do not rely on')
		expect(await paperOf(keeper, { filter: { origin: ['invented'] } })).toContain(
			'everything listed here was made up. Do not rely on it.'
		)
	}
)

test(
	'of more entries than are counted while a reader waits a report says that it does not count them, and that some are invented',
	{ timeout: 240_000 },
	async () => {
		const keeper = await aLongOne(COUNTED_MOST)
		// All of them: the figures are those that are kept.
		const whole = await keeper.ask(registerReport, { register, columns: ['score'], listed: 1 })
		expect(whole).toMatchObject({
			total: COUNTED_MOST + 1,
			totalIsMore: false,
			invented: null,
			sums: null,
			tables: null
		})
		expect(whole.figures?.headlines[0]).toMatchObject({ key: 'all', records: COUNTED_MOST + 1 })

		// Narrowed, to as many as there are: nothing is counted anew, and how many there are is told up to the bound.
		const all = { fields: { kind: ['one', 'two'] } }
		const narrowed = await keeper.ask(registerReport, { register, filter: all, columns: ['score'], listed: 1 })
		expect(narrowed).toMatchObject({
			total: COUNTED_MOST,
			totalIsMore: true,
			invented: null,
			figures: null,
			sums: null
		})
		// One less is counted whole.
		const ones = await keeper.ask(registerReport, {
			register,
			filter: { fields: { kind: ['one'] } },
			columns: ['score'],
			listed: 1
		})
		expect(ones).toMatchObject({ total: COUNTED_MOST, totalIsMore: false, invented: COUNTED_MOST })
		expect(ones.figures?.headlines[0]).toMatchObject({ key: 'all', records: COUNTED_MOST })
		expect(ones.sums).toEqual([{ field: 'score', sums: [{ currency: null, amount: String(COUNTED_MOST) }] }])

		const paper = await paperOf(keeper, { filter: all, columns: ['score'] })
		for (const sentence of [
			'Some of these entries are invented for demonstration. Do not rely on them.',
			'There are too many entries to count the figures of this choice.',
			'There are too many entries to add up their columns here.'
		])
			expect(paper).toContain(sentence)
	}
)
