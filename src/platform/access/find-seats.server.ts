import { sql } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'
import { absent, conflict, invalid } from '#platform/operation/refusal.ts'
import { findRecord } from '#platform/records/find-record.server.ts'
import { isMarked } from './firewall.server.ts'

/** True for a seat that somebody holds. */
export const heldSql = sql<boolean>`exists (select from person_seat where person_seat.workspace_id = seat.workspace_id
	and person_seat.seat_id = seat.id and person_seat.ended_at is null)`

/** True for a seat that an open invitation leads to. */
export const invitedSql = (now: Date) => sql<boolean>`exists (select from invitation
	where invitation.workspace_id = seat.workspace_id and invitation.seat_id = seat.id
	and invitation.used_at is null and invitation.revoked_at is null and invitation.expires_at > ${now})`

/** The seat of a key, or undefined. */
export const findSeatRow = (here: Pick<Here, 'tx' | 'workspace'>, key: string) =>
	here.tx
		.selectFrom('seat')
		.select(['id', 'key', 'role', 'actor_id', 'office', 'origin', 'from_day', 'to_day', 'end_reason'])
		// Not `version`: that is what the steps of a command hold against a record's.
		.select('version as seat_version')
		.select(heldSql.as('is_held'))
		.where('workspace_id', '=', here.workspace.id)
		.where('key', '=', key)
		.executeTakeFirst()

export type SeatRow = NonNullable<Awaited<ReturnType<typeof findSeatRow>>>

/** The seat of a key; absent when the workspace has none. */
export async function getSeatRow(here: Pick<Here, 'tx' | 'workspace'>, key: string): Promise<SeatRow> {
	const row = await findSeatRow(here, key)
	if (!row) throw absent('platform.no-such-seat', { seat: key })
	return row
}

/** The actor a seat may act for, by reference; one that has ended cannot be acted for. */
export async function resolveSeatActor(here: Here, reference: string | null | undefined, field = 'actor') {
	if (typeof reference !== 'string') return reference
	const record = await findRecord(here, 'actor', reference)
	if (!record) throw invalid([{ path: [field], code: 'platform.field.no-such-record', params: { reference } }])
	const row = await here.tx
		.selectFrom('actor')
		.select('status')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', record.id)
		.executeTakeFirstOrThrow()
	if (record.state !== 'active' || row.status === 'abolished' || row.status === 'merged')
		throw invalid([{ path: [field], code: 'access.actor-ended' }])
	return record.id
}

/** Refuses a caseworker's seat that would act for an actor with the enforcement mark. */
export async function refuseMarkedCaseworker(here: Here, role: string, actorId: string | null) {
	if (role === 'caseworker' && actorId !== null && (await isMarked(here.tx, here.workspace.id, actorId)))
		throw conflict('access.firewall-seat')
}
