import { originOf, type WorkspaceRecords } from '#platform/exchange/records.server.ts'
import { sheetRows, type SheetRows } from '#platform/exchange/sheet-rows.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { isInside } from './export-head.ts'
import { judgementSheet, obstacleSheet, stepSheet } from './instrument-sheets.ts'

/** Judgements and road maps, as far as the seat sees what they are about. */
export async function gatherDomestication(here: Here, records: WorkspaceRecords): Promise<SheetRows[]> {
	return [await gatherJudgements(here, records), await gatherSteps(here, records), await gatherObstacles(here, records)]
}

async function gatherJudgements(here: Here, records: WorkspaceRecords) {
	const rows = await here.tx.selectFrom('judgement').selectAll().where('workspace_id', '=', here.workspace.id).execute()
	const inside = isInside(here)
	return sheetRows(
		judgementSheet,
		rows.flatMap(({ id, obligation_id, policy_id, provision_id, ...row }) => {
			const obligation = records.keyOf(obligation_id)
			const policy = records.keyOf(policy_id)
			const provision = records.keyOf(provision_id)
			if (obligation === undefined || (policy_id !== null && policy === undefined)) return []
			if (provision_id !== null && provision === undefined) return []
			if (!inside && row.state !== 'stands') return []
			return [
				{
					id,
					row: { ...row, ...originOf(row), obligation, policy, provision, until: row.until_day, repeat: null }
				}
			]
		}),
		here.workspace.language
	)
}

const stepRows = (here: Here) =>
	here.tx.selectFrom('road_map_step').selectAll().where('workspace_id', '=', here.workspace.id).execute()

async function gatherSteps(here: Here, records: WorkspaceRecords) {
	const rows = await stepRows(here)
	return sheetRows(
		stepSheet,
		rows.flatMap(({ id, instrument_id, ...row }) => {
			const instrument = records.keyOf(instrument_id)
			if (instrument === undefined) return []
			return [
				{
					id,
					row: {
						...row,
						...originOf(row),
						instrument,
						lead: records.keyOf(row.lead_actor_id),
						structure: records.keyOf(row.structure_id),
						first_target: row.first_target_day,
						target: row.target_day,
						done: row.done_day,
						repeat: null
					}
				}
			]
		}),
		here.workspace.language
	)
}

async function gatherObstacles(here: Here, records: WorkspaceRecords) {
	const [rows, steps] = [
		await here.tx.selectFrom('road_map_obstacle').selectAll().where('workspace_id', '=', here.workspace.id).execute(),
		await stepRows(here)
	]
	const positions = new Map(steps.map(({ id, position }) => [id, position]))
	return sheetRows(
		obstacleSheet,
		rows.flatMap(({ id, instrument_id, note, ...row }) => {
			const instrument = records.keyOf(instrument_id)
			if (instrument === undefined) return []
			const step = row.step_id === null ? null : (positions.get(row.step_id) ?? null)
			return [
				{
					id,
					row: { ...row, ...originOf(row), instrument, step, text: note, overcome: row.overcome_day, repeat: null }
				}
			]
		}),
		here.workspace.language
	)
}
