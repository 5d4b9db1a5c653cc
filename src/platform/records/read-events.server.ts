import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf, referencesOf, type RecordReference } from './find-record.server.ts'

const Canonical = z.object({ role: z.string(), via: z.string(), actor: z.string().nullable() })
const Fields = z.record(z.string(), z.unknown()).nullable()
/** What an event's payload holds, as far as its history tells it. */
export const Payload = z.object({
	reason: z.string().optional(),
	day: z.string().optional(),
	changes: z.array(
		z.object({
			table: z.string(),
			row: z.string(),
			joins: z.array(z.string()).default([]),
			before: Fields,
			after: Fields
		})
	)
})
export type Payload = z.output<typeof Payload>

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export type EventRow = Awaited<ReturnType<typeof eventsOf>>[number]
/** An event as far as the reader may read it. */
export type Read = {
	row: EventRow
	facts: z.output<typeof Canonical>
	payload: Payload | null
	references: ReadonlyMap<string, RecordReference>
}

export type Latest = { sequence: number }

/**
 * The record itself and those merged into it: what became of them before belongs to its history. Of each the last few events are
 * read from the index and no more, however long its history is.
 */
export const concerning = (here: Here, id: string, before: number | undefined, limit: number) => sql<Latest>`(
	with recursive joined (id) as (
		select ${id}::uuid
		union
		select merged.id from record as merged join joined on merged.merged_into_id = joined.id where merged.workspace_id = ${here.workspace.id}
	)
	select distinct latest.sequence
	from joined
	cross join lateral (
		select event_record.sequence from event_record
		where event_record.workspace_id = ${here.workspace.id} and event_record.record_id = joined.id
			and event_record.sequence < ${before ?? Number.MAX_SAFE_INTEGER}
		order by event_record.sequence desc
		limit ${limit}
	) latest
	order by latest.sequence desc
	limit ${limit}
)`

/** The last few events of a record itself, with those of its parts that the same commands left. */
export const ofRecordAlone = (here: Here, id: string, limit: number) => sql<Latest>`(
	with own as (
		select sequence, command_id from event where workspace_id = ${here.workspace.id} and record_id = ${id}
		order by sequence desc limit ${limit}
	)
	select event_record.sequence from event_record
	join event on event.workspace_id = event_record.workspace_id and event.sequence = event_record.sequence
	where event_record.workspace_id = ${here.workspace.id} and event_record.record_id = ${id}
		and event_record.sequence >= (
			select min(event.sequence) from own
			join event on event.workspace_id = ${here.workspace.id} and event.command_id = own.command_id
		)
		and event.command_id in (select command_id from own)
)`

/** The events found, newest first; `isTold` where the seat may see what they say. */
export function eventsOf(here: Here, latest: RawBuilder<Latest>) {
	return here.tx
		.selectFrom(latest.as('latest'))
		.innerJoin('event', (on) =>
			on.on('event.workspace_id', '=', here.workspace.id).onRef('event.sequence', '=', 'latest.sequence')
		)
		.leftJoin('event_payload', (on) =>
			on
				.onRef('event_payload.workspace_id', '=', 'event.workspace_id')
				.onRef('event_payload.sequence', '=', 'event.sequence')
		)
		.leftJoin('seat', (on) =>
			on.onRef('seat.workspace_id', '=', 'event.workspace_id').onRef('seat.id', '=', 'event.seat_id')
		)
		.select(['event.sequence', 'event.at', 'event.operation', 'event.command_id', 'event.record_id', 'event.canonical'])
		.select(['seat.key', 'seat.office', 'event_payload.payload', 'event_payload.erased_reason'])
		.select(sql<boolean>`event_payload.sequence is not null`.as('isTold'))
		.orderBy('event.sequence', 'desc')
		.execute()
}

