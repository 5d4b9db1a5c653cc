import type { Origin } from '#platform/database/tables.ts'
import type { Fault } from '#platform/exchange/fault.ts'
import type { SheetCount } from '#platform/exchange/importer.ts'
import type { Parsed } from '#platform/exchange/parse-sheets.ts'
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

const isSame = (one: unknown, other: unknown) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null)

/** The fields of `wished` that differ from a row, or null when none does. */
export function differing<T extends object>(wished: T, row: Readonly<Record<string, unknown>>): Partial<T> | null {
	const entries = Object.entries(wished).filter(([name, value]) => !isSame(row[name], value))
	if (entries.length === 0) return null
	const fields: Partial<T> = {}
	return Object.assign(fields, Object.fromEntries(entries))
}
