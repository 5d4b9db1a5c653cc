import { v7 as uuid } from 'uuid'
import type { Origin, Translations } from '#platform/database/tables.ts'
import type { RecordState } from '#platform/records/schema.ts'

export type NewRecord = {
	id?: string
	kind: string
	key: string | null
	number: string | null
	title: Translations
	acronym?: string | null
	audience: readonly string[]
	origin?: Origin
	origin_source?: string | null
	origin_year?: number | null
	origin_note?: string | null
	/** A record may come in withdrawn, or as the signpost to the one it was merged into. */
	state?: RecordState
	state_reason?: string | null
	merged_into_id?: string | null
}

export type RecordChange = Partial<{
	title: Translations
	acronym: string | null
	audience: readonly string[]
	origin: Origin
	origin_source: string | null
	origin_year: number | null
	origin_note: string | null
	state: RecordState
	state_reason: string | null
	merged_into_id: string | null
}>

/** What a record is sorted by: its name in the language of its workspace, or in whichever it has. */
export const sortTitle = (title: Translations, language: string) => title[language] ?? Object.values(title)[0] ?? ''

/** A new record as its row, with what is not said of it. */
export const recordRow = (
	record: NewRecord,
	{ workspaceId, language, now }: { workspaceId: string; language: string; now: Date }
) => ({
	workspace_id: workspaceId,
	id: record.id ?? uuid(),
	kind: record.kind,
	key: record.key,
	number: record.number,
	title: record.title,
	title_sort: sortTitle(record.title, language),
	acronym: record.acronym ?? null,
	audience: [...record.audience],
	origin: record.origin ?? 'entered',
	origin_source: record.origin_source ?? null,
	origin_year: record.origin_year ?? null,
	origin_note: record.origin_note ?? null,
	state: record.state ?? 'active',
	state_reason: record.state_reason ?? null,
	merged_into_id: record.merged_into_id ?? null,
	version: 0,
	created_at: now,
	changed_at: now
})
