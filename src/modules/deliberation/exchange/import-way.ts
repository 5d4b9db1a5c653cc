import { v7 as uuid } from 'uuid'
import { type AreaPlanning, type Placing, originColumns, planRows } from '#platform/exchange/plan-rows.ts'
import type { Texts } from '#platform/exchange/texts.ts'
import { whyNotClimb } from '../recommendation/recommendation-rules.ts'
import type { hopSheet, recommendationSheet } from './chain-sheets.ts'
import { checkEmpty, checkFilled, checkOrder, checkPast, checkRows } from './check.ts'
import { aboveOf, actorsOf, isGoneOf } from './levels.ts'
import { senderIn, whyNotFrom } from './way-rules.ts'

export type Register = Placing<(typeof recommendationSheet)['columns']>
export type Way = Placing<(typeof hopSheet)['columns']>

type Ways = { placing: Register; way: Way; sortedHops: (number: string | undefined) => readonly Texts[] }

/** Plans the way of recommendations from level to level. */
export async function planWay(planning: AreaPlanning, { placing, way, sortedHops }: Ways) {
	const { ids, here } = planning
	const recommendations = new Map(placing.all.map(({ texts }) => [texts['number'] ?? '', texts]))
	const above = aboveOf(planning)
	const actors = actorsOf(planning)
	const isGone = isGoneOf(planning)
	const beforeOf = ({ recommendation, position }: { recommendation: string; position: number }) =>
		sortedHops(recommendation)[position - 2]
	checkRows(planning, way, (row) => {
		const { texts, fault } = row
		if ((texts['to_structure'] === undefined) === (texts['to_actor'] === undefined))
			fault('to_structure', 'deliberation.recommendation-one-level')
		checkOrder(row, 'submitted', 'received', 'review', 'answered')
		checkPast(row, here.today, 'submitted', 'received', 'review', 'answered')
		const isOfTwo = texts['from_structure'] !== undefined && texts['from_actor'] !== undefined
		if (isOfTwo) fault('from_actor', 'deliberation.import-one-sender')
		if (texts['answer'] === undefined) checkEmpty(row, 'unanswered', 'answered')
		else checkFilled(row, texts['answer'], 'answered')
		const hops = sortedHops(texts['recommendation'])
		const at = hops.indexOf(texts)
		if (Number(texts['position']) !== at + 1) fault('position', 'deliberation.import-hop-gap', { next: at + 1 })
		const before = at > 0 ? hops[at - 1] : undefined
		if (texts['answer'] === 'ended' && at < hops.length - 1) fault('answer', 'deliberation.import-ended-and-on')
		if (before && before['answered'] === undefined) fault('submitted', 'deliberation.import-hop-open')
		else if (before && (texts['submitted'] ?? '') < (before['answered'] ?? ''))
			fault('submitted', 'deliberation.import-day-before', { column: 'answered' })
		if (row.before !== undefined || isOfTwo) return
		const from = texts['from_structure']
		const to = texts['to_structure']
		const actor = texts['to_actor']
		const recommendation = recommendations.get(texts['recommendation'] ?? '')
		const elsewhere = whyNotFrom(texts, {
			before: at > 0 ? hops.slice(0, at) : [],
			madeBy: recommendation?.['structure'],
			isGone
		})
		if (elsewhere) fault(texts['from_actor'] === undefined ? 'from_structure' : 'from_actor', elsewhere)
		const fromActor = senderIn(texts, before) ?? null
		if ((to === undefined) === (actor === undefined)) return
		const why = whyNotClimb({
			above: from === undefined ? [] : above(from),
			isFromStructure: from !== undefined,
			fromActorId: fromActor,
			actorsAbove: fromActor === null ? [] : actors.above(fromActor),
			to:
				to === undefined
					? {
							actorId: actor ?? '',
							kind: actors.kind(actor ?? ''),
							isAddressee: recommendation?.['addressee_actor'] === actor
						}
					: { structureId: to }
		})
		if (why) fault(to === undefined ? 'to_actor' : 'to_structure', why)
	})
	const joint = await jointAnswers(planning, way)
	planRows(planning, way, {
		fields: ({ value, whole }) => ({
			from_structure_id: ids.find('structure', value.from_structure),
			from_actor_id: ids.find('actor', senderIn(whole, beforeOf(value))),
			note: value.sent_note ?? null,
			to_structure_id: ids.find('structure', value.to_structure),
			to_actor_id: ids.find('actor', value.to_actor),
			submitted_day: value.submitted,
			received_day: value.received ?? null,
			review_day: value.review ?? null,
			answered_day: value.answered ?? null,
			answer: value.answer ?? null,
			reasons: value.reasons ?? null,
			reasons_language: value.reasons_language ?? null,
			answer_basis: value.basis ?? null,
			joint_answer_id: joint(whole),
			meeting_id: ids.find('meeting', value.meeting),
			decision_id: ids.find('decision', value.decision),
			...originColumns(value)
		}),
		columns: {
			from_structure_id: 'from_structure',
			from_actor_id: 'from_actor',
			note: 'sent_note',
			to_structure_id: 'to_structure',
			to_actor_id: 'to_actor',
			submitted_day: 'submitted',
			received_day: 'received',
			review_day: 'review',
			answered_day: 'answered',
			answer_basis: 'basis',
			joint_answer_id: 'answered_with',
			meeting_id: 'meeting',
			decision_id: 'decision'
		},
		add: (writing, rows) =>
			writing.write.addAll(
				'recommendation_hop',
				rows.map(({ id, fields, one }) => ({
					...fields,
					id,
					recommendation_id: ids.of('recommendation', one.value.recommendation),
					position: one.value.position
				}))
			),
		change: (writing, id, fields) => writing.write.change('recommendation_hop', id, fields)
	})
}

/** What was answered together: one level, one day, and the recommendation whose number names them. */
async function jointAnswers({ here }: AreaPlanning, way: Way): Promise<(texts: Texts) => string | null> {
	const rows = await here.tx
		.selectFrom('recommendation_hop')
		.select(['id', 'joint_answer_id'])
		.where('workspace_id', '=', here.workspace.id)
		.where('joint_answer_id', 'is not', null)
		.execute()
	const known = new Map(rows.map((row) => [row.id, row.joint_answer_id]))
	const groups = new Map<string, string>()
	const nameOf = (texts: Texts) =>
		['answered_with', 'answered', 'to_structure', 'to_actor'].map((column) => texts[column] ?? '').join(' ')
	for (const { id, texts } of way.all) {
		const group = known.get(id)
		if (group && texts['answered_with'] !== undefined) groups.set(nameOf(texts), group)
	}
	return (texts) => {
		if (texts['answered_with'] === undefined) return null
		const name = nameOf(texts)
		const group = groups.get(name) ?? uuid()
		groups.set(name, group)
		return group
	}
}
