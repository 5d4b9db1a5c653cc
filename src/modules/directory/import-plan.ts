import type { Origin } from '#platform/database/tables.ts'
import { canonicalText } from '#platform/events/chain.ts'
import type { Fault } from '#platform/exchange/fault.ts'
import type { SheetCount } from '#platform/exchange/importer.ts'
import type { Parsed } from '#platform/exchange/parse-sheets.ts'
import type { Sheet } from '#platform/exchange/sheet.ts'
import type { Writing } from '#platform/operation/operation.server.ts'

/** Identifiers of the keyed records of a workspace, those of the file among them. */
export type Identifiers = {
	of(kind: string, key: string): string
	find(kind: string, key: string | undefined): string | null
}

export type Planning = {
	here: Writing
	parsed: Parsed
	ids: Identifiers
	work: (() => Promise<void>)[]
	counts: SheetCount[]
	faults: Fault[]
}

/** A row of the database by column, as an import compares it. */
export type Stored = Readonly<Record<string, unknown>>

export type Sourced = {
	origin: Origin | undefined
	source: string | undefined
	source_year: number | undefined
	note?: string | undefined
}

/** The four columns of origin in a table, from the columns of a sheet. */
export const originColumns = (row: Sourced) => ({
	origin: row.origin ?? ('entered' as const),
	origin_source: row.source ?? null,
	origin_year: row.source_year ?? null,
	origin_note: row.note ?? null
})

// The column of a sheet that fills a field of a table, where the two are not named alike.
const COLUMN_OF: Readonly<Record<string, string>> = {
	title: 'name',
	origin_source: 'source',
	origin_year: 'source_year',
	origin_note: 'note',
	parent_id: 'parent',
	is_enforcement: 'enforcement',
	chair_actor_id: 'chair',
	host_actor_id: 'host',
	secretariat_structure_id: 'secretariat',
	secretariat_actor_id: 'secretariat_actor',
	as_actor_id: 'as_actor',
	issuer_actor_id: 'issuer',
	framework_id: 'framework',
	function_area_id: 'function',
	area_id: 'area',
	actor_id: 'actor',
	structure_id: 'structure',
	record_id: 'structure',
	from_id: 'area',
	to_id: 'other_area',
	type: 'relation',
	from_day: 'from',
	to_day: 'to'
}

/** The columns of a sheet that the file has: what stands in the others stays as it is. */
export const columnsIn = ({ parsed }: Planning, sheet: Sheet): ReadonlySet<string> => new Set(parsed.columns(sheet))

const isSame = (one: unknown, other: unknown) => canonicalText(one ?? null) === canonicalText(other ?? null)

/** The fields of `wished` that differ from a row, of those whose columns the file has; null when none does. */
export function differing<T extends object>(wished: T, row: Stored, columns: ReadonlySet<string>): Partial<T> | null {
	const entries = Object.entries(wished).filter(
		([name, value]) => columns.has(COLUMN_OF[name] ?? name) && !isSame(row[name], value)
	)
	if (entries.length === 0) return null
	const fields: Partial<T> = {}
	return Object.assign(fields, Object.fromEntries(entries))
}
