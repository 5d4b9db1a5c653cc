import { type Cell, emptyCell } from './cell.ts'
import { findCycles } from './cycles.ts'
import { type FaultCollector, excerpt } from './fault.ts'
import { type Labels, wordsMeant } from './labels.ts'
import type { Layout } from './layout.ts'
import { isBlank } from './read-cell.ts'
import type { Sheet } from './sheet.ts'
import { type Table, type TableRow, placeIn } from './table.ts'

export type LaidOut = { readonly sheet: Sheet; readonly table: Table; readonly layout: Layout }

/** The keys of a sheet and the rows they name first; a row that repeats one is a fault that names the other row. */
export function gatherKeys(
	{ sheet, table, layout }: LaidOut,
	labels: Labels,
	faults: FaultCollector
): ReadonlyMap<string, number> {
	const rows = new Map<string, number>()
	const parts = sheet.key.map((name) => ({
		index: indexOf(layout, name),
		isRequired: sheet.columns[name]?.isRequired,
		form: sheet.columns[name]?.form
	}))
	// A part that may be empty is empty in a file that has no column for it.
	if (parts.some(({ index, isRequired }) => index === undefined && isRequired)) return rows
	for (const { row, cells } of table.rows) {
		// Two rows that write the same word of a closed list differently have the same key.
		const values = parts.map(({ index, form }) => {
			const text = textAt(cells, index)
			const meant = text === '' || form === undefined ? [] : wordsMeant(form, text, labels)
			return meant.length === 1 ? (meant[0] ?? text) : text
		})
		// An empty key is a fault of its own, and not the same as another empty one.
		if (values.some((value, at) => value === '' && parts[at]?.isRequired) || values.every((value) => value === ''))
			continue
		const key = values.join('\u0000')
		const other = rows.get(key)
		if (other === undefined) {
			rows.set(key, row)
			continue
		}
		const params = { value: excerpt(values.filter((value) => value !== '').join(' / ')), other }
		faults.add({
			...placeIn(table, row, parts.find(({ index }) => index !== undefined)?.index ?? 0),
			code: 'exchange.duplicate-key',
			params
		})
	}
	return rows
}

/** Names each parent cell that lies on a circle. */
export function refuseCycles({ sheet, table, layout }: LaidOut, faults: FaultCollector) {
	const [keyName] = sheet.key
	const key = keyName === undefined ? undefined : indexOf(layout, keyName)
	const parent = sheet.parent === undefined ? undefined : indexOf(layout, sheet.parent)
	if (key === undefined || parent === undefined) return
	const keyOf = ({ cells }: TableRow) => textAt(cells, key) || undefined
	const parentOf = ({ cells }: TableRow) => textAt(cells, parent) || undefined
	for (const cycle of findCycles(table.rows, keyOf, parentOf)) {
		const names = [...cycle.slice(0, 5), ...(cycle.length > 5 ? [] : cycle.slice(0, 1))].map((row) =>
			excerpt(keyOf(row) ?? '')
		)
		const params = { cycle: names.join(' → ') + (cycle.length > 5 ? ' → …' : '') }
		for (const { row } of cycle) faults.add({ ...placeIn(table, row, parent), code: 'exchange.cycle', params })
	}
}

const indexOf = (layout: Layout, name: string) => layout.places.get(name)?.[0]?.index

function textAt(cells: readonly Cell[], index: number | undefined): string {
	const cell = (index === undefined ? undefined : cells[index]) ?? emptyCell
	return isBlank(cell) ? '' : cell.text.trim()
}
