import type { Here } from '#platform/operation/operation.server.ts'
import type { Kind, SearchText } from '#platform/operation/registry.server.ts'
import { closePapersPrinting } from '../minutes/editions.server.ts'
import { getAction, listActions } from './action-queries.ts'
import { widenAudience } from './place-action.server.ts'

async function actionText(here: Here, ids: readonly string[]): Promise<SearchText[]> {
	const rows = await here.tx
		.selectFrom('action')
		.select(['id', 'text'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', 'in', ids)
		.execute()
	const steps = await here.tx
		.selectFrom('action_step')
		.select(['action_id', 'text'])
		.where('workspace_id', '=', here.workspace.id)
		.where('action_id', 'in', ids)
		.where('state', '=', 'active')
		.execute()
	const texts = Map.groupBy(steps, (row) => row.action_id)
	return rows.map((row) => ({
		id: row.id,
		heading: '',
		body: [row.text, ...(texts.get(row.id) ?? []).map((step) => step.text)].filter(Boolean).join(' \n ')
	}))
}

/** An action as a kind of record: numbered, listed, opened, found by its text and its steps. */
export const actionKind: Kind = {
	name: 'action',
	code: 'ACT',
	list: listActions,
	get: getAction,
	getInput: (action) => ({ action }),
	searchText: actionText,
	// Whoever must act on an action sees it, whatever audience is chosen.
	async spread(here, id, audience) {
		const row = await here.tx
			.selectFrom('action')
			.select('responsible_actor_id')
			.where('workspace_id', '=', here.workspace.id)
			.where('id', '=', id)
			.executeTakeFirstOrThrow()
		const supports = await here.tx
			.selectFrom('action_support')
			.select('actor_id')
			.where('workspace_id', '=', here.workspace.id)
			.where('action_id', '=', id)
			.execute()
		const actors = [row.responsible_actor_id, ...supports.map((one) => one.actor_id)]
		await widenAudience(
			here,
			{ id },
			actors.map((actor) => `actor:${actor}`)
		)
		await closePapersPrinting('action')(here, id, audience)
	},
	async structureOf(here, id) {
		const row = await here.tx
			.selectFrom('action')
			.select('structure_id')
			.where('workspace_id', '=', here.workspace.id)
			.where('id', '=', id)
			.executeTakeFirst()
		return row?.structure_id ?? null
	}
}
