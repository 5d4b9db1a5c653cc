import type { Writing } from '#platform/operation/operation.server.ts'
import { firewallSides, isMarked } from './firewall.server.ts'
import { leaveSeat } from './hold-seat.server.ts'

/** Why a holding ended that the firewall ended; a word for the catalogue, kept with the holding. */
export const LEFT_BY_FIREWALL = 'firewall'

/**
 * Ends what the firewall bars in a workspace: each caseworker's seat of a marked actor, or of somebody who holds a seat of a
 * marked actor anywhere. Such a seat opens nothing from the moment of the mark on; this says so in the history too, and
 * revokes its tokens. Gives how many ended.
 */
export async function endProtection(here: Writing): Promise<number> {
	const held = await here.tx
		.selectFrom('person_seat')
		.innerJoin('seat', (on) =>
			on.onRef('seat.workspace_id', '=', 'person_seat.workspace_id').onRef('seat.id', '=', 'person_seat.seat_id')
		)
		.select(['person_seat.seat_id', 'person_seat.person_id', 'seat.actor_id'])
		.where('person_seat.workspace_id', '=', here.workspace.id)
		.where('person_seat.ended_at', 'is', null)
		.where('seat.role', '=', 'caseworker')
		.orderBy('person_seat.id')
		.execute()
	let ended = 0
	for (const { seat_id: seatId, person_id: personId, actor_id: actorId } of held) {
		const isOfMarked = actorId !== null && (await isMarked(here.tx, here.workspace.id, actorId))
		if (!isOfMarked && !(await firewallSides(here.tx, personId)).holdsMarked) continue
		await leaveSeat(here, { seatId, reason: LEFT_BY_FIREWALL })
		ended++
	}
	return ended
}
