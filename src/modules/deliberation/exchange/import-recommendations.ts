import { v7 as uuid } from 'uuid'
import { audienceTokens } from '#platform/access/seat.ts'
import {
	type AreaPlanning,
	changesOne,
	faultIn,
	inOrder,
	isNew,
	placeRows,
	planRows,
	planThemes
} from '#platform/exchange/plan-rows.ts'
import type { RowOf } from '#platform/exchange/sheet.ts'
import type { Texts } from '#platform/exchange/texts.ts'
import type { Writing } from '#platform/operation/operation.server.ts'
import { partyTokens } from '../recommendation/seen-by.server.ts'
import {
	ANSWERS,
	nextRecommendationMoves,
	recommendationAfter,
	RECOMMENDATION_STATES,
	type RecommendationState
} from '../rules.ts'
import { checkPast, checkRows, checkWay, type Checked } from './check.ts'
import { planRecords } from './plan.ts'
import { checkPlace, type Places } from './places.ts'
import { hopSheet, recommendationSheet, wordingSheet } from './chain-sheets.ts'
import { checkVotes, planPositions } from './import-positions.ts'
import { isGoneOf } from './levels.ts'
import { checkAlso, choiceIn, tokensIn } from './tokens.ts'
import { planWay, type Register, type Way } from './import-way.ts'
import { whyNotHeld, whyNotState } from './way-rules.ts'

const nextStates = (state: RecommendationState) =>
	nextRecommendationMoves(state).flatMap((move) => recommendationAfter(state, move) ?? [])

/** Plans the register of recommendations, their earlier wordings, and their way from level to level. */
export async function planRecommendations(planning: AreaPlanning, places: Places): Promise<void> {
	const { ids, here } = planning
	const placing: Register = placeRows(planning, recommendationSheet, {
		idOf: (row) => ids.find('recommendation', row.number),
		complete: (row) => ({
			...row,
			manner: row.manner ?? (row.procedure === undefined ? undefined : 'written-procedure'),
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
	const isGone = isGoneOf(planning)
	checkRows(planning, placing, (row) => {
		checkPlace(places, row)
		checkRecommendation(row, here.today, sortedHops(row.texts['number']))
		checkHolder(row, sortedHops(row.texts['number']), isGone)
	})
	checkAlso(planning, placing)
	const idOf = (kind: 'actor' | 'structure', key: string | undefined) => ids.find(kind, key)
	const levels = (texts: Texts) =>
		partyTokens(
			{
				structure_id: idOf('structure', texts['structure']),
				addressee_actor_id: idOf('actor', texts['addressee_actor']),
				addressee_structure_id: idOf('structure', texts['addressee_structure'])
			},
			sortedHops(texts['number']).map((hop) => ({
				to_actor_id: idOf('actor', hop['to_actor']),
				to_structure_id: idOf('structure', hop['to_structure']),
				answer: ANSWERS.find((one) => one === hop['answer']) ?? null
			})),
			audienceTokens(choiceIn(texts['audience']), idOf('structure', texts['structure']))
		)
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
			held_since: value.held_since ?? null,
			manner: value.manner ?? null,
			votes_for: value.votes_for ?? null,
			votes_against: value.votes_against ?? null,
			votes_abstaining: value.votes_abstaining ?? null
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
	planPositions(planning, 'recommendation')
	await planWay(planning, { placing, way, sortedHops })
}

function checkRecommendation(row: Checked, today: string, hops: readonly Texts[]) {
	const { texts, fault } = row
	if (texts['holder_actor'] !== undefined && texts['holder_structure'] !== undefined)
		fault('holder_structure', 'deliberation.import-one-holder')
	checkPast(row, today, 'worded', 'state_day', 'held_since')
	checkWay(row, RECOMMENDATION_STATES, nextStates)
	checkTaking(row)
	const state = RECOMMENDATION_STATES.find((one) => one === texts['state'])
	const why = state === undefined ? null : whyNotState(state, hops.at(-1))
	if (why) fault('state', why, { state: texts['state'] ?? '' })
}

/** A meeting takes a recommendation by consensus or by a vote with its counts, a written procedure in its own manner. */
function checkTaking(row: Checked) {
	const { texts, fault } = row
	checkVotes(row)
	const { manner, meeting, procedure } = texts
	if ((manner === 'written-procedure') !== (procedure !== undefined))
		fault('procedure', 'deliberation.import-recommended-in-writing')
	if ((manner === 'consensus' || manner === 'vote') && meeting === undefined)
		fault('manner', 'deliberation.taken-outside-meeting')
}

/** Refuses a recommendation that is said to lie elsewhere than its way led it, where the file says so anew. */
function checkHolder({ texts, before, fault }: Checked, hops: readonly Texts[], isGone: (key: string) => boolean) {
	const isSame = ['state', 'holder_structure', 'holder_actor'].every((column) => before?.[column] === texts[column])
	if (before !== undefined && isSame) return
	const why = whyNotHeld(texts, hops, isGone)
	if (why) fault(texts['holder_actor'] === undefined ? 'holder_structure' : 'holder_actor', why)
}

type WordingRow = RowOf<(typeof wordingSheet)['columns']>

/** Plans the wordings: the file's text becomes the one that holds, what held before it one of the earlier. */
function planWordings(planning: AreaPlanning, placing: Register) {
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
