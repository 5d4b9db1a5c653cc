import './upgrade/schema.ts'
import './xlsform/schema.ts'
import type { ColumnType } from 'kysely'
import type { DayColumn } from '#platform/database/tables.ts'
import type { Values } from './entry/values.ts'

export type RegisterTable = {
	workspace_id: string
	id: string
	code: string
	declaration: string
	version: number
	/** Of the declaration's text: what was made ready of it once serves every workspace that has the same. */
	digest: string
	shipped_version: number | null
}

export type RegisterVersionTable = {
	workspace_id: string
	id: string
	register_id: string
	version: number
	declaration: string
	declared_at: Date
	/** The last event before it was declared; of versions declared long ago it is not known. */
	after_sequence: ColumnType<number | null, number | null | undefined, never>
}

export type EntryTable = {
	workspace_id: string
	id: string
	register_id: string
	register_version: number
	state: string
	state_day: string
	ended_day: DayColumn
	/** The day on which what the register says of retention was done. */
	retention_day: ColumnType<string | null, string | null | undefined, string | null>
	entering_actor_id: string | null
	/** The day on which it came by the public form. */
	submitted_day: ColumnType<string | null, string | null | undefined, string | null>
	revision: number
}

/** Written by the upkeep of what lists filter by, or with an entry that is new; never changed by hand. */
type Filtered<T> = ColumnType<T | null, T | string | null | undefined, never>

export type EntryPartTable = {
	workspace_id: string
	id: string
	entry_id: string
	register_id: string
	part: string
	state: string
	text_1: Filtered<string>
	text_2: Filtered<string>
	text_3: Filtered<string>
	text_4: Filtered<string>
	text_5: Filtered<string>
	text_6: Filtered<string>
	text_7: Filtered<string>
	text_8: Filtered<string>
	text_9: Filtered<string>
	text_10: Filtered<string>
	text_11: Filtered<string>
	text_12: Filtered<string>
	number_1: Filtered<number>
	number_2: Filtered<number>
	number_3: Filtered<number>
	number_4: Filtered<number>
	number_5: Filtered<number>
	number_6: Filtered<number>
	number_7: Filtered<number>
	number_8: Filtered<number>
	day_1: Filtered<string>
	day_2: Filtered<string>
	day_3: Filtered<string>
	day_4: Filtered<string>
	day_5: Filtered<string>
	day_6: Filtered<string>
	reference_1: Filtered<string>
	reference_2: Filtered<string>
	reference_3: Filtered<string>
	reference_4: Filtered<string>
	reference_5: Filtered<string>
	reference_6: Filtered<string>
}

export type EntryDocumentTable = {
	workspace_id: string
	id: string
	entry_id: string
	document: Values
}

export type EntryRowTable = {
	workspace_id: string
	id: string
	part_id: string
	entry_id: string
	table_key: string
	position: number
	document: Values
}

export type EntryChoiceTable = {
	workspace_id: string
	part_id: string
	register_id: string
	field: string
	code: string
}

export type EntryTallyTable = {
	workspace_id: string
	measure: string
	owner: string
	other: string
	value: string
	audience: string[]
	records: number
	/** A decimal number as text, exact. */
	amount: string
}

export type RegisterViewTable = {
	workspace_id: string
	id: string
	register_id: string
	seat_id: string
	name: string
	address: string
	is_shared: boolean
	/** What the seat finds first when it opens the register. */
	is_first: boolean
}

export type RegisterPivotTable = {
	workspace_id: string
	id: string
	register_id: string
	seat_id: string
	seen_as: string[]
	question: string
	state: 'waiting' | 'running' | 'done'
	counted: number
	total: number
	result: string | null
	asked_at: Date
	ended_at: Date | null
}

declare module '#platform/database/tables.ts' {
	// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- declaration merging needs an interface
	interface Tables {
		register: RegisterTable
		register_version: RegisterVersionTable
		entry: EntryTable
		entry_part: EntryPartTable
		entry_document: EntryDocumentTable
		entry_row: EntryRowTable
		entry_choice: EntryChoiceTable
		entry_tally: EntryTallyTable
		register_view: RegisterViewTable
		register_pivot: RegisterPivotTable
	}
}
