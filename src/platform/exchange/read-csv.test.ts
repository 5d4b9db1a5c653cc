import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { guardCsvText } from './csv-text.ts'
import { type Limits, standardLimits } from './limits.ts'
import { readTables } from './read-tables.ts'
import type { Tables } from './table.ts'

const read = (content: string | Uint8Array, limits: Partial<Limits> = {}) =>
	readTables({ name: 'actor.csv', bytes: Buffer.from(content) }, { ...standardLimits, ...limits })
const table = ({ sheets }: Tables) => sheets.get('actor')
const texts = (tables: Tables) => table(tables)?.rows.map(({ cells }) => cells.map(({ text }) => text))
const faults = (tables: Tables) =>
	tables.faults.listed.map(({ row, letter, code }) => `${row}${letter} ${code.slice(9)}`)

test('a CSV file is a sheet named by the file, its rows numbered as spreadsheet programs show them', async () => {
	const tables = await read('key,name\r\nlabour,"Ministry, of\r\n""Labour"""\r\n\r\n,\r\nhealth, Health \r\n')
	expect(tables.faults.total).toBe(0)
	expect(table(tables)?.columns).toEqual(['key', 'name'])
	expect(table(tables)?.rows.map(({ row }) => row)).toEqual([2, 5])
	expect(texts(tables)).toEqual([
		['labour', 'Ministry, of\n"Labour"'],
		['health', ' Health ']
	])
})

test.each([
	['commas and line feeds', 'key,name\nlabour,Work'],
	['carriage returns alone', 'key,name\rlabour,Work\r'],
	['mixed line ends', 'key,name\r\n\nlabour,Work\n\r\n'],
	['the UTF-8 mark', '\ufeffkey,name\nlabour,Work'],
	['the UTF-8 mark and quotes', '\ufeff"key","name"\n"labour","Work"'],
	['semicolons', 'key;name\nlabour;Work'],
	['semicolons and a quoted comma', '"key";"name";"a,b"\nlabour;Work'],
	['tabs', 'key\tname\nlabour\tWork']
])('a file with %s is read', async (_, content) => {
	const tables = await read(content)
	expect(faults(tables)).toEqual([])
	expect(table(tables)?.columns.slice(0, 2)).toEqual(['key', 'name'])
	expect(texts(tables)).toEqual([['labour', 'Work']])
})

test.each([
	['text after a closing quote', 'a,b\n1,"x"y\n2,3\n', ['2B quote']],
	['quotes inside bare text', 'a,b\n1,x"y"z\n2,"3"4\n', ['2B quote']],
	['a quote never closed', 'a,b\n1,"x\n2,3\n', ['2B quote-not-closed']],
	['a space after a closing quote', 'a,b\n"x" ,3\n', ['2A quote']],
	['a quote in the header', 'a"b,c\n1,2\n', ['1A quote']],
	['semicolons and commas both', 'a;b,c\n1,2', ['0 separators']],
	['an empty first line', '\nkey\n', ['0 no-header']]
])('a file with %s is refused where it happens', async (_, content, expected) => {
	expect(faults(await read(content))).toEqual(expected)
})

test('one quote in quotes, empty quotes and quotes over lines are plain text', async () => {
	expect(texts(await read('a,b,c\n"""","","x\n\ny"\n'))).toEqual([['"', '', 'x\n\ny']])
})

test('bytes that are not UTF-8 are named by row and column', async () => {
	const latin = Buffer.from('key,name\nlabour,Minist\u00e8re\nhealth,Sant\u00e9\n', 'latin1')
	expect(faults(await read(latin))).toEqual(['2B not-utf-8', '3B not-utf-8'])
	expect(faults(await read(Buffer.from([...Buffer.from('key\n'), 0xe2, 0x82])))).toEqual(['2A not-utf-8'])
	expect(faults(await read('key\nreplaced \ufffd before\n'))).toEqual([])
})

test.each([
	['a mark, little end first', Buffer.from('\ufeffkey,name\n', 'utf16le')],
	['a mark, big end first', Buffer.from('\ufeffkey,name\n', 'utf16le').swap16()],
	['no mark', Buffer.from('key,name\nlabour,Work\n', 'utf16le')]
])('UTF-16 with %s is told how to save instead', async (_, bytes) => {
	expect(faults(await read(bytes))).toEqual(['0 utf-16'])
})

