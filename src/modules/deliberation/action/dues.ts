import { referenceColumns, toReference } from '#platform/records/find-record.server.ts'
import type { DueSource } from '#platform/records/registers.ts'
import { UNFINISHED } from './action-queries.ts'

/** Actions that are not over, by the day they are due. */
export const actionDues: DueSource = {
	name: 'action',
	async dues(here, { from, until, structureId, actorId, limit }) {
		let found = here.tx
			.selectFrom('action')
			.innerJoin('record', (on) =>
				on.onRef('record.workspace_id', '=', 'action.workspace_id').onRef('record.id', '=', 'action.id')
			)
			.select(referenceColumns)
			.select(['action.due_day', 'action.structure_id', 'action.responsible_actor_id'])
			.where('action.workspace_id', '=', here.workspace.id)
			.where('action.state', 'in', UNFINISHED)
			.where('action.due_day', '<=', until)
			.where('record.state', '=', 'active')
		if (from !== null) found = found.where('action.due_day', '>=', from)
		if (structureId !== undefined) found = found.where('action.structure_id', '=', structureId)
		if (actorId !== undefined) found = found.where('action.responsible_actor_id', '=', actorId)
		const rows = await found.orderBy('action.due_day').orderBy('action.id').limit(limit).execute()
		return rows.flatMap((row) =>
			row.due_day === null
				? []
				: [
						{
							code: 'action',
							day: row.due_day,
							record: toReference(row),
							structureId: row.structure_id,
							actorId: row.responsible_actor_id
						}
					]
		)
	}
}
