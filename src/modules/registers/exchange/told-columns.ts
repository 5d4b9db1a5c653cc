import { columnLetters, emptyCell } from '#platform/exchange/cell.ts'
import { excerpt } from '#platform/exchange/fault.ts'
import { isBlank } from '#platform/exchange/read-cell.ts'
import type { LaidOut } from './lay-out.ts'

/** A column of a file that the register does not know by its heading. */
export type UnknownColumn = {
	/** As spreadsheet programs call it: A, B, … */
	readonly letter: string
	readonly heading: string
	/** The first things that stand in it. */
	readonly examples: readonly string[]
	/** The column of the register that is called nearly so. */
	readonly nearest: string | null
}

/** A column of the register that the file has not: one that a file may fill in. */
export type FreeColumn = { readonly header: string; readonly names: Readonly<Record<string, string>> }

/** What a person is asked to say of the columns of a file: which of those of the register each unknown one is. */
export type ColumnsOfFile = { readonly unknown: readonly UnknownColumn[]; readonly free: readonly FreeColumn[] }

const EXAMPLES = 3

/** The columns of the sheet of entries that are unknown by their headings, and those of the register that they may be. */
export function columnsToTell(main: LaidOut | undefined): ColumnsOfFile {
	if (!main) return { unknown: [], free: [] }
	const { unknown, rows, sheet, places } = main
	const toldBy = new Set(unknown.map(({ index }) => index))
	return {
		unknown: unknown.map(({ index, heading, nearest }) => ({
			letter: columnLetters(index),
			heading: excerpt(heading),
			examples: examplesAt(rows, index),
			nearest
		})),
		// What was said of an unknown column may be said otherwise: its place counts as free.
		free: sheet.columns
			.filter(({ header, field, isToldOnly }) => field !== null && !isToldOnly && isFree(places.get(header), toldBy))
			.map(({ header, names }) => ({ header, names }))
	}
}

const isFree = (index: number | undefined, toldBy: ReadonlySet<number>) => index === undefined || toldBy.has(index)

function examplesAt(rows: LaidOut['rows'], index: number): string[] {
	const found = new Set<string>()
	for (const { cells } of rows) {
		const cell = cells[index] ?? emptyCell
		if (!isBlank(cell)) found.add(excerpt(cell.text.trim()))
		if (found.size === EXAMPLES) break
	}
	return [...found]
}
