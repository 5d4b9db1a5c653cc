import { z } from 'zod'
import { Reference, Text } from '#platform/operation/fields.ts'
import { command, everyone, query } from '#platform/operation/operation.server.ts'
import { absent, conflict } from '#platform/operation/refusal.ts'
import { getRecord, RecordReference, referencesOf } from './find-record.server.ts'

const Value = z.unknown()
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
	changes: z.array(z.object({ table: z.string(), row: z.string(), field: z.string(), before: Value, after: Value }))
})

const Canonical = z.object({ role: z.string(), via: z.string(), actor: z.string().nullable() })
const Fields = z.record(z.string(), z.unknown()).nullable()
const Payload = z.object({
	reason: z.string().optional(),
	day: z.string().optional(),
	changes: z.array(z.object({ table: z.string(), row: z.string(), before: Fields, after: Fields }))
})

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
		let rows = here.tx
			.selectFrom('event_record')
			.innerJoin('event', (on) =>
				on
					.onRef('event.workspace_id', '=', 'event_record.workspace_id')
					.onRef('event.sequence', '=', 'event_record.sequence')
			)
			.innerJoin('event_payload', (on) =>
				on
					.onRef('event_payload.workspace_id', '=', 'event.workspace_id')
					.onRef('event_payload.sequence', '=', 'event.sequence')
			)
			.leftJoin('seat', (on) =>
				on.onRef('seat.workspace_id', '=', 'event.workspace_id').onRef('seat.id', '=', 'event.seat_id')
			)
			.select([
				'event.sequence',
				'event.at',
				'event.operation',
				'event.record_id',
				'event.canonical',
				'seat.key',
				'seat.office'
			])
			.select(['event_payload.payload', 'event_payload.erased_reason'])
			.where('event_record.workspace_id', '=', here.workspace.id)
			.where('event_record.record_id', '=', record.id)
		if (before !== undefined) rows = rows.where('event_record.sequence', '<', before)
		const found = await rows
			.orderBy('event_record.sequence', 'desc')
			.limit(limit + 1)
			.execute()
		const shown = found.slice(0, limit)
		const events = shown.map((row) => ({
			row,
			facts: Canonical.parse(JSON.parse(row.canonical)),
			payload: row.payload === null ? null : Payload.parse(JSON.parse(row.payload))
		}))
		const named = [
			...namedIn(events.map((event) => event.payload)),
			...events.flatMap(({ row, facts }) => [row.record_id, facts.actor])
		]
		const references = await referencesOf(here, named)
		return {
			record: {
				id: record.id,
				kind: record.kind,
				reference: record.reference,
				title: record.title,
				acronym: record.acronym
			},
			items: events.map(({ row, facts, payload }) => ({
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
			})),
			next: found.length > limit ? (shown.at(-1)?.sequence ?? null) : null,
			names: [...references.values()]
		}
	}
})

// Identifiers of other records among the values, so that the reader sees names.
function namedIn(payloads: readonly (z.output<typeof Payload> | null)[]) {
	const ids = new Set<string>()
	for (const payload of payloads)
		for (const change of payload?.changes ?? [])
			for (const value of [...Object.values(change.before ?? {}), ...Object.values(change.after ?? {})])
				if (typeof value === 'string' && UUID.test(value)) ids.add(value)
	return ids
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
			.select('event_payload.erased_at')
			.where('event_record.workspace_id', '=', here.workspace.id)
			.where('event_record.record_id', '=', record.id)
			.where('event_record.sequence', '=', sequence)
			.executeTakeFirst()
		if (!found) throw absent('platform.no-such-event')
		if (found.erased_at !== null) throw conflict('platform.already-erased')
		await here.write.erasePayload(sequence, reason, record.id)
		return { id: record.id, sequence }
	}
})
