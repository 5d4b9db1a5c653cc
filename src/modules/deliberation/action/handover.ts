import type { HandoverSource, SeatOfHandover } from '#platform/access/handover.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { referenceColumns, toReference } from '#platform/records/find-record.server.ts'
import { UNFINISHED } from './action-queries.ts'

const MOST = 500

const openActions = (here: Here) =>
	here.tx
		.selectFrom('action')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'action.workspace_id').onRef('record.id', '=', 'action.id')
		)
		.select(referenceColumns)
		.select('action.due_day')
		.where('action.workspace_id', '=', here.workspace.id)
		.where('action.state', 'in', UNFINISHED)
		.where('record.state', '=', 'active')
		.orderBy('action.due_day')
		.orderBy('action.id')
		.limit(MOST)

const toItem =
	(code: string) =>
	({ due_day: day, ...row }: Parameters<typeof toReference>[0] & { due_day: string | null }) => ({
		code,
		id: row.id,
		record: toReference(row),
		label: null,
		day
	})

// Those of the actor that name nobody: they stay with the actor unless they are moved to the seat.
async function ofActor(here: Here, { actorId }: SeatOfHandover) {
	if (actorId === null) return []
	const rows = await openActions(here)
		.where('action.responsible_actor_id', '=', actorId)
		.where('action.responsible_seat_id', 'is', null)
		.execute()
	return rows.map(toItem('action-of-actor'))
}

/** The actions a seat sees to follow whoever holds it; those of its actor that name nobody may be moved to it. */
export const actionHandover: HandoverSource = {
	async open(here, seat) {
		const rows = await openActions(here).where('action.responsible_seat_id', '=', seat.id).execute()
		return rows.map(toItem('action-of-seat'))
	},
	movable: ofActor,
	async move(here, seat, ids, reason) {
		here.write.explain({ reason })
		for (const id of ids) await here.write.change('action', id, { responsible_seat_id: seat.id })
	}
}
