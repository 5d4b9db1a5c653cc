import type { ExpressionBuilder } from 'kysely'
import { resolveField } from '#modules/directory/find-directory.server.ts'
import type { Tables } from '#platform/database/tables.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { WAITING_STATES } from './mine.server.ts'

/** What can become of a recommendation at a level: an answer, none yet, or none at all. */
export const HOP_ENDS = [
	'accepted',
	'accepted-in-part',
	'passed-on',
	'returned',
	'declined',
	'waiting',
	'unanswered'
] as const
type HopEnd = (typeof HOP_ENDS)[number]

type Asked = {
	hopFrom?: string | undefined
	hopFromActor?: string | undefined
	hopOutside?: boolean | undefined
	hopTo?: string | undefined
	hopToActor?: string | undefined
	hopBecame?: readonly HopEnd[] | undefined
}
type Where = ExpressionBuilder<Pick<Tables, 'record' | 'recommendation'>, 'record' | 'recommendation'>

/** Recommendations by one level of their way: who submitted them, to whom, and what became of them there. */
export async function hopsAsked(here: Here, asked: Asked) {
	const fromId = await resolveField(here, 'structure', asked.hopFrom, 'hopFrom')
	const fromActorId = await resolveField(here, 'actor', asked.hopFromActor, 'hopFromActor')
	const toId = await resolveField(here, 'structure', asked.hopTo, 'hopTo')
	const toActorId = await resolveField(here, 'actor', asked.hopToActor, 'hopToActor')
	const answers = asked.hopBecame?.filter((end) => end !== 'waiting' && end !== 'unanswered') ?? []
	return (where: Where) => {
		let hops = here.tx
			.selectFrom('recommendation_hop as hop')
			.select('hop.recommendation_id')
			.where('hop.workspace_id', '=', here.workspace.id)
		if (asked.hopOutside === true)
			hops = hops.where('hop.from_structure_id', 'is', null).where('hop.from_actor_id', 'is', null)
		if (asked.hopOutside === false)
			hops = hops.where((hop) =>
				hop.or([hop('hop.from_structure_id', 'is not', null), hop('hop.from_actor_id', 'is not', null)])
			)
		if (fromId) hops = hops.where('hop.from_structure_id', '=', fromId)
		if (fromActorId) hops = hops.where('hop.from_actor_id', '=', fromActorId)
		if (toId) hops = hops.where('hop.to_structure_id', '=', toId)
		if (toActorId) hops = hops.where('hop.to_actor_id', '=', toActorId)
		const ends = asked.hopBecame?.map((end) => {
			if (end === 'waiting' || end === 'unanswered') {
				const isWaiting = where('recommendation.state', 'in', [...WAITING_STATES])
				const isOpen = where('record.id', 'in', hops.where('hop.answer', 'is', null))
				if (end === 'waiting') return where.and([isOpen, isWaiting])
				const hasEnded = where('record.id', 'in', hops.where('hop.answer', '=', 'ended'))
				return where.or([hasEnded, where.and([isOpen, where.not(isWaiting)])])
			}
			return where('record.id', 'in', hops.where('hop.answer', 'in', answers))
		})
		return ends ? where.or(ends) : where('record.id', 'in', hops)
	}
}
