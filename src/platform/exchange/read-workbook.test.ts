import { expect, test } from 'vitest'
import writeExcelFile from 'write-excel-file/node'
import type { Cell } from './cell.ts'
import { type Limits, standardLimits } from './limits.ts'
import { readTables } from './read-tables.ts'
import type { Tables } from './table.ts'
import { aWorkbook, textRow } from './workbook-fixture.ts'

const read = (bytes: Uint8Array, limits: Partial<Limits> = {}) =>
	readTables({ name: 'upload', bytes }, { ...standardLimits, ...limits })
const codes = ({ faults }: Tables) => faults.listed.map(({ code }) => code)
const rowsOf = (tables: Tables, sheet: string) => tables.sheets.get(sheet)?.rows
const cellsOf = (tables: Tables): Cell[] => [...(rowsOf(tables, 'actor')?.[0]?.cells ?? [])]

test('a workbook of write-excel-file gives texts, numbers, truth values, days and formulas their kinds', async () => {
	const bytes = await writeExcelFile([
		{
			sheet: 'actor',
			data: [
				['key', 'name', 'count', 'flag', 'day', 'sum', 'last'],
				[
					'ministry',
					'Labour & “Work” <é>',
					1.5,
					true,
					{ value: new Date('2026-01-31T00:00:00Z'), format: 'dd/mm/yyyy' },
					{ type: 'Formula', value: '=1+1' },
					null
				]
			]
		},
		{ sheet: 'structure', data: [['key'], ['committee']] }
	]).toBuffer()

	const tables = await read(bytes)

	expect(tables.faults.total).toBe(0)
	expect([...tables.sheets.keys()]).toEqual(['actor', 'structure'])
	expect(tables.sheets.get('actor')?.columns).toEqual(['key', 'name', 'count', 'flag', 'day', 'sum', 'last'])
	expect(rowsOf(tables, 'actor')).toEqual([
		{
			row: 2,
			cells: [
				{ kind: 'text', text: 'ministry' },
				{ kind: 'text', text: 'Labour & “Work” <é>' },
				{ kind: 'number', text: '1.5' },
				{ kind: 'boolean', text: 'TRUE' },
				{ kind: 'date', text: '2026-01-31' },
				{ kind: 'formula', text: expect.stringContaining('1+1') }
			]
		}
	])
})

test('shared strings join their runs, leave out readings and decode what XML cannot hold', async () => {
	const tables = await read(
		aWorkbook({
			sheets: {
				actor: `${textRow(1, 'a', 'b', 'c', 'd')}<row r="2">${[0, 1, 2, 9].map((at) => `<c t="s"><v>${at}</v></c>`).join('')}</row>`
			},
			sharedStrings:
				'<si><r><t>Ministry </t></r><r><rPr><b/></rPr><t xml:space="preserve">of Labour</t></r></si>' +
				'<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></si><si><t>one_x000D_\ntwo _x005F_x000D_</t></si>'
		})
	)
	expect(cellsOf(tables)).toEqual([
		{ kind: 'text', text: 'Ministry of Labour' },
		{ kind: 'text', text: '東京' },
		{ kind: 'text', text: 'one\ntwo _x000D_' },
		{ kind: 'error', text: '#REF!' }
	])
})

const styles =
	'<numFmts><numFmt numFmtId="164" formatCode="[$-409]dd\\-mmm\\-yyyy;@"/><numFmt numFmtId="165" formatCode="0.00&quot; days&quot;"/>' +
	'<numFmt numFmtId="166" formatCode="[h]:mm"/><numFmt numFmtId="167" formatCode="[Red]#,##0"/></numFmts>' +
	'<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>' +
	'<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="167"/></cellXfs>'

