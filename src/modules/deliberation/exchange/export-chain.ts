import type { WorkspaceRecords } from '#platform/exchange/records.server.ts'
import { sheetRows, type SheetRows } from '#platform/exchange/sheet-rows.ts'
import { themesOf } from '#platform/exchange/themes.server.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { headed, shownTo, sitsOrKeeps } from './export-head.ts'
import { decisionPositionSheet, decisionSheet, procedureSheet, writtenAnswerSheet } from './chain-sheets.ts'
import { gatherRecommendations } from './export-recommendations.ts'

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
