import type { Here, Writing } from '#platform/operation/operation.server.ts'
import type { Kind, SearchText } from '#platform/operation/registry.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import { CODES } from '../number-record.server.ts'
import { closePapersPrinting } from '../minutes/editions.server.ts'
import { hopsOf, showTo } from './find-recommendation.server.ts'
import { mergeRecommendation } from './merge-recommendation.ts'
import { getRecommendation } from './recommendation-page.ts'
import { listRecommendations } from './recommendation-queries.ts'
import { partyTokens } from './seen-by.server.ts'

const joined = (parts: readonly (string | null)[]) => parts.filter((part) => part).join(' \n ')

async function recommendationText(here: Here, ids: readonly string[]): Promise<SearchText[]> {
	const rows = await here.tx
		.selectFrom('recommendation')
		.leftJoin('recommendation_wording', (on) =>
			on
				.onRef('recommendation_wording.workspace_id', '=', 'recommendation.workspace_id')
				.onRef('recommendation_wording.recommendation_id', '=', 'recommendation.id')
				.onRef('recommendation_wording.number', '=', 'recommendation.wording')
		)
		.select([
			'recommendation.id',
			'recommendation.addressee',
			'recommendation.action_word',
			'recommendation_wording.text'
		])
		.where('recommendation.workspace_id', '=', here.workspace.id)
		.where('recommendation.id', '=', anyOf(ids))
		.execute()
	return rows.map((row) => ({ id: row.id, heading: '', body: joined([row.text, row.addressee, row.action_word]) }))
}

async function structureOf(here: Here, id: string): Promise<string | null> {
	const row = await here.tx
		.selectFrom('recommendation')
		.select('structure_id')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirst()
	return row?.structure_id ?? null
}

/** Whoever else may see a recommendation: each level it was submitted to, and whom it asks once it is accepted. */
async function keepLevels(here: Writing, id: string, audience: readonly string[]): Promise<void> {
	const row = await here.tx
		.selectFrom('recommendation')
		.select(['structure_id', 'addressee_actor_id', 'addressee_structure_id'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirstOrThrow()
	const hops = await hopsOf(here, [id])
	await showTo(here, { id, audience }, partyTokens(row, hops, audience))
	await closePapersPrinting('recommendation')(here, id, audience)
}

export const recommendationKind: Kind = {
	name: 'recommendation',
	code: CODES.recommendation,
	list: listRecommendations,
	get: getRecommendation,
	getInput: (recommendation) => ({ recommendation }),
	searchText: recommendationText,
	structureOf,
	spread: keepLevels,
	merge: mergeRecommendation
}
