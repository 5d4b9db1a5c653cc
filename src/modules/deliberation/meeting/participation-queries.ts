import type { Here } from '#platform/operation/operation.server.ts'
import { sittingOn } from './attendance-queries.ts'
import { isGuided } from './meeting-rules.ts'

type Right = 'may_speak' | 'may_propose' | 'may_see_papers'

/** The guidelines of a structure that give a right to the co-opted. */
async function guidelinesOf(here: Here, structureId: string, right: Right) {
	const rows = await here.tx
		.selectFrom('structure_participation')
		.select(['actor_kind', 'area_id', 'from_day', 'to_day'])
		.where('workspace_id', '=', here.workspace.id)
		.where('structure_id', '=', structureId)
		.where(right, '=', true)
		.execute()
	return rows.map((row) => ({
		actorKind: row.actor_kind,
		areaId: row.area_id,
		from: row.from_day,
		to: row.to_day
	}))
}

const dayAfter = (day: string) => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

/** The co-opted actors that the guidelines give a right to, on an item about these areas. */
export async function entitledActors(
	here: Here,
	structureId: string,
	right: Right,
	areas: readonly string[]
): Promise<string[]> {
	const [guidelines, sitting] = await Promise.all([
		guidelinesOf(here, structureId, right),
		sittingOn(here, structureId, here.today)
	])
	// A guideline that ends today opens nothing any more: what is opened stays so until something changes.
	const days = [here.today, dayAfter(here.today)]
	return sitting
		.filter((one) => one.kind === 'co-opted' && days.every((day) => isGuided(guidelines, { ...one, areas, day })))
		.map((one) => one.actorId)
}

/** The areas on which the seat's own actor, co-opted into a structure, may propose items: all of them, or those named. */
export async function mayProposeOn(here: Here, structureId: string): Promise<'all' | readonly string[]> {
	const { actorId } = here.seat
	if (actorId === null) return []
	const [guidelines, actor] = await Promise.all([
		guidelinesOf(here, structureId, 'may_propose'),
		here.tx
			.selectFrom('actor')
			.select('kind')
			.where('workspace_id', '=', here.workspace.id)
			.where('id', '=', actorId)
			.executeTakeFirstOrThrow()
	])
	const inForce = guidelines.filter((one) =>
		isGuided([{ ...one, areaId: null }], { actorKind: actor.kind, areas: [], day: here.today })
	)
	if (inForce.some((one) => one.areaId === null)) return 'all'
	return inForce.flatMap((one) => (one.areaId === null ? [] : [one.areaId]))
}
