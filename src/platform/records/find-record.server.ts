import { sql, type Expression } from 'kysely'
import { z } from 'zod'
import { PLANNED_EACH_TIME } from '#platform/database/planned-client.server.ts'
import type { Here, Reader } from '#platform/operation/operation.server.ts'
import { COUNTED_MOST } from '#platform/operation/lists.server.ts'
import { absent } from '#platform/operation/refusal.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export const Translated = z.record(z.string(), z.string())

/** A record as others name it: enough for a link. */
export const RecordReference = z.object({
	id: z.string(),
	kind: z.string(),
	/** Key or number: what stands in its address. */
	reference: z.string(),
	title: Translated,
	acronym: z.string().nullable()
})
export type RecordReference = z.output<typeof RecordReference>

export const OriginOf = z.object({
	origin: z.enum(['reference', 'invented', 'entered']),
	source: z.string().nullable(),
	year: z.int().nullable(),
	note: z.string().nullable()
})
export type OriginOf = z.output<typeof OriginOf>

export const RecordHead = RecordReference.extend({
	...OriginOf.shape,
	state: z.enum(['active', 'withdrawn', 'merged']),
	stateReason: z.string().nullable(),
	audience: z.array(z.string()),
	version: z.int(),
	changedAt: z.date()
})
export type RecordHead = z.output<typeof RecordHead>

/** The columns of `record` that name one where it is only mentioned. */
export const referenceColumns = [
	'record.id',
	'record.kind',
	'record.key',
	'record.number',
	'record.title',
	'record.acronym'
] as const

/** The columns of `record` that the head of its page shows. */
export const headColumns = [
	...referenceColumns,
	'record.origin',
	'record.origin_source',
	'record.origin_year',
	'record.origin_note',
	'record.state',
	'record.state_reason',
	'record.audience',
	'record.version',
	'record.changed_at'
] as const

type HeadRow = {
	id: string
	kind: string
	key: string | null
	number: string | null
	title: Record<string, string>
	acronym: string | null
	origin: OriginOf['origin']
	origin_source: string | null
	origin_year: number | null
	origin_note: string | null
	state: RecordHead['state']
	state_reason: string | null
	audience: string[]
	version: number
	changed_at: Date
}

export const toOrigin = (
	row: Pick<HeadRow, 'origin' | 'origin_source' | 'origin_year'> & { origin_note?: string | null }
): OriginOf => ({
	origin: row.origin,
	source: row.origin_source,
	year: row.origin_year,
	note: row.origin_note ?? null
})

export const toHead = (row: HeadRow): RecordHead => ({
	id: row.id,
	kind: row.kind,
	reference: row.key ?? row.number ?? row.id,
	title: row.title,
	acronym: row.acronym,
	...toOrigin(row),
	state: row.state,
	stateReason: row.state_reason,
	audience: row.audience,
	version: row.version,
	changedAt: row.changed_at
})

const NUMBER = /^[A-Z0-9]+-[A-Z0-9]+-\d{4}-\d{3,}$/

// A merged record leads on to the one that holds its content; a chain longer than this is a defect.
const MERGES_MOST = 20

/**
 * The record of a kind by identifier, key or number, or undefined when there is none the seat may see. A record that was
 * merged into another gives the other. `kind` null takes any kind.
 */
export function findRecord(here: Here, kind: string | null, reference: string): Promise<RecordHead | undefined> {
	if (!here.isOneMoment) return readRecord(here, kind, reference)
	const found = foundIn.get(here.tx) ?? new Map<string, Promise<RecordHead | undefined>>()
	foundIn.set(here.tx, found)
	const asked = `${kind ?? ''} ${reference}`
	const known = found.get(asked) ?? readRecord(here, kind, reference)
	found.set(asked, known)
	return known
}

// The parts of a page each ask for the record they belong to; within one moment the first answer holds for all.
const foundIn = new WeakMap<Reader, Map<string, Promise<RecordHead | undefined>>>()

async function readRecord(here: Here, kind: string | null, reference: string): Promise<RecordHead | undefined> {
	let column: 'record.id' | 'record.key' | 'record.number' = UUID.test(reference)
		? 'record.id'
		: NUMBER.test(reference)
			? 'record.number'
			: 'record.key'
	// Keys are in small letters and numbers in capitals, however somebody types them.
	let value = column === 'record.number' ? reference : reference.toLowerCase()
	for (let step = 0; step < MERGES_MOST; step++) {
		let query = here.tx
			.selectFrom('record')
			.select([...headColumns, 'record.merged_into_id'])
			.where('record.workspace_id', '=', here.workspace.id)
			.where(column, '=', value)
		if (kind !== null) query = query.where('record.kind', '=', kind)
		const row = await query.executeTakeFirst()
		if (!row) return undefined
		if (row.merged_into_id === null) return toHead(row)
		column = 'record.id'
		value = row.merged_into_id
	}
	throw new Error(`record ${reference} is merged in a circle`)
}

