import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import type { WorkspaceRecords } from './records.server.ts'

/** The areas of a record, by their keys in order. */
export type ThemesOf = (id: string) => string[]

/** The areas each record is about, or each of some, by their keys in order, as far as the seat sees them. */
export async function themesOf(here: Here, records: WorkspaceRecords, ids?: readonly string[]): Promise<ThemesOf> {
	let themes = here.tx
		.selectFrom('record_theme')
		.select(['record_id', 'area_id'])
		.where('workspace_id', '=', here.workspace.id)
	if (ids) themes = themes.where('record_id', '=', anyOf(ids))
	const rows = await themes.execute()
	const byRecord = new Map<string, string[]>()
	for (const { record_id, area_id } of rows) {
		const area = records.keyOf(area_id)
		if (area !== undefined) byRecord.set(record_id, [...(byRecord.get(record_id) ?? []), area])
	}
	return (id) => (byRecord.get(id) ?? []).sort()
}
