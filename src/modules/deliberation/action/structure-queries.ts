import { sql } from 'kysely'
import { z } from 'zod'
import { everyone, nothing, query } from '#platform/operation/operation.server.ts'
import { anyOf, RecordReference, referenceColumns, toReference } from '#platform/records/find-record.server.ts'
import { secretaryOfStructures } from './served-structures.server.ts'

// More than this nobody picks from a list.
const MOST = 1_000

/** The structures for which the seat that asks may assign actions: those it chairs or serves, or all for who keeps the records. */
export const listActionStructures = query({
	name: 'action.structures',
	input: z.strictObject({}),
	output: z.object({ items: z.array(RecordReference) }),
	about: nothing,
	allow: everyone,
	async run(here) {
		const { role, actorId } = here.seat
		if (role === 'public' || role === 'observer') return { items: [] }
		let rows = here.tx
			.selectFrom('structure')
			.innerJoin('record', (on) =>
				on.onRef('record.workspace_id', '=', 'structure.workspace_id').onRef('record.id', '=', 'structure.id')
			)
			.select(referenceColumns)
			.where('structure.workspace_id', '=', here.workspace.id)
			.where('structure.declared_status', '<>', 'dissolved')
			.where('record.state', '=', 'active')
		if (role !== 'secretariat' && role !== 'administrator') {
			const served = await secretaryOfStructures(here)
			rows = rows.where((where) =>
				where.or([
					where('structure.id', '=', anyOf(served)),
					actorId === null ? sql<boolean>`false` : where('structure.chair_actor_id', '=', actorId)
				])
			)
		}
		const found = await rows.orderBy('record.title_sort').orderBy('record.id').limit(MOST).execute()
		return { items: found.map(toReference) }
	}
})
