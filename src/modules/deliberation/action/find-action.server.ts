import type { Here, Writing } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { getActionRow } from '../find-deliberation.server.ts'
import { whyNotMoveAction, type ActionMove } from '../rules.ts'
import { hasActingSeat } from '../secretary-seat.server.ts'
import { mayDo, partiesOf, type ActionDoing } from './action-rules.ts'

/** An action with its row, the holders of the offices of its structure, and the actors that support it. */
export async function getActionWithParties(here: Here, reference: string) {
	const action = await getActionRow(here, reference)
	const [supports, isSecretarySeated] = await Promise.all([
		here.tx
			.selectFrom('action_support')
			.select(['id', 'actor_id'])
			.where('workspace_id', '=', here.workspace.id)
			.where('action_id', '=', action.id)
			.orderBy('id')
			.execute(),
		hasActingSeat(here, action.secretaryActorId)
	])
	const supporterIds = supports.map((row) => row.actor_id)
	return { ...action, isSecretarySeated, supports, supporterIds, responsibleActorId: action.row.responsible_actor_id }
}
export type FoundAction = Awaited<ReturnType<typeof getActionWithParties>>

/**
 * Locks an action and reads it anew. A command that carries no version judges by what this gives: of two at once, the second finds what
 * the first has made of it.
 */
export async function lockAction(here: Writing, { id }: { id: string }): Promise<FoundAction> {
	await here.write.lockRecord(id)
	return getActionWithParties(here, id)
}

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
