import { originOf, type NamedRecord, type WorkspaceRecords } from '#platform/exchange/records.server.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import { keepsRecords } from '#platform/records/rules.ts'
import { sitsIn } from '../rules.ts'
import { seenOf } from './seen.ts'

/** What stands in every sheet of records beside what names them. */
export const headed = (record: NamedRecord) => ({
	name: record.title,
	standing: record.state,
	standing_reason: record.state_reason,
	...originOf(record)
})

/** Who sees a record, as its sheet says it; `base` are the tokens that follow from other cells. */
export const shownTo = (
	records: WorkspaceRecords,
	record: NamedRecord,
	structureId: string | null,
	base: readonly string[] = []
) => seenOf(record.audience, structureId, { base, nameOf: (id) => records.keyOf(id) })

/** What is for those who work in the workspace: the public is shown none of it. */
export const isInside = (here: Here) => here.seat.role !== 'public'

/** What is for those who sit in a structure, and for those who keep the records. */
export const sitsOrKeeps = (here: Here, structureId: string) =>
	keepsRecords(here.seat) || sitsIn(here.seat, structureId)

/** The areas each record is about, or each of some, by their keys in order, as far as the seat sees them. */
export async function themesOf(
	here: Here,
	records: WorkspaceRecords,
	ids?: readonly string[]
): Promise<(id: string) => string[]> {
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

/** A local time as a sheet writes it: day and time apart, so that nobody takes it for a moment. */
export const spaced = (local: string) => local.replace('T', ' ')
