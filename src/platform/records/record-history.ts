import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import { Reference, Text } from '#platform/operation/fields.ts'
import { command, everyone, query, type Here } from '#platform/operation/operation.server.ts'
import { absent, conflict } from '#platform/operation/refusal.ts'
import { canonicalText } from '#platform/events/chain.ts'
import { getRecord, RecordReference, referencesOf } from './find-record.server.ts'

const Value = z.unknown()
/** A field of a row, in two versions. */
export const Difference = z.object({
	table: z.string(),
	row: z.string(),
	field: z.string(),
	before: Value,
	after: Value
})
export type Difference = z.output<typeof Difference>
const Entry = z.object({
	sequence: z.int(),
	at: z.date(),
	operation: z.string(),
	by: z.object({
		seat: z.string().nullable(),
		office: z.string().nullable(),
		actor: RecordReference.nullable(),
		role: z.string()
	}),
	via: z.string(),
	reason: z.string().nullable(),
	day: z.string().nullable(),
	/** The record whose rows changed; another than the one asked about where that one is only mentioned. */
	record: RecordReference.nullable(),
	/** Why the payload is gone, where it was erased. */
	erased: z.string().nullable(),
	changes: z.array(Difference)
})

const Canonical = z.object({ role: z.string(), via: z.string(), actor: z.string().nullable() })
const Fields = z.record(z.string(), z.unknown()).nullable()
const Payload = z.object({
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
type Payload = z.output<typeof Payload>

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Who changed what in a record, when, why, from what to what; newest first. Shown by the reader's rights. */
export const getHistory = query({
	name: 'record.history',
	input: z.strictObject({
		record: Reference,
		kind: z.string().max(60).optional(),
		limit: z.int().min(1).max(200).default(25),
		before: z.int().min(1).optional()
	}),
	output: z.object({
		record: RecordReference,
		items: z.array(Entry),
		next: z.int().nullable(),
		names: z.array(RecordReference)
	}),
	about: (here, { record, kind }) => getRecord(here, kind ?? null, record),
	allow: everyone,
	async run(here, { limit, before }, record) {
		const atOnce = Math.min(2 * limit + EVENTS_MORE, EVENTS_AT_ONCE)
		const found: Read[] = []
		// One round is enough unless much of a record's history is not for this reader.
		for (let from = before; found.length <= limit;) {
			const rows = await eventsOf(here, concerning(here, record.id, from, atOnce))
			found.push(...(await readEvents(here, rows)))
			from = rows.at(-1)?.sequence
			if (rows.length < atOnce) break
		}
		const shown = found.slice(0, limit)
		const names = new Map(shown.flatMap((event) => [...event.references]))
		return {
			record: {
				id: record.id,
				kind: record.kind,
				reference: record.reference,
				title: record.title,
				acronym: record.acronym
			},
			items: shown.map(toEntry),
			next: found.length > limit ? (shown.at(-1)?.row.sequence ?? null) : null,
			names: [...names.values()]
		}
	}
})

// A form left open while a record was changed more often than this tells the last of the changes.
const CHANGES_MOST = 100

/**
 * What was changed in a record since one of its versions: each change with who made it, newest first, and what of it the
 * reader may see; and for each field that differs, how it stood then and how it stands now.
 */
export const listChangesSince = query({
	name: 'record.changesSince',
	input: z.strictObject({ record: Reference, kind: z.string().max(60).optional(), version: z.int().min(0) }),
	output: z.object({
		version: z.int(),
		items: z.array(Entry),
		differences: z.array(Difference),
		names: z.array(RecordReference)
	}),
	about: (here, { record, kind }) => getRecord(here, kind ?? null, record),
	allow: everyone,
	async run(here, { version }, record) {
		const missed = Math.min(Math.max(record.version - version, 0), CHANGES_MOST)
		if (missed === 0) return { version: record.version, items: [], differences: [], names: [] }
		// A command that changes a record counts its version up by one and leaves one event of it.
		const rows = await eventsOf(here, ofRecordAlone(here, record.id, missed))
		const events = await readEvents(here, rows)
		const items = events.map(toEntry)
		const names = new Map(events.flatMap((event) => [...event.references]))
		return { version: record.version, items, differences: netChanges(items), names: [...names.values()] }
	}
})

// Newest first: the first change met of a field says how it stands now, the last how it stood before all of them.
function netChanges(items: readonly { changes: readonly Difference[] }[]): Difference[] {
	const net = new Map<string, Difference>()
	for (const change of items.flatMap(({ changes }) => changes)) {
		const place = `${change.table} ${change.row} ${change.field}`
		const later = net.get(place)
		net.set(place, later ? { ...later, before: change.before } : change)
	}
	return [...net.values()].filter(({ before, after }) => canonicalText(before ?? null) !== canonicalText(after ?? null))
}

// More than any page shows, so that a reader is seldom answered in two rounds.
const EVENTS_AT_ONCE = 250
const EVENTS_MORE = 10

type EventRow = Awaited<ReturnType<typeof eventsOf>>[number]
type Read = {
	row: EventRow
	facts: z.output<typeof Canonical>
	payload: Payload | null
	references: ReadonlyMap<string, RecordReference>
}

const toEntry = ({ row, facts, payload, references }: Read): z.output<typeof Entry> => ({
	sequence: row.sequence,
	at: row.at,
	operation: row.operation,
	by: {
		seat: row.key,
		office: row.office,
		actor: (facts.actor && references.get(facts.actor)) || null,
		role: facts.role
	},
	via: facts.via,
	reason: payload?.reason ?? null,
	day: payload?.day ?? null,
	record: (row.record_id && references.get(row.record_id)) || null,
	erased: row.erased_reason,
	changes: payload === null ? [] : fieldChanges(payload.changes)
})

type Latest = { sequence: number }

// The record itself and those merged into it: what became of them before belongs to its history. Of each the last few events are
// read from the index and no more, however long its history is.
const concerning = (here: Here, id: string, before: number | undefined, limit: number) => sql<Latest>`(
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

const ofRecordAlone = (here: Here, id: string, limit: number) => sql<Latest>`(
	select sequence from event where workspace_id = ${here.workspace.id} and record_id = ${id} order by sequence desc limit ${limit}
)`

/** The events found, newest first; `isTold` where the seat may see what they say. */
function eventsOf(here: Here, latest: RawBuilder<Latest>) {
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
		.select(['event.sequence', 'event.at', 'event.operation', 'event.record_id', 'event.canonical'])
		.select(['seat.key', 'seat.office', 'event_payload.payload', 'event_payload.erased_reason'])
		.select(sql<boolean>`event_payload.sequence is not null`.as('isTold'))
		.orderBy('event.sequence', 'desc')
		.execute()
}

/** Events as far as the reader may read them, with the names of the records they speak of. */
async function readEvents(here: Here, rows: readonly EventRow[]): Promise<Read[]> {
	const events = rows
		.filter((row) => row.isTold)
		.map((row) => ({
			row,
			facts: Canonical.parse(JSON.parse(row.canonical)),
			payload: row.payload === null ? null : Payload.parse(JSON.parse(row.payload))
		}))
	const named = events.flatMap(({ row, facts, payload }) => [...namedIn(payload), row.record_id, facts.actor])
	const references = await referencesOf(here, named)
	return events.flatMap(({ payload, ...event }): Read[] => {
		// What a workspace closes to the reader is told under no record that is open to them.
		if (event.row.record_id !== null && !references.has(event.row.record_id)) return []
		const seen = namesOf(references, [...namedIn(payload), event.row.record_id, event.facts.actor])
		if (payload === null) return [{ ...event, payload, references: seen }]
		const changes = payload.changes.flatMap((change) => shownTo(here, change, references))
		// What is said of records the reader may not see is absent, and so is why it was done.
		if (changes.length === 0 && payload.changes.length > 0) return []
		return [{ ...event, payload: { ...payload, changes }, references: seen }]
	})
}

const namesOf = (references: ReadonlyMap<string, RecordReference>, ids: readonly (string | null)[]) =>
	new Map(
		ids.flatMap((id) => {
			const found = id === null ? undefined : references.get(id)
			return found ? [[found.id, found] as const] : []
		})
	)

const isIdentifier = (value: unknown): value is string => typeof value === 'string' && UUID.test(value)

// Identifiers of other records among the values, so that the reader sees names.
function namedIn(payload: Payload | null) {
	const values = (payload?.changes ?? []).flatMap(({ before, after, joins }) => [
		...Object.values(before ?? {}),
		...Object.values(after ?? {}),
		...joins
	])
	return values.filter(isIdentifier)
}

const ruleOf = (here: Here, table: string) =>
	here.registry.areas.flatMap((area) => Object.entries(area.tables)).find(([name]) => name === table)?.[1]

/**
 * A change as far as the reader may see it: what joins the record to one that is hidden is left out, as is a field that
 * names one; and what is kept among the seats is not for the public.
 */
function shownTo(here: Here, change: Payload['changes'][number], references: ReadonlyMap<string, RecordReference>) {
	if (change.joins.some((id) => !references.has(id))) return []
	const rule = ruleOf(here, change.table)
	const inside = here.seat.role === 'public' ? (rule?.inside ?? []) : []
	if (inside === true) return []
	// A row that shares its record's key points to records only.
	const pointsAt = (name: string) => change.table === 'record' || rule?.record === 'id' || rule?.points?.includes(name)
	const left = (fields: Payload['changes'][number]['before']) =>
		fields &&
		Object.fromEntries(
			Object.entries(fields).filter(
				([name, value]) => !inside.includes(name) && !(pointsAt(name) && isIdentifier(value) && !references.has(value))
			)
		)
	const shown = { ...change, before: left(change.before), after: left(change.after) }
	const isEmptied = Object.keys({ ...change.before, ...change.after }).length > 0
	return isEmptied && Object.keys({ ...shown.before, ...shown.after }).length === 0 ? [] : [shown]
}

function fieldChanges(changes: z.output<typeof Payload>['changes']) {
	return changes.flatMap(({ table, row, before, after }) =>
		[...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].map((field) => ({
			table,
			row,
			field,
			before: before?.[field] ?? null,
			after: after?.[field] ?? null
		}))
	)
}

/**
 * Erases what an event's payload says, with a reason. The chain still proves that the event took place and that nothing
 * else was touched: it holds a salted digest, and the salt goes with the payload.
 */
export const eraseHistory = command({
	name: 'record.eraseHistory',
	input: z.strictObject({
		record: Reference,
		kind: z.string().max(60).optional(),
		sequence: z.int().min(1),
		reason: Text(2_000)
	}),
	output: z.object({ id: z.string(), sequence: z.int() }),
	about: (here, { record, kind }) => getRecord(here, kind ?? null, record),
	allow: ({ seat }) => seat.role === 'administrator',
	async run(here, { sequence, reason }, record) {
		const found = await here.tx
			.selectFrom('event_record')
			.innerJoin('event_payload', (on) =>
				on
					.onRef('event_payload.workspace_id', '=', 'event_record.workspace_id')
					.onRef('event_payload.sequence', '=', 'event_record.sequence')
			)
			.innerJoin('event', (on) =>
				on
					.onRef('event.workspace_id', '=', 'event_record.workspace_id')
					.onRef('event.sequence', '=', 'event_record.sequence')
			)
			.select(['event_payload.erased_at', 'event.operation'])
			.where('event_record.workspace_id', '=', here.workspace.id)
			.where('event_record.record_id', '=', record.id)
			.where('event_record.sequence', '=', sequence)
			.executeTakeFirst()
		if (!found) throw absent('platform.no-such-event')
		if (found.erased_at !== null) throw conflict('platform.already-erased')
		// Only what it says tells an erasure by command from one behind the system's back.
		if (found.operation === 'record.eraseHistory') throw conflict('platform.erasure-stays')
		await here.write.erasePayload(sequence, reason, record.id)
		return { id: record.id, sequence }
	}
})
