import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import { referenceColumns } from './reference-columns.ts'

/** One row of a reference file; `number` counts as a spreadsheet does, the header being row 1. */
export type ReferenceRow = {
	readonly file: string
	readonly number: number
	readonly cells: ReadonlyMap<string, string>
}

export type ReferenceTable = {
	readonly file: string
	readonly columns: readonly string[]
	readonly rows: readonly ReferenceRow[]
}

/** Tables by name: the file name without folder and ending. */
export type ReferenceTables = ReadonlyMap<string, ReferenceTable>

/**
 * `facts`: what the sources say. `maps`: how their words are read, reviewed by hand. `memory`: what is said of instruments from
 * memory and was not checked against their texts.
 */
export type Reference = {
	readonly facts: ReferenceTables
	readonly maps: ReferenceTables
	readonly memory?: ReferenceTables
}

/** A reference file that cannot be read as it stands. The message names file, row and column. */
export class ReferenceFault extends Error {
	override readonly name = 'ReferenceFault'
}

/** Says where in the reference files something is wrong. */
export function faultAt(row: ReferenceRow, column: string, sentence: string): ReferenceFault {
	return new ReferenceFault(`${row.file}, row ${row.number}, column ${column}: ${sentence}`)
}

/**
 * Reads one CSV text as a table. `file` is its path under the reference folder, such as `facts/actors.csv`.
 * Throws ReferenceFault where the header is not the one the product knows, or a row has too many or too few cells.
 */
export function parseTable(file: string, text: string): ReferenceTable {
	const [columns = [], ...records] = recordsOf(file, text)
	const known = referenceColumns[file]
	if (known && known.join() !== columns.join())
		throw new ReferenceFault(`${file}: the columns are ${columns.join(', ')}; they must be ${known.join(', ')}.`)
	const rows = records.map((record, index) => ({
		file,
		number: index + 2,
		cells: new Map(columns.map((column, at) => [column, record[at] ?? '']))
	}))
	return { file, columns, rows }
}

/** The cell of a row. A column the file does not have is a fault, so that a misspelt name cannot read as empty. */
export function cell(row: ReferenceRow, column: string): string {
	const value = row.cells.get(column)
	if (value === undefined) throw faultAt(row, column, 'the file has no such column.')
	return value
}

/** The rows of a table. Throws ReferenceFault when the file is missing. */
export function rowsOf(tables: ReferenceTables, name: string): readonly ReferenceRow[] {
	const table = tables.get(name)
	if (!table) throw new ReferenceFault(`${name}.csv is missing.`)
	return table.rows
}

/** The rows of a table by key. Throws ReferenceFault on an empty or repeated key. */
export function indexOf(tables: ReferenceTables, name: string, column = 'id'): ReadonlyMap<string, ReferenceRow> {
	const index = new Map<string, ReferenceRow>()
	for (const row of rowsOf(tables, name)) {
		const key = cell(row, column)
		if (!key) throw faultAt(row, column, 'the key is empty.')
		if (index.has(key)) throw faultAt(row, column, `the key ${key} stands twice in the file.`)
		index.set(key, row)
	}
	return index
}

/** The key in a cell, when it is empty or names a row of `index`. `what` is the word for it in the message. */
export function keyIn(row: ReferenceRow, column: string, index: ReadonlyMap<string, unknown>, what: string): string {
	const key = cell(row, column)
	if (key && !index.has(key)) throw faultAt(row, column, `there is no ${what} with the key ${key}.`)
	return key
}

/** The text of a cell, when it is empty or a whole number above zero. */
export function wholeNumberIn(row: ReferenceRow, column: string): string {
	const text = cell(row, column)
	if (text && !/^[1-9]\d*$/.test(text)) throw faultAt(row, column, `${text} is not a whole number above zero.`)
	return text
}

function recordsOf(file: string, text: string): string[][] {
	try {
		return z.array(z.array(z.string())).parse(parse(text, { bom: true }))
	} catch (error) {
		throw new ReferenceFault(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
	}
}
