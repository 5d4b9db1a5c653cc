import { referenceColumns, referencesOf, toReference } from '#platform/records/find-record.server.ts'
import type { AttentionSource, Due, DueSource } from '#platform/records/registers.ts'
import { OPEN_STEPS } from './road-map-rules.ts'
import { steps } from './road-map-queries.ts'

const FIRST = 5
/** First pages count no further than this: whoever has more of them opens the list. */
const COUNTED = 99

/** The days that open steps of road maps aim at; each is said under its instrument, with the kind of step it is. */
export const roadMapDues: DueSource = {
	name: 'road-map',
	async dues(here, { from, until, structureId, actorId, limit }): Promise<Due[]> {
		let rows = steps(here)
			.where('road_map_step.state', 'in', OPEN_STEPS)
			.where('road_map_step.target_day', 'is not', null)
			.where('road_map_step.target_day', '<=', until)
		if (from !== null) rows = rows.where('road_map_step.target_day', '>=', from)
		if (structureId !== undefined) rows = rows.where('road_map_step.structure_id', '=', structureId)
		if (actorId !== undefined) rows = rows.where('road_map_step.lead_actor_id', '=', actorId)
		const found = await rows
			.select(referenceColumns)
			.select(['road_map_step.id as step_id', 'road_map_step.form'])
			.select('road_map_step.target_day')
			.select(['road_map_step.structure_id', 'road_map_step.lead_actor_id'])
			.orderBy('road_map_step.target_day')
			.orderBy('road_map_step.id')
			.limit(limit)
			.execute()
		const seen = await referencesOf(
			here,
			found.flatMap((row) => [row.structure_id, row.lead_actor_id])
		)
		const ifSeen = (id: string | null) => (id !== null && seen.has(id) ? id : null)
		return found.flatMap((row) =>
			row.target_day === null
				? []
				: [
						{
							code: `road-map-${row.form}`,
							part: row.step_id,
							day: row.target_day,
							record: toReference(row),
							structureId: ifSeen(row.structure_id),
							actorId: ifSeen(row.lead_actor_id)
						}
					]
		)
	}
}

/** Steps led by the seat's actor that are past their target. */
export const roadMapAttention: AttentionSource = {
	name: 'road-map',
	async matters(here) {
		const { actorId, role } = here.seat
		if (role === 'public' || role === 'observer' || actorId === null) return []
		const rows = await steps(here)
			.where('road_map_step.state', 'in', OPEN_STEPS)
			.where('road_map_step.lead_actor_id', '=', actorId)
			.where('road_map_step.target_day', 'is not', null)
			.where('road_map_step.target_day', '<', here.today)
			.select(referenceColumns)
			.select('road_map_step.target_day')
			.orderBy('road_map_step.target_day')
			.orderBy('road_map_step.id')
			.limit(COUNTED + 1)
			.execute()
		if (rows.length === 0) return []
		return [
			{
				code: 'road-map-overdue',
				whose: 'actor',
				total: Math.min(rows.length, COUNTED),
				totalIsMore: rows.length > COUNTED,
				path: '/road-map?filter[mine]=true&filter[late]=true',
				first: rows.slice(0, FIRST).map((row) => ({ record: toReference(row), day: row.target_day }))
			}
		]
	}
}
