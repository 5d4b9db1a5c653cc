import { originOf, type WorkspaceRecords } from '#platform/exchange/records.server.ts'
import { sheetRows, type SheetRows } from '#platform/exchange/sheet-rows.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { headed, shownTo, sitsOrKeeps, themesOf } from './export-head.ts'
import {
	decisionPositionSheet,
	decisionSheet,
	hopSheet,
	procedureSheet,
	recommendationSheet,
	wordingSheet,
	writtenAnswerSheet
} from './chain-sheets.ts'

/** What structures decided and recommended, with the way of each recommendation, as far as the seat sees it. */
export const gatherChain = async (here: Here, records: WorkspaceRecords): Promise<SheetRows[]> => [
	await gatherProcedures(here, records),
	await gatherAnswers(here, records),
	await gatherDecisions(here, records),
	await gatherPositions(here, records),
	...(await gatherRecommendations(here, records))
]

async function gatherProcedures(here: Here, records: WorkspaceRecords) {
	const rows = await here.tx
		.selectFrom('written_procedure')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.execute()
	return sheetRows(
		procedureSheet,
		rows.flatMap(({ id, structure_id, ...row }) => {
			const record = records.held(id)
			const structure = records.keyOf(structure_id)
			if (!record || structure === undefined) return []
			return [
				{
					id,
					row: {
						...row,
						...headed(record),
						...shownTo(records, record, structure_id),
						number: record.reference,
						structure,
						about: row.subject,
						about_meeting: records.keyOf(row.subject_meeting_id),
						opened: row.opened_day,
						deadline: row.deadline_day,
						closed: row.closed_day,
						result: records.keyOf(row.result_id)
					}
				}
			]
		}),
		here.workspace.language
	)
}

// Answers are for those who sit in the structure that was asked.
async function gatherAnswers(here: Here, records: WorkspaceRecords) {
	const rows = await here.tx
		.selectFrom('written_answer')
		.innerJoin('written_procedure', (on) =>
			on
				.onRef('written_procedure.workspace_id', '=', 'written_answer.workspace_id')
				.onRef('written_procedure.id', '=', 'written_answer.written_procedure_id')
		)
		.selectAll('written_answer')
		.select('written_procedure.structure_id')
		.where('written_answer.workspace_id', '=', here.workspace.id)
		.execute()
	return sheetRows(
		writtenAnswerSheet,
		rows.flatMap(({ id, written_procedure_id, actor_id, structure_id, ...row }) => {
			const procedure = records.keyOf(written_procedure_id)
			const actor = records.keyOf(actor_id)
			const isTold = procedure !== undefined && actor !== undefined && sitsOrKeeps(here, structure_id)
			return isTold ? [{ id, row: { ...row, procedure, actor } }] : []
		}),
		here.workspace.language
	)
}

async function gatherDecisions(here: Here, records: WorkspaceRecords) {
	const themes = await themesOf(here, records)
	const rows = await here.tx.selectFrom('decision').selectAll().where('workspace_id', '=', here.workspace.id).execute()
	return sheetRows(
		decisionSheet,
		rows.flatMap(({ id, structure_id, ...row }) => {
			const record = records.held(id)
			const structure = records.keyOf(structure_id)
			if (!record || structure === undefined) return []
			return [
				{
					id,
					row: {
						...row,
						...headed(record),
						...shownTo(records, record, structure_id),
						number: record.reference,
						structure,
						meeting: records.keyOf(row.meeting_id),
						item: records.keyOf(row.agenda_item_id),
						procedure: records.keyOf(row.written_procedure_id),
						decided: row.decided_day,
						effect: row.effect_day,
						replaced_by: records.keyOf(row.replaced_by_id),
						themes: themes(id)
					}
				}
			]
		}),
		here.workspace.language
	)
}

async function gatherPositions(here: Here, records: WorkspaceRecords) {
	const rows = await here.tx
		.selectFrom('decision_position')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.execute()
	return sheetRows(
		decisionPositionSheet,
		rows.flatMap(({ id, decision_id, actor_id, ...row }) => {
			const decision = records.keyOf(decision_id)
			const actor = records.keyOf(actor_id)
			return decision === undefined || actor === undefined ? [] : [{ id, row: { ...row, decision, actor } }]
		}),
		here.workspace.language
	)
}

