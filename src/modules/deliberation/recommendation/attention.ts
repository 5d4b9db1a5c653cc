import type { Here } from '#platform/operation/operation.server.ts'
import { referenceColumns, referencesOf, toReference } from '#platform/records/find-record.server.ts'
import type { AttentionSource, Due, DueSource, Matter } from '#platform/records/registers.ts'
import { structuresOfSeat } from '../structures-of-seat.server.ts'
import { CONCERNED, concerned, MINE, whereMine, type Concerned, type Mine } from './mine.server.ts'
import { base, OPEN_STATES } from './recommendation-queries.ts'

const FIRST = 5
/** First pages count no further than this: whoever has more of them waiting opens the list. */
const COUNTED = 99

async function matterOf(here: Here, mine: Mine, as: Concerned, structures: readonly string[]): Promise<Matter[]> {
	const every = { workspaceId: here.workspace.id, structures, actorId: here.seat.actorId, today: here.today }
	const whose = concerned(every, as)
	if (whose.structures.length === 0 && whose.actorId === null) return []
	const day = mine === 'overdue' ? 'recommendation.due_day' : 'recommendation.held_since'
	const rows = await base(here)
		.where('record.state', '=', 'active')
		.where((where) => whereMine(where, mine, whose))
		.select(referenceColumns)
		.select(`${day} as day`)
		.orderBy(day, (order) => order.asc().nullsLast())
		.orderBy('recommendation.id')
		.limit(COUNTED + 1)
		.execute()
	if (rows.length === 0) return []
	return [
		{
			code: `recommendation-${mine}`,
			whose: as,
			total: Math.min(rows.length, COUNTED),
			totalIsMore: rows.length > COUNTED,
			path: `/recommendation?filter[mine]=${mine}&filter[mineAs]=${as}`,
			first: rows.slice(0, FIRST).map((row) => ({ record: toReference(row), day: row.day }))
		}
	]
}

/** What waits for a decision at a seat's structures or actor, what came back with questions, and what is late. */
export const recommendationAttention: AttentionSource = {
	name: 'recommendation',
	ofRecords: true,
	async matters(here) {
		if (here.seat.role === 'public' || here.seat.role === 'observer') return []
		const { all: structures } = await structuresOfSeat(here)
		// Side by side: what is asked in one turn leaves in one piece.
		const asked = CONCERNED.flatMap((as) => MINE.map((mine) => matterOf(here, mine, as, structures)))
		return (await Promise.all(asked)).flat()
	}
}

/** The days by which recommendations that are open were to be followed. */
export const recommendationDues: DueSource = {
	name: 'recommendation',
	async dues(here, { from, until, structureId, actorId, limit }): Promise<Due[]> {
		let rows = base(here)
			.where('record.state', '=', 'active')
			.where('recommendation.state', 'in', OPEN_STATES)
			.where('recommendation.due_day', '<=', until)
		if (from !== null) rows = rows.where('recommendation.due_day', '>=', from)
		if (structureId !== undefined)
			rows = rows.where((where) =>
				where.or([
					where('recommendation.holder_structure_id', '=', structureId),
					where('recommendation.structure_id', '=', structureId),
					where('recommendation.addressee_structure_id', '=', structureId)
				])
			)
		if (actorId !== undefined)
			rows = rows.where((where) =>
				where.or([
					where('recommendation.holder_actor_id', '=', actorId),
					where('recommendation.addressee_actor_id', '=', actorId)
				])
			)
		const found = await rows
			.select(referenceColumns)
			.select(['recommendation.due_day', 'recommendation.holder_structure_id', 'recommendation.structure_id'])
			.select(['recommendation.holder_actor_id', 'recommendation.addressee_actor_id'])
			.orderBy('recommendation.due_day')
			.orderBy('record.id')
			.limit(limit)
			.execute()
		// Whoever may not see the structure or the actor is not told which it is.
		const seen = await referencesOf(
			here,
			found.flatMap((row) => [
				row.holder_structure_id ?? row.structure_id,
				row.holder_actor_id ?? row.addressee_actor_id
			])
		)
		const ifSeen = (id: string | null) => (id !== null && seen.has(id) ? id : null)
		return found.flatMap((row) =>
			row.due_day === null
				? []
				: [
						{
							code: 'recommendation',
							day: row.due_day,
							record: toReference(row),
							structureId: ifSeen(row.holder_structure_id ?? row.structure_id),
							actorId: ifSeen(row.holder_actor_id ?? row.addressee_actor_id)
						}
					]
		)
	}
}
