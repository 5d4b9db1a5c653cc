import { expect, test } from 'vitest'
import { citations, placeOf } from './reference-citations.ts'
import { cell, indexOf, keyIn, parseTable, wholeNumberIn } from './reference-tables.ts'
import { wordReader } from './reference-words.ts'

const marks = 'actor,basis,note\n'

test('a row is found by its number in a spreadsheet', () => {
	const table = parseTable('maps/enforcement.csv', `${marks}zwe-zrp,added,"Police, for one"\n`)
	expect(table.rows.map((row) => [row.number, cell(row, 'note')])).toEqual([[2, 'Police, for one']])
})

test('a file with a column nobody reads is refused', () => {
	expect(() => parseTable('maps/enforcement.csv', 'actor,basis,note,colour\n')).toThrow(/the columns are/)
})

test('a row with a cell too many is refused', () => {
	expect(() => parseTable('maps/enforcement.csv', `${marks}a,b,c,d\n`)).toThrow(/^maps\/enforcement\.csv: /)
})

test('a column that the file does not have cannot be read as empty', () => {
	const [row] = parseTable('maps/enforcement.csv', `${marks}a,b,c\n`).rows
	expect(() => row && cell(row, 'actors')).toThrow('maps/enforcement.csv, row 2, column actors: the file has no such')
})

test('a key that stands twice is a fault', () => {
	const table = parseTable('maps/enforcement.csv', `${marks}a,added,x\na,added,y\n`)
	expect(() => indexOf(new Map([['enforcement', table]]), 'enforcement', 'actor')).toThrow(
		'maps/enforcement.csv, row 3, column actor: the key a stands twice in the file.'
	)
})

test('a key that leads nowhere is a fault naming file, row and column', () => {
	const [row] = parseTable('maps/enforcement.csv', `${marks}nobody,added,x\n`).rows
	expect(() => row && keyIn(row, 'actor', new Map(), 'actor')).toThrow(
		'maps/enforcement.csv, row 2, column actor: there is no actor with the key nobody.'
	)
})

test('a year in words is a fault', () => {
	const [row] = parseTable('maps/enforcement.csv', `${marks}a,about 2016,x\n`).rows
	expect(() => row && wholeNumberIn(row, 'basis')).toThrow('about 2016 is not a whole number')
})

test('a word that no map knows stops the reading and is named', () => {
	const map = parseTable('maps/structure-statuses.csv', 'word,value,basis,note\nactive,active,stated,same\n')
	const facts = parseTable('facts/statuses.csv', 'id,status\nx,asleep\n')
	const status = wordReader(new Map([['structure-statuses', map]]), 'structure-statuses')
	expect(() => facts.rows.map(status)).toThrow(
		'facts/statuses.csv, row 2, column status: maps/structure-statuses.csv does not map the word "asleep".'
	)
})

test.each([
	['3.1.6.1 Inter-Ministerial Committee on Migration', '3.1.6.1'],
	['3 Effective ISCM structures', 'section 3'],
	['Table 2 Thematic Areas and Lead Ministries', 'Table 2'],
	['Note 14: OHCHR', 'Note 14'],
	['Policy Background (slide)', 'Policy Background (slide)']
])('the place "%s" is cited as "%s"', (title, place) => {
	expect(placeOf(title)).toBe(place)
})

test('a fact that names no section is a fault', () => {
	const facts = new Map([
		['source_sections', parseTable('facts/source_sections.csv', 'id,document,position,title\n')],
		['source_documents', parseTable('facts/source_documents.csv', 'id,title,publisher,year,kind,country,region,note\n')]
	])
	const [row] = parseTable('facts/rumours.csv', 'id,source\nx,\n').rows
	expect(() => row && citations(facts)(row)).toThrow(
		'facts/rumours.csv, row 2, column source: there is no source section'
	)
})
