import { z } from 'zod'
import { Reference, Text } from '#platform/operation/fields.ts'
import { command, everyone, query, type Here } from '#platform/operation/operation.server.ts'
import { absent, conflict } from '#platform/operation/refusal.ts'
import { canonicalText } from '#platform/events/chain.ts'
import { getRecord, RecordReference } from './find-record.server.ts'
import { joinEvents, type Deed } from './join-events.server.ts'
import { concerning, eventsOf, ofRecordAlone, Payload, readEvents, type Read } from './read-events.server.ts'

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
	/** True where something was changed that the reader does not see: neither what nor by whom is told then. */
	isUnseen: z.boolean(),
	changes: z.array(Difference)
})

/** Who changed what in a record, when, why, from what to what; one item for each command, newest first. Shown by the reader's rights. */
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
		const events: Read[] = []
		let found: Deed[] = []
		// One round is enough unless much of a record's history is not for this reader.
		for (let from = before; found.length <= limit;) {
			const rows = await eventsOf(here, concerning(here, record.id, from, atOnce))
			events.push(...(await readEvents(here, rows)))
			found = joinEvents(here, events, record.id)
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
			next: found.length > limit ? (shown.at(-1)?.from ?? null) : null,
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
		// A command that changes a record counts its version up by one and leaves one event of it, beside those of its parts.
		const rows = await eventsOf(here, ofRecordAlone(here, record.id, missed))
		const events = joinEvents(here, await readEvents(here, rows), record.id).filter(
			({ row }) => row.record_id === record.id
		)
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

// Who made a change, how and why tells of what it was.
const NOBODY = { seat: null, office: null, actor: null, role: '' }

const toEntry = ({ row, facts, payload, references, isUnseen }: Deed): z.output<typeof Entry> => ({
	sequence: row.sequence,
	at: row.at,
	operation: row.operation,
	by: isUnseen
		? NOBODY
		: {
				seat: row.key,
				office: row.office,
				actor: (facts.actor && references.get(facts.actor)) || null,
				role: facts.role
			},
	via: isUnseen ? '' : facts.via,
	reason: isUnseen ? null : (payload?.reason ?? null),
	day: isUnseen ? null : (payload?.day ?? null),
	record: (row.record_id && references.get(row.record_id)) || null,
	erased: row.erased_reason,
	isUnseen,
	changes: payload === null || isUnseen ? [] : fieldChanges(payload.changes)
})

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
			.select(['event.command_id', 'event_payload.erased_at', 'event_payload.payload'])
			.where('event_record.workspace_id', '=', here.workspace.id)
			.where('event_record.record_id', '=', record.id)
			.where('event_record.sequence', '=', sequence)
			.executeTakeFirst()
		if (!found) throw absent('platform.no-such-event')
		if (found.erased_at !== null) throw conflict('platform.already-erased')
		// Only what it says tells an erasure by command from one behind the system's back.
		if (isErasure(found.payload)) throw conflict('platform.erasure-stays')
		await here.write.erasePayload(sequence, reason, record.id)
		for (const other of await toldWith(here, record.id, { sequence, command: found.command_id }))
			await here.write.erasePayload(other, reason, record.id)
		return { id: record.id, sequence }
	}
})

/** The events that the history of a record tells as one with the one given: of the same command, and of parts of it. */
async function toldWith(
	here: Here,
	id: string,
	{ sequence, command: commandId }: { sequence: number; command: string }
) {
	const parts = here.registry.kinds.filter(({ isOneWithWhole }) => isOneWithWhole).map(({ name }) => name)
	const rows = await here.tx
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
		.leftJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'event.workspace_id').onRef('record.id', '=', 'event.record_id')
		)
		.select('event.sequence')
		.where('event_record.workspace_id', '=', here.workspace.id)
		.where('event_record.record_id', '=', id)
		.where('event.command_id', '=', commandId)
		.where('event.sequence', '!=', sequence)
		.where('event_payload.erased_at', 'is', null)
		.where((where) => where.or([where('event.record_id', '=', id), where('record.kind', 'in', ['', ...parts])]))
		.orderBy('event.sequence')
		.execute()
	return rows.map((row) => row.sequence)
}

const isErasure = (payload: string | null) =>
	payload !== null && Payload.parse(JSON.parse(payload)).changes.some(({ table }) => table === 'event')
