import type { Writing } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { isRecommendationOpen } from '../rules.ts'
import { NOWHERE } from './chain-commands.ts'
import { hopsOf, showTo } from './find-recommendation.server.ts'
import { partyTokens } from './seen-by.server.ts'

/**
 * Moves to another recommendation what is still to be done for one that turned out to ask the same. The way it had gone stays
 * its own, with its clocks, and is told on the page of the other; where it still waited for an answer, its clock stops. What is
 * open does not end in what is closed: nobody would be waited for any more. The levels that had it see the one that remains.
 */
export async function mergeRecommendation(here: Writing, from: string, into: string): Promise<void> {
	const [one, other] = [await standingOf(here, from), await standingOf(here, into)]
	if (isRecommendationOpen(one.state) && !isRecommendationOpen(other.state))
		throw conflict('deliberation.recommendation-merge-into-closed')
	const actions = await here.tx
		.selectFrom('action')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('recommendation_id', '=', from)
		.orderBy('id')
		.execute()
	for (const action of actions) await here.write.change('action', action.id, { recommendation_id: into })
	const hops = await hopsOf(here, [from])
	const last = hops.at(-1)
	if (last && last.answered_day === null)
		await here.write.change('recommendation_hop', last.id, {
			answered_day: last.submitted_day > here.today ? last.submitted_day : here.today,
			answer: 'ended'
		})
	await here.write.change('recommendation', from, NOWHERE)
	const parties = { ...one, structure_id: other.structure_id }
	await showTo(here, { id: into, audience: other.audience }, partyTokens(parties, hops, other.audience))
}

const standingOf = (here: Writing, id: string) =>
	here.tx
		.selectFrom('record')
		.innerJoin('recommendation', (on) =>
			on.onRef('recommendation.workspace_id', '=', 'record.workspace_id').onRef('recommendation.id', '=', 'record.id')
		)
		.select(['record.audience', 'recommendation.state', 'recommendation.structure_id'])
		.select(['recommendation.addressee_actor_id', 'recommendation.addressee_structure_id'])
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.id', '=', id)
		.executeTakeFirstOrThrow()
