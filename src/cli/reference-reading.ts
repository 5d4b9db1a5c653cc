import { citations } from '#modules/directory/reference-citations.ts'
import type { SheetCells } from '#modules/directory/reference-sheets.ts'
import {
	cell,
	faultAt,
	indexOf,
	rowsOf,
	type Reference,
	type ReferenceRow
} from '#modules/directory/reference-tables.ts'

/** Where an entry comes from, as its record says. */
export type EntryOrigin = { source: string; year: number | null; note: string | null }

/** An entry that the sources bring, by the columns of its register's file, and where it comes from. */
export type ReferenceEntry = { cells: SheetCells; origin: EntryOrigin }

/** What entries of a workspace are read from. */
export type Reading = {
	reference: Reference
	workspaceKey: string
	/** The actors that are in the directory of the workspace. */
	actors: ReadonlySet<string>
}

/** A reader of where an entry comes from: the citation of its row, and a note. */
export function origins({ reference: { facts } }: Reading) {
	const cite = citations(facts)
	return (row: ReferenceRow, note: string): EntryOrigin => {
		const { source, source_year: year } = cite(row)
		return { source, year: year === '' ? null : Number(year), note: note === '' ? null : note }
	}
}

/** The cells of whoever a row names: by key, or in words where the directory does not hold them. */
export function actorCells(
	{ reference: { facts }, actors }: Reading,
	row: ReferenceRow,
	column: string,
	fields: { actor: string; words: string }
) {
	const key = cell(row, column)
	if (key === '') return {}
	if (actors.has(key)) return { [fields.actor]: key }
	const actor = indexOf(facts, 'actors').get(key)
	if (!actor) throw faultAt(row, column, `there is no actor with the key ${key}.`)
	return { [fields.words]: cell(actor, 'name') }
}

/** A reader of the words that a register has a code or a state for. */
export function codeReader({ reference: { maps } }: Reading, register: string, field: string) {
	const codes = new Map(
		rowsOf(maps, 'register-words')
			.filter((row) => cell(row, 'register') === register && cell(row, 'field') === field)
			.map((row) => [cell(row, 'word'), cell(row, 'value')])
	)
	return (row: ReferenceRow, column: string) => {
		const code = codes.get(cell(row, column))
		if (code === undefined)
			throw faultAt(
				row,
				column,
				`maps/register-words.csv does not map the word "${cell(row, column)}" for ${register}.`
			)
		return code
	}
}

/** What a cell says, after what it is; nothing where it is empty. */
export const told = (row: ReferenceRow, column: string, what: string) =>
	cell(row, column) === '' ? '' : `${what}: ${cell(row, column)}`
