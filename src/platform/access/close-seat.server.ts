import type { Here, Writing } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { whyNotGiveUp } from './access-rules.ts'
import { heldSql } from './find-seats.server.ts'
import { leaveSeat } from './hold-seat.server.ts'

/**
 * Ends a seat on a day: who holds it leaves it at once, and its tokens and invitations open nothing any more. Refused for the
 * last seat of an administrator.
 */
export async function closeSeat(
	here: Writing,
	{ seatId, day, reason }: { seatId: string; day: string; reason: string }
): Promise<void> {
	const seat = await here.tx
		.selectFrom('seat')
		.select(['id', 'role', 'version'])
		.select(heldSql.as('is_held'))
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', seatId)
		.executeTakeFirstOrThrow()
	await refuseLastAdministrator(here, seat)
	await leaveSeat(here, { seatId, reason })
	await revokeInvitations(here, seatId)
	await here.write.change('seat', seatId, { to_day: day, end_reason: reason, version: seat.version + 1 })
}

/**
 * Refuses that the last administrator goes. All seats of administrators are locked first and counted after, in a statement of
 * its own: of two who go in the same moment the second then sees that the first has gone.
 */
export async function refuseLastAdministrator(
	here: Here,
	{ id, role, is_held }: { id: string; role: string; is_held: boolean }
): Promise<void> {
	if (role !== 'administrator') return
	const administrators = here.tx
		.selectFrom('seat')
		.where('workspace_id', '=', here.workspace.id)
		.where('role', '=', 'administrator')
		.where((where) => where.or([where('to_day', 'is', null), where('to_day', '>=', here.today)]))
	await administrators.select('id').orderBy('id').forUpdate().execute()
	const others = await administrators.select(heldSql.as('is_held')).where('id', '<>', id).execute()
	const othersHeld = others.filter((row) => row.is_held).length
	const why = whyNotGiveUp({ role, isHeld: is_held, othersHeld, othersOpen: others.length })
	if (why) throw conflict(why)
}

/** Revokes the invitations that still lead to a seat. */
export async function revokeInvitations(here: Writing, seatId: string): Promise<void> {
	const rows = await here.tx
		.selectFrom('invitation')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('seat_id', '=', seatId)
		.where('used_at', 'is', null)
		.where('revoked_at', 'is', null)
		.orderBy('id')
		.execute()
	for (const row of rows) await here.write.change('invitation', row.id, { revoked_at: here.now })
}
