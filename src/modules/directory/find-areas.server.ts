import type { Here, Writing } from '#platform/operation/operation.server.ts'
import { ENTERED } from '#platform/records/entered.ts'
import { referencesOf, toOrigin } from '#platform/records/find-record.server.ts'
import { resolveField } from './find-directory.server.ts'

/** The identifiers of areas by reference, none twice. */
export async function areaIds(here: Here, references: readonly string[]): Promise<string[]> {
	const ids = new Set<string>()
	for (const [index, reference] of references.entries())
		ids.add(await resolveField(here, 'area', reference, `areas.${String(index)}`))
	return [...ids]
}

/** The rows that say which areas a record deals with, whoever sees the areas. */
export const areaRows = (here: Here, recordId: string) =>
	here.tx
		.selectFrom('record_theme')
		.select(['id', 'area_id', 'origin', 'origin_source', 'origin_year', 'origin_note'])
		.where('workspace_id', '=', here.workspace.id)
		.where('record_id', '=', recordId)
		.orderBy('id')
		.execute()

/** The areas a record deals with, of those the seat sees, each with where that is said. */
export async function areasOfRecord(here: Here, recordId: string) {
	const rows = await areaRows(here, recordId)
	const references = await referencesOf(
		here,
		rows.map((row) => row.area_id)
	)
	return rows.flatMap((row) => {
		const area = references.get(row.area_id)
		return area ? [{ ...area, ...toOrigin(row) }] : []
	})
}

/** Says which areas a record deals with: those named, and no others. */
export async function putAreas(here: Writing, recordId: string, wanted: readonly string[]): Promise<void> {
	const rows = await areaRows(here, recordId)
	const held = new Set(rows.map((row) => row.area_id))
	for (const row of rows) if (!wanted.includes(row.area_id)) await here.write.remove('record_theme', row.id)
	await here.write.addAll(
		'record_theme',
		wanted.filter((id) => !held.has(id)).map((area_id) => ({ record_id: recordId, area_id, ...ENTERED }))
	)
}