/** As `findRecord`; absent when there is none the seat may see. */
export async function getRecord(here: Here, kind: string | null, reference: string): Promise<RecordHead> {
	const found = await findRecord(here, kind, reference)
	if (!found) throw absent('platform.no-such-record', { kind: kind ?? 'record', reference: reference.slice(0, 120) })
	return found
}

/** To compare an identifier with any of several: one statement for however many there are, whose plan can be kept. */
export const anyOf = (ids: readonly string[]) => sql<string>`any(${[...ids]}::uuid[])`

/** References by identifier for the given records, of those the seat may see. */
export async function referencesOf(here: Here, ids: readonly (string | null)[]): Promise<Map<string, RecordReference>> {
	const wanted = [...new Set(ids.filter((id) => id !== null))]
	if (wanted.length === 0) return new Map()
	const rows = await here.tx
		.selectFrom('record')
		.select(['id', 'kind', 'key', 'number', 'title', 'acronym'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', anyOf(wanted))
		.execute()
	return new Map(rows.map((row) => [row.id, toReference(row)]))
}

export const toReference = (
	row: Pick<HeadRow, 'id' | 'kind' | 'key' | 'number' | 'title' | 'acronym'>
): RecordReference => ({
	id: row.id,
	kind: row.kind,
	reference: row.key ?? row.number ?? row.id,
	title: row.title,
	acronym: row.acronym
})

/** How many rows a query of identifiers gives, counted to just beyond the most a list tells. */
export async function countUpTo(tx: Reader, rows: Expression<unknown>): Promise<number> {
	const counted = await tx
		.selectFrom(
			sql<{ id: string }>`(select * from ${rows} as every limit ${COUNTED_MOST + 1} ${sql.raw(PLANNED_EACH_TIME)})`.as(
				'counted'
			)
		)
		.select((select) => select.fn.countAll<number>().as('total'))
		.executeTakeFirstOrThrow()
	return counted.total
}

export type DatedName = {
	name: Record<string, string>
	acronym: string | null
	from: string | null
	to: string | null
	reason: string | null
}
export const DatedNameOf = z.object({
	name: Translated,
	acronym: z.string().nullable(),
	from: z.string().nullable(),
	to: z.string().nullable(),
	reason: z.string().nullable()
})

/** Former names of records by identifier, oldest first. */
export async function formerNames(here: Here, ids: readonly string[]): Promise<Map<string, DatedName[]>> {
	const names = new Map<string, DatedName[]>()
	if (ids.length === 0) return names
	const rows = await here.tx
		.selectFrom('record_name')
		.select(['record_id', 'name', 'acronym', 'from_day', 'to_day', 'reason'])
		.where('workspace_id', '=', here.workspace.id)
		.where('record_id', '=', anyOf(ids))
		.orderBy('to_day')
		.execute()
	for (const row of rows) {
		const name = { name: row.name, acronym: row.acronym, from: row.from_day, to: row.to_day, reason: row.reason }
		const known = names.get(row.record_id)
		if (known) known.push(name)
		else names.set(row.record_id, [name])
	}
	return names
}

/** References with the former names of each, so that whoever is named on the page of a day has the name of that day. */
export async function referencesWithNames(here: Here, ids: readonly (string | null)[]) {
	const wanted = [...new Set(ids.filter((id) => id !== null))]
	const references = new Map<string, RecordReference>()
	const names = new Map<string, DatedName[]>()
	if (wanted.length === 0) return { references, names }
	const rows = await here.tx
		.selectFrom('record')
		.leftJoin('record_name', (on) =>
			on.onRef('record_name.workspace_id', '=', 'record.workspace_id').onRef('record_name.record_id', '=', 'record.id')
		)
		.select(referenceColumns)
		.select(['record_name.name', 'record_name.acronym as name_acronym', 'record_name.from_day'])
		.select(['record_name.to_day', 'record_name.reason'])
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.id', '=', anyOf(wanted))
		.orderBy('record_name.to_day')
		.execute()
	for (const row of rows) {
		references.set(row.id, toReference(row))
		if (row.name === null) continue
		const name = { name: row.name, acronym: row.name_acronym, from: row.from_day, to: row.to_day, reason: row.reason }
		names.set(row.id, [...(names.get(row.id) ?? []), name])
	}
	return { references, names }
}

/** The record under the name it had on a day: its present one unless a former name held then. */
export function nameOn<T extends { title: Record<string, string>; acronym: string | null }>(
	record: T,
	names: readonly DatedName[],
	day: string
): T {
	const then = names.find((name) => (name.from === null || name.from <= day) && name.to !== null && name.to >= day)
	return then ? { ...record, title: then.name, acronym: then.acronym } : record
}
