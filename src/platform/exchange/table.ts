import { type Cell, columnLetters, emptyCell } from './cell.ts'
import type { Fault, FaultCollector, FaultList } from './fault.ts'
import type { Limits } from './limits.ts'
import { type Budget, Unreadable } from './unreadable.ts'

/** A row with content; `row` is its number as the reader sees it. Empty cells at the end are left out. */
export type TableRow = { readonly row: number; readonly cells: readonly Cell[] }

/** One sheet or CSV file: its headers (row 1, in order, trimmed, possibly empty or doubled) and the rows below. */
export type Table = { readonly name: string; readonly columns: readonly string[]; readonly rows: readonly TableRow[] }

/** All that was read of a file, and what could not be. */
export type Tables = {
	readonly sheets: ReadonlyMap<string, Table>
	readonly faults: FaultList
	/** The language of names without one, where the file says it. */
	readonly language?: string
}

/** What the readers of every format share while they read one file. */
export type Reading = {
	readonly limits: Limits
	readonly budget: Budget
	readonly faults: FaultCollector
	readonly cell: (kind: Cell['kind'], text: string) => Cell
}

/** Where a fault of this table stands: the header and the letters of its column. */
export function placeIn(
	table: Pick<Table, 'name' | 'columns'>,
	row: number,
	index: number
): Omit<Fault, 'code' | 'params'> {
	return { sheet: table.name, row, column: table.columns[index] ?? '', letter: columnLetters(index) }
}

/** Takes the rows of one sheet in order and makes the table, holding it to the limits. */
export function buildTable(name: string, { limits, budget, faults }: Reading) {
	const rows: TableRow[] = []
	let columns: string[] | undefined
	let isTooWide = false

	const addHeader = (row: number, cells: readonly Cell[]) => {
		if (row !== 1) throw new Unreadable('exchange.no-header')
		columns = cells.map((cell) => cell.text.trim())
		for (const [index, cell] of cells.entries()) {
			if (cell.kind === 'formula') faults.add({ ...placeIn({ name, columns }, 1, index), code: 'exchange.formula' })
		}
	}

	return {
		/** The columns as far as they are known: none before the header was read. */
		get columns(): readonly string[] {
			return columns ?? []
		},
		/** Adds a row; the reader may use `cells` no further. Throws `Unreadable` past a limit. */
		add(row: number, cells: Cell[]) {
			dropEmptyEnd(cells)
			if (cells.length === 0) return
			if (cells.length > limits.columns && !isTooWide) {
				isTooWide = true
				faults.add({ sheet: name, row, code: 'exchange.too-many-columns', params: { max: limits.columns } })
			}
			const kept = cells.length > limits.columns ? cells.slice(0, limits.columns) : cells
			budget.hold({ cells: kept.length, characters: kept.reduce((sum, cell) => sum + cell.text.length, 0) })
			if (columns === undefined) {
				addHeader(row, kept)
				return
			}
			if (rows.length === limits.rows) throw new Unreadable('exchange.too-many-rows', { max: limits.rows })
			rows.push({ row, cells: kept })
		},
		finish(): Table {
			return { name, columns: columns ?? [], rows }
		}
	}
}

function dropEmptyEnd(cells: Cell[]) {
	let length = cells.length
	while (length > 0 && (cells[length - 1] ?? emptyCell).kind === 'empty') length--
	cells.length = length
}
