import { sql, type ExpressionBuilder } from 'kysely'
import type { Tables } from '#platform/database/tables.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import { isRecommendationOpen, RECOMMENDATION_STATES } from '../rules.ts'

/** What a recommendation can want of a seat: an answer, an answer to questions, or haste. */
export const MINE = ['waiting', 'returned', 'overdue'] as const
export type Mine = (typeof MINE)[number]

export const WAITING_STATES = ['submitted', 'received', 'under-review'] as const
const OPEN = RECOMMENDATION_STATES.filter(isRecommendationOpen)

/** As what a recommendation concerns a seat: at one of its structures, or at the actor it acts for. */
export const CONCERNED = ['structure', 'actor'] as const
export type Concerned = (typeof CONCERNED)[number]

type Whose = { workspaceId: string; structures: readonly string[]; actorId: string | null; today: string }

/** Of whom a seat is, the part that is asked for. */
export const concerned = (whose: Whose, as: Concerned | undefined): Whose => ({
	...whose,
	structures: as === 'actor' ? [] : whose.structures,
	actorId: as === 'structure' ? null : whose.actorId
})
type Where = ExpressionBuilder<Pick<Tables, 'record' | 'recommendation'>, 'record' | 'recommendation'>

/** Of the register, what wants something of a seat. */
export function whereMine(where: Where, mine: Mine, { workspaceId, structures, actorId, today }: Whose) {
	const atStructure = where('recommendation.holder_structure_id', '=', anyOf(structures))
	const atActor = actorId === null ? [] : [where('recommendation.holder_actor_id', '=', actorId)]
	switch (mine) {
		case 'waiting':
			return where.and([where('recommendation.state', 'in', [...WAITING_STATES]), where.or([atStructure, ...atActor])])
		case 'returned':
			return where.and([where('recommendation.state', '=', 'returned'), where.or([atStructure, ...atActor])])
		case 'overdue':
			return where.and([
				where('recommendation.state', 'in', OPEN),
				where('recommendation.due_day', '<', today),
				// One read of an index for each way to be concerned: side by side in one condition they would be looked for among all that is late.
				where(
					'recommendation.id',
					'=',
					sql<string>`any(array(
						select held.id from recommendation held
						where held.workspace_id = ${workspaceId} and held.holder_structure_id = ${anyOf(structures)}
						union all
						select held.id from recommendation held
						where held.workspace_id = ${workspaceId} and held.holder_actor_id = ${actorId}::uuid
						union all
						select addressed.id from recommendation addressed
						where addressed.workspace_id = ${workspaceId} and addressed.addressee_actor_id = ${actorId}::uuid
					))`
				)
			])
		default:
			return mine satisfies never
	}
}
