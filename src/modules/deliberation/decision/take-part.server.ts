import { sql } from 'kysely'
import { heldThen } from '#modules/directory/membership-queries.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { guidelinesOf } from '../cadence/participation-queries.ts'
import { isNonState, rightsOf } from '../cadence/participation-rules.ts'
import { quorumOf } from '../cadence/quorum.ts'
import { rhythmOn } from '../cadence/rhythm-queries.ts'
import type { MeetingState } from '../rules.ts'
import type { Sits, Sitting } from './decision-rules.ts'

/** Who sat in a structure on a day, by actor: in its own right, co-opted, or only invited. */
export type Table = ReadonlyMap<string, { sits: Exclude<Sits, null>; kind: string }>

/**
 * Who sat in a structure on a day. Whoever is only recommended sits nowhere yet. Read past what the seat sees of the actors:
 * how many members there are decides whether a vote adds up, and is told to nobody.
 */
export async function tableOf(here: Here, structureId: string, day: string): Promise<Table> {
	const rows = await here.tx
		.selectFrom('membership')
		.innerJoin('actor', (on) =>
			on.onRef('actor.workspace_id', '=', 'membership.workspace_id').onRef('actor.id', '=', 'membership.actor_id')
		)
		.select(['membership.actor_id', 'membership.kind', 'actor.kind as actor_kind'])
		.where('membership.workspace_id', '=', here.workspace.id)
		.where('membership.structure_id', '=', structureId)
		.where('membership.kind', 'in', ['member', 'co-opted', 'invited'])
		.where((where) => heldThen(where, day))
		.orderBy('membership.id')
		.execute()
	const table = new Map<string, { sits: Exclude<Sits, null>; kind: string }>()
	const rank = { full: 2, 'co-opted': 1, invited: 0 } as const
	for (const row of rows) {
		const sits = row.kind === 'member' ? 'full' : row.kind === 'co-opted' ? 'co-opted' : 'invited'
		const known = table.get(row.actor_id)
		if (!known || rank[sits] > rank[known.sits]) table.set(row.actor_id, { sits, kind: row.actor_kind })
	}
	return table
}

/** The full members among those who sit in a structure. */
export const fullMembers = (table: Table): string[] =>
	[...table].flatMap(([actor, { sits }]) => (sits === 'full' ? [actor] : []))

/**
 * Which kinds of co-opted actor may speak in a structure on a day, on what deals with some areas: its guidelines say so of those
 * that belong to no State; State bodies that are co-opted speak.
 */
export async function speakersIn(here: Here, structureId: string, day: string, areaIds: readonly string[]) {
	const guidelines = await guidelinesOf(here, structureId)
	return (kind: string) => !isNonState(kind) || rightsOf(guidelines, kind, areaIds, day).maySpeak
}

type MeetingRow = {
	id: string
	structure_id: string
	state: MeetingState
	day: string
	local_end: string
	is_quorate: boolean | null
}

/** A meeting as the rule of deciding takes it: the rules of its own day hold, and while it runs, whoever is marked present. */
export async function sittingOf(here: Here, meeting: MeetingRow): Promise<Sitting> {
	const rhythm = await rhythmOn(here, meeting.structure_id, meeting.day)
	return {
		state: meeting.state,
		day: meeting.day,
		lastDay: meeting.local_end.slice(0, 10),
		isQuorate: meeting.is_quorate ?? (await isQuorateNow(here, meeting, rhythm)),
		forbidsWithoutQuorum: rhythm.forbids_without_quorum
	}
}

async function isQuorateNow(here: Here, meeting: MeetingRow, rhythm: Awaited<ReturnType<typeof rhythmOn>>) {
	const members = fullMembers(await tableOf(here, meeting.structure_id, meeting.day))
	const { required } = quorumOf(rhythm, members.length)
	if (required === null) return null
	const { present } = await here.tx
		.selectFrom('attendance')
		.select(sql<number>`count(distinct actor_id)::integer`.as('present'))
		.where('workspace_id', '=', here.workspace.id)
		.where('meeting_id', '=', meeting.id)
		.where('capacity', 'in', ['member', 'alternate'])
		.where('state', '=', 'present')
		.executeTakeFirstOrThrow()
	return present >= required
}

/** Whether one structure is the other, or stands above it. */
export const isSameOrAbove = async (here: Here, upper: string, lower: string): Promise<boolean> =>
	upper === lower || (await sameAndAbove(here, lower)).includes(upper)

/** A structure and those above it, up to the last. */
export async function sameAndAbove(here: Here, lower: string): Promise<string[]> {
	const rows = await here.tx
		.withRecursive('above', (query) =>
			query
				.selectFrom('structure')
				.select(['structure.workspace_id', 'structure.parent_id', sql<number>`0`.as('distance')])
				.where('structure.workspace_id', '=', here.workspace.id)
				.where('structure.id', '=', lower)
				.unionAll(
					query
						.selectFrom('structure as next')
						.innerJoin('above', (on) =>
							on.onRef('above.workspace_id', '=', 'next.workspace_id').onRef('above.parent_id', '=', 'next.id')
						)
						.select(['next.workspace_id', 'next.parent_id', sql<number>`above.distance + 1`.as('distance')])
						.where('next.workspace_id', '=', here.workspace.id)
						.where(sql<number>`above.distance`, '<', 30)
				)
		)
		.selectFrom('above')
		.select('above.parent_id')
		.where('above.workspace_id', '=', here.workspace.id)
		.execute()
	return [lower, ...rows.flatMap(({ parent_id }) => parent_id ?? [])]
}
