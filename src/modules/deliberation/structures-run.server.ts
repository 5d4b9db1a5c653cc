import type { Here } from '#platform/operation/operation.server.ts'
import { referenceColumns, toReference, type RecordReference } from '#platform/records/find-record.server.ts'
import { isRunBy, structuresRunBy } from './action/run-structures.server.ts'

// More than this nobody picks from a list.
const MOST = 1_000

/** The structures whose meetings the seat that asks runs, as choices by name; none that is dissolved or withdrawn. */
export async function structuresRun(here: Here): Promise<RecordReference[]> {
	const run = await structuresRunBy(here)
	if (run.length === 0) return []
	const found = await here.tx
		.selectFrom('structure')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'structure.workspace_id').onRef('record.id', '=', 'structure.id')
		)
		.select(referenceColumns)
		.where('structure.workspace_id', '=', here.workspace.id)
		.where('structure.declared_status', '<>', 'dissolved')
		.where('record.state', '=', 'active')
		.where(({ ref }) => isRunBy(run, ref('structure.id')))
		.orderBy('record.title_sort')
		.orderBy('record.id')
		.limit(MOST)
		.execute()
	return found.map(toReference)
}
