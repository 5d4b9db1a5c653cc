import { sql } from 'kysely'
import type { Reader } from '#platform/operation/operation.server.ts'

/** On which side of the firewall a person stands, anywhere: by a seat of a marked actor, by a caseworker's seat. */
export type FirewallSides = { holdsMarked: boolean; holdsCaseworker: boolean }

type Seat = { role: string; isMarked: boolean }

/**
 * Why a person cannot hold a seat for the seats they hold already, or null when they can. Whoever enforces migration law
 * reads no protection case, and nobody is talked past that by holding two seats: in one workspace or in two.
 */
export function whyNotHold(seat: Seat, sides: FirewallSides) {
	if (seat.role === 'caseworker' && (seat.isMarked || sides.holdsMarked)) return 'access.firewall-caseworker'
	return seat.isMarked && sides.holdsCaseworker ? 'access.firewall-marked' : null
}

/** On which side of the firewall a person stands, asked across workspaces by the one function that may. */
export async function firewallSides(tx: Reader, personId: string): Promise<FirewallSides> {
	const row = await tx
		.selectFrom(
			sql<{ holds_marked: boolean; holds_caseworker: boolean }>`firewall_sides(${personId}::uuid)`.as('sides')
		)
		.select(['sides.holds_marked', 'sides.holds_caseworker'])
		.executeTakeFirstOrThrow()
	return { holdsMarked: row.holds_marked, holdsCaseworker: row.holds_caseworker }
}

/**
 * True when a caseworker's seat opens nothing: its actor carries the enforcement mark, or who holds it holds a seat of a
 * marked actor somewhere. Asked on every request, so that a mark set in another workspace holds from that moment on.
 */
export async function isBehindFirewall(
	tx: Reader,
	workspaceId: string,
	seat: { id: string; actorId: string | null }
): Promise<boolean> {
	if (seat.actorId !== null && (await isMarked(tx, workspaceId, seat.actorId))) return true
	const holder = await tx
		.selectFrom('person_seat')
		.select('person_id')
		.where('workspace_id', '=', workspaceId)
		.where('seat_id', '=', seat.id)
		.where('ended_at', 'is', null)
		.executeTakeFirst()
	return holder !== undefined && (await firewallSides(tx, holder.person_id)).holdsMarked
}

/** Whether an actor carries the enforcement mark. */
export async function isMarked(tx: Reader, workspaceId: string, actorId: string): Promise<boolean> {
	const row = await tx
		.selectFrom('actor')
		.select('is_enforcement')
		.where('workspace_id', '=', workspaceId)
		.where('id', '=', actorId)
		.executeTakeFirst()
	return row?.is_enforcement === true
}
