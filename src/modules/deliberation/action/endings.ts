import type { Here } from '#platform/operation/operation.server.ts'
import type { Ended, EndingSource } from '#platform/records/endings.ts'
import { anyOf, referencesOf } from '#platform/records/find-record.server.ts'
import { endAction } from './action-commands.ts'
import { UNFINISHED } from './action-queries.ts'
import { giveAction } from './hand-over-commands.ts'

const OPEN_MOST = 5_000

const rowsOn = (here: Here, { kind, id }: Ended) =>
	here.tx
		.selectFrom('action')
		.where('action.workspace_id', '=', here.workspace.id)
		.where(kind === 'structure' ? 'action.structure_id' : 'action.responsible_actor_id', '=', id)
		.where('action.state', 'in', UNFINISHED)

const concerns = ({ kind }: Ended) => kind === 'structure' || kind === 'actor'

/**
 * Actions that are not over: a structure is not dissolved, and an actor does not end, before somebody else takes them over. An
 * actor's action may also end with it; then it is cancelled, with the reason.
 */
export const actionEndings: EndingSource = {
	name: 'action',
	refusal: 'deliberation.structure-has-open-actions',
	async count(here, ended) {
		if (!concerns(ended)) return 0
		const { many } = await rowsOn(here, ended)
			.select((select) => select.fn.countAll<number>().as('many'))
			.executeTakeFirstOrThrow()
		return many
	},
	async open(here, ended) {
		if (!concerns(ended)) return []
		const rows = await rowsOn(here, ended).select('action.id').orderBy('action.id').limit(OPEN_MOST).execute()
		const references = await referencesOf(
			here,
			rows.map((row) => row.id)
		)
		return rows.map(({ id }) => {
			const record = references.get(id) ?? null
			return { id, record, label: record?.reference ?? '' }
		})
	},
	async move(here, ended, { ids, to, reason }) {
		if (!concerns(ended)) return
		let found = rowsOn(here, ended)
			.innerJoin('record', (on) =>
				on.onRef('record.workspace_id', '=', 'action.workspace_id').onRef('record.id', '=', 'action.id')
			)
			.select(['action.id', 'action.structure_id', 'action.responsible_actor_id', 'record.audience'])
		if (ids !== 'all') found = found.where('action.id', '=', anyOf(ids))
		const rows = await found.orderBy('action.id').execute()
		const supports = await here.tx
			.selectFrom('action_support')
			.select(['id', 'action_id', 'actor_id'])
			.where('workspace_id', '=', here.workspace.id)
			.where('action_id', '=', anyOf(rows.map((row) => row.id)))
			.execute()
		for (const row of rows) {
			if (to === null) await endAction(here, row, { state: 'cancelled', reason })
			else
				await giveAction(
					here,
					{
						id: row.id,
						audience: row.audience,
						structureId: row.structure_id,
						responsibleActorId: row.responsible_actor_id,
						supports: supports.filter((one) => one.action_id === row.id)
					},
					ended.kind === 'structure' ? { structureId: to } : { actorId: to }
				)
		}
	}
}
