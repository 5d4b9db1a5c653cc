import { type AreaPlanning, placeRows, planRows } from '#platform/exchange/plan-rows.ts'
import { checkRows, type Checked } from './check.ts'
import { decisionPositionSheet, recommendationPositionSheet } from './chain-sheets.ts'

/** Refuses counts that go with no vote, and a vote without its counts. */
export function checkVotes({ texts, fault }: Checked): void {
	const isVote = texts['manner'] === 'vote'
	for (const column of ['votes_for', 'votes_against', 'votes_abstaining'])
		if ((texts[column] !== undefined) !== isVote) fault(column, 'deliberation.import-votes')
}

function checkSaying({ texts, fault }: Checked) {
	if (texts['vote'] === undefined && texts['stance'] === undefined) fault('vote', 'deliberation.import-says-nothing')
}

type Said = {
	vote?: 'for' | 'against' | 'abstaining' | undefined
	stance?: 'reservation' | 'objection' | undefined
	text?: string | undefined
}

const fieldsOf = ({ vote, stance, text }: Said) => ({
	vote: vote ?? null,
	stance: stance ?? null,
	text: text ?? null
})

/** Plans what members said on decisions, or on recommendations. */
export function planPositions(planning: AreaPlanning, kind: 'decision' | 'recommendation'): void {
	if (kind === 'decision') planOnDecisions(planning)
	else planOnRecommendations(planning)
}

function planOnDecisions(planning: AreaPlanning) {
	const { ids } = planning
	const positions = placeRows(planning, decisionPositionSheet)
	checkRows(planning, positions, checkSaying)
	planRows(planning, positions, {
		fields: ({ value }) => fieldsOf(value),
		add: (writing, rows) =>
			writing.write.addAll(
				'decision_position',
				rows.map(({ id, fields, one }) => ({
					...fields,
					id,
					decision_id: ids.of('decision', one.value.decision),
					actor_id: ids.of('actor', one.value.actor)
				}))
			),
		change: (writing, id, fields) => writing.write.change('decision_position', id, fields)
	})
}

function planOnRecommendations(planning: AreaPlanning) {
	const { ids } = planning
	const positions = placeRows(planning, recommendationPositionSheet)
	checkRows(planning, positions, checkSaying)
	planRows(planning, positions, {
		fields: ({ value }) => fieldsOf(value),
		add: (writing, rows) =>
			writing.write.addAll(
				'recommendation_position',
				rows.map(({ id, fields, one }) => ({
					...fields,
					id,
					recommendation_id: ids.of('recommendation', one.value.recommendation),
					actor_id: ids.of('actor', one.value.actor)
				}))
			),
		change: (writing, id, fields) => writing.write.change('recommendation_position', id, fields)
	})
}
