import type { Fault } from '#platform/exchange/fault.ts'
import type { Planning, SheetPlan } from '#platform/exchange/importer.ts'
import type { Matched } from '#platform/exchange/match-rows.ts'
import type { Columns } from '#platform/exchange/sheet.ts'
import type { Writing } from '#platform/operation/operation.server.ts'

/** The directory's share of an import while it is planned: what it found, and what is to be done in which order. */
export type DirectoryPlanning = Planning & {
	readonly plans: SheetPlan[]
	readonly faults: Fault[]
	readonly work: ((here: Writing) => Promise<unknown>)[]
}

export const isNew = <C extends Columns>(one: Matched<C>) => one.stored === undefined
export const isChanged = <C extends Columns>(one: Matched<C>) => one.stored !== undefined && one.changes.length > 0

/** Whether a column of a row would change. */
export const changesCell = (one: { changes: readonly { header: string }[] }, header: string) =>
	one.changes.some((change) => change.header === header)

type Sourced = {
	origin: 'reference' | 'invented' | 'entered'
	source?: string | undefined
	source_year?: number | undefined
	note?: string | undefined
}

/** The four columns of origin in a table, from the columns of a sheet. */
export const originColumns = (row: Sourced) => ({
	origin: row.origin,
	origin_source: row.source ?? null,
	origin_year: row.source_year ?? null,
	origin_note: row.note ?? null
})
