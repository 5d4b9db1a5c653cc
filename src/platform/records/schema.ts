import type { ColumnType } from 'kysely'
import type { DayColumn, OriginColumns, TranslationsColumn } from '#platform/database/tables.ts'

export type RecordState = 'active' | 'withdrawn' | 'merged'

export type RecordTable = OriginColumns & {
	workspace_id: string
	id: string
	kind: string
	key: string | null
	number: string | null
	title: TranslationsColumn
	title_sort: string
	acronym: string | null
	audience: string[]
	state: RecordState
	state_reason: string | null
	merged_into_id: string | null
	version: number
	created_at: Date
	changed_at: Date
}

export type RecordNameTable = {
	workspace_id: string
	id: string
	record_id: string
	name: TranslationsColumn
	acronym: string | null
	from_day: DayColumn
	to_day: DayColumn
	reason: string | null
}

export type RecordThemeTable = OriginColumns & { workspace_id: string; id: string; record_id: string; area_id: string }

export type LinkTable = OriginColumns & {
	workspace_id: string
	id: string
	type: string
	from_id: string
	to_id: string
	argument: string | null
	state: 'open' | 'being-resolved' | 'resolved' | 'withdrawn'
	from_day: DayColumn
	to_day: DayColumn
	withdrawn_reason: string | null
	seat_id: string | null
	created_at: Date
}

export type FileTable = {
	workspace_id: string
	id: string
	name: string
	media_type: string
	size: number
	sha256: string
	seat_id: string | null
	record_id: string | null
	audience: string[]
	/** True while it is attached to what is no record. */
	is_held: ColumnType<boolean, boolean | undefined, boolean>
	created_at: Date
}

export type DocumentTable = {
	workspace_id: string
	id: string
	record_id: string
	file_id: string
	title: string
	language: string
	day: DayColumn
	state: 'active' | 'withdrawn'
	state_reason: string | null
	created_at: Date
}

export type CommentTable = {
	workspace_id: string
	id: string
	record_id: string
	seat_id: string
	text: string
	language: string
	state: 'active' | 'withdrawn'
	state_reason: string | null
	/** Who reads it, where not everybody does who sees its record. */
	audience: string[] | null
	created_at: Date
}

export type RecordSearchTable = {
	workspace_id: string
	record_id: string
	kind: string
	audience: string[]
	vector: string
}
/** How many records of a kind there are, by what divides it, and by who may see them. */
export type TallyTable = {
	workspace_id: string
	kind: string
	part: string
	state: string
	origin: string
	audience: string[]
	records: number
}
export type CounterTable = { workspace_id: string; kind: string; year: number; last: number }
export type FrameworkTable = {
	workspace_id: string
	id: string
	kind: string
	issuer_actor_id: string | null
	year: number | null
	area_count: number | null
}
export type ThemeAreaTable = { workspace_id: string; id: string; framework_id: string; position: number }

declare module '#platform/database/tables.ts' {
	// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- declaration merging needs an interface
	interface Tables {
		record: RecordTable
		record_name: RecordNameTable
		record_theme: RecordThemeTable
		link: LinkTable
		file: FileTable
		document: DocumentTable
		comment: CommentTable
		record_search: RecordSearchTable
		counter: CounterTable
		tally: TallyTable
		framework: FrameworkTable
		theme_area: ThemeAreaTable
	}
}
