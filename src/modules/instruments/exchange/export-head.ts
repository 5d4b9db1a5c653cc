import type { WorkspaceRecords } from '#platform/exchange/records.server.ts'
import type { Here } from '#platform/operation/operation.server.ts'

/** What is for those who work in the workspace: the public is shown none of it. */
export const isInside = (here: Here) => here.seat.role !== 'public'

export type ThemesOf = (id: string) => string[]

/** The areas each record is about, by their keys in order, as far as the seat sees them. */
export async function themesOf(here: Here, records: WorkspaceRecords): Promise<ThemesOf> {
	const rows = await here.tx
		.selectFrom('record_theme')
		.select(['record_id', 'area_id'])
		.where('workspace_id', '=', here.workspace.id)
		.execute()
	const byRecord = new Map<string, string[]>()
	for (const { record_id, area_id } of rows) {
		const area = records.keyOf(area_id)
		if (area !== undefined) byRecord.set(record_id, [...(byRecord.get(record_id) ?? []), area])
	}
	return (id) => (byRecord.get(id) ?? []).sort()
}
