import type { CountedRecord, CountedRow, ResultSource } from './kept-results.server.ts'

/** What is counted by of every record, whatever its kind. */
export const OF_RECORD = ['state', 'audience']

/** A value of a row as text; empty where it is none. */
export const text = (value: unknown) => (typeof value === 'string' ? value : '')
/** A value of a row as texts. */
export const texts = (value: unknown) => (Array.isArray(value) ? value.map(text) : [])

/** The records of a source that one command added whole, as it added them. */
export function freshOf(source: ResultSource) {
	const records = new Map<string, { head?: CountedRow; row?: CountedRow; parts: Record<string, CountedRow[]> }>()
	const unsure = new Set<string>()
	const columns = new Map([source, ...source.parts].map((one) => [one.table, ['id', ...one.columns]]))
	const picked = (table: string, row: CountedRow) =>
		Object.fromEntries((columns.get(table) ?? OF_RECORD).map((name) => [name, row[name] ?? null]))
	return {
		add(table: string, id: string, row: CountedRow) {
			const known = records.get(id) ?? { parts: {} }
			records.set(id, known)
			if (table === 'record') known.head = picked(table, row)
			else if (table === source.table) known.row = picked(table, row)
			else (known.parts[table] ??= []).push(picked(table, row))
		},
		/** It was changed again: what it holds now stands in the tables. */
		forget: (id: string) => void unsure.add(id),
		/** It is counted, and held no longer. */
		letGoOf: (id: string) => void records.delete(id),
		of(id: string): CountedRecord | undefined {
			const { head, row, parts = {} } = records.get(id) ?? {}
			if (!head || !row || unsure.has(id)) return undefined
			const all = Object.fromEntries(source.parts.map(({ table }) => [table, parts[table] ?? []]))
			return { id, state: text(head['state']), audience: texts(head['audience']), row, parts: all }
		}
	}
}
