import { v7 as uuid } from 'uuid'
import type { RowOf } from '#platform/exchange/sheet.ts'
import type { Texts } from '#platform/exchange/texts.ts'
import type { Writing } from '#platform/operation/operation.server.ts'
import { whyNotClimb } from '../recommendation/recommendation-rules.ts'
import {
	nextRecommendationMoves,
	recommendationAfter,
	RECOMMENDATION_STATES,
	type RecommendationState
} from '../rules.ts'
import { checkEmpty, checkFilled, checkOrder, checkPast, checkRows, checkWay, type Checked } from './check.ts'
import { levelTokens } from './export-chain.ts'
import {
	changesOne,
	faultIn,
	inOrder,
	isNew,
	originColumns,
	placeRows,
	planRecords,
	planRows,
	planThemes,
	type DeliberationPlanning,
	type Placing
} from './plan.ts'
import { checkPlace, type Places } from './places.ts'
import { hopSheet, recommendationSheet, wordingSheet } from './chain-sheets.ts'
import { checkAlso, tokensIn } from './tokens.ts'
import { aboveOf, actorsOf } from './levels.ts'

type Register = Placing<(typeof recommendationSheet)['columns']>
type Way = Placing<(typeof hopSheet)['columns']>

const nextStates = (state: RecommendationState) =>
	nextRecommendationMoves(state).flatMap((move) => recommendationAfter(state, move) ?? [])

/** Plans the register of recommendations, their earlier wordings, and their way from level to level. */
export async function planRecommendations(planning: DeliberationPlanning, places: Places): Promise<void> {
	const { ids, here } = planning
	const placing: Register = placeRows(planning, recommendationSheet, {
		idOf: (row) => ids.find('recommendation', row.number),
		complete: (row) => ({
			...row,
			language: row.language ?? here.workspace.language,
			themes: inOrder(row.themes),
			also_actors: inOrder(row.also_actors),
			also_structures: inOrder(row.also_structures)
		})
	})
	const way: Way = placeRows(planning, hopSheet)
	const hopsOf = Map.groupBy(way.all, ({ texts }) => texts['recommendation'] ?? '')
	const sortedHops = (number: string | undefined) =>
		(hopsOf.get(number ?? '') ?? [])
			.map(({ texts }) => texts)
			.toSorted((one, other) => Number(one['position']) - Number(other['position']))
	checkRows(planning, placing, (row) => {
		checkPlace(places, row)
		checkRecommendation(row, here.today, sortedHops(row.texts['number']))
	})
	checkAlso(planning, placing)
	const idOf = (kind: 'actor' | 'structure', key: string | undefined) => ids.find(kind, key)
	const levels = (texts: Texts) =>
		levelTokens([
			{
				addressee_actor_id: idOf('actor', texts['addressee_actor']),
				addressee_structure_id: idOf('structure', texts['addressee_structure'])
			},
			...sortedHops(texts['number']).map((hop) => ({
				to_actor_id: idOf('actor', hop['to_actor']),
				to_structure_id: idOf('structure', hop['to_structure'])
			}))
		])
	const shown = new Set(
		way.rows.filter(isNew).flatMap(({ value }) => ids.find('recommendation', value.recommendation) ?? [])
	)
	const wordings = planWordings(planning, placing)
	planRecords(planning, placing, {
		head: (row) => row,
		named: (row) => row.number,
		tokens: (texts) => tokensIn(planning, texts, levels(texts)),
		shown,
		fields: ({ value }) => ({
			structure_id: ids.find('structure', value.structure),
			meeting_id: ids.find('meeting', value.meeting),
			agenda_item_id: ids.find('agenda-item', value.item),
			written_procedure_id: ids.find('written-procedure', value.procedure),
			addressee_actor_id: ids.find('actor', value.addressee_actor),
			addressee_structure_id: ids.find('structure', value.addressee_structure),
			addressee: value.addressee ?? null,
			action_word: value.action_word ?? null,
			deadline_class: value.deadline_class,
			due_day: value.due ?? null,
			state: value.state,
			state_day: value.state_day ?? null,
			holder_structure_id: ids.find('structure', value.holder_structure),
			holder_actor_id: ids.find('actor', value.holder_actor),
			held_since: value.held_since ?? null
		}),
		columns: {
			structure_id: 'structure',
			meeting_id: 'meeting',
			agenda_item_id: 'item',
			written_procedure_id: 'procedure',
			addressee_actor_id: 'addressee_actor',
			addressee_structure_id: 'addressee_structure',
			due_day: 'due',
			holder_structure_id: 'holder_structure',
			holder_actor_id: 'holder_actor'
		},
		add: (writing, rows) =>
			writing.write.addAll(
				'recommendation',
				rows.map(({ id, fields }) => ({ ...fields, id, wording: wordings.versionOf(id) }))
			),
		change: (writing, id, fields) => writing.write.change('recommendation', id, fields)
	})
	planning.work.push(wordings.apply)
	planThemes(planning, placing, (row) => row)
	await planWay(planning, { placing, way, sortedHops })
}

