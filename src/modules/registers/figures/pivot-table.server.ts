import type { Here } from '#platform/operation/operation.server.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import type { PivotTable } from './figure-outputs.ts'
import { groupOrder } from './group-order.ts'
import { nameGroups, toSums } from './name-groups.server.ts'
import { emptyAmount, foldPivot, mostHeld, type PivotAsked, type PivotCount } from './pivot-rules.ts'

// What a reader takes in, and a page carries: some thousand cells.
const ROWS_MOST = 150
const COLUMNS_MOST = 30

// No value of a field holds a control character.
const HIDDEN = '\u0001'
const REST = '\u0002'

/** A pivot as it is shown: its rows and columns in order, those out of sight made one, those one too many another. */
export async function toTable(
	here: Here,
	compiled: CompiledRegister,
	asked: PivotAsked,
	count: PivotCount,
	/** How what they stand for is named, where it is not by the seat's own eyes. */
	namesOf: typeof nameGroups = nameGroups
): Promise<PivotTable> {
	const names = await namesOf(here, compiled, [
		{ by: asked.rows, values: [...count.rows.keys()] },
		{ by: asked.columns, values: [...count.columns.keys()] }
	])
	const hide = (by: string) => (value: string) => (names.isHidden(by, value) ? HIDDEN : value)
	const seen = foldPivot(count, { row: hide(asked.rows), column: hide(asked.columns) })
	const [rowsShown, columnsShown] = [mostHeld(seen.rows, ROWS_MOST), mostHeld(seen.columns, COLUMNS_MOST)]
	const among = (shown: ReadonlySet<string>) => (value: string) => (shown.has(value) ? value : REST)
	const folded = foldPivot(seen, { row: among(rowsShown), column: among(columnsShown) })
	const places = (by: string, values: Iterable<string>) => {
		const inOrder = groupOrder(compiled, by)
		const last = (value: string) => (value === REST ? 2 : value === HIDDEN ? 1 : 0)
		return [...values].sort((one, other) => last(one) - last(other) || inOrder(one, other))
	}
	const rows = places(asked.rows, folded.rows.keys())
	const columns = places(asked.columns, folded.columns.keys())
	const group = (value: string, { records, sums } = emptyAmount()) => ({
		value: value === REST || value === HIDDEN ? '' : value,
		isHidden: value === HIDDEN,
		isRest: value === REST,
		records,
		sums: toSums(sums)
	})
	return {
		names: names.names,
		seats: names.seats,
		rows: rows.map((value) => group(value, folded.rows.get(value))),
		columns: columns.map((value) => group(value, folded.columns.get(value))),
		cells: rows.flatMap((value, row) =>
			columns.flatMap((other, column) => {
				const amount = folded.cells.get(value)?.get(other)
				return amount ? [{ row, column, records: amount.records, sums: toSums(amount.sums) }] : []
			})
		),
		records: count.whole.records,
		sums: toSums(count.whole.sums),
		invented: count.invented
	}
}
