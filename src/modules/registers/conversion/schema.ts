import type { Value, Values } from '../entry/values.ts'

/** A row of a table as steps found it and as they left it. */
export type ReplacedRow = {
	/** The row of the entry; one that was taken away with its table is added anew. */
	id: string
	table: string
	position: number
	was: Values
	gave: Values
}

/**
 * What steps replaced in one part of an entry: by key, the values that stood there before and those that stood there afterwards,
 * each in the part in which it stood. What still stands as it was left is brought back as it was.
 */
export type Replaced = {
	was: Readonly<Record<string, Value>>
	gave: Readonly<Record<string, Value>>
	rows: readonly ReplacedRow[]
	/** The state before and afterwards, where a step merged states. */
	state?: { was: string; gave: string }
}

export type EntryReplacedTable = {
	workspace_id: string
	id: string
	register_id: string
	entry_id: string
	part_id: string
	/** The version whose steps did it. */
	version: number
	kept_until: string
	document: Replaced
}

declare module '#platform/database/tables.ts' {
	// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- declaration merging needs an interface
	interface Tables {
		entry_replaced: EntryReplacedTable
	}
}
