import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readTables } from './read-tables.ts'
import type { Tables } from './table.ts'
import { aWorkbook, aZip, textRow } from './workbook-fixture.ts'

let folder = ''
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'pitso-exchange-'))
})
afterAll(() => rm(folder, { recursive: true }))

const read = (bytes: Uint8Array) => readTables({ name: 'upload', bytes })
const codes = ({ faults }: Tables) => faults.listed.map(({ code }) => code)
const content = ({ sheets }: Tables) =>
	[...sheets.values()].map(({ name, columns, rows }) => [
		name,
		columns,
		rows.map(({ cells }) => cells.map(({ text }) => text))
	])

const twoSheets = [
	['actor', ['key'], [['labour']]],
	['structure', ['key'], [['committee']]]
]

test('a workbook, a ZIP of CSV files and a folder of them read alike', async () => {
	const csv = { 'actor.csv': 'key\nlabour\n', 'structure.csv': 'key\ncommittee\n' }
	const beside = { 'README.txt': 'hello', '__MACOSX/._actor.csv': 'x', '.hidden.csv': 'x' }
	await Promise.all(
		Object.entries({ ...csv, 'README.txt': 'hello', '.hidden.csv': 'x' }).map(([name, text]) =>
			writeFile(join(folder, name), text)
		)
	)
	await mkdir(join(folder, 'deeper.csv'))
	const sheets = {
		actor: textRow(1, 'key') + textRow(2, 'labour'),
		structure: textRow(1, 'key') + textRow(2, 'committee')
	}
	await writeFile(join(folder, 'book.bin'), aWorkbook({ sheets }))

	expect(content(await read(aZip({ ...csv, ...beside })))).toEqual(twoSheets)
	expect(
		content(await read(aZip({ 'export/actor.csv': csv['actor.csv'], 'export/structure.csv': csv['structure.csv'] })))
	).toEqual(twoSheets)
	expect(content(await readTables(folder))).toEqual(twoSheets)
	expect(content(await readTables(join(folder, 'book.bin')))).toEqual(twoSheets)
	expect(content(await readTables(join(folder, 'actor.csv')))).toEqual(twoSheets.slice(0, 1))
	const stored = { name: 'actor.csv', path: join(folder, 'structure.csv') }
	expect(content(await readTables(stored))).toEqual([['actor', ['key'], [['committee']]]])
})

test('two files of one name in a ZIP are refused', async () => {
	expect(codes(await read(aZip({ 'a/actor.csv': 'key', 'b/actor.csv': 'key' })))).toEqual(['exchange.duplicate-sheet'])
	expect(codes(await read(aZip({ 'actor.csv': 'key', 'ACTOR.csv': 'key' })))).toEqual(['exchange.broken-archive'])
})

test.each([
	['nothing of use', aZip({ 'README.txt': 'hello', 'inner.zip': 'PK' }), 'exchange.no-sheets'],
	['no file at all', aZip({}), 'exchange.no-sheets'],
	[
		'an OpenDocument sheet',
		aZip({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '<a/>' }),
		'exchange.other-workbook'
	],
	[
		'a text document',
		aZip({ '[Content_Types].xml': '<Types/>', 'word/document.xml': '<a/>' }),
		'exchange.other-workbook'
	],
	['a name that climbs out', aZip({ '../../actor.csv': 'key' }), 'exchange.broken-archive'],
	['an absolute name', aZip({ '/etc/actor.csv': 'key' }), 'exchange.broken-archive']
])('a ZIP with %s is refused', async (_, bytes, code) => {
	expect(codes(await read(bytes))).toEqual([code])
})

test('an old or locked workbook is told how to save instead', async () => {
	expect(codes(await read(Buffer.from('d0cf11e0a1b11ae100000000', 'hex')))).toEqual(['exchange.old-workbook'])
})

