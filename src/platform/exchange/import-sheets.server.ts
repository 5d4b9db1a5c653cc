import type { Writing } from '#platform/operation/operation.server.ts'
import { addFaults, refuseFaults } from './fault.ts'
import type { SheetCount } from './importer.ts'
import { parseSheets } from './parse-sheets.ts'
import type { Tables } from './table.ts'

/** The keys a workspace already holds, by kind: what the cells of a file may refer to. */
async function knownKeys(here: Writing) {
	const rows = await here.tx
		.selectFrom('record')
		.select(['kind', 'key'])
		.where('workspace_id', '=', here.workspace.id)
		.where('key', 'is not', null)
		.where('state', '<>', 'merged')
		.execute()
	return new Set(rows.map((row) => `${row.kind} ${row.key ?? ''}`))
}

/**
 * Brings the sheets of a file into the workspace, all areas' sheets in the areas' order, or refuses it whole and names each
 * cell. With `isCheck` it only counts. A second import of the same file finds nothing to do.
 */
export async function importSheets(here: Writing, tables: Tables, isCheck: boolean): Promise<SheetCount[]> {
	const importers = here.registry.areas.flatMap((area) => area.importer ?? [])
	const known = await knownKeys(here)
	const parsed = parseSheets(
		tables,
		importers.flatMap((importer) => importer.sheets),
		{ language: here.workspace.language, known: (kind, key) => known.has(`${kind} ${key}`) }
	)
	if (parsed.faults.total > 0) throw refuseFaults(parsed.faults)
	const plans = []
	for (const importer of importers) plans.push(await importer.plan(here, parsed))
	const faults = addFaults(
		parsed.faults,
		plans.flatMap((plan) => plan.faults)
	)
	if (faults.total > 0) throw refuseFaults(faults)
	if (!isCheck) for (const plan of plans) await plan.apply()
	const present = new Set(tables.sheets.keys())
	return plans.flatMap((plan) => plan.counts).filter((count) => present.has(count.sheet))
}
