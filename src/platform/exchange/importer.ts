import type { Here, Writing } from '#platform/operation/operation.server.ts'
import type { Fault } from './fault.ts'
import type { CellChange } from './match-rows.ts'
import type { Parsed } from './parse-sheets.ts'
import type { WorkspaceRecords } from './records.server.ts'
import type { SheetRows, StoredRow } from './sheet-rows.ts'
import type { Sheet } from './sheet.ts'
import type { Texts } from './texts.ts'

/** Identifiers of the records of a workspace and of those a file brings, which get theirs when they are first asked for. */
export type Identifiers = {
	of(kind: string, key: string): string
	find(kind: string, key: string | undefined): string | null
}

/** What an importer has at hand while it looks what a file would do. */
export type Planning = {
	readonly here: Here
	readonly parsed: Parsed
	readonly ids: Identifiers
	readonly records: WorkspaceRecords
	/** The workspace's first language. */
	readonly language: string
	/** What the workspace holds of a sheet. */
	stored(sheet: Sheet): SheetRows
}

/** One row of a file and what it would do: new where nothing is stored under its key, unchanged where no cell differs. */
export type RowPlan = {
	readonly row: number
	readonly texts: Texts
	readonly stored: StoredRow | undefined
	readonly changes: readonly CellChange[]
}

/** What a file would do to one sheet. `unlisted` are rows that the workspace holds and the file does not name. */
export type SheetPlan = {
	readonly sheet: Sheet
	readonly rows: readonly RowPlan[]
	readonly unlisted: readonly StoredRow[]
}

/** What an importer found to do: nothing is done before `apply`. */
export type ImportPlan = {
	readonly sheets: readonly SheetPlan[]
	readonly faults: readonly Fault[]
	apply(here: Writing): Promise<void>
	/** Adds what points to the rows of all areas, once these are there. */
	applyLast?(here: Writing): Promise<void>
}

/** The sheets an area brings to a file: how their rows leave a workspace, and how they come in. */
export type Importer = {
	readonly sheets: readonly Sheet[]
	/** The rows of its sheets, as far as the seat sees what they are about. */
	gather(here: Here, records: WorkspaceRecords): Promise<readonly SheetRows[]>
	plan(planning: Planning): Promise<ImportPlan>
	/** Takes the locks that a plan needs to hold until it is applied. */
	lock?(here: Writing): Promise<void>
	/** Its rows point to those of all areas, and so come after them. */
	readonly isLast?: true
}