async function gatherRecommendations(here: Here, records: WorkspaceRecords): Promise<SheetRows[]> {
	const workspace = here.workspace.id
	const [rows, wordings, hops, themes] = await Promise.all([
		here.tx.selectFrom('recommendation').selectAll().where('workspace_id', '=', workspace).execute(),
		here.tx.selectFrom('recommendation_wording').selectAll().where('workspace_id', '=', workspace).execute(),
		here.tx.selectFrom('recommendation_hop').selectAll().where('workspace_id', '=', workspace).execute(),
		themesOf(here, records)
	])
	const current = new Map(wordings.map((one) => [`${one.recommendation_id} ${String(one.number)}`, one]))
	const hopsOf = Map.groupBy(hops, (hop) => hop.recommendation_id)
	const numbers = new Map(rows.map((row) => [row.id, row.wording]))
	const register = sheetRows(
		recommendationSheet,
		rows.flatMap(({ id, ...row }) => {
			const record = records.held(id)
			const wording = current.get(`${id} ${String(row.wording)}`)
			if (!record || !wording) return []
			const base = levelTokens([row, ...(hopsOf.get(id) ?? [])])
			return [
				{
					id,
					row: {
						...row,
						...headed(record),
						...shownTo(records, record, row.structure_id, base),
						number: record.reference,
						text: wording.text,
						language: wording.language,
						worded: wording.day,
						wording_reason: wording.reason,
						structure: records.keyOf(row.structure_id),
						meeting: records.keyOf(row.meeting_id),
						item: records.keyOf(row.agenda_item_id),
						procedure: records.keyOf(row.written_procedure_id),
						addressee_actor: records.keyOf(row.addressee_actor_id),
						addressee_structure: records.keyOf(row.addressee_structure_id),
						themes: themes(id),
						due: row.due_day,
						holder_structure: records.keyOf(row.holder_structure_id),
						holder_actor: records.keyOf(row.holder_actor_id)
					}
				}
			]
		}),
		here.workspace.language
	)
	const earlier = sheetRows(
		wordingSheet,
		wordings.flatMap(({ id, recommendation_id, number, ...row }) => {
			const recommendation = records.keyOf(recommendation_id)
			if (recommendation === undefined || number === numbers.get(recommendation_id)) return []
			return [{ id, row: { ...row, recommendation, version: number, worded: row.day, wording_reason: row.reason } }]
		}),
		here.workspace.language
	)
	const first = firstAnswered(hops, records)
	const way = sheetRows(
		hopSheet,
		hops.flatMap(({ id, recommendation_id, ...row }) => {
			const recommendation = records.keyOf(recommendation_id)
			if (recommendation === undefined) return []
			return [
				{
					id,
					row: {
						...row,
						...originOf(row),
						recommendation,
						from_structure: records.keyOf(row.from_structure_id),
						to_structure: records.keyOf(row.to_structure_id),
						to_actor: records.keyOf(row.to_actor_id),
						submitted: row.submitted_day,
						received: row.received_day,
						review: row.review_day,
						answered: row.answered_day,
						basis: row.answer_basis,
						answered_with: row.joint_answer_id === null ? undefined : first.get(row.joint_answer_id),
						meeting: records.keyOf(row.meeting_id),
						decision: records.keyOf(row.decision_id)
					}
				}
			]
		}),
		here.workspace.language
	)
	return [register, earlier, way]
}

type Level = {
	addressee_actor_id?: string | null
	addressee_structure_id?: string | null
	to_actor_id?: string | null
	to_structure_id?: string | null
}

/** The tokens of those a recommendation was submitted to or asks: they see it whoever else does. */
export const levelTokens = (levels: readonly Level[]): string[] => [
	...new Set(
		levels.flatMap((level) => [
			...[level.addressee_actor_id, level.to_actor_id].flatMap((id) => (id ? [`actor:${id}`] : [])),
			...[level.addressee_structure_id, level.to_structure_id].flatMap((id) => (id ? [`structure:${id}`] : []))
		])
	)
]

/** Of recommendations that were answered together, the one with the first number: it names them all. */
function firstAnswered(
	hops: readonly { joint_answer_id: string | null; recommendation_id: string }[],
	records: WorkspaceRecords
): ReadonlyMap<string, string> {
	const first = new Map<string, string>()
	for (const { joint_answer_id, recommendation_id } of hops) {
		const number = records.keyOf(recommendation_id)
		if (joint_answer_id === null || number === undefined) continue
		const known = first.get(joint_answer_id)
		if (known === undefined || number < known) first.set(joint_answer_id, number)
	}
	return first
}
