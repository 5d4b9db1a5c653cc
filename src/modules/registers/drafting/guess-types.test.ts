import { describe, expect, test } from 'vitest'
import type { Cell } from '#platform/exchange/cell.ts'
import { countriesCalled, tidy } from '../exchange/read-cells.ts'
import { guessColumns, titleAmong, type GuessingWords } from './guess-types.ts'

const words: GuessingWords = {
	languages: ['en', 'fr', 'pt'],
	yes: new Set(['yes', 'true', 'oui', 'sim']),
	no: new Set(['no', 'false', 'non', 'não']),
	countries: countriesCalled(['en', 'fr', 'pt']),
	actors: new Set(['ministry of labour', 'zimstat']),
	currencies: new Set(['USD', 'ZAR', 'JPY', 'KWD']),
	tidy
}

const cellOf = (value: string | number | boolean): Cell => {
	if (typeof value === 'number') return { kind: 'number', text: String(value) }
	if (typeof value === 'boolean') return { kind: 'boolean', text: value ? 'TRUE' : 'FALSE' }
	return value === '' ? { kind: 'empty', text: '' } : { kind: 'text', text: value }
}
const column = (header: string, cells: readonly (string | number | boolean)[]) =>
	guessColumns(
		{ columns: [header], rows: cells.map((cell, index) => ({ row: index + 2, cells: [cellOf(cell)] })) },
		words
	)[0]
const repeated = <T>(values: readonly T[], times: number) => Array.from({ length: times }, () => values).flat()

describe('the type of a column is guessed from its cells', () => {
	test.each([
		['days as a spreadsheet keeps them', 'Day', ['2026-03-01', '', '2026-04-30'], 'date'],
		['days as offices write them', 'Date', ['31/12/2025', '14.3.2026', '1 mars 2026'], 'date'],
		['months and years', 'Since', ['2024', '03/2025', 'avril 2026'], 'partial-date'],
		['years alone', 'Year', [2019, 2024, 2026], 'partial-date'],
		['numbers of four digits that are no years', 'Permits', [1200, 8750], 'whole-number'],
		['whole numbers', 'People', [3, 0, 120], 'whole-number'],
		['numbers with a point', 'Rate', ['1.5', 2, '3.25'], 'decimal'],
		['amounts under a heading that names a currency', 'Cost (USD)', [1200, '850.50'], 'money'],
		['amounts in dollars', 'Budget in US$', [1200], 'money'],
		['amounts of more digits than the currency has', 'Cost JPY', ['1.5'], 'decimal'],
		['numbers under a heading that names none', 'Cost', [1200, '850.50'], 'decimal'],
		['numbers that begin with a nought', 'File', ['0012', '0013'], 'text'],
		['yes and no in a language of the product', 'Signed', ['Oui', 'non', 'oui'], 'yes-no'],
		['what a spreadsheet holds for yes and no', 'Signed', [true, false], 'yes-no'],
		['countries', 'Country', ['Zimbabwe', 'ZAF', 'Moçambique'], 'country'],
		['actors of the workspace', 'Ministry', ['Ministry of Labour', 'ZIMSTAT'], 'actor'],
		['e-mail addresses', 'Contact', ['office@example.org', 'b@example.org'], 'email'],
		['telephone numbers', 'Telephone', ['+263 4 555 0100', '(04) 555 0101'], 'telephone'],
		['few values that come again', 'Form', repeated(['Visit', 'Online', 'visit'], 3), 'one-of'],
		['several of few values', 'Topics', repeated(['Labour; Borders', 'Borders', 'Labour;Health'], 4), 'many-of'],
		['names that stand once each', 'Name', ['First visit', 'Second visit', 'Third visit'], 'text'],
		['text of several lines', 'Remarks', ['One\ntwo', 'Three'], 'long-text'],
		['text that is long', 'Remarks', ['x'.repeat(300), 'Three'], 'long-text'],
		['nothing', 'Empty one', ['', ''], 'text'],
		['a mixture', 'What', ['2026-03-01', 'soon', 4], 'text']
	])('%s', (_what, header, cells, type) => {
		expect(column(header, cells)?.type).toBe(type)
	})

	test('with the currency, the digits, and the codes as they are called', () => {
		expect(column('Cost (ZAR)', [1, '2.50'])).toMatchObject({ type: 'money', currency: 'ZAR' })
		expect(column('Rate', ['1.5', '2.125'])).toMatchObject({ type: 'decimal', digits: 3 })
		expect(column('Form', repeated(['Visit', 'Online', 'visit'], 3))?.codes).toEqual([
			{ key: 'online', name: 'Online' },
			{ key: 'visit', name: 'Visit' }
		])
	})

	test('days that can be read two ways are days, and counted: a person must say which', () => {
		expect(column('Day', ['03/04/2026', '31/12/2025'])).toMatchObject({ type: 'date', twoWays: 1 })
	})
})

test('columns without a heading are left out, and keys are made from headings, each once', () => {
	const found = guessColumns({ columns: ['Name', '', 'Name', 'Number'], rows: [] }, words)
	expect(found.map(({ header, key }) => [header, key])).toEqual([
		['Name', 'name'],
		['Name', 'name_2'],
		['Number', 'number_2']
	])
})

test('lists narrow by no more columns of a kind than there is room for', () => {
	const columns = Array.from({ length: 9 }, (_, index) => `Day ${String(index)}`)
	const rows = [{ row: 2, cells: columns.map(() => cellOf('2026-03-01')) }]
	expect(guessColumns({ columns, rows }, words).map(({ isFiltered }) => isFiltered)).toEqual([
		...repeated([true], 6),
		false,
		false,
		false
	])
})

test('entries are called by the first column of text that is always filled in', () => {
	const columns = ['Remark', 'Name']
	const rows = [
		{ row: 2, cells: [cellOf(''), cellOf('One')] },
		{ row: 3, cells: [cellOf('x'), cellOf('Two')] }
	]
	expect(titleAmong(guessColumns({ columns, rows }, words), rows.length)).toBe('name')
	expect(titleAmong([], 0)).toBeNull()
})
