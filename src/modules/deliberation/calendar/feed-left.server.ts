import { sql } from 'kysely'

/**
 * True for an address whose seat was left since it was made. Who left still has the address, as they would a token: it is of no
 * more use than one, and whoever sits there next makes their own.
 */
export const isLeftSql = sql<boolean>`exists (select from person_seat where person_seat.workspace_id = calendar_feed.workspace_id
	and person_seat.seat_id = calendar_feed.seat_id and person_seat.ended_at >= calendar_feed.created_at)`
