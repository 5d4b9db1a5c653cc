import type { Parsed } from './parse-sheets.ts'
import type { Columns, RowOf, Sheet } from './sheet.ts'
import { compareText, nameHeader, textsOf, type Texts } from './texts.ts'
import type { SheetRows, StoredRow } from './sheet-rows.ts'

/** A cell of a row that the file changes. */
export type CellChange = { readonly header: string; readonly before: string; readonly after: string }

/** A row of a file beside the row of the workspace it names; `stored` is undefined for one that is new. */
export type Matched<C extends Columns> = {
	readonly row: number
	readonly value: RowOf<C>
	readonly texts: Texts
	readonly stored: StoredRow | undefined
	readonly changes: readonly CellChange[]
}

/** What a file does to one sheet. `unlisted` are the workspace's rows that the file does not name: they are left. */
export type Matches<C extends Columns> = {
	readonly sheet: Sheet<C>
	readonly rows: readonly Matched<C>[]
	readonly unlisted: readonly StoredRow[]
}

export type Matching<C extends Columns> = {
	/** Puts in a row what an empty cell of it stands for, given what the workspace holds. */
	complete?: (row: RowOf<C>, stored: StoredRow | undefined) => RowOf<C>
	/** Another key under which the workspace may hold the same row. */
	otherKey?: (texts: Texts) => Texts | undefined
}

/**
 * Finds for each row of a sheet the one of the workspace with the same key, and the cells in which they differ. Only
 * columns the file has are compared: what it does not have stays as it is.
 */
export function matchRows<C extends Columns>(
	{ parsed, language }: { parsed: Parsed; language: string },
	sheet: Sheet<C>,
	there: SheetRows,
	{ complete = (row) => row, otherKey }: Matching<C> = {}
): Matches<C> {
	const keyOf = (texts: Texts) => sheet.key.map((column) => texts[column] ?? '').join('\u0000')
	const byKey = new Map(there.rows.map((row) => [keyOf(row.texts), row]))
	const compared = comparedHeaders({ parsed, language }, sheet)
	const parsedRows = parsed
		.rows(sheet)
		.map(({ row, value }) => ({ row, value, key: keyOf(textsOf(sheet, value, language)) }))
	const named = new Set(parsedRows.map(({ key }) => key))
	const listed = new Set<string>()
	const rows = parsedRows.map(({ row, value, key }): Matched<C> => {
		const other = byKey.has(key) ? undefined : otherKey?.(textsOf(sheet, value, language))
		// What the file names itself, in the other way, is not meant here.
		const otherName = other && keyOf(other)
		const stored =
			byKey.get(key) ?? (otherName !== undefined && !named.has(otherName) ? byKey.get(otherName) : undefined)
		if (stored) listed.add(stored.id)
		const whole = complete(value, stored)
		const texts = textsOf(sheet, whole, language)
		return { row, value: whole, texts, stored, changes: stored ? differences(compared, stored.texts, texts) : [] }
	})
	return { sheet, rows, unlisted: there.rows.filter((row) => !listed.has(row.id)) }
}

function comparedHeaders({ parsed, language }: { parsed: Parsed; language: string }, sheet: Sheet): string[] {
	const languages = [...parsed.languages(sheet)].sort(compareText)
	return parsed
		.columns(sheet)
		.filter((column) => !sheet.key.includes(column))
		.flatMap((column) =>
			sheet.columns[column]?.form.kind === 'name' ? languages.map((one) => nameHeader(column, one, language)) : [column]
		)
}

const differences = (headers: readonly string[], stored: Texts, wished: Texts): CellChange[] =>
	headers.flatMap((header) => {
		const [before = '', after = ''] = [stored[header], wished[header]]
		return before === after ? [] : [{ header, before, after }]
	})
