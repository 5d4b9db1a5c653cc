import { randomBytes } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { sql, type Kysely } from 'kysely'
import { actingRole, type Seat } from '#platform/access/seat.ts'
import type { Tables } from '#platform/database/tables.ts'
import { insertRows } from '#platform/database/insert-rows.server.ts'
import type { Change, Writer } from '#platform/operation/writer.ts'
import { seeingAll } from '#platform/records/kept-results.server.ts'
import { canonicalText, CHAIN_START, payloadDigest, sealEvent } from './chain.ts'

/** What an event's payload holds: the changes of one record by one command, with the reason given for them. */
export type Payload = {
	reason?: string
	day?: string
	changes: {
		table: string
		row: string
		/** The other records the row joins: the change is shown to who sees them too. */
		joins?: string[]
		before: Record<string, unknown> | null
		after: Record<string, unknown> | null
	}[]
}

type Doing = { workspaceId: string; seat: Seat; operation: string; commandId: string; via: string; now: Date }

const EVENTS_AT_ONCE = 500
// What is sealed in one go keeps the database waiting for what was sent before.
const SEALED_AT_ONCE = 50
// While the database takes in some, the next wait there already.
const SENT_AHEAD = 2
const SALT_BYTES = 16
// What belongs to no record (seats, tokens) is shown to administrators.
const ADMINISTRATORS = ['role:administrator']

function byRecord(changes: readonly Change[]) {
	const groups = new Map<string | null, Change[]>()
	for (const change of changes) {
		const group = groups.get(change.record)
		if (group) group.push(change)
		else groups.set(change.record, [change])
	}
	return groups
}

/**
 * Counts up the version of each record the command touched, and appends an event a record to the workspace's chain. The
 * chain's head is locked last, after every row and counter: any other order deadlocks two commands against each other.
 * Gives the records touched with their new versions.
 */
export async function appendEvents(
	tx: Kysely<Tables>,
	writer: Writer,
	doing: Doing
): Promise<ReadonlyMap<string, number>> {
	const { workspaceId, seat, operation, commandId: command, via, now } = doing
	const groups = byRecord(writer.changes())
	if (groups.size === 0) return new Map()
	const touched = [...groups.keys()].filter((id) => id !== null).sort()
	const audiences = new Map<string, string[]>()
	const versions = new Map<string, number>(touched.map((id) => [id, 0]))
	const countUp = async (ids: readonly string[]) => {
		const { rows } = await sql<{ id: string; audience: string[]; version: number }>`
			update record set version = version + 1, changed_at = ${now}
			where workspace_id = ${workspaceId} and id = any (${[...ids]}) returning id, audience, version`.execute(tx)
		for (const row of rows) {
			audiences.set(row.id, row.audience)
			versions.set(row.id, row.version)
		}
	}
	const whole = writer.addedWhole()
	for (const [id, audience] of whole) {
		audiences.set(id, [...audience])
		versions.set(id, 1)
	}
	const toCount = touched.filter((id) => !whole.has(id))
	if (toCount.length > 0) await countUp(toCount)
	// What the seat wrote may be for others alone: a chair's recommendation that only the secretariat is to read, a part of an
	// entry. It is told of to those who do see it, and to nobody else.
	const unseen = toCount.filter((id) => !audiences.has(id))
	if (unseen.length > 0) await seeingAll(tx, seat.audience, () => countUp(unseen))
	await writer.keepTotals()
	const { rows: heads } = await sql<{ sequence: number; hash: string }>`
		insert into chain_head (workspace_id, sequence, hash) values (${workspaceId}, 0, ${CHAIN_START})
		on conflict (workspace_id) do update set hash = chain_head.hash returning sequence, hash`.execute(tx)
	let sequence = heads[0]?.sequence ?? 0
	let previous = heads[0]?.hash ?? CHAIN_START
	const explanation = writer.explanation()
	const mentioned = writer.mentioned()
	const seal = (record: string | null, changes: readonly Change[], salt: string): Sealed => {
		sequence++
		const content: Payload = {
			...explanation,
			changes: changes.map(({ table, row, joins, before, after }) => ({
				table,
				row,
				...(joins.length > 0 ? { joins } : {}),
				before,
				after
			}))
		}
		const payload = canonicalText(content)
		const sealed = sealEvent({
			workspace: workspaceId,
			sequence,
			at: now.toISOString(),
			operation,
			command,
			record,
			seat: seat.id,
			actor: seat.actorId,
			role: actingRole(seat),
			via,
			payload: payloadDigest(salt, payload),
			previous
		})
		previous = sealed.hash
		const concerned = new Set([
			...(record === null ? [] : [record]),
			...changes.flatMap((change) => change.mentions),
			...mentioned
		])
		return {
			event: {
				workspace_id: workspaceId,
				sequence,
				at: now,
				operation,
				command_id: command,
				record_id: record,
				seat_id: seat.id,
				...sealed
			},
			payload: {
				workspace_id: workspaceId,
				sequence,
				audience: record === null ? ADMINISTRATORS : (audiences.get(record) ?? ADMINISTRATORS),
				salt,
				payload,
				erased_at: null,
				erased_reason: null
			},
			concerned: [...concerned].map((id) => ({ workspace_id: workspaceId, record_id: id, sequence }))
		}
	}
	// While the database takes in some, the next are sealed, and of very many no more are held than that.
	const sent: Promise<void>[] = []
	const waiting = [...groups]
	try {
		for (let start = 0; start < waiting.length; start += EVENTS_AT_ONCE) {
			const some = waiting.slice(start, start + EVENTS_AT_ONCE)
			const salts = randomBytes(SALT_BYTES * some.length).toString('hex')
			const sealed: Sealed[] = []
			for (const [index, [record, changes]] of some.entries()) {
				sealed.push(seal(record, changes, salts.slice(index * SALT_BYTES * 2, (index + 1) * SALT_BYTES * 2)))
				if (sealed.length % SEALED_AT_ONCE === 0) await setImmediate()
			}
			const writing = insertEvents(tx, sealed)
			// It is waited for two turns later, and a failure is told there.
			writing.catch(() => undefined)
			sent.push(writing)
			if (sent.length > SENT_AHEAD) await sent.shift()
		}
		for (const writing of sent) await writing
	} finally {
		await Promise.allSettled(sent)
	}
	const ofRecords = touched.length > 0 ? sql`, records_sequence = ${sequence}, records_hash = ${previous}` : sql``
	await sql`update chain_head set sequence = ${sequence}, hash = ${previous}${ofRecords}
		where workspace_id = ${workspaceId}`.execute(tx)
	return versions
}

type Sealed = {
	event: Readonly<Record<string, unknown>>
	payload: Readonly<Record<string, unknown>>
	concerned: readonly Readonly<Record<string, unknown>>[]
}

// Sent one behind the other, in the order in which they need each other.
async function insertEvents(tx: Kysely<Tables>, sealed: readonly Sealed[]): Promise<void> {
	await Promise.all([
		insertRows(
			tx,
			'event',
			sealed.map(({ event }) => event)
		),
		insertRows(
			tx,
			'event_payload',
			sealed.map(({ payload }) => payload)
		),
		insertRows(
			tx,
			'event_record',
			sealed.flatMap(({ concerned }) => concerned)
		)
	])
}
