import { sql } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'

/**
 * The last day from a day on and before today on which an action was given to whoever is responsible for it now: written down for
 * them, or handed over to them, by whatever command. A file that brought an action and a seat that was dissolved count the same; an
 * action that was the reader's before is not given to them anew. Joined beside `action` and `record`.
 */
export const givenDay = ({ workspace, seat, today }: Here, from: string) => {
	const dayOf = (moment: string) =>
		sql<string>`to_char(${sql.ref(moment)} at time zone ${workspace.timeZone}, 'YYYY-MM-DD')`
	const inTime = (moment: string) => sql<boolean>`${dayOf(moment)} >= ${from} and ${dayOf(moment)} < ${today}`
	// What nobody has touched since needs no look at its history.
	return sql<{ day: string | null }>`lateral (
		select greatest(
			case when ${inTime('record.created_at')} then ${dayOf('record.created_at')} end,
			case when ${dayOf('record.changed_at')} >= ${from} then (
				select max(${dayOf('event.at')}) from event
				join event_payload told on told.workspace_id = event.workspace_id and told.sequence = event.sequence
				where event.workspace_id = action.workspace_id and event.record_id = action.id and ${inTime('event.at')}
				and exists (
					select from jsonb_array_elements(told.payload::jsonb -> 'changes') change
					where change ->> 'table' = 'action' and change ->> 'row' = action.id::text
					and jsonb_typeof(change -> 'before') = 'object' and jsonb_typeof(change -> 'after') = 'object'
					and (
						change -> 'before' ->> 'responsible_actor_id' is distinct from change -> 'after' ->> 'responsible_actor_id'
						or change -> 'before' ->> 'responsible_seat_id' is distinct from change -> 'after' ->> 'responsible_seat_id'
							and change -> 'before' ->> 'responsible_seat_id' is distinct from ${seat.id}::text
					)
				)
			) end
		) as day
	)`.as('given')
}
