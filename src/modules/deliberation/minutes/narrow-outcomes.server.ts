import type { Here, Writing } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import { levelTokens, partyTokens } from '../recommendation/seen-by.server.ts'
import { followed, hasAudienceOf, isNarrower } from './widely-seen.ts'

type Narrowing = { item: string; structureId: string; before: readonly string[]; after: readonly string[] }
type Made = { id: string; audience: readonly string[]; parties: string[] }

/**
 * When an item is shown to fewer, the decisions, recommendations and actions made in it that were given its audience are shown
 * to fewer with it, in the same command. Whoever must act on one goes on seeing it. What was chosen to be seen by others than
 * the item stays as it was chosen: the page of the minutes names it.
 */
export async function narrowOutcomes(here: Writing, { item, structureId, before, after }: Narrowing): Promise<void> {
	if (!isNarrower(after, before)) return
	const made = [
		...(await decisionsOf(here, item)),
		...(await recommendationsOf(here, item, after)),
		...(await actionsOf(here, item))
	]
	const following = made
		.filter(({ audience }) => hasAudienceOf(audience, before, structureId))
		.toSorted((one, other) => (one.id < other.id ? -1 : 1))
	for (const { id, audience, parties } of following) {
		const now = followed(audience, { before, after, parties }, structureId)
		await here.write.changeRecord(id, { audience: now })
		await here.write.spreadAudience(id, now)
	}
}

async function decisionsOf(here: Here, item: string): Promise<Made[]> {
	const rows = await here.tx
		.selectFrom('decision')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'decision.workspace_id').onRef('record.id', '=', 'decision.id')
		)
		.select(['record.id', 'record.audience'])
		.where('decision.workspace_id', '=', here.workspace.id)
		.where('decision.agenda_item_id', '=', item)
		.execute()
	return rows.map((row) => ({ ...row, parties: [] }))
}

async function recommendationsOf(here: Here, item: string, after: readonly string[]): Promise<Made[]> {
	const rows = await here.tx
		.selectFrom('recommendation')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'recommendation.workspace_id').onRef('record.id', '=', 'recommendation.id')
		)
		.select(['record.id', 'record.audience', 'recommendation.holder_structure_id', 'recommendation.holder_actor_id'])
		.select(['recommendation.addressee_actor_id', 'recommendation.addressee_structure_id'])
		.select('recommendation.structure_id')
		.where('recommendation.workspace_id', '=', here.workspace.id)
		.where('recommendation.agenda_item_id', '=', item)
		.execute()
	const hops =
		rows.length === 0
			? []
			: await here.tx
					.selectFrom('recommendation_hop')
					.select(['recommendation_id', 'to_structure_id', 'to_actor_id', 'answer'])
					.where('workspace_id', '=', here.workspace.id)
					.where('recommendation_id', '=', anyOf(rows.map(({ id }) => id)))
					.execute()
	return rows.map((row) => ({
		id: row.id,
		audience: row.audience,
		parties: [
			...levelTokens({ structureId: row.holder_structure_id, actorId: row.holder_actor_id }, after, row.structure_id),
			...partyTokens(
				row,
				hops.filter((hop) => hop.recommendation_id === row.id),
				after
			)
		]
	}))
}

async function actionsOf(here: Here, item: string): Promise<Made[]> {
	const rows = await here.tx
		.selectFrom('action')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'action.workspace_id').onRef('record.id', '=', 'action.id')
		)
		.select(['record.id', 'record.audience', 'action.responsible_actor_id'])
		.where('action.workspace_id', '=', here.workspace.id)
		.where('action.agenda_item_id', '=', item)
		.execute()
	const supporting =
		rows.length === 0
			? []
			: await here.tx
					.selectFrom('action_support')
					.select(['action_id', 'actor_id'])
					.where('workspace_id', '=', here.workspace.id)
					.where('action_id', '=', anyOf(rows.map(({ id }) => id)))
					.execute()
	return rows.map((row) => ({
		id: row.id,
		audience: row.audience,
		parties: [
			row.responsible_actor_id,
			...supporting.flatMap(({ action_id, actor_id }) => (action_id === row.id ? [actor_id] : []))
		].map((id) => `actor:${id}`)
	}))
}
