import type { Here } from '#platform/operation/operation.server.ts'
import { DEFAULT_PREFERENCE, type Preference } from './action-rules.ts'

/**
 * Who is reminded: the person who holds a seat, once for all the seats they hold, or the seat itself where nobody does. What the
 * last holder of a seat chose is not the next one's choice.
 */
export type Reminded = { seat_id: null; person_id: string } | { seat_id: string; person_id: null }

type Reading = Pick<Here, 'tx' | 'workspace'>

/** Whoever is reminded of what waits for a seat. */
export async function remindedOf({ tx, workspace }: Reading, seatId: string): Promise<Reminded> {
	const held = await tx
		.selectFrom('person_seat')
		.select('person_id')
		.where('workspace_id', '=', workspace.id)
		.where('seat_id', '=', seatId)
		.where('ended_at', 'is', null)
		.executeTakeFirst()
	return held ? { seat_id: null, person_id: held.person_id } : { seat_id: seatId, person_id: null }
}

/** The seats of the workspace that are reminded together: those of the person, in a fixed order, or the one that nobody holds. */
export async function seatsOf({ tx, workspace }: Reading, reminded: Reminded): Promise<string[]> {
	if (reminded.person_id === null) return [reminded.seat_id]
	const rows = await tx
		.selectFrom('person_seat')
		.select('seat_id')
		.where('workspace_id', '=', workspace.id)
		.where('person_id', '=', reminded.person_id)
		.where('ended_at', 'is', null)
		.orderBy('seat_id')
		.execute()
	return rows.map((row) => row.seat_id)
}

/** The row of what somebody chose, as it is read or locked. */
export const chosenBy = ({ tx, workspace }: Reading, { seat_id: seatId, person_id: personId }: Reminded) => {
	const rows = tx
		.selectFrom('reminder_preference')
		.select(['id', 'frequency', 'weekday', 'language', 'last_digest_day'])
		.where('workspace_id', '=', workspace.id)
	return personId === null ? rows.where('seat_id', '=', seatId) : rows.where('person_id', '=', personId)
}

/** What somebody chose, or what holds where they chose nothing. */
export async function preferenceOf(here: Reading, reminded: Reminded): Promise<Preference> {
	const row = await chosenBy(here, reminded).executeTakeFirst()
	if (!row) return DEFAULT_PREFERENCE
	return { frequency: row.frequency, weekday: row.weekday, language: row.language, lastDigestDay: row.last_digest_day }
}
