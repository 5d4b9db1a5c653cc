import type { PlainTable } from '#platform/exchange/write-table.ts'
import type { ListAsked } from '../listing/list-address.ts'
import type { PivotTable, Sums } from './figure-outputs.ts'
import type { PivotAsked } from './pivot-rules.ts'
import { askedByGroup, listAt, readingOrder, sayApart, saySums, sayTold, type Telling } from './say-figures.ts'

type Cell = { records: number; sums: string[]; href: string | null }

/** A pivot as its page shows it: each number leads to the list of what it counts. */
export type PivotShown = {
	rows: { label: string; cells: (Cell | null)[]; whole: Cell }[]
	columns: { label: string; whole: Cell }[]
	whole: Cell
	invented: boolean
	rowsBy: string
	columnsBy: string
	sum: string | null
}

export function pivotShown(telling: Telling, asked: PivotAsked, narrowed: ListAsked, given: PivotTable): PivotShown {
	const table = inReadingOrder(telling, asked, given)
	const said = (sums: Sums) => (asked.sum === null || sums.length === 0 ? [] : saySums(telling, asked.sum, sums))
	const rowBy = { by: asked.rows, span: asked.rowSpan }
	const columnBy = { by: asked.columns, span: asked.columnSpan }
	const columns = table.columns.map((group) => ({ group, label: sayTold(telling, columnBy, group) }))
	const byPlace = new Map(table.cells.map((cell) => [`${String(cell.row)} ${String(cell.column)}`, cell]))
	const cellOf = ({ records, sums }: { records: number; sums: Sums }, list: ListAsked | null): Cell => ({
		records,
		sums: said(sums),
		href: list && listAt(telling, list)
	})
	return {
		rowsBy: sayApart(telling, asked.rows),
		columnsBy: sayApart(telling, asked.columns),
		sum: asked.sum === null ? null : sayApart(telling, asked.sum),
		columns: columns.map(({ group, label }) => ({
			label,
			whole: cellOf(group, askedByGroup(telling, narrowed, columnBy, group))
		})),
		rows: table.rows.map((group, row) => {
			const own = askedByGroup(telling, narrowed, rowBy, group)
			return {
				label: sayTold(telling, rowBy, group),
				whole: cellOf(group, own),
				cells: columns.map(({ group: other }, column) => {
					const cell = byPlace.get(`${String(row)} ${String(column)}`)
					// One field against itself: the list cannot be asked for two values of it at once.
					const both = own && asked.rows !== asked.columns ? askedByGroup(telling, own, columnBy, other) : null
					return cell ? cellOf(cell, both) : null
				})
			}
		}),
		whole: cellOf(table, narrowed),
		invented: table.invented
	}
}

/** A pivot with its rows and columns as they are read in the language it is told in. */
function inReadingOrder(telling: Telling, asked: PivotAsked, table: PivotTable): PivotTable {
	const rows = readingOrder(telling, { by: asked.rows, span: asked.rowSpan }, table.rows)
	const columns = readingOrder(telling, { by: asked.columns, span: asked.columnSpan }, table.columns)
	const [rowAt, columnAt] = [rows, columns].map((order) => new Map(order.map((from, to) => [from, to])))
	return {
		...table,
		rows: rows.flatMap((place) => table.rows[place] ?? []),
		columns: columns.flatMap((place) => table.columns[place] ?? []),
		cells: table.cells.map((cell) => ({
			...cell,
			row: rowAt?.get(cell.row) ?? cell.row,
			column: columnAt?.get(cell.column) ?? cell.column
		}))
	}
}

// More digits a spreadsheet would round.
const EXACT_DIGITS = 15
const asNumber = (amount: string): string | number =>
	amount.replaceAll(/\D/g, '').length <= EXACT_DIGITS ? Number(amount) : amount

/** A pivot as a file: a line for the numbers of each row, and one for its sums in each currency. */
export function pivotFile(telling: Telling, asked: PivotAsked, given: PivotTable): PlainTable {
	const table = inReadingOrder(telling, asked, given)
	const { t, name } = telling.words
	const rowBy = { by: asked.rows, span: asked.rowSpan }
	const columnBy = { by: asked.columns, span: asked.columnSpan }
	const byPlace = new Map(table.cells.map((cell) => [`${String(cell.row)} ${String(cell.column)}`, cell]))
	type Amount = { records: number; sums: Sums }
	const lines = (label: string, whole: Amount, cells: readonly (Amount | undefined)[]) => {
		const currencies = asked.sum === null ? [] : [...new Set(whole.sums.map(({ currency }) => currency))]
		const own = (amount: Amount | undefined, currency: string | null) => {
			const sum = amount?.sums.find((one) => one.currency === currency)
			return sum ? asNumber(sum.amount) : null
		}
		return [
			[label, t('figures.entries'), ...cells.map((cell) => cell?.records ?? null), whole.records],
			...currencies.map((currency) => [
				label,
				currency ?? sayApart(telling, asked.sum ?? ''),
				...cells.map((cell) => own(cell, currency)),
				own(whole, currency)
			])
		]
	}
	// Under the table, where a spreadsheet that sorts or sums its columns is not disturbed by it.
	const ofInvented = table.invented ? [[t('figures.invented'), null, ...table.columns.map(() => null), null]] : []
	const { names } = telling.compiled.declaration
	const many = Object.fromEntries(Object.entries(names).map(([language, { many: all }]) => [language, all]))
	return {
		name: name(many),
		header: [
			sayApart(telling, asked.rows),
			t('figures.what'),
			...table.columns.map((group) => sayTold(telling, columnBy, group)),
			t('figures.total')
		],
		rows: [
			...table.rows.flatMap((group, row) =>
				lines(
					sayTold(telling, rowBy, group),
					group,
					table.columns.map((_, column) => byPlace.get(`${String(row)} ${String(column)}`))
				)
			),
			...lines(t('figures.total'), table, table.columns),
			...ofInvented
		]
	}
}
