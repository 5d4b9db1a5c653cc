import { z } from 'zod'
import { everyone, nothing, query } from '#platform/operation/operation.server.ts'
import { RecordReference, referenceColumns, toReference } from '#platform/records/find-record.server.ts'
import { isRunBy, structuresRunBy } from './run-structures.server.ts'

// More than this nobody picks from a list.
const MOST = 1_000

/**
 * The structures whose meetings the seat that asks runs: those it chairs or serves, or all for who keeps the records. For them it
 * assigns actions, and in their name it opens written procedures.
 */
export const listActionStructures = query({
	name: 'action.structures',
	input: z.strictObject({}),
	output: z.object({ items: z.array(RecordReference) }),
	about: nothing,
	allow: everyone,
	async run(here) {
		const run = await structuresRunBy(here)
		if (run.length === 0) return { items: [] }
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
		return { items: found.map(toReference) }
	}
})