function checkRecommendation(row: Checked, today: string, hops: readonly Texts[]) {
	const { texts, fault } = row
	if (texts['holder_actor'] !== undefined && texts['holder_structure'] !== undefined)
		fault('holder_structure', 'deliberation.import-one-holder')
	checkPast(row, today, 'worded', 'state_day', 'held_since')
	checkWay(row, RECOMMENDATION_STATES, nextStates)
	const state = RECOMMENDATION_STATES.find((one) => one === texts['state'])
	const why = state === undefined ? null : whyNotState(state, hops.at(-1))
	if (why) fault('state', why, { state: texts['state'] ?? '' })
}

/** Why the state of a recommendation does not go with the last level it was at, or null where it does. */
export function whyNotState(state: RecommendationState, last: Texts | undefined) {
	const answer = last?.['answer']
	switch (state) {
		case 'proposed':
			return last === undefined ? null : 'deliberation.import-proposed-with-way'
		case 'submitted':
		case 'received':
		case 'under-review':
			if (last === undefined || answer !== undefined) return 'deliberation.import-state-without-level'
			if (state === 'received' && last['received'] === undefined) return 'deliberation.import-level-not-received'
			return state === 'under-review' && last['review'] === undefined ? 'deliberation.import-level-not-reviewing' : null
		case 'accepted':
		case 'accepted-in-part':
		case 'returned':
		case 'declined':
			return answer === state ? null : 'deliberation.import-state-without-answer'
		case 'being-implemented':
		case 'implemented':
			return answer === 'accepted' || answer === 'accepted-in-part' ? null : 'deliberation.import-state-without-answer'
		case 'lapsed':
			return null
		default:
			return state satisfies never
	}
}

type WordingRow = RowOf<(typeof wordingSheet)['columns']>

/** Plans the wordings: the file's text becomes the one that holds, what held before it one of the earlier. */
function planWordings(planning: DeliberationPlanning, placing: Register) {
	const { ids, here } = planning
	const earlier = placeRows(planning, wordingSheet, {
		complete: (row): WordingRow => ({ ...row, language: row.language ?? here.workspace.language })
	})
	const byNumber = Map.groupBy(earlier.all, ({ texts }) => texts['recommendation'] ?? '')
	const known = new Map(placing.all.map((one) => [one.texts['number'], one]))
	const versions = new Map<string, number>()
	for (const { id, texts } of placing.all) {
		const numbers = (byNumber.get(texts['number'] ?? '') ?? []).map((one) => Number(one.texts['version']))
		versions.set(id, Math.max(0, ...numbers) + 1)
	}
	for (const one of earlier.rows.filter(isNew)) {
		const before = planning
			.stored(wordingSheet)
			.rows.filter(({ texts }) => texts['recommendation'] === one.value.recommendation).length
		// What held in the workspace cannot become later than what holds there.
		if (known.get(one.value.recommendation)?.isNew === false)
			faultIn(planning, wordingSheet, one.row)('version', 'deliberation.import-wording-there', { next: before + 1 })
	}
	for (const [number, all] of byNumber) {
		const missing = all.length !== new Set(all.map((one) => one.texts['version'])).size
		const last = Math.max(...all.map((one) => Number(one.texts['version'])))
		const row = all.find((one) => one.row !== null)?.row
		if ((missing || last !== all.length) && row !== undefined && row !== null)
			faultIn(planning, wordingSheet, row)('version', 'deliberation.import-wording-gap', { number })
	}
	planRows(planning, earlier, {
		fields: ({ value }) => wordingOf(value, here.workspace.language),
		columns: { day: 'worded', reason: 'wording_reason' },
		// Added with the recommendation itself, which must be there first.
		add: () => Promise.resolve(),
		change: (writing, id, fields) => writing.write.change('recommendation_wording', id, fields)
	})
	return {
		versionOf: (id: string) => versions.get(id) ?? 1,
		async apply(writing: Writing) {
			const added = earlier.rows.filter(isNew).map((one) => ({
				...wordingOf(one.value, here.workspace.language),
				recommendation_id: ids.of('recommendation', one.value.recommendation),
				number: one.value.version,
				seat_id: null
			}))
			const current = placing.rows.filter(isNew).map((one) => ({
				...wordingOf(one.value, here.workspace.language),
				recommendation_id: one.id,
				number: versions.get(one.id) ?? 1,
				seat_id: null
			}))
			await writing.write.addAll('recommendation_wording', [...added, ...current])
			for (const one of placing.rows.filter((each) => !isNew(each)))
				await reword(writing, one, wordingOf(one.value, here.workspace.language))
		}
	}
}