/** Events as far as the reader may read them, with the names of the records they speak of. */
export async function readEvents(here: Here, rows: readonly EventRow[]): Promise<Read[]> {
	const events = rows
		.filter((row) => row.isTold)
		.map((row) => ({
			row,
			facts: Canonical.parse(JSON.parse(row.canonical)),
			payload: row.payload === null ? null : Payload.parse(JSON.parse(row.payload))
		}))
	const named = events.flatMap(({ row, facts, payload }) => [...namedIn(payload), row.record_id, facts.actor])
	const inDocuments = events.flatMap(({ payload }) =>
		(payload?.changes ?? []).flatMap((change) => namedInDocuments(here, change))
	)
	const [references, closed, withheld] = await Promise.all([
		referencesOf(here, named),
		closedRows(here, events),
		withheldFields(here, events)
	])
	const others = await seatsAndFiles(
		here,
		inDocuments.filter((id) => !references.has(id))
	)
	const seen: Seen = { references, has: (id) => references.has(id) || others.has(id) }
	const read = events.flatMap(({ payload, ...event }): Read[] => {
		// What a workspace closes to the reader is told under no record that is open to them.
		if (event.row.record_id !== null && !references.has(event.row.record_id)) return []
		const names = namesOf(references, [...namedIn(payload), event.row.record_id, event.facts.actor])
		if (payload === null) return [{ ...event, payload, references: names }]
		const changes = payload.changes
			.filter(({ table, row }) => !closed.has(placeOf(table, row)))
			.flatMap((change) => withoutWithheld(here, change, (field) => withheld(event.row.record_id, change, field)))
			.flatMap((change) => shownTo(here, change, seen))
		// What is said of records the reader may not see is absent, and so is why it was done.
		if (changes.length === 0 && payload.changes.length > 0) return []
		return [{ ...event, payload: { ...payload, changes }, references: names }]
	})
	await notePersonal(here, read)
	return read
}

/** What events tell of a person is in the access log like what the record itself tells. */
async function notePersonal(here: Here, read: readonly Read[]) {
	if (here.log.isAsked) return
	const told = read.flatMap(({ row, payload }) =>
		(payload?.changes ?? []).map((change) => ({ ...change, record: row.record_id }))
	)
	for (const [table, changes] of Map.groupBy(told, (change) => change.table))
		if (await ruleOf(here, table)?.personal?.(here, changes)) here.log.isAsked = true
}

const namesOf = (references: ReadonlyMap<string, RecordReference>, ids: readonly (string | null)[]) =>
	new Map(
		ids.flatMap((id) => {
			const found = id === null ? undefined : references.get(id)
			return found ? [[found.id, found] as const] : []
		})
	)

const placeOf = (table: string, row: string) => `${table} ${row}`

/** Of the rows that events tell of, those that their tables keep from the reader, whoever else sees the record. */
async function closedRows(here: Here, events: readonly { payload: Payload | null }[]): Promise<Set<string>> {
	const told = Map.groupBy(
		events.flatMap(({ payload }) => payload?.changes ?? []),
		({ table }) => table
	)
	const closed = await Promise.all(
		[...told].map(async ([table, changes]) => {
			const rows = await ruleOf(here, table)?.closed?.(here, [...new Set(changes.map(({ row }) => row))])
			return [...(rows ?? [])].map((row) => placeOf(table, row))
		})
	)
	return new Set(closed.flat())
}

/** Tells of the fields of documents which are kept from the reader where events tell of them. */
async function withheldFields(here: Here, events: readonly { row: EventRow; payload: Payload | null }[]) {
	const told = events.flatMap(({ row: { record_id: record }, payload }) =>
		(payload?.changes ?? []).map(({ table, row }) => ({ table, record, row }))
	)
	const asked = await Promise.all(
		[...Map.groupBy(told, ({ table }) => table)].map(
			async ([table, rows]) => [table, await ruleOf(here, table)?.withheld?.(here, rows)] as const
		)
	)
	const byTable = new Map(asked)
	return (record: string | null, { table, row }: Changed, field: string) =>
		byTable.get(table)?.({ record, row }, field) === true
}

