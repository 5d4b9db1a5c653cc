import { text, texts } from './fresh-records.ts'
import type { CountedRecord, CountedRow, ResultSource } from './kept-results.server.ts'

/** How each record was before the command; null when it was not there. */
export function rewinder(source: ResultSource, before: ReadonlyMap<string, ReadonlyMap<string, CountedRow | null>>) {
	const parts = source.parts.map(({ table, record }) => {
		const noted = before.get(table) ?? new Map<string, CountedRow | null>()
		const were = [...noted.values()].filter((row) => row !== null)
		return { table, noted, were: Map.groupBy(were, (row) => text(row[record])) }
	})
	return (now: CountedRecord): CountedRecord | null => {
		const head = before.get('record')?.get(now.id)
		const row = before.get(source.table)?.get(now.id)
		if (head === null || row === null) return null
		return {
			id: now.id,
			state: head ? text(head['state']) : now.state,
			audience: head ? texts(head['audience']) : now.audience,
			row: row ?? now.row,
			parts: Object.fromEntries(
				parts.map(({ table, noted, were }) => [
					table,
					[...(now.parts[table] ?? []).filter((part) => !noted.has(text(part['id']))), ...(were.get(now.id) ?? [])]
				])
			)
		}
	}
}
