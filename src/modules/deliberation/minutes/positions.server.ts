import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf, type RecordReference } from '#platform/records/find-record.server.ts'

type Position = {
	actorId: string
	vote: 'for' | 'against' | 'abstaining' | null
	stance: 'reservation' | 'objection' | null
	text: string | null
}
type Positions = ReadonlyMap<string, readonly Position[]>

/** What is noted of members in decisions, or in recommendations: how they voted, their reservations and objections; by its identifier. */
export async function positionsOf(
	here: Here,
	kind: 'decision' | 'recommendation',
	ids: readonly string[]
): Promise<Positions> {
	if (ids.length === 0) return new Map()
	const rows = kind === 'decision' ? await onDecisions(here, ids) : await onRecommendations(here, ids)
	const grouped = Map.groupBy(rows, ({ of }) => of)
	return new Map([...grouped].map(([id, noted]) => [id, noted.map(({ of: _of, ...one }) => one)]))
}

// No limit but that of what is asked about: a vote from which names are cut off would be another vote.
const onDecisions = (here: Here, ids: readonly string[]) =>
	here.tx
		.selectFrom('decision_position')
		.select(['decision_id as of', 'actor_id as actorId', 'vote', 'stance', 'text'])
		.where('workspace_id', '=', here.workspace.id)
		.where('decision_id', '=', anyOf(ids))
		.orderBy('id')
		.execute()

const onRecommendations = (here: Here, ids: readonly string[]) =>
	here.tx
		.selectFrom('recommendation_position')
		.select(['recommendation_id as of', 'actor_id as actorId', 'vote', 'stance', 'text'])
		.where('workspace_id', '=', here.workspace.id)
		.where('recommendation_id', '=', anyOf(ids))
		.orderBy('id')
		.execute()

/** What is noted of members, of those the reader sees. */
export const toldPositions = (positions: readonly Position[], references: ReadonlyMap<string, RecordReference>) =>
	positions.flatMap(({ actorId, ...noted }) => {
		const actor = references.get(actorId)
		return actor ? [{ actor, ...noted }] : []
	})

type Counted = {
	manner: string | null
	votes_for: number | null
	votes_against: number | null
	votes_abstaining: number | null
}

/** The counts of what was taken by vote; null of all else. */
export const votesOf = ({ manner, votes_for, votes_against, votes_abstaining }: Counted) =>
	manner === 'vote' ? { for: votes_for ?? 0, against: votes_against ?? 0, abstaining: votes_abstaining ?? 0 } : null