test('a picture is no table', async () => {
	expect(faults(await read(Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')))).toEqual(['0 unknown-format'])
	expect(faults(await read('%PDF-1.7\n'))).toEqual(['0 unknown-format'])
})

test.each([
	['=1+1', 'formula', '=1+1'],
	["'=1+1", 'text', '=1+1'],
	['@SUM(A1)', 'formula', '@SUM(A1)'],
	['-', 'formula', '-'],
	['-5', 'text', '-5'],
	['+26622312345', 'text', '+26622312345'],
	['-1.5e3', 'text', '-1.5e3'],
	['+266 2231 2345', 'text', '+266 2231 2345'],
	['+27 (0)11 718-3000', 'text', '+27 (0)11 718-3000'],
	['+1+2345678', 'formula', '+1+2345678'],
	["+1 cmd|'/c calc'!A0", 'formula', "+1 cmd|'/c calc'!A0"],
	["'+266 2231 2345", 'text', '+266 2231 2345'],
	["''tis", 'text', "'tis"],
	["'tis", 'text', "'tis"],
	['5-3', 'text', '5-3']
])('the CSV cell %s reads as %s %s', async (written, kind, text) => {
	expect(table(await read(`a\n"${written}"\n`))?.rows[0]?.cells).toEqual([{ kind, text }])
})

test('text is brought to NFC with LF', async () => {
	expect(texts(await read('a\n"Sante\u0301\r\net\rtravail"\n'))).toEqual([['Sant\u00e9\net\ntravail']])
})

test('a CSV file past the limits is refused', async () => {
	expect(faults(await read('a\n1\n2\n3\n', { rows: 2 }))).toEqual(['0 too-many-rows'])
	expect(faults(await read('a,b\n1,2\n', { columns: 1 }))).toEqual(['1 too-many-columns'])
	expect(faults(await read('a\n1\n2\n', { cells: 2 }))).toEqual(['0 too-many-cells'])
	expect(faults(await read(`a\n"${'x'.repeat(500)}"\n2\n`, { columns: 2, cellLength: 100 }))).toEqual([
		'2A row-too-long'
	])
})

test('faults past the limit are counted but not listed', async () => {
	const latin = Buffer.from(`a\n${'\u00e9\n'.repeat(50)}`, 'latin1')
	const tables = await read(latin, { faults: 10 })
	expect(tables.faults.listed.map(({ row }) => row)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
	expect(tables.faults.total).toBe(50)
})

// As the writer will: quotes where a cell needs them, the guard on every text.
const write = (rows: readonly (readonly string[])[]) =>
	rows.map((row) => row.map((text) => `"${guardCsvText(text).replaceAll('"', '""')}"`).join(',')).join('\r\n')

test('reading what was written gives the same text', async () => {
	const text = fc.oneof(
		fc.string({ unit: 'grapheme' }),
		fc.string({ unit: fc.constantFrom('=', '+', '-', '@', "'", '"', ',', ';', '\n', '\t', ' ', '1', 'a') })
	)
	const rows = fc
		.integer({ min: 1, max: 5 })
		.chain((width) => fc.array(fc.array(text, { minLength: width, maxLength: width })))
	await fc.assert(
		fc.asyncProperty(rows, async (rows) => {
			const width = rows[0]?.length ?? 1
			const header = Array.from({ length: width }, (_, at) => `column${at}`)
			const tables = await read(write([header, ...rows]))
			const plain = rows.map((row) => row.map((text) => text.normalize('NFC').replace(/\r\n?/g, '\n')))
			const found = new Map(table(tables)?.rows.map(({ row, cells }) => [row, cells.map((cell) => cell.text)]))
			for (const [at, row] of plain.entries()) {
				const cells = found.get(at + 2) ?? []
				expect([...cells, ...Array.from({ length: width - cells.length }, () => '')]).toEqual(row)
			}
			expect(tables.faults.total).toBe(0)
		})
	)
})
