import type { Here } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { getActionRow } from '../find-deliberation.server.ts'
import { whyNotMoveAction, type ActionMove } from '../rules.ts'
import { mayDo, partiesOf, type ActionDoing } from './action-rules.ts'

/** An action with its row, the holders of the offices of its structure, and the actors that support it. */
export async function getActionWithParties(here: Here, reference: string) {
	const action = await getActionRow(here, reference)
	const supports = await here.tx
		.selectFrom('action_support')
		.select(['id', 'actor_id'])
		.where('workspace_id', '=', here.workspace.id)
		.where('action_id', '=', action.id)
		.orderBy('id')
		.execute()
	const supporterIds = supports.map((row) => row.actor_id)
	return { ...action, supports, supporterIds, responsibleActorId: action.row.responsible_actor_id }
}
export type FoundAction = Awaited<ReturnType<typeof getActionWithParties>>

/** The `about` of a command on an action. */
export const theAction = (here: Here, { action }: { action: string }) => getActionWithParties(here, action)

/** The `allow` of a command on an action. */
export const may =
	(doing: ActionDoing) =>
	({ seat }: Here, action: FoundAction) =>
		mayDo(partiesOf(seat, action), doing)

/** Refuses a move that the action's state does not have, and any on an action that was withdrawn. */
export function refuseMove(action: Pick<FoundAction, 'row' | 'state'>, move: ActionMove) {
	if (action.state !== 'active') throw conflict('deliberation.action-withdrawn')
	const why = whyNotMoveAction(action.row.state, move)
	if (why) throw conflict(why)
}