test.each([
	{ serial: 43101, style: 0, kind: 'number', text: '43101' },
	{ serial: 43101, style: 1, kind: 'date', text: '2018-01-01' },
	{ serial: 43101, style: 2, kind: 'date', text: '2018-01-01' },
	{ serial: 43101, style: 3, kind: 'number', text: '43101' },
	{ serial: 43101.25, style: 4, kind: 'date', text: '2018-01-01T06:00:00' },
	{ serial: 43101, style: 5, kind: 'number', text: '43101' },
	{ serial: 43100.9999999, style: 1, kind: 'date', text: '2018-01-01' },
	{ serial: 59, style: 1, kind: 'date', text: '1900-02-28' },
	{ serial: 60, style: 1, kind: 'number', text: '60' },
	{ serial: 61, style: 1, kind: 'date', text: '1900-03-01' },
	{ serial: 2958465, style: 1, kind: 'date', text: '9999-12-31' },
	{ serial: 2958466, style: 1, kind: 'number', text: '2958466' },
	{ serial: -1, style: 1, kind: 'number', text: '-1' },
	{ serial: 0.5, style: 1, kind: 'number', text: '0.5' },
	{ serial: 1e300, style: 1, kind: 'number', text: '1e+300' }
])('the number $serial in style $style reads as $kind $text', async ({ serial, style, kind, text }) => {
	const sheet = `${textRow(1, 'day')}<row><c s="${style}"><v>${serial}</v></c></row>`
	expect(cellsOf(await read(aWorkbook({ sheets: { actor: sheet }, styles })))).toEqual([{ kind, text }])
})

test('a workbook that counts from 1904 gives the days it shows', async () => {
	const sheet = `${textRow(1, 'a', 'b')}<row><c s="1"><v>0</v></c><c s="1"><v>41639</v></c></row>`
	const tables = await read(aWorkbook({ sheets: { actor: sheet }, styles, is1904: true }))
	expect(cellsOf(tables).map(({ text }) => text)).toEqual(['1904-01-01', '2018-01-01'])
})

test('cells of every other kind are told apart', async () => {
	const cells = [
		'<c t="b"><v>0</v></c>',
		'<c t="e"><v>#N/A</v></c>',
		'<c t="str"><v>plain</v></c>',
		'<c t="str"><f>A1&amp;B1</f><v>joined</v></c>',
		'<c><f t="shared" si="0"/><v>3</v></c>',
		'<c t="d"><v>2026-01-31T00:00:00.000Z</v></c>',
		'<c><v>twelve</v></c>',
		'<c s="1"/>',
		'<c t="weird"><v>1</v></c>'
	]
	const header = textRow(1, ...cells.map((_, at) => `c${at}`))
	const tables = await read(aWorkbook({ sheets: { actor: `${header}<row>${cells.join('')}</row>` } }))
	expect(cellsOf(tables).map(({ kind, text }) => `${kind} ${text}`)).toEqual([
		'boolean FALSE',
		'error #N/A',
		'text plain',
		'formula A1&B1',
		'formula ',
		'date 2026-01-31',
		'error twelve',
		'empty ',
		'error 1'
	])
})

test('names with a prefix, gaps between cells and rows, and empty rows are read where they stand', async () => {
	const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
	const cell = (at: string, text: string) => `<x:c r="${at}" t="inlineStr"><x:is><x:t>${text}</x:t></x:is></x:c>`
	const tables = await read(
		aWorkbook({
			sheets: { actor: 'x' },
			parts: {
				'xl/worksheets/sheet0.xml': `<x:worksheet xmlns:x="${main}"><x:sheetData><x:row r="1">${cell('A1', 'key')}${cell('C1', 'name')}</x:row><x:row r="3"/><x:row r="5">${cell('C5', 'late')}</x:row></x:sheetData></x:worksheet>`
			}
		})
	)
	expect(tables.sheets.get('actor')?.columns).toEqual(['key', '', 'name'])
	expect(rowsOf(tables, 'actor')).toEqual([
		{
			row: 5,
			cells: [
				{ kind: 'empty', text: '' },
				{ kind: 'empty', text: '' },
				{ kind: 'text', text: 'late' }
			]
		}
	])
})

const sheet = (data: string) => `<worksheet>${data}</worksheet>`
const bombs =
	'<!DOCTYPE worksheet [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'
