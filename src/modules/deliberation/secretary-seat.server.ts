import { sql, type RawBuilder } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'

/**
 * Whether somebody can act in the workspace for the actor that a column names: it has a seat today that does more than read along.
 * Of no actor nobody can.
 */
export const isSeated = (here: Here, actorId: RawBuilder<string | null>): RawBuilder<boolean> =>
	sql<boolean>`exists (select from seat where seat.workspace_id = ${here.workspace.id} and seat.actor_id = ${actorId}
		and ${isOpenToAct(here)})`

// An observer reads along and does nothing for its actor.
const isOpenToAct = ({ today }: Here) =>
	sql<boolean>`seat.role <> 'observer' and (seat.from_day is null or seat.from_day <= ${today})
		and (seat.to_day is null or seat.to_day >= ${today})`

/** The same of one actor. */
export async function hasActingSeat(here: Here, actorId: string | null): Promise<boolean> {
	if (actorId === null) return false
	const row = await here.tx
		.selectFrom('seat')
		.select('seat.id')
		.where('seat.workspace_id', '=', here.workspace.id)
		.where('seat.actor_id', '=', actorId)
		.where(isOpenToAct(here))
		.limit(1)
		.executeTakeFirst()
	return row !== undefined
}
