import { gatherRecordSheets } from '#platform/exchange/gather-records.server.ts'
import { linkSheet } from '#platform/exchange/record-sheets.ts'
import type { WorkspaceRecords } from '#platform/exchange/records.server.ts'
import { REPEAT, sheetRows, type SheetRows } from '#platform/exchange/sheet-rows.ts'
import type { Texts } from '#platform/exchange/texts.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import {
	harmonizationActorSheet,
	harmonizationRelationSheet,
	harmonizationSheet,
	treatyReportSheet
} from './board-sheets.ts'
import { headed } from './export-instruments.ts'

/** How a report names the duty it fulfils: by its article, its body and its place among those of both, where it has one. */
export const nameOfDuty = (texts: Texts) =>
	['article', 'body', REPEAT].flatMap((column) => texts[column] ?? []).join(' | ')

/** The rows that named a record by its key, with its number in the place of the key. */
const numbered = (records: WorkspaceRecords, id: string) => {
	const record = records.held(id)
	if (!record) return undefined
	const { key: number, ...head } = headed(records, record)
	return { ...head, number }
}

/** Reports under treaties, as far as the seat sees them; `duties` are the rows of the sheet of duties. */
export async function gatherReports(
	here: Here,
	records: WorkspaceRecords,
	duties: SheetRows | undefined
): Promise<SheetRows> {
	const rows = await here.tx
		.selectFrom('treaty_report')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.execute()
	const names = new Map((duties?.rows ?? []).map(({ id, texts }) => [id, nameOfDuty(texts)]))
	return sheetRows(
		treatyReportSheet,
		rows.flatMap(({ id, instrument_id, reporting_duty_id, lead_actor_id, ...row }) => {
			const head = numbered(records, id)
			const instrument = records.keyOf(instrument_id)
			if (!head || instrument === undefined) return []
			return [
				{
					id,
					row: {
						...head,
						instrument,
						duty: reporting_duty_id === null ? null : (names.get(reporting_duty_id) ?? null),
						form: row.form,
						due: row.due_day,
						lead: records.keyOf(lead_actor_id),
						state: row.state,
						submitted: row.submitted_day,
						dialogue: row.dialogue_day,
						observations: row.observations_day
					}
				}
			]
		}),
		here.workspace.language
	)
}

/** What is to be brought into line, with its relations and who must agree, as far as the seat sees them. */
export async function gatherBoard(here: Here, records: WorkspaceRecords): Promise<SheetRows[]> {
	const all = here.workspace.id
	const [items, relations, actors, sheets] = [
		await here.tx.selectFrom('harmonization').selectAll().where('workspace_id', '=', all).execute(),
		await here.tx.selectFrom('harmonization_relation').selectAll().where('workspace_id', '=', all).execute(),
		await here.tx.selectFrom('harmonization_actor').selectAll().where('workspace_id', '=', all).execute(),
		await gatherRecordSheets(here, records)
	]
	const links = new Map(
		sheets.find(({ sheet }) => sheet.name === linkSheet.name)?.rows.map(({ id, texts }) => [id, texts])
	)
	const written = sheetRows(
		harmonizationSheet,
		items.flatMap(({ id, structure_id, ...row }) => {
			const head = numbered(records, id)
			if (!head) return []
			return [
				{
					id,
					row: {
						...head,
						...row,
						structure: records.keyOf(structure_id),
						due: row.due_day,
						resolved: row.resolved_day
					}
				}
			]
		}),
		here.workspace.language
	)
	const writtenRelations = sheetRows(
		harmonizationRelationSheet,
		relations.flatMap(({ id, harmonization_id, link_id }) => {
			const harmonization = records.keyOf(harmonization_id)
			const texts = links.get(link_id)
			if (harmonization === undefined || !texts) return []
			const { record_kind, record, type, other_kind, other } = texts
			return [{ id, row: { harmonization, record_kind, record, type, other_kind, other } }]
		}),
		here.workspace.language
	)
	const writtenActors = sheetRows(
		harmonizationActorSheet,
		actors.flatMap(({ id, harmonization_id, actor_id, note, ...row }) => {
			const [harmonization, actor] = [records.keyOf(harmonization_id), records.keyOf(actor_id)]
			if (harmonization === undefined || actor === undefined) return []
			return [{ id, row: { harmonization, actor, answer: row.answer, answered: row.answered_day, text: note } }]
		}),
		here.workspace.language
	)
	return [written, writtenRelations, writtenActors]
}