test.each([
	{ what: 'a billion laughs', xml: bombs, code: 'exchange.document-type' },
	{ what: 'an outside entity', xml: '<!DOCTYPE w SYSTEM "file:///etc/passwd"><w/>', code: 'exchange.document-type' },
	{ what: 'an entity nobody declared', xml: sheet('<row><c><v>&x;</v></c></row>'), code: 'exchange.broken-workbook' },
	{ what: 'a tag that never closes', xml: '<worksheet><sheetData>', code: 'exchange.broken-workbook' },
	{ what: 'tags without end', xml: sheet('<a>'.repeat(5_000)), code: 'exchange.broken-workbook' },
	{ what: 'rows that run backwards', xml: sheet('<row r="2"/><row r="1"/>'), code: 'exchange.broken-workbook' },
	{
		what: 'cells that run backwards',
		xml: sheet('<row><c r="B1"><v>1</v></c><c r="A1"/></row>'),
		code: 'exchange.broken-workbook'
	},
	{ what: 'a cell beyond the last column', xml: sheet('<row><c r="ZZZZ1"/></row>'), code: 'exchange.broken-workbook' },
	{ what: 'a row number that is none', xml: sheet('<row r="x"/>'), code: 'exchange.broken-workbook' },
	{ what: 'an attribute twice', xml: sheet('<row r="1" r="2"/>'), code: 'exchange.broken-workbook' }
])('a sheet with $what is refused', async ({ xml, code }) => {
	const tables = await read(aWorkbook({ sheets: { actor: 'x' }, parts: { 'xl/worksheets/sheet0.xml': xml } }))
	expect(tables.faults.listed).toMatchObject([{ sheet: 'actor', row: 0, code }])
})

test('a workbook with two sheets of one name, or a sheet that is nowhere, is refused', async () => {
	const twice = aWorkbook({ sheets: { actor: textRow(1, 'key'), 'actor ': textRow(1, 'key') } })
	expect(codes(await read(twice))).toEqual(['exchange.duplicate-sheet'])
	const lost = aWorkbook({ sheets: { actor: 'x' }, parts: { 'xl/worksheets/sheet0.xml': '' } })
	expect(codes(await read(lost))).toEqual(['exchange.broken-workbook'])
})

test('a sheet whose first row is empty is told that the names belong there', async () => {
	expect(codes(await read(aWorkbook({ sheets: { actor: textRow(2, 'key') } })))).toEqual(['exchange.no-header'])
})

test('a formula in the header is named', async () => {
	const tables = await read(aWorkbook({ sheets: { actor: '<row><c t="str"><f>A2</f><v>key</v></c></row>' } }))
	expect(tables.faults.listed).toMatchObject([{ sheet: 'actor', row: 1, letter: 'A', code: 'exchange.formula' }])
})

test.each<{ limit: keyof Limits; value: number; code: string }>([
	{ limit: 'rows', value: 2, code: 'exchange.too-many-rows' },
	{ limit: 'columns', value: 1, code: 'exchange.too-many-columns' },
	{ limit: 'cells', value: 5, code: 'exchange.too-many-cells' },
	{ limit: 'sheets', value: 0, code: 'exchange.too-many-sheets' },
	{ limit: 'entries', value: 3, code: 'exchange.too-many-entries' },
	{ limit: 'unpackedBytes', value: 1_000, code: 'exchange.unpacked-too-large' },
	{ limit: 'fileBytes', value: 100, code: 'exchange.file-too-large' }
])('a workbook past the limit of $limit is refused', async ({ limit, value, code }) => {
	const data = textRow(1, 'key', 'name') + [2, 3, 4].map((row) => textRow(row, `key-${row}`, `Name ${row}`)).join('')
	const bytes = aWorkbook({ sheets: { actor: data } })
	expect(codes(await read(bytes))).toEqual([])
	expect(codes(await read(bytes, { [limit]: value }))).toEqual([code])
})

test('one cell at the far end of a row is a sheet too wide, not memory for all before it', async () => {
	const rows = [2, 3, 4].map((row) => `<row r="${row}"><c r="XFD${row}"><v>1</v></c></row>`)
	const tables = await read(aWorkbook({ sheets: { actor: textRow(1, 'key') + rows.join('') } }))
	expect(tables.faults.listed).toMatchObject([{ row: 2, code: 'exchange.too-many-columns' }])
	expect(cellsOf(tables)).toHaveLength(200)
})

test('a part that unpacks to hundreds of times its size is refused unread', async () => {
	const spaces = ' '.repeat(5_000_000)
	const tables = await read(aWorkbook({ sheets: { actor: textRow(1, 'key') + spaces } }))
	expect(codes(tables)).toEqual(['exchange.bomb'])
})
