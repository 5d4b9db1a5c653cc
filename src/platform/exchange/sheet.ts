import type { Column } from './column.ts'

export type Columns = Readonly<Record<string, Column<unknown>>>

/** What one row of a sheet holds, by column. */
export type RowOf<C extends Columns> = { [K in keyof C]: C[K] extends Column<infer T> ? T : never }

/** A declared sheet of a workbook, or CSV file of that name. */
export type Sheet<C extends Columns = Columns> = {
	readonly name: string
	/** By header, in the order in which they are written. */
	readonly columns: C
	/** The columns that together name a row; no two rows of a file may agree in them. */
	readonly key: readonly string[]
	/** The column, if any, that holds the key of another row of this sheet; circles are refused. */
	readonly parent?: string
	/** A file without this sheet is refused. */
	readonly isRequired?: boolean
}

/** The sheet that holds the records of a kind: names of sheets are also names in formulas, where a hyphen subtracts. */
export const sheetOfKind = (kind: string) => kind.replaceAll('-', '_')

/** The kind of record that a sheet of records holds. */
export const kindOfSheet = (sheet: string) => sheet.replaceAll('_', '-')

/** Declares a sheet; the types of its rows follow from its columns, and only these may be its key or its parent. */
export function defineSheet<const C extends Columns>(
	sheet: Sheet<C> & { readonly key: readonly (keyof C)[]; readonly parent?: keyof C }
): Sheet<C> {
	return sheet
}
