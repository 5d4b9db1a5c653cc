import { audienceChoice, type Audience } from '#platform/access/seat.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import type { RecordTable } from '#platform/records/schema.ts'
import type { Selectable } from 'kysely'

/** A record as a file names it: by its key, or where it has none by its number. */
export type NamedRecord = Omit<
	Selectable<RecordTable>,
	'workspace_id' | 'title_sort' | 'version' | 'created_at' | 'changed_at'
> & {
	readonly reference: string
}

/** The records of a workspace that a seat sees. Those merged into another are signposts: they are named, and hold nothing. */
export type WorkspaceRecords = {
	readonly all: readonly NamedRecord[]
	get(id: string | null): NamedRecord | undefined
	/** The key of a record that holds something; undefined where the seat sees none. */
	keyOf(id: string | null): string | undefined
	find(kind: string, key: string): NamedRecord | undefined
	/** The record of an identifier, where the seat sees it and it holds something. */
	held(id: string): NamedRecord | undefined
}

/** Reads the records that the seat sees; where identifiers are given, those alone. */
export async function readRecords(here: Here, ids?: readonly (string | null)[]): Promise<WorkspaceRecords> {
	let records = here.tx
		.selectFrom('record')
		.select(['id', 'kind', 'key', 'number', 'title', 'acronym', 'audience', 'state', 'state_reason', 'merged_into_id'])
		.select(['origin', 'origin_source', 'origin_year', 'origin_note'])
		.where('workspace_id', '=', here.workspace.id)
	if (ids) records = records.where('id', '=', anyOf([...new Set(ids.filter((id) => id !== null))]))
	const rows = await records.execute()
	const all = rows.map((row) => ({ ...row, reference: row.key ?? row.number ?? row.id }))
	const byId = new Map(all.map((record) => [record.id, record]))
	const byName = new Map(all.map((record) => [`${record.kind} ${record.reference}`, record]))
	const get = (id: string | null) => (id === null ? undefined : byId.get(id))
	const held = (id: string | null) => {
		const record = get(id)
		return record?.state === 'merged' ? undefined : record
	}
	return {
		all,
		get,
		held,
		keyOf: (id) => held(id)?.reference,
		find: (kind, key) => byName.get(`${kind} ${key}`)
	}
}

/** What every sheet of records says of them, beside their key and name. */
export const headOf = (record: NamedRecord) => ({
	acronym: record.acronym,
	state: record.state,
	state_reason: record.state_reason,
	...originOf(record)
})

/** The audience of a record as people choose it. */
export const audienceOf = (record: NamedRecord): Audience => audienceChoice(record.audience)

type Sourced = Pick<NamedRecord, 'origin' | 'origin_source' | 'origin_year'> & { origin_note?: string | null }

/** Where a row comes from, in the columns of a sheet. */
export const originOf = (row: Sourced) => ({
	origin: row.origin,
	source: row.origin_source,
	source_year: row.origin_year,
	note: row.origin_note
})
