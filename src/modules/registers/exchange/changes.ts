import { canonicalText } from '#platform/events/chain.ts'
import type { CompiledRegister, CompiledTable } from '../declaration/compile-declaration.ts'
import type { EntryValues, Values } from '../entry/values.ts'
import { partsOf, type FileSheet } from './file-columns.ts'
import type { GivenValues } from './read-rows.ts'
import { cellText, type NameOf } from './value-cells.ts'

/** A cell that a file changes; for a table, how many rows it has before and after. */
export type CellChange = { readonly header: string; readonly before: string; readonly after: string }

type Comparing = {
	compiled: CompiledRegister
	sheets: readonly FileSheet[]
	names: NameOf
	given: GivenValues
	tables: Readonly<Record<string, readonly Values[]>>
	before: EntryValues
}

/** True where two values, or rows of them, are the same. */
export function isSame(one: unknown, other: unknown): boolean {
	const [was, now] = [one ?? null, other ?? null]
	if (was === now) return true
	// Asked for millions of cells: only what has parts is written out to be compared.
	return typeof was === 'object' && typeof now === 'object' && was !== null && now !== null
		? canonicalText(was) === canonicalText(now)
		: false
}

/** What would be otherwise of an entry that is there, column by column. */
export function changesOf({ compiled, sheets, names, given, tables, before }: Comparing): CellChange[] {
	const [main] = sheets
	const changes: CellChange[] = []
	const fields = new Map((main?.columns ?? []).flatMap(({ field }) => (field ? [[field.key, field] as const] : [])))
	for (const [key, now] of Object.entries(given)) {
		const was = before.fields[key]
		const field = fields.get(key)
		if (!field || isSame(was, now)) continue
		for (const part of partsOf(field)) {
			const [one, other] = [was, now].map((value) =>
				value === undefined || value === null ? '' : cellText(field, part, value, (of, id) => names(of, id) ?? '…')
			)
			const header = part === null ? key : `${key}.${part}`
			if (one !== other || partsOf(field).length === 1) changes.push({ header, before: one ?? '', after: other ?? '' })
		}
	}
	for (const [key, rows] of Object.entries(tables)) {
		const was = before.tables[key] ?? []
		if (isSame(withoutFormulas(compiled.tables.get(key), was), rows)) continue
		changes.push({ header: key, before: String(was.length), after: String(rows.length) })
	}
	return changes
}

// What is worked out stands in no column that is read.
const withoutFormulas = (table: CompiledTable | undefined, rows: readonly Values[]) =>
	rows.map((row) => Object.fromEntries(Object.entries(row).filter(([key]) => !table?.fields.get(key)?.formula)))
