import { columnLetters, emptyCell, type Cell } from '#platform/exchange/cell.ts'
import { excerpt, type Fault, type FaultCollector } from '#platform/exchange/fault.ts'
import { findNearest } from '#platform/exchange/nearest.ts'
import { isBlank } from '#platform/exchange/read-cell.ts'
import { placeIn, type Table, type TableRow } from '#platform/exchange/table.ts'
import type { FileColumn, FileSheet } from './file-columns.ts'
import { tidy } from './read-cells.ts'

/** A sheet of a file beside the one it stands for: where each column is, and its rows without the one of keys. */
export type LaidOut = {
	readonly sheet: FileSheet
	readonly table: Table
	/** By the key of the column. */
	readonly places: ReadonlyMap<string, number>
	readonly rows: readonly TableRow[]
	/** Positions under no heading: what stands there belongs to no column. */
	readonly nameless: readonly number[]
	/** Headings that stand for no column of the sheet by themselves. */
	readonly unknown: readonly UnknownColumn[]
}

/** A heading that is no column's: where it stands, and the column whose name is near it. */
export type UnknownColumn = { readonly index: number; readonly heading: string; readonly nearest: string | null }

/**
 * What somebody said of such columns, by their letters: the column of the sheet that each is, or nothing where it is left out.
 */
export type SaidColumns = Readonly<Record<string, string>>

/** The columns of a sheet by what they are called in any language; null for what two of them are called. */
function calledIn({ columns }: FileSheet): ReadonlyMap<string, FileColumn | null> {
	const called = new Map<string, FileColumn | null>()
	for (const column of columns)
		for (const name of Object.values(column.names)) {
			const label = tidy(name)
			const other = called.get(label)
			called.set(label, other === undefined || other === column ? column : null)
		}
	return called
}

const textAt = (cells: readonly Cell[], index: number) => (cells[index] ?? emptyCell).text.trim()

/** The row of keys under the headings, where a file has one: most of what stands in it are keys of the sheet. */
function keyRow({ rows }: Table, keys: ReadonlyMap<string, FileColumn>, head: number): TableRow | undefined {
	const [first] = rows
	if (first?.row !== head + 1) return undefined
	const filled = first.cells.filter((cell) => !isBlank(cell))
	const found = filled.filter(({ text }) => keys.has(text.trim()))
	return found.length > 0 && found.length * 2 > filled.length ? first : undefined
}

// Further down nobody writes what a table is called.
const TITLE_ROWS = 5

type Headed = { table: Table; head: number }

/** A table whose headings stand under a title: told, and read from there, so that what else is wrong is told as well. */
function headedBy(table: Table, isHeading: (text: string) => boolean, faults: FaultCollector): Headed {
	const isHead = (texts: readonly string[]) => {
		const filled = texts.filter((text) => text.trim() !== '')
		return filled.length > 1 && filled.filter(isHeading).length * 2 > filled.length
	}
	if (table.columns.some(isHeading)) return { table, head: 1 }
	const at = table.rows.findIndex(({ row, cells }) => row <= 1 + TITLE_ROWS && isHead(cells.map(({ text }) => text)))
	const found = table.rows[at]
	if (!found) return { table, head: 1 }
	faults.add({ sheet: table.name, row: 1, code: 'registers.file.title-row', params: { row: found.row } })
	const columns = found.cells.map(({ text }) => text.trim())
	return { table: { ...table, columns, rows: table.rows.slice(at + 1) }, head: found.row }
}

/** The rows of a table without those that say its headings once more, as lists do that were put one under the other. */
function withoutHeadings(
	{ name, columns }: Table,
	rows: readonly TableRow[],
	{ keyed, faults }: { keyed: TableRow | undefined; faults: FaultCollector }
): readonly TableRow[] {
	const isAgain = ({ cells }: TableRow) => {
		const at = cells.findIndex((cell) => !isBlank(cell))
		const isHeading = (index: number) => {
			const text = textAt(cells, index)
			return text === (columns[index] ?? '').trim() || (keyed !== undefined && text === textAt(keyed.cells, index))
		}
		if (at < 0 || !isHeading(at)) return false
		const filled = [...cells.keys()].filter((index) => textAt(cells, index) !== '')
		return filled.length > 1 && filled.every(isHeading)
	}
	const again = rows.filter(isAgain)
	for (const { row } of again) faults.add({ sheet: name, row, code: 'registers.file.headings-again' })
	return again.length === 0 ? rows : rows.filter((row) => !again.includes(row))
}

/**
 * Finds the columns of a sheet by the keys under their headings, else by the headings, which may be keys or names in any
 * language, in any order. What is unknown, doubled, or called by one name and keyed by another is told; `said` tells what is
 * unknown.
 */
export function layOut(sheet: FileSheet, given: Table, faults: FaultCollector, said: SaidColumns = {}): LaidOut {
	const keys = new Map(sheet.columns.map((column) => [column.header, column]))
	const called = calledIn(sheet)
	const isHeading = (text: string) => keys.has(text.trim()) || called.has(tidy(text))
	const { table, head } = headedBy(given, isHeading, faults)
	const keyed = keyRow(table, keys, head)
	const places = new Map<string, number>()
	const nameless: number[] = []
	const unknown: UnknownColumn[] = []
	const width = Math.max(table.columns.length, keyed?.cells.length ?? 0)
	for (let index = 0; index < width; index++) {
		const heading = (table.columns[index] ?? '').trim()
		const key = keyed ? textAt(keyed.cells, index) : ''
		if (heading === '' && key === '') {
			nameless.push(index)
			continue
		}
		const itself = columnAt({ heading, key }, { keys, called })
		if ('nearest' in itself) unknown.push({ index, heading: heading || key, nearest: itself.nearest })
		const meant = 'nearest' in itself ? said[columnLetters(index)] : undefined
		if (meant === '') continue
		const column = meant === undefined ? undefined : keys.get(meant)
		const found = column ? { column } : itself
		const fault = (code: string, params: Fault['params'] = {}) =>
			faults.add({ ...placeIn(table, head, index), column: heading || key, code, params })
		if ('code' in found) {
			fault(found.code, found.params)
			// Told once; that it is missing as well would be a second fault made of the first.
			if (found.code === 'registers.file.heading-differs') places.set(key, index)
			continue
		}
		const other = places.get(found.column.header)
		if (other === undefined) places.set(found.column.header, index)
		else fault('exchange.duplicate-column', { other: columnLetters(other) })
	}
	const rows = withoutHeadings(table, keyed ? table.rows.slice(1) : table.rows, { keyed, faults })
	return { sheet, table, places, rows, nameless, unknown }
}