const wordingOf = (row: Pick<WordingRow, 'text' | 'language' | 'wording_reason' | 'worded'>, language: string) => ({
	text: row.text,
	language: row.language ?? language,
	reason: row.wording_reason ?? null,
	day: row.worded ?? null
})

/** Other words make a new version; what is said about a version is corrected where it stands. */
async function reword(
	here: Writing,
	one: Register['rows'][number],
	wording: ReturnType<typeof wordingOf>
): Promise<void> {
	if (!changesOne(one, 'text', 'language', 'wording_reason', 'worded')) return
	const { wording: number } = await here.tx
		.selectFrom('recommendation')
		.select('wording')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', one.id)
		.executeTakeFirstOrThrow()
	const row = await here.tx
		.selectFrom('recommendation_wording')
		.select(['id', 'language', 'reason', 'day'])
		.where('workspace_id', '=', here.workspace.id)
		.where('recommendation_id', '=', one.id)
		.where('number', '=', number)
		.executeTakeFirstOrThrow()
	// A file that says nothing of a version but its words leaves the rest as it is.
	const said = {
		language: changesOne(one, 'language') ? wording.language : row.language,
		reason: changesOne(one, 'wording_reason') ? wording.reason : row.reason,
		day: changesOne(one, 'worded') ? wording.day : row.day
	}
	if (!changesOne(one, 'text')) {
		await here.write.change('recommendation_wording', row.id, said)
		return
	}
	await here.write.add('recommendation_wording', {
		id: uuid(),
		recommendation_id: one.id,
		number: number + 1,
		text: wording.text,
		...said,
		day: changesOne(one, 'worded') ? wording.day : (one.whole['worded'] ?? null),
		seat_id: here.seat.id
	})
	await here.write.change('recommendation', one.id, { wording: number + 1 })
}

type Ways = { placing: Register; way: Way; sortedHops: (number: string | undefined) => readonly Texts[] }

async function planWay(planning: DeliberationPlanning, { placing, way, sortedHops }: Ways) {
	const { ids, here } = planning
	const recommendations = new Map(placing.all.map(({ texts }) => [texts['number'] ?? '', texts]))
	const above = aboveOf(planning)
	const actors = actorsOf(planning)
	checkRows(planning, way, (row) => {
		const { texts, fault } = row
		if ((texts['to_structure'] === undefined) === (texts['to_actor'] === undefined))
			fault('to_structure', 'deliberation.recommendation-one-level')
		checkOrder(row, 'submitted', 'received', 'review', 'answered')
		checkPast(row, here.today, 'submitted', 'received', 'review', 'answered')
		if (texts['answer'] === undefined) checkEmpty(row, 'unanswered', 'answered')
		else checkFilled(row, texts['answer'], 'answered')
		const hops = sortedHops(texts['recommendation'])
		const at = hops.indexOf(texts)
		if (Number(texts['position']) !== at + 1) fault('position', 'deliberation.import-hop-gap', { next: at + 1 })
		const before = at > 0 ? hops[at - 1] : undefined
		if (before && before['answered'] === undefined) fault('submitted', 'deliberation.import-hop-open')
		else if (before && (texts['submitted'] ?? '') < (before['answered'] ?? ''))
			fault('submitted', 'deliberation.import-day-before', { column: 'answered' })
		if (row.before !== undefined) return
		const from = texts['from_structure']
		const to = texts['to_structure']
		const actor = texts['to_actor']
		const fromActor = from === undefined ? (before?.['to_actor'] ?? null) : null
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
							isAddressee: recommendations.get(texts['recommendation'] ?? '')?.['addressee_actor'] === actor
						}
					: { structureId: to }
		})
		if (why) fault(to === undefined ? 'to_actor' : 'to_structure', why)
	})
	const joint = await jointAnswers(planning, way)
	planRows(planning, way, {
		fields: ({ value, whole }) => ({
			from_structure_id: ids.find('structure', value.from_structure),
			to_structure_id: ids.find('structure', value.to_structure),
			to_actor_id: ids.find('actor', value.to_actor),
			submitted_day: value.submitted,
			received_day: value.received ?? null,
			review_day: value.review ?? null,
			answered_day: value.answered ?? null,
			answer: value.answer ?? null,
			reasons: value.reasons ?? null,
			answer_basis: value.basis ?? null,
			joint_answer_id: joint(whole),
			meeting_id: ids.find('meeting', value.meeting),
			decision_id: ids.find('decision', value.decision),
			...originColumns(value)
		}),
		columns: {
			from_structure_id: 'from_structure',
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
async function jointAnswers({ here }: DeliberationPlanning, way: Way): Promise<(texts: Texts) => string | null> {
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
