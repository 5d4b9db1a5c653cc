import { resolveField } from '#modules/directory/find-directory.server.ts'
import type { Here, Writing } from '#platform/operation/operation.server.ts'

/** The identifiers of the areas that an input names, none twice. */
export async function areaIds(here: Here, references: readonly string[]): Promise<string[]> {
	const ids = new Set<string>()
	for (const [index, reference] of references.entries())
		ids.add(await resolveField(here, 'area', reference, `areas.${String(index)}`))
	return [...ids]
}

/** Says which areas a law deals with: those named, and no others. */
export async function putAreas(here: Writing, policyId: string, wanted: readonly string[]): Promise<void> {
	const rows = await here.tx
		.selectFrom('record_theme')
		.select(['id', 'area_id'])
		.where('workspace_id', '=', here.workspace.id)
		.where('record_id', '=', policyId)
		.orderBy('id')
		.execute()
	const held = new Set(rows.map((row) => row.area_id))
	for (const row of rows) if (!wanted.includes(row.area_id)) await here.write.remove('record_theme', row.id)
	await here.write.addAll(
		'record_theme',
		wanted
			.filter((id) => !held.has(id))
			.map((area_id) => ({
				record_id: policyId,
				area_id,
				origin: 'entered' as const,
				origin_source: null,
				origin_year: null,
				origin_note: null
			}))
	)
}
