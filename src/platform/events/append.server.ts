import { setImmediate } from 'node:timers/promises'
import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import { actingRole, type Seat } from '#platform/access/seat.ts'
import type { Tables } from '#platform/database/tables.ts'
import { insertRows } from '#platform/database/insert-rows.server.ts'
import type { Writer } from '#platform/operation/writer.ts'
import { seeingAll } from '#platform/records/kept-results.server.ts'
import { CHAIN_START, sealEvent } from './chain.ts'
import { wordChanges, type Worded } from './payload.ts'

type Doing = {
	workspaceId: string
	seat: Seat
	operation: string
	commandId: string
	via: string
	now: Date
	/** What the command answers with: of its events, the one of that record is the newest, and so heads what is told of it. */
	answer?: unknown
}

const Answer = z.object({ id: z.string() })

// So many go on their way to the database in one piece: of more it waits for the rest while the next are sealed.
const EVENTS_AT_ONCE = 150
// What is sealed in one go keeps the database waiting for what was sent before.
const SEALED_AT_ONCE = 25
// While the database takes in some, the next wait there already.
const SENT_AHEAD = 4
// What belongs to no record (seats, tokens) is shown to administrators.
const ADMINISTRATORS = ['role:administrator']

/** The changes record by record, in the order in which each was first changed; those of the record that is answered with come last. */
function inOrder<T>(changes: ReadonlyMap<string | null, T>, answer: unknown): ReadonlyMap<string | null, T> {
	const head = Answer.safeParse(answer).data?.id
	const own = head === undefined ? undefined : changes.get(head)
	if (head === undefined || !own) return changes
	const groups = new Map(changes)
	groups.delete(head)
	return groups.set(head, own)
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
	const worded = writer.worded()
	const groups = inOrder(writer.changes(), doing.answer)
	if (groups.size === 0 && worded.length === 0) return new Map()
	const touched = [...worded.map(({ record }) => record), ...groups.keys()].filter((id) => id !== null).sort()
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
	const seal = ({ record, payload, salt, digest, mentions }: Worded): Sealed => {
		sequence++
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
			payload: digest,
			previous
		})
		previous = sealed.hash
		const concerned = new Set([...(record === null ? [] : [record]), ...mentions, ...mentioned])
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
	const total = worded.length + waiting.length
	const wordedFrom = (start: number, end: number) => [
		...worded.slice(start, end),
		...wordChanges(waiting.slice(Math.max(0, start - worded.length), Math.max(0, end - worded.length)), explanation)
	]
	try {
		for (let start = 0; start < total; start += EVENTS_AT_ONCE) {
			const end = Math.min(total, start + EVENTS_AT_ONCE)
			const sealed: Sealed[] = []
			for (let at = start; at < end; at += SEALED_AT_ONCE) {
				sealed.push(...wordedFrom(at, Math.min(end, at + SEALED_AT_ONCE)).map(seal))
				if (sealed.length % SEALED_AT_ONCE === 0) await setImmediate()
			}
			const writing = insertEvents(tx, sealed)
			// It is waited for some turns later, and a failure is told there.
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
