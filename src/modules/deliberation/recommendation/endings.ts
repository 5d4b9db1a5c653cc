import type { Here } from '#platform/operation/operation.server.ts'
import type { Ended, EndingSource } from '#platform/records/endings.ts'
import { anyOf, referencesOf } from '#platform/records/find-record.server.ts'
import { NOWHERE } from './chain-commands.ts'
import { hopsOf, showTo } from './find-recommendation.server.ts'
import { WAITING_STATES } from './mine.server.ts'
import { OPEN_STATES } from './recommendation-queries.ts'

const OPEN_MOST = 5_000
// What was accepted can be finished by whom it asks; the rest would wait for ever.
const UNANSWERED = ['proposed', 'returned', ...WAITING_STATES] as const

const concerns = ({ kind }: Ended) => kind === 'structure' || kind === 'actor'

const lyingAt = (here: Here, { kind, id }: Ended) =>
	here.tx
		.selectFrom('recommendation')
		.where('recommendation.workspace_id', '=', here.workspace.id)
		.where(kind === 'structure' ? 'recommendation.holder_structure_id' : 'recommendation.holder_actor_id', '=', id)
		.where('recommendation.state', 'in', OPEN_STATES)

/**
 * Recommendations that lie at a structure or an actor: neither ends while one waits there and would lie with nobody. Whoever
 * takes over takes them with the clock that runs; where nobody does, they lapse.
 */
export const recommendationEndings: EndingSource = {
	name: 'recommendation',
	refusal: 'deliberation.structure-holds-recommendations',
	async count(here, ended) {
		if (!concerns(ended)) return 0
		const { many } = await lyingAt(here, ended)
			.where('recommendation.state', 'in', UNANSWERED)
			.select((select) => select.fn.countAll<number>().as('many'))
			.executeTakeFirstOrThrow()
		return many
	},
	async open(here, ended) {
		if (!concerns(ended)) return []
		const rows = await lyingAt(here, ended)
			.select('recommendation.id')
			.orderBy('recommendation.id')
			.limit(OPEN_MOST)
			.execute()
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
		let found = lyingAt(here, ended)
			.innerJoin('record', (on) =>
				on.onRef('record.workspace_id', '=', 'recommendation.workspace_id').onRef('record.id', '=', 'recommendation.id')
			)
			.select(['recommendation.id', 'record.audience'])
		if (ids !== 'all') found = found.where('recommendation.id', '=', anyOf(ids))
		const rows = await found.orderBy('recommendation.id').execute()
		const hops = Map.groupBy(
			await hopsOf(
				here,
				rows.map((row) => row.id)
			),
			(hop) => hop.recommendation_id
		)
		for (const row of rows) {
			const hop = hops.get(row.id)?.at(-1)
			const open = hop && hop.answered_day === null ? hop : undefined
			if (to === null) {
				if (open)
					await here.write.change('recommendation_hop', open.id, {
						answered_day: here.today < open.submitted_day ? open.submitted_day : here.today,
						answer: 'ended',
						reasons: reason
					})
				await here.write.change('recommendation', row.id, { state: 'lapsed', state_day: here.today, ...NOWHERE })
				continue
			}
			const isStructure = ended.kind === 'structure'
			if (open)
				await here.write.change(
					'recommendation_hop',
					open.id,
					isStructure ? { to_structure_id: to } : { to_actor_id: to }
				)
			await here.write.change(
				'recommendation',
				row.id,
				isStructure ? { holder_structure_id: to } : { holder_actor_id: to }
			)
			// Whoever takes over sees what those saw at whom it lay, and no more of it.
			const rights = isStructure ? ['structure', 'members'] : ['actor']
			const tokens = rights.flatMap((right) =>
				row.audience.includes(`${right}:${ended.id}`) ? [`${right}:${to}`] : []
			)
			await showTo(here, row, tokens)
		}
	}
}
