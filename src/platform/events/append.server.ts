import { randomBytes } from 'node:crypto'
import { sql, type Kysely } from 'kysely'
import { actingRole, type Seat } from '#platform/access/seat.ts'
import type { Tables } from '#platform/database/tables.ts'
import type { Change, Writer } from '#platform/operation/writer.server.ts'
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

// Rows of many columns by arrays, one statement a table, however many events a command makes.
const ROWS_PER_INSERT = 2_000
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
	if (touched.length > 0) {
		const { rows } = await sql<{ id: string; audience: string[]; version: number }>`
			update record set version = version + 1, changed_at = ${now}
			where workspace_id = ${workspaceId} and id = any (${touched}) returning id, audience, version`.execute(tx)
		for (const row of rows) {
			audiences.set(row.id, row.audience)
			versions.set(row.id, row.version)
		}
	}
	await writer.keepTotals()
	const { rows: heads } = await sql<{ sequence: number; hash: string }>`
		insert into chain_head (workspace_id, sequence, hash) values (${workspaceId}, 0, ${CHAIN_START})
		on conflict (workspace_id) do update set hash = chain_head.hash returning sequence, hash`.execute(tx)
	let sequence = heads[0]?.sequence ?? 0
	let previous = heads[0]?.hash ?? CHAIN_START
	const events = []
	const payloads = []
	const concerned: { record_id: string; sequence: number }[] = []
	for (const [record, changes] of groups) {
		sequence++
		const content: Payload = {
			...writer.explanation(),
			changes: changes.map(({ table, row, joins, before, after }) => ({
				table,
				row,
				...(joins.length > 0 ? { joins } : {}),
				before,
				after
			}))
		}
		const payload = canonicalText(content)
		const salt = randomBytes(16).toString('hex')
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
		events.push({
			workspace_id: workspaceId,
			sequence,
			at: now,
			operation,
			command_id: command,
			record_id: record,
			seat_id: seat.id,
			...sealed
		})
		payloads.push({
			workspace_id: workspaceId,
			sequence,
			audience: record === null ? ADMINISTRATORS : (audiences.get(record) ?? ADMINISTRATORS),
			salt,
			payload,
			erased_at: null,
			erased_reason: null
		})
		const mentioned = new Set([
			...(record === null ? [] : [record]),
			...changes.flatMap((change) => change.mentions),
			...writer.mentioned()
		])
		for (const id of mentioned) concerned.push({ record_id: id, sequence })
	}
	await sql`update chain_head set sequence = ${sequence}, hash = ${previous} where workspace_id = ${workspaceId}`.execute(
		tx
	)
	for (let start = 0; start < events.length; start += ROWS_PER_INSERT) {
		await tx
			.insertInto('event')
			.values(events.slice(start, start + ROWS_PER_INSERT))
			.execute()
		await tx
			.insertInto('event_payload')
			.values(payloads.slice(start, start + ROWS_PER_INSERT))
			.execute()
	}
	const pairs = concerned.map((one) => ({ workspace_id: workspaceId, ...one }))
	for (let start = 0; start < pairs.length; start += ROWS_PER_INSERT * 4)
		await tx
			.insertInto('event_record')
			.values(pairs.slice(start, start + ROWS_PER_INSERT * 4))
			.execute()
	return versions
}