/** A change without the fields of documents that are kept from the reader; none where it told of nothing else. */
function withoutWithheld(here: Here, change: Changed, isWithheld: (field: string) => boolean): Changed[] {
	const names = ruleOf(here, change.table)?.documents ?? []
	const left = (fields: Changed['before']) =>
		fields &&
		Object.fromEntries(
			Object.entries(fields).map(([name, value]) => [
				name,
				names.includes(name) && typeof value === 'object' && value !== null
					? Object.fromEntries(Object.entries(value).filter(([field]) => !isWithheld(field)))
					: value
			])
		)
	const told = { ...change, before: left(change.before), after: left(change.after) }
	const size = ({ before, after }: Changed) =>
		[before, after].flatMap((fields) => names.flatMap((name) => Object.keys(fields?.[name] ?? {}))).length
	return size(change) > 0 && size(told) === 0 ? [] : [told]
}

const isIdentifier = (value: unknown): value is string => typeof value === 'string' && UUID.test(value)

// Identifiers of other records among the values, so that the reader sees names.
function namedIn(payload: Payload | null) {
	const values = (payload?.changes ?? []).flatMap(({ before, after, joins }) => [
		...Object.values(before ?? {}),
		...Object.values(after ?? {}),
		...joins
	])
	return values.flatMap(identifiersIn)
}

// In a document each field may name a record, and a field of several values several.
function identifiersIn(value: unknown): string[] {
	if (isIdentifier(value)) return [value]
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(identifiersIn) : []
}

type Changed = Payload['changes'][number]
/** The records the reader sees, and whether something named in a document is one of them, or a seat or file they see. */
type Seen = { references: ReadonlyMap<string, RecordReference>; has(id: string): boolean }

const namedInDocuments = (here: Here, { table, before, after }: Changed) =>
	(ruleOf(here, table)?.documents ?? []).flatMap((name) => [
		...identifiersIn(before?.[name]),
		...identifiersIn(after?.[name])
	])

/** Of identifiers that name no record the reader sees, those of seats and of files they see. */
async function seatsAndFiles(here: Here, ids: readonly string[]): Promise<ReadonlySet<string>> {
	if (ids.length === 0) return new Set()
	const [seats, files] = await Promise.all(
		(['seat', 'file'] as const).map((table) =>
			here.tx
				.selectFrom(table)
				.select('id')
				.where('workspace_id', '=', here.workspace.id)
				.where('id', '=', anyOf([...new Set(ids)]))
				.execute()
		)
	)
	return new Set([...(here.seat.role === 'public' ? [] : (seats ?? [])), ...(files ?? [])].map(({ id }) => id))
}

/** A document without the fields that name what the reader does not see. */
function shownDocument(document: unknown, { has }: Seen): unknown {
	if (typeof document !== 'object' || document === null) return document
	return Object.fromEntries(Object.entries(document).filter(([, value]) => identifiersIn(value).every((id) => has(id))))
}

/** What an area says of a table of its own. */
export const ruleOf = (here: Here, table: string) =>
	here.registry.areas.flatMap((area) => Object.entries(area.tables)).find(([name]) => name === table)?.[1]

/**
 * A change as far as the reader may see it: what joins the record to one that is hidden is left out, as is a field that
 * names one; and what is kept among the seats is not for the public.
 */
function shownTo(here: Here, change: Changed, seen: Seen) {
	const { references } = seen
	if (change.joins.some((id) => !references.has(id))) return []
	const rule = ruleOf(here, change.table)
	const inside = here.seat.role === 'public' ? (rule?.inside ?? []) : []
	if (inside === true) return []
	// A row that shares its record's key points to records only.
	const pointsAt = (name: string) => change.table === 'record' || rule?.record === 'id' || rule?.points?.includes(name)
	const left = (fields: Changed['before']) =>
		fields &&
		Object.fromEntries(
			Object.entries(fields)
				.filter(
					([name, value]) =>
						!inside.includes(name) && !(pointsAt(name) && isIdentifier(value) && !references.has(value))
				)
				.map(([name, value]) => [name, rule?.documents?.includes(name) ? shownDocument(value, seen) : value])
		)
	const shown = { ...change, before: left(change.before), after: left(change.after) }
	const isEmptied = Object.keys({ ...change.before, ...change.after }).length > 0
	return isEmptied && Object.keys({ ...shown.before, ...shown.after }).length === 0 ? [] : [shown]
}
