import type { Columns, Sheet } from './sheet.ts'
import { compareText, headersOf, nameHeader, textsOf, type Header, type HeldRow, type Texts } from './texts.ts'

/** A row that stands in the workspace, with the identifier of what it says. */
export type StoredRow = { readonly id: string; readonly texts: Texts }

/** The rows of one sheet as a workspace holds them, in the order of their keys. */
export type SheetRows = {
	readonly sheet: Sheet
	readonly headers: readonly Header[]
	readonly rows: readonly StoredRow[]
}

/** The column that tells apart rows which agree in all the rest of their key. */
export const REPEAT = 'repeat'

const NOTHING_THERE: Omit<SheetRows, 'sheet'> = { headers: [], rows: [] }

/**
 * Makes the rows of a sheet out of what stands in the workspace: sorted by key in the order of code points, numbers by size.
 * Of rows that agree in their key (two actors were merged, say) all but the first are numbered, always in the same order.
 */
export function sheetRows<C extends Columns>(
	sheet: Sheet<C>,
	rows: readonly { id: string; row: HeldRow<C> }[],
	language: string
): SheetRows {
	const stored = rows.map(({ id, row }) => ({ id, texts: textsOf(sheet, row, language) }))
	const keys = sheet.key.filter((column) => column !== REPEAT)
	const isNumber = keys.map((column) => ['integer', 'year'].includes(sheet.columns[column]?.form.kind ?? ''))
	const byKey = (one: StoredRow, other: StoredRow) => {
		for (const [at, column] of keys.entries()) {
			const [first = '', second = ''] = [one.texts[column], other.texts[column]]
			const order = isNumber[at] ? Number(first) - Number(second) : compareText(first, second)
			if (order !== 0) return order
		}
		return 0
	}
	stored.sort((one, other) => byKey(one, other) || compareText(whole(one.texts), whole(other.texts)))
	return { sheet, headers: headersIn(sheet, stored, language), rows: numbered(stored, sheet, byKey) }
}

/** A sheet of which the workspace holds no row. */
export const noRows = (sheet: Sheet): SheetRows => ({ ...NOTHING_THERE, sheet, headers: headersOf(sheet) })

const whole = (texts: Texts) => JSON.stringify(Object.entries(texts).sort(([one], [other]) => compareText(one, other)))

function headersIn(sheet: Sheet, rows: readonly StoredRow[], language: string): Header[] {
	const names = Object.entries(sheet.columns).filter(([, { form }]) => form.kind === 'name')
	const languages = new Set<string>()
	for (const [column] of names) {
		const start = nameHeader(column, '', language)
		for (const { texts } of rows)
			for (const header of Object.keys(texts))
				if (header.startsWith(start) && !Object.hasOwn(sheet.columns, header)) languages.add(header.slice(start.length))
	}
	return headersOf(sheet, languages)
}

function numbered(
	rows: readonly StoredRow[],
	sheet: Sheet,
	byKey: (one: StoredRow, other: StoredRow) => number
): readonly StoredRow[] {
	if (!sheet.key.includes(REPEAT)) return rows
	let count = 1
	return rows.map((row, at) => {
		const before = rows[at - 1]
		count = before && byKey(before, row) === 0 ? count + 1 : 1
		return count === 1 ? row : { ...row, texts: { ...row.texts, [REPEAT]: String(count) } }
	})
}
