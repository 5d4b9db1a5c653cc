import type { WorkspaceRecords } from '#platform/exchange/records.server.ts'
import { REPEAT, sheetRows, type SheetRows } from '#platform/exchange/sheet-rows.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { headed, shownTo } from './export-head.ts'
import {
	actionSheet,
	escalationSheet,
	evidenceSheet,
	extensionSheet,
	reportSectionSheet,
	reportSheet,
	secretariatReportSheet,
	stepSheet
} from './action-sheets.ts'

/** Actions with all that hangs on them, and the reports of secretariats, as far as the seat sees them. */
export async function gatherActions(here: Here, records: WorkspaceRecords): Promise<SheetRows[]> {
	const reports = await gatherReports(here, records)
	return [
		await gatherAssigned(here, records),
		await gatherSteps(here, records),
		reports,
		await gatherEvidence(here, reports),
		await gatherExtensions(here, records),
		await gatherEscalations(here, records),
		await gatherSecretariatReports(here, records),
		await gatherSections(here, records)
	]
}

async function gatherAssigned(here: Here, records: WorkspaceRecords) {
	const rows = await here.tx.selectFrom('action').selectAll().where('workspace_id', '=', here.workspace.id).execute()
	const supports = await here.tx
		.selectFrom('action_support')
		.select(['action_id', 'actor_id'])
		.where('workspace_id', '=', here.workspace.id)
		.execute()
	const supporting = Map.groupBy(supports, (one) => one.action_id)
	return sheetRows(
		actionSheet,
		rows.flatMap(({ id, structure_id, responsible_actor_id, ...row }) => {
			const record = records.held(id)
			const structure = records.keyOf(structure_id)
			if (!record || structure === undefined) return []
			const others = (supporting.get(id) ?? []).map((one) => one.actor_id)
			const base = actingTokens([responsible_actor_id, ...others])
			return [
				{
					id,
					row: {
						...row,
						...headed(record),
						...shownTo(records, record, structure_id, base),
						number: record.reference,
						structure,
						meeting: records.keyOf(row.meeting_id),
						item: records.keyOf(row.agenda_item_id),
						decision: records.keyOf(row.decision_id),
						recommendation: records.keyOf(row.recommendation_id),
						responsible: records.keyOf(responsible_actor_id),
						supporting: others.flatMap((actor) => records.keyOf(actor) ?? []).sort(),
						opened: row.opened_day,
						due: row.due_day,
						first_due: row.first_due_day,
						closed: row.closed_day
					}
				}
			]
		}),
		here.workspace.language
	)
}

/** The tokens of those who act: they see the action whoever else does. */
export const actingTokens = (actors: readonly string[]) => actors.map((id) => `actor:${id}`)

async function gatherSteps(here: Here, records: WorkspaceRecords) {
	const rows = await here.tx
		.selectFrom('action_step')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.execute()
	return sheetRows(
		stepSheet,
		rows.flatMap(({ id, action_id, made_by_actor_id, ...row }) => {
			const action = records.keyOf(action_id)
			const made_by = records.keyOf(made_by_actor_id)
			return action === undefined
				? []
				: [{ id, row: { ...row, action, made_by, due: row.due_day, done: row.done_day, repeat: null } }]
		}),
		here.workspace.language
	)
}

async function gatherReports(here: Here, records: WorkspaceRecords) {
	const rows = await here.tx
		.selectFrom('action_report')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.execute()
	return sheetRows(
		reportSheet,
		rows.flatMap(({ id, action_id, actor_id, is_final, ...row }) => {
			const action = records.keyOf(action_id)
			if (action === undefined) return []
			const actor = records.keyOf(actor_id)
			return [{ id, row: { ...row, action, actor, final: is_final, answered: row.answered_day, repeat: null } }]
		}),
		here.workspace.language
	)
}

// Documents travel by a backup; what stands at an address is named by it.
async function gatherEvidence(here: Here, reports: SheetRows) {
	const named = new Map(reports.rows.map(({ id, texts }) => [id, texts]))
	const rows = await here.tx
		.selectFrom('action_evidence')
		.select(['id', 'action_report_id', 'address'])
		.where('workspace_id', '=', here.workspace.id)
		.where('address', 'is not', null)
		.execute()
	const seen = new Set<string>()
	return sheetRows(
		evidenceSheet,
		rows.flatMap(({ id, action_report_id, address }) => {
			const report = named.get(action_report_id)
			const name = `${action_report_id} ${address ?? ''}`
			if (!report || seen.has(name)) return []
			seen.add(name)
			const repeat = report[REPEAT]
			const row = {
				action: report['action'],
				report_day: report['day'],
				report_repeat: repeat === undefined ? null : Number(repeat),
				address
			}
			return [{ id, row }]
		}),
		here.workspace.language
	)
}

async function gatherExtensions(here: Here, records: WorkspaceRecords) {
	const rows = await here.tx
		.selectFrom('action_extension')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.execute()
	return sheetRows(
		extensionSheet,
		rows.flatMap(({ id, action_id, ...row }) => {
			const action = records.keyOf(action_id)
			if (action === undefined) return []
			const days = {
				asked: row.asked_day,
				wished: row.wished_day,
				granted: row.granted_day,
				answered: row.answered_day
			}
			return [{ id, row: { ...row, ...days, action, repeat: null } }]
		}),
		here.workspace.language
	)
}

async function gatherEscalations(here: Here, records: WorkspaceRecords) {
	const rows = await here.tx
		.selectFrom('action_escalation')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.execute()
	return sheetRows(
		escalationSheet,
		rows.flatMap(({ id, action_id, to_structure_id, to_actor_id, ...row }) => {
			const action = records.keyOf(action_id)
			if (action === undefined) return []
			const to = { to_structure: records.keyOf(to_structure_id), to_actor: records.keyOf(to_actor_id) }
			return [{ id, row: { ...row, ...to, action } }]
		}),
		here.workspace.language
	)
}

async function gatherSecretariatReports(here: Here, records: WorkspaceRecords) {
	const rows = await here.tx
		.selectFrom('secretariat_report')
		.select(['id', 'structure_id', 'from_day', 'to_day', 'state', 'language', 'approved_day'])
		.where('workspace_id', '=', here.workspace.id)
		.execute()
	return sheetRows(
		secretariatReportSheet,
		rows.flatMap(({ id, structure_id, ...row }) => {
			const record = records.held(id)
			if (!record) return []
			return [
				{
					id,
					row: {
						...row,
						...headed(record),
						...shownTo(records, record, structure_id),
						number: record.reference,
						structure: records.keyOf(structure_id),
						from: row.from_day,
						to: row.to_day,
						approved: row.approved_day
					}
				}
			]
		}),
		here.workspace.language
	)
}

async function gatherSections(here: Here, records: WorkspaceRecords) {
	const rows = await here.tx
		.selectFrom('secretariat_report_section')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.execute()
	return sheetRows(
		reportSectionSheet,
		rows.flatMap(({ id, secretariat_report_id, code, language, narrative }) => {
			const report = records.keyOf(secretariat_report_id)
			return report === undefined || narrative === ''
				? []
				: [{ id, row: { report, section: code, language, text: narrative } }]
		}),
		here.workspace.language
	)
}
