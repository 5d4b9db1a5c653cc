import { sql } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'

/** The structures above one, nearest first, whether the seat sees them or not: a level is one for everybody. */
export const structuresAbove = (here: Here, structureId: string): Promise<string[]> =>
	climb(here, 'structure', structureId)

/** The actors above one, nearest first. */
export const actorsAbove = (here: Here, actorId: string): Promise<string[]> => climb(here, 'actor', actorId)

// A circle of parents cannot be made; should one stand in the data, the climb still ends.
const LEVELS_MOST = 30

async function climb(here: Here, table: 'actor' | 'structure', id: string): Promise<string[]> {
	const rows = await here.tx
		.selectFrom(
			sql<{ parent_id: string; distance: number }>`(
				with recursive above as (
					select own.workspace_id, own.parent_id, 0 as distance from ${sql.table(table)} own
					where own.workspace_id = ${here.workspace.id} and own.id = ${id}
					union all
					select next.workspace_id, next.parent_id, above.distance + 1 from ${sql.table(table)} next
					join above on above.workspace_id = next.workspace_id and above.parent_id = next.id
					where next.workspace_id = ${here.workspace.id} and above.distance < ${LEVELS_MOST}
				)
				select parent_id, distance from above where parent_id is not null
			)`.as('higher')
		)
		.select(['higher.parent_id', 'higher.distance'])
		.orderBy('higher.distance')
		.execute()
	return rows.map(({ parent_id }) => parent_id)
}
