import type { z } from 'zod'
import { heldThen } from '#modules/directory/membership-queries.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { referencesOf } from '#platform/records/find-record.server.ts'
import { guidelinesOf } from '../cadence/participation-queries.ts'
import { isNonState } from '../cadence/participation-rules.ts'
import { addDays } from '../days.ts'
import { sittingOn } from './attendance-queries.ts'
import { isGuided } from './meeting-rules.ts'
import type { TakingPart } from './outputs.ts'
import { givenTo, reachOf, TABLE_PLACES, TABLE_RIGHTS, whyNotPropose, type Reach } from './taking-part.ts'

type Right = 'may_speak' | 'may_propose' | 'may_see_papers'

/** The guidelines of a structure that give a right to the co-opted. */
async function guidelinesOn(here: Here, structureId: string, right: Right) {
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

/** The co-opted actors that the guidelines of a structure give a right to, by the areas of an item. */
export async function entitledIn(
	here: Here,
	structureId: string,
	right: Right
): Promise<(areas: readonly string[]) => string[]> {
	const [guidelines, sitting] = await Promise.all([
		guidelinesOn(here, structureId, right),
		sittingOn(here, structureId, here.today)
	])
	// A guideline that ends today opens nothing any more: what is opened stays so until something changes.
	const days = [here.today, addDays(here.today, 1)]
	const coOpted = sitting.filter((one) => one.kind === 'co-opted')
	return (areas) =>
		coOpted.filter((one) => days.every((day) => isGuided(guidelines, { ...one, areas, day }))).map((one) => one.actorId)
}

/** What has to do with how the seat's own actor takes part in a structure; null where it acts for none. */
async function partOf(here: Here, structureId: string) {
	const { actorId, role } = here.seat
	if (actorId === null || role === 'public') return null
	const [guidelines, actor, memberships] = await Promise.all([
		guidelinesOf(here, structureId),
		here.tx
			.selectFrom('actor')
			.select('kind')
			.where('workspace_id', '=', here.workspace.id)
			.where('id', '=', actorId)
			.executeTakeFirstOrThrow(),
		here.tx
			.selectFrom('membership')
			.select('kind')
			.where('workspace_id', '=', here.workspace.id)
			.where('structure_id', '=', structureId)
			.where('actor_id', '=', actorId)
			.where((where) => heldThen(where, here.today))
			.execute()
	])
	return {
		place: TABLE_PLACES.find((place) => memberships.some(({ kind }) => kind === place)) ?? null,
		readsOnly: role === 'observer',
		actorKind: actor.kind,
		guidelines,
		day: here.today
	}
}

/** The areas on which the seat's own actor, co-opted into a structure, may propose items: all of them, or those named. */
export async function mayProposeOn(here: Here, structureId: string): Promise<Reach> {
	const part = await partOf(here, structureId)
	return part === null ? [] : reachOf(part).propose
}

/** How the seat's own actor takes part in a structure in which it is no full member; null where there is nothing to say. */
export async function takingPartIn(here: Here, structureId: string): Promise<z.output<typeof TakingPart> | null> {
	const part = await partOf(here, structureId)
	if (part === null) return null
	const given = isNonState(part.actorKind) ? givenTo(part) : null
	if (part.place === null && given === null) return null
	const reach = reachOf(part)
	const areas = await referencesOf(
		here,
		TABLE_RIGHTS.flatMap((right) => (reach[right] === 'all' ? [] : [...reach[right]]))
	)
	return {
		actorKind: part.actorKind,
		place: part.place,
		given,
		rights: TABLE_RIGHTS.map((right) => {
			const on = reach[right]
			if (on === 'all') return { right, on: 'everything' as const, areas: [] }
			if (on.length === 0) return { right, on: 'nothing' as const, areas: [] }
			return { right, on: 'areas' as const, areas: on.flatMap((id) => areas.get(id) ?? []) }
		}),
		whyNotPropose: whyNotPropose(part)
	}
}
