import { z } from 'zod'
import { everyone, nothing, query } from '#platform/operation/operation.server.ts'
import { RecordReference, referenceColumns, toReference } from '#platform/records/find-record.server.ts'
import { runsMeetings } from '../rules.ts'

const MOST = 1_000

/** The structures whose meetings the seat runs: those it may plan for. */
export const listRunStructures = query({
	name: 'meeting.structures',
	input: z.strictObject({}),
	output: z.object({ items: z.array(RecordReference) }),
	about: nothing,
	allow: everyone,
	async run(here) {
		const rows = await here.tx
			.selectFrom('record')
			.innerJoin('structure', (on) =>
				on.onRef('structure.workspace_id', '=', 'record.workspace_id').onRef('structure.id', '=', 'record.id')
			)
			.leftJoin('structure as secretariat', (on) =>
				on
					.onRef('secretariat.workspace_id', '=', 'structure.workspace_id')
					.onRef('secretariat.id', '=', 'structure.secretariat_structure_id')
			)
			.select(referenceColumns)
			.select('structure.chair_actor_id')
			.select((select) =>
				select.fn
					.coalesce('secretariat.as_actor_id', 'structure.secretariat_actor_id', 'structure.host_actor_id')
					.as('secretary_actor_id')
			)
			.where('record.workspace_id', '=', here.workspace.id)
			.where('record.kind', '=', 'structure')
			.where('record.state', '=', 'active')
			.where('structure.declared_status', '<>', 'dissolved')
			.orderBy('record.title_sort')
			.orderBy('record.id')
			.limit(MOST)
			.execute()
		return {
			items: rows
				.filter((row) =>
					runsMeetings(here.seat, {
						chairActorId: row.chair_actor_id,
						secretaryActorId: row.secretary_actor_id ?? here.workspace.secretariatActorId
					})
				)
				.map(toReference)
		}
	}
})