type Known = { keys: ReadonlyMap<string, FileColumn>; called: ReadonlyMap<string, FileColumn | null> }
type Found =
	| { column: FileColumn }
	| { code: string; params: Fault['params'] }
	| { code: string; params: Fault['params']; nearest: string | null }

function columnAt({ heading, key }: { heading: string; key: string }, { keys, called }: Known): Found {
	const byKey = keys.get(key)
	const byHeading = keys.get(heading) ?? called.get(tidy(heading))
	if (byKey) {
		// A heading of one's own is nobody's; that of another column says that the two were changed over.
		const isOther =
			byHeading && byHeading !== byKey && !Object.values(byKey.names).some((name) => tidy(name) === tidy(heading))
		return isOther
			? { code: 'registers.file.heading-differs', params: { value: excerpt(heading), key, other: byHeading.header } }
			: { column: byKey }
	}
	if (byHeading) return { column: byHeading }
	if (byHeading === null) {
		const meant = [...keys.values()].filter(({ names }) =>
			Object.values(names).some((name) => tidy(name) === tidy(heading))
		)
		return {
			code: 'registers.file.several-columns',
			params: { value: excerpt(heading), allowed: meant.map(({ header }) => header).join(', ') }
		}
	}
	const typed = key || heading
	const names = [...keys.keys()]
	const nearest = findNearest(typed, names) ?? called.get(findNearest(tidy(heading), called.keys()) ?? '')?.header
	return nearest === undefined
		? { code: 'exchange.unknown-column', params: { value: excerpt(typed), allowed: named(names) }, nearest: null }
		: { code: 'exchange.unknown-column-near', params: { value: excerpt(typed), nearest }, nearest }
}

const COLUMNS_NAMED = 20
const named = (names: readonly string[]) =>
	names.length > COLUMNS_NAMED ? `${names.slice(0, COLUMNS_NAMED).join(', ')} …` : names.join(', ')

/**
 * Content under an empty heading or right of the last one belongs to no column: often a comma without quotation marks. Gives
 * true where there is some.
 */
export function refuseNameless(
	{ table, nameless }: LaidOut,
	{ row, cells }: TableRow,
	faults: FaultCollector
): boolean {
	let isRefused = false
	const tell = (index: number) => {
		const cell = cells[index]
		if (!cell || isBlank(cell)) return
		isRefused = true
		faults.add({ ...placeIn(table, row, index), code: 'exchange.no-column', params: { value: excerpt(cell.text) } })
	}
	for (const index of nameless) tell(index)
	for (let index = table.columns.length; index < cells.length; index++) if (!nameless.includes(index)) tell(index)
	return isRefused
}

type Named = {
	readonly tables: ReadonlyMap<string, Table>
	readonly sheets: readonly FileSheet[]
	readonly isAside: (name: string) => boolean
}

/** The sheets of a file beside those of the register they stand for, by their own names or what they are called. */
export function nameSheets({ tables, sheets, isAside }: Named, faults: FaultCollector): Map<FileSheet, Table> {
	const named = new Map<FileSheet, Table>()
	const byName = new Map(sheets.map((sheet) => [sheet.name, sheet]))
	const called = new Map<string, FileSheet | null>()
	for (const sheet of sheets)
		for (const name of Object.values(sheet.names)) {
			const other = called.get(tidy(name))
			called.set(tidy(name), other === undefined || other === sheet ? sheet : null)
		}
	const isEmpty = ({ columns, rows }: Table) => columns.length === 0 && rows.length === 0
	const all = [...tables.values()].filter((table) => !isEmpty(table) && !isAside(table.name))
	const exact = all.filter(({ name }) => byName.has(name))
	for (const table of exact) {
		const sheet = byName.get(table.name)
		if (sheet) named.set(sheet, table)
	}
	for (const table of all) {
		if (exact.includes(table)) continue
		const found = called.get(tidy(table.name))
		// One sheet alone, whatever it is called, is that of the entries: a list that somebody saved as CSV.
		const sheet = found ?? (all.length === 1 ? sheets[0] : undefined)
		if (sheet && named.has(sheet)) faults.add({ sheet: table.name, code: 'exchange.duplicate-sheet' })
		else if (sheet) named.set(sheet, table)
		else tellUnknown(table.name, sheets, faults)
	}
	return named
}

function tellUnknown(name: string, sheets: readonly FileSheet[], faults: FaultCollector) {
	const names = sheets.map((sheet) => sheet.name)
	const nearest = findNearest(name, names)
	const value = excerpt(name)
	faults.add(
		nearest === undefined
			? { sheet: name, code: 'exchange.unknown-sheet', params: { value, allowed: names.join(', ') } }
			: { sheet: name, code: 'exchange.unknown-sheet-near', params: { value, nearest } }
	)
}
