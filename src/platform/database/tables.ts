import type { ColumnType, Generated } from 'kysely'

/** A column of a calendar day: `YYYY-MM-DD` text at the boundary, never a JavaScript Date. */
export type DayColumn = ColumnType<string | null, string | null, string | null>

/** Text by language: the workspace's first language is always there. */
export type Translations = Record<string, string>
export type TranslationsColumn = ColumnType<Translations, string, string>

/** Where a fact comes from: the reference (with its citation and year), invented for demonstration, or entered by a seat. */
export type Origin = 'reference' | 'invented' | 'entered'
export type OriginColumns = {
	origin: Origin
	origin_source: string | null
	origin_year: number | null
	origin_note: string | null
}

/** Every table of the database by name. Each area adds its own by declaration merging from its `schema.ts`. */
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- declaration merging needs an interface
export interface Tables {
	workspace: WorkspaceTable
	session: SessionTable
	migration: MigrationTable
}

export type WorkspaceTable = {
	id: string
	key: string
	name: TranslationsColumn
	kind: 'country' | 'region'
	country: string | null
	languages: string[]
	time_zone: string
	secretariat_actor_id: string | null
	default_framework_id: string | null
	is_demonstration: boolean
	demonstration_version: number | null
	created_at: Date
}

export type SessionTable = {
	id: string
	hash: string
	workspace_id: string
	seat_id: string
	address: string | null
	created_at: Date
	expires_at: Date
	ended_at: Date | null
}

export type MigrationTable = {
	name: string
	digest: string
	applied_at: Generated<Date>
}
