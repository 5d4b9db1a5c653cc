import type { Writing } from '#platform/operation/operation.server.ts'
import type { Fault } from './fault.ts'
import type { Parsed } from './parse-sheets.ts'
import type { Sheet } from './sheet.ts'

/** How many rows of a sheet are new, differ, are as they were, and stand in the workspace but not in the file. */
export type SheetCount = { sheet: string; added: number; changed: number; unchanged: number; unlisted: number }

/** What an importer found to do: nothing is done before `apply`. */
export type ImportPlan = { counts: SheetCount[]; faults: Fault[]; apply(): Promise<void> }

/** The sheets an area reads, and how their rows come into a workspace. */
export type Importer = {
	sheets: readonly Sheet[]
	/** The keys of records the workspace already holds, by kind: what a cell may refer to. */
	plan(here: Writing, parsed: Parsed): Promise<ImportPlan>
}
