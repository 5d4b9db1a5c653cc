import type { Writing } from '#platform/operation/operation.server.ts'
import { hopsOf } from './find-recommendation.server.ts'
import { NOWHERE } from './chain-commands.ts'

/**
 * Moves to another recommendation what is still to be done for one that turned out to ask the same. The way it had gone stays
 * its own, with its clocks, and is told on the page of the other; where it still waited for an answer, its clock stops.
 */
export async function mergeRecommendation(here: Writing, from: string, into: string): Promise<void> {
	const actions = await here.tx
		.selectFrom('action')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('recommendation_id', '=', from)
		.orderBy('id')
		.execute()
	for (const action of actions) await here.write.change('action', action.id, { recommendation_id: into })
	const last = (await hopsOf(here, [from])).at(-1)
	if (last && last.answered_day === null)
		await here.write.change('recommendation_hop', last.id, {
			answered_day: last.submitted_day > here.today ? last.submitted_day : here.today,
			answer: 'passed-on'
		})
	await here.write.change('recommendation', from, NOWHERE)
}
