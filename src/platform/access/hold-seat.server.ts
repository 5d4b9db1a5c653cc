import { sql } from 'kysely'
import type { Writing } from '#platform/operation/operation.server.ts'
import { absent, conflict } from '#platform/operation/refusal.ts'
import { firewallSides, isMarked, whyNotHold } from './firewall.server.ts'
import type { PersonSeatTable } from './schema.ts'

export type Person = { id: string; name: string; email: string }

type Holding = {
	seatId: string
	person: Person
	source: PersonSeatTable['source']
	/** The rule that gives the seat, where one does. */
	ruleId?: string | null
}

/**
 * Lets a person hold a seat from now on, and gives the identifier of the holding. A seat is one person's at a time: held by
 * another it is refused; held by the same person already, nothing changes. The firewall stands here.
 */
export async function holdSeat(here: Writing, { seatId, person, source, ruleId = null }: Holding): Promise<string> {
	await lockPerson(here, person.id)
	const seat = await lockSeat(here, seatId)
	if (seat.to_day !== null && seat.to_day < here.today) throw conflict('access.seat-ended')
	const held = await openHolding(here, seatId)
	if (held?.person_id === person.id) return held.id
	if (held) throw conflict('access.seat-taken')
	const isOfMarked = seat.actor_id !== null && (await isMarked(here.tx, here.workspace.id, seat.actor_id))
	const why = whyNotHold({ role: seat.role, isMarked: isOfMarked }, await firewallSides(here.tx, person.id))
	if (why) throw conflict(why)
	return here.write.add('person_seat', {
		seat_id: seatId,
		person_id: person.id,
		name: person.name,
		email: person.email,
		source,
		rule_id: ruleId,
		from_at: here.now,
		ended_at: null,
		end_reason: null
	})
}

/**
 * Ends what a person holds of a seat, at once, and with it every token of the seat: what somebody has carried away opens
 * nothing after they have gone. Gives who held it; a seat nobody holds only loses its tokens.
 */
export async function leaveSeat(
	here: Writing,
	{ seatId, reason }: { seatId: string; reason: string }
): Promise<Person | undefined> {
	await lockSeat(here, seatId)
	const held = await openHolding(here, seatId)
	if (held) await here.write.change('person_seat', held.id, { ended_at: here.now, end_reason: reason })
	await revokeTokens(here, seatId)
	return held && { id: held.person_id, name: held.name, email: held.email }
}

/** Who holds a seat now, or undefined when nobody does. */
export const openHolding = (here: Pick<Writing, 'tx' | 'workspace'>, seatId: string) =>
	here.tx
		.selectFrom('person_seat')
		.select(['id', 'person_id', 'name', 'email', 'source', 'rule_id', 'from_at'])
		.where('workspace_id', '=', here.workspace.id)
		.where('seat_id', '=', seatId)
		.where('ended_at', 'is', null)
		.executeTakeFirst()

async function revokeTokens(here: Writing, seatId: string) {
	const tokens = await here.tx
		.selectFrom('token')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('seat_id', '=', seatId)
		.where('revoked_at', 'is', null)
		.orderBy('id')
		.execute()
	for (const token of tokens) await here.write.change('token', token.id, { revoked_at: here.now })
}

async function lockSeat(here: Writing, seatId: string) {
	const row = await here.tx
		.selectFrom('seat')
		.select(['id', 'key', 'role', 'actor_id', 'to_day'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', seatId)
		.forUpdate()
		.executeTakeFirst()
	if (!row) throw absent('access.no-such-seat')
	return row
}

// Two holdings of one person in the same moment, in two workspaces, could each pass a firewall that both together break.
async function lockPerson(here: Writing, personId: string) {
	await here.tx
		.selectFrom(sql`pg_advisory_xact_lock(hashtextextended(${`person ${personId}`}, 0))`.as('locked'))
		.select(sql<boolean>`true`.as('isLocked'))
		.execute()
}
