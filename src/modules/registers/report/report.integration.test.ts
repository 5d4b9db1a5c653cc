import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import readExcelFile from 'read-excel-file/node'
import { beforeAll, expect, test } from 'vitest'
import { refusalOf } from '#tests/fixtures/directory.ts'
import { readPdf } from '#tests/fixtures/papers.ts'
import { aWorkspace, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { addEntry, changeEntry, moveEntry } from '../entry/entry-commands.ts'
import { registerFigures } from '../figures/figure-queries.ts'
import { sampleRegister } from '../figures/sample-register.testing.ts'
import { declareRegister } from '../register-commands.ts'
import { entryReport, printReport } from './report-files.ts'
import { registerReport } from './report-queries.ts'

const register = 'sample'
let made: TestWorkspace
const numbers: string[] = []

beforeAll(async () => {
	made = await aWorkspace()
	await (await made.as('administrator')).run(declareRegister, { declaration: sampleRegister() })
	const keeper = await made.as('secretariat')
	for (const values of [
		{
			name: 'Alpha school',
			owner: 'labour',
			kind: 'one',
			day: '2026-01-05',
			cost: { amount: '10.5', currency: 'USD' },
			score: 1
		},
		{
			name: 'Beta clinic',
			owner: 'labour',
			kind: 'two',
			day: '2026-02-05',
			cost: { amount: '4', currency: 'LSL' },
			score: 2
		},
		{
			name: 'Gamma well',
			owner: 'secretariat-office',
			kind: 'one',
			day: '2025-02-05',
			cost: { amount: '0.5', currency: 'USD' },
			score: 0
		}
	]) {
		const { reference } = await keeper.run(addEntry, { register, values })
		numbers.push(reference)
	}
	const [alpha = '', beta = ''] = numbers
	await keeper.run(moveEntry, { entry: alpha, version: 1, move: 'show' })
	await (await made.as('member')).run(changeEntry, { entry: beta, version: 1, values: { note: 'three' } })
})

async function pdfText(content: Uint8Array) {
	const path = join(await mkdtemp(join(tmpdir(), 'pitso-report-')), 'one.pdf')
	await writeFile(path, content)
	return readPdf(path)
}

const docxXml = (content: Uint8Array) => strFromU8(unzipSync(content)['word/document.xml'] ?? new Uint8Array())
const docxText = (content: Uint8Array) =>
	docxXml(content)
		.replaceAll(/<[^>]+>/g, ' ')
		.replaceAll(/\s+/g, ' ')

async function sheetOf(content: Uint8Array, name: string) {
	const sheets = await readExcelFile(Buffer.from(content))
	return sheets.find(({ sheet }) => sheet === name)?.data ?? []
}

async function printed(key: SeatKey, format: 'docx' | 'pdf', asked: object = {}) {
	const { content } = await (await made.as(key)).ask(printReport, { register, format, ...asked })
	return format === 'pdf' ? pdfText(content) : docxText(content)
}

test('a report tells figures, charts, entries and sums of what is asked for, counted anew where it is narrowed', async () => {
	const keeper = await made.as('secretariat')
	const whole = await keeper.ask(registerReport, { register, columns: ['kind', 'cost', 'score'] })
	expect(whole).toMatchObject({ total: 3, totalIsMore: false, isNarrowed: false, invented: 0 })
	expect(await keeper.ask(registerFigures, { register })).toMatchObject({ ...whole.figures })
	expect(whole.sums).toEqual([
		{
			field: 'cost',
			sums: [
				{ currency: 'LSL', amount: '4' },
				{ currency: 'USD', amount: '11' }
			]
		},
		{ field: 'score', sums: [{ currency: null, amount: '3' }] }
	])
	// Narrowed to what all of them hold, it is counted anew and tells the same.
	const all = { fields: { kind: ['one', 'two', 'three'] } }
	const anew = await keeper.ask(registerReport, { register, filter: all })
	expect(anew.isNarrowed).toBe(true)
	expect(anew.figures?.headlines).toEqual(whole.figures?.headlines)
	expect(anew.figures?.charts).toEqual(whole.figures?.charts)
	const ones = await keeper.ask(registerReport, {
		register,
		filter: { fields: { kind: ['one'] } },
		group: 'state',
		columns: ['cost']
	})
	expect(ones.items.map(({ title }) => title['en']).sort()).toEqual(['Alpha school', 'Gamma well'])
	expect(ones.figures?.headlines[0]).toMatchObject({ key: 'all', records: 2 })
	expect(ones.groups).toMatchObject([
		{ value: 'draft', records: 1 },
		{ value: 'open', records: 1 }
	])
	expect(ones.sums).toEqual([{ field: 'cost', sums: [{ currency: 'USD', amount: '11' }] }])
	const few = await keeper.ask(registerReport, { register, listed: 1 })
	expect([few.items.length, few.total]).toEqual([1, 3])
})

test('papers say what was asked, for whom and when, with the charts drawn and their tables', async () => {
	const asked = {
		filter: { fields: { kind: ['one'], day: { from: '2026-01-01' } } },
		columns: ['owner', 'cost'],
		language: 'en'
	}
	for (const format of ['pdf', 'docx'] as const) {
		const text = await printed('secretariat', format, asked)
		for (const part of [
			'Report: Samples',
			'For the tests.',
			'Made on: 2 March 2026',
			'Kind: One',
			'Made for:',
			'Alpha school',
			'SMP-2026-001',
			'By kind',
			'What the columns add up to'
		])
			expect(text, format).toContain(part)
		expect(text).not.toContain('Gamma well')
		expect(text).not.toContain('Beta clinic')
	}
	const { content } = await (await made.as('secretariat')).ask(printReport, { register, format: 'docx' })
	expect(docxXml(content)).toContain('<wps:')
	// Whoever does not see a picture is told its numbers.
	expect(docxXml(content)).toMatch(/descr="By kind: One: 2 and Two: 1\. The table below says the same\."/)
	const french = await printed('secretariat', 'docx', { language: 'fr', group: 'kind' })
	expect(french).toContain('Rapport')
	expect(french).toContain('2 mars 2026')
})

test('a table of many columns lies, each column in its place, and one of few stands', async () => {
	const xmlOf = async (columns: readonly string[]) => {
		const { content } = await (
			await made.as('secretariat')
		).ask(printReport, { register, format: 'docx', language: 'en', columns: [...columns] })
		return docxXml(content)
	}
	const wide = await xmlOf(['owner', 'cost', 'kind', 'day', 'score', 'country'])
	expect(wide).toContain('w:orient="landscape"')
	expect(wide).not.toContain('>More<')
	expect(await xmlOf(['owner', 'cost'])).not.toContain('w:orient="landscape"')
	const pdf = await printed('secretariat', 'pdf', { columns: ['owner', 'cost', 'kind', 'day', 'score', 'country'] })
	for (const title of ['Owner', 'Cost', 'Kind', 'Score', 'Country']) expect(pdf).toContain(title)
})

test('what is asked to be empty is said in the report, which holds those alone', async () => {
	const text = await printed('secretariat', 'docx', { filter: { empty: ['country'], filled: ['day'] }, language: 'en' })
	expect(text).toContain('Is empty: Country')
	expect(text).toContain('Is not empty: Day')
	const none = await printed('secretariat', 'docx', { filter: { empty: ['day'] }, language: 'en' })
	expect(none).not.toContain('Alpha school')
})

test('a workbook has all entries, with amounts and their currencies as cells', async () => {
	const { content } = await (
		await made.as('secretariat')
	).ask(printReport, {
		register,
		format: 'xlsx',
		columns: ['cost', 'score', 'day'],
		sort: 'number'
	})
	const rows = await sheetOf(content, 'Entries')
	expect(rows[0]).toEqual([
		'Number',
		'Name',
		'State',
		'In this state since',
		'Cost',
		'Currency',
		'Score',
		'Day',
		'Origin'
	])
	expect(rows[1]?.slice(0, 3)).toEqual([numbers[0], 'Alpha school', 'Open'])
	expect(rows[1]?.[3]).toBeInstanceOf(Date)
	expect(rows[1]?.slice(4, 7)).toEqual([10.5, 'USD', 1])
	expect(rows[1]?.at(-1)).toBe('Entered here')
	expect(rows).toHaveLength(4)

	// Figures can be reckoned with too: none is a text, and an amount stands beside its currency.
	const told = await sheetOf(content, 'Report')
	const rowOf = (label: string, from = 0) => told.slice(from).find(([first]) => first === label) ?? []
	expect(rowOf('Made on')[1]).toBeInstanceOf(Date)
	expect(rowOf('Entries')[1]).toBe(3)
	const sums = told.findIndex(([first, second]) => first === 'Field' && second === 'Sum')
	expect(sums).toBeGreaterThan(0)
	expect(told.slice(sums + 1, sums + 4).map((cells) => cells.slice(0, 3))).toEqual([
		['Cost', 4, 'LSL'],
		['Cost', 11, 'USD'],
		['Score', 3, null]
	])
	// The file says what it is called, as assistive programs read it out.
	const core = strFromU8(unzipSync(content)['docProps/core.xml'] ?? new Uint8Array())
	expect(core).toContain('<dc:title>Report: Samples</dc:title><dc:language>en</dc:language>')
	const xml = strFromU8(unzipSync(content)['xl/worksheets/sheet2.xml'] ?? new Uint8Array())
	expect(xml).toMatch(/<c r="E2" s="8"><v>10.5<\/v>/)
})

test('what a seat does not see stands in no report, and nothing is asked of it', async () => {
	for (const key of ['outsider', 'public'] as const) {
		const acting = await made.as(key)
		const hidden = await refusalOf(acting.ask(registerReport, { register, columns: ['score'] }))
		const unknown = await refusalOf(acting.ask(registerReport, { register, columns: ['nothing'] }))
		expect([hidden.kind, hidden.code]).toEqual([unknown.kind, unknown.code])
		for (const asked of [{ sort: 'score' }, { group: 'score' }, { filter: { fields: { score: ['1'] } } }])
			expect((await refusalOf(acting.ask(registerReport, { register, ...asked }))).kind).toBe('invalid')
		for (const format of ['pdf', 'docx'] as const) {
			const text = await printed(key, format, { filter: { fields: { day: { from: '2020-01-01' } } } })
			expect(text).not.toContain('Score')
			expect(text).not.toContain('Noted')
		}
	}
	const open = await printed('public', 'pdf')
	expect(open).toContain('Alpha school')
	expect(open).toContain('Made for: the public')
	expect(open).not.toContain('Beta clinic')
	// Costs stand inside the entry, so that the public is told of none.
	expect(open).not.toContain('10.50')
})

test('one entry is written with its fields, its dates and the moves it made, as the reader sees them', async () => {
	const [entry = ''] = numbers
	const file = async (key: SeatKey, format: 'docx' | 'pdf') =>
		(await (await made.as(key)).ask(entryReport, { entry, format, language: 'en' })).content
	for (const text of [await pdfText(await file('secretariat', 'pdf')), docxText(await file('secretariat', 'docx'))]) {
		for (const part of ['Alpha school', entry, 'Score', 'USD', 'From Draft to Open', '5 January 2026', 'Made for:'])
			expect(text).toContain(part)
	}
	const open = await pdfText(await file('public', 'pdf'))
	expect(open).toContain('Alpha school')
	expect(open).not.toContain('Score')
	expect(open).not.toContain('USD')
	const [, beta = ''] = numbers
	const refused = await refusalOf((await made.as('public')).ask(entryReport, { entry: beta, format: 'pdf' }))
	expect(refused.kind).toBe('absent')
})
