import type { CellChange } from './match-rows.ts'

// The column of a sheet that fills a field of a table, where the two are not named alike.
const COLUMN_OF: Readonly<Record<string, string>> = {
	title: 'name',
	origin_source: 'source',
	origin_year: 'source_year',
	origin_note: 'note',
	from_day: 'from',
	to_day: 'to'
}

/** Of the fields of a row, those that the changed cells fill. `columns` says which column fills a field not named like it. */
export function changedFields<T extends object>(
	fields: T,
	changes: readonly CellChange[],
	columns: Readonly<Record<string, string>> = {}
): Partial<T> {
	const changed = new Set(changes.map((change) => change.header))
	const isChanged = (field: string) => {
		const column = columns[field] ?? COLUMN_OF[field] ?? field
		return changed.has(column) || (column === 'name' && [...changed].some((header) => header.startsWith('name_')))
	}
	const some: Partial<T> = {}
	return Object.assign(some, Object.fromEntries(Object.entries(fields).filter(([field]) => isChanged(field))))
}
