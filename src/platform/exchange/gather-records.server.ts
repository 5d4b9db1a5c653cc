import type { Here } from '#platform/operation/operation.server.ts'
import { linkSheet, mergedSheet } from './record-sheets.ts'
import { audienceOf, headOf, originOf, type WorkspaceRecords } from './records.server.ts'
import { sheetRows, type SheetRows } from './sheet-rows.ts'

// What relates one area to another stands in the cross-walk.
const CROSSWALKS: readonly string[] = ['same-as', 'broader-than', 'related-to']

/** The links between records that the seat sees at both ends, and the keys that lead to another record. */
export const gatherRecordSheets = async (here: Here, records: WorkspaceRecords): Promise<SheetRows[]> => [
	await gatherLinks(here, records),
	gatherMerged(here, records)
]

async function gatherLinks(here: Here, records: WorkspaceRecords) {
	const rows = await here.tx
		.selectFrom('link')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('state', '<>', 'withdrawn')
		.execute()
	return sheetRows(
		linkSheet,
		rows.flatMap(({ id, from_id, to_id, ...row }) => {
			const [from, to] = [records.held(from_id), records.held(to_id)]
			if (!from || !to) return []
			if (from.kind === 'area' && to.kind === 'area' && CROSSWALKS.includes(row.type)) return []
			const ends = { record_kind: from.kind, record: from.reference, other_kind: to.kind, other: to.reference }
			return [{ id, row: { ...row, ...originOf(row), ...ends, from: row.from_day, to: row.to_day } }]
		}),
		here.workspace.language
	)
}

function gatherMerged(here: Here, records: WorkspaceRecords) {
	return sheetRows(
		mergedSheet,
		records.all.flatMap((record) => {
			const into = record.state === 'merged' ? records.get(record.merged_into_id) : undefined
			if (!into) return []
			const { state_reason: reason, state: _merged, ...head } = headOf(record)
			const { kind, reference: key, title: name } = record
			return [
				{ id: record.id, row: { ...head, kind, key, name, into: into.reference, reason, audience: audienceOf(record) } }
			]
		}),
		here.workspace.language
	)
}