test('an entry locked with a password is named', async () => {
	const bytes = Buffer.from(aZip({ 'actor.csv': 'key' }))
	const directory = bytes.indexOf('PK\u0001\u0002')
	bytes.writeUInt16LE(bytes.readUInt16LE(directory + 8) | 1, directory + 8)
	expect(codes(await read(bytes))).toEqual(['exchange.encrypted'])
})

test('a ZIP whose content does not match its checksum or its size is refused', async () => {
	for (const offset of [16, 24]) {
		const bytes = Buffer.from(aZip({ 'actor.csv': 'key,key,key,key,key,key,key,key,key,key,key,key,key,key' }))
		const directory = bytes.indexOf('PK\u0001\u0002')
		bytes.writeUInt32LE(bytes.readUInt32LE(directory + offset) - 1, directory + offset)
		expect(codes(await read(bytes))).toEqual(['exchange.broken-archive'])
	}
})

test('a path where nothing is, is named', async () => {
	expect(codes(await readTables(join(folder, 'absent.xlsx')))).toEqual(['exchange.no-file'])
	expect(codes(await readTables(join(folder, 'actor.csv', 'below')))).toEqual(['exchange.no-file'])
})

test('an empty file holds no sheet with content, and is no failure', async () => {
	expect(content(await read(new Uint8Array()))).toEqual([['upload', [], []]])
})

test('no bytes, whole, cut or changed, make reading fail', async () => {
	const workbook = aWorkbook({
		sheets: { actor: `${textRow(1, 'key', 'name')}<row r="2"><c t="s"><v>0</v></c><c s="1"><v>43101</v></c></row>` },
		sharedStrings: '<si><t>labour</t></si>',
		styles: '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
	})
	const starts = [
		new Uint8Array(),
		workbook,
		aZip({ 'actor.csv': 'key,name\nlabour,"Work"\n' }),
		Buffer.from('PK\u0003\u0004'),
		Buffer.from('key,"name\n')
	]
	const change = fc.record({ at: fc.nat({ max: 5_000 }), byte: fc.integer({ min: 0, max: 255 }) })
	const bytes = fc
		.record({
			start: fc.constantFrom(...starts),
			end: fc.nat({ max: 10_000 }),
			changes: fc.array(change, { maxLength: 6 }),
			tail: fc.uint8Array({ maxLength: 200 })
		})
		.map(({ start, end, changes, tail }) => {
			const made = Buffer.concat([start.subarray(0, end), tail])
			for (const { at, byte } of changes) if (made.length > 0) made[at % made.length] = byte
			return made
		})
	await fc.assert(
		fc.asyncProperty(bytes, async (bytes) => {
			const { sheets, faults } = await read(bytes)
			expect(sheets.size + faults.total).toBeGreaterThan(0)
		}),
		{ numRuns: 1_000 }
	)
})

test('no XML inside a workbook makes reading fail', async () => {
	const piece = fc.constantFrom(
		'<row r="',
		'<row>',
		'</row>',
		'<c r="A',
		'<c t="s">',
		'<c t="inlineStr">',
		'</c>',
		'<v>',
		'</v>',
		'1',
		'">',
		'<is><t>',
		'</t></is>',
		'&amp;',
		'&#0;',
		'&#x41;',
		'<![CDATA[',
		']]>',
		'<!--',
		'-->',
		'<f>',
		'</f>',
		'\ud800',
		'é'
	)
	const parts = [
		'xl/worksheets/sheet0.xml',
		'xl/workbook.xml',
		'xl/sharedStrings.xml',
		'xl/styles.xml',
		'_rels/.rels',
		'xl/_rels/workbook.xml.rels'
	]
	await fc.assert(
		fc.asyncProperty(fc.constantFrom(...parts), fc.array(piece), async (part, pieces) => {
			const bytes = aWorkbook({
				sheets: { actor: textRow(1, 'key') },
				parts: { [part]: `<sheetData>${pieces.join('')}</sheetData>` }
			})
			const { sheets, faults } = await read(bytes)
			expect(sheets.size + faults.total).toBeGreaterThan(0)
		}),
		{ numRuns: 300 }
	)
})
