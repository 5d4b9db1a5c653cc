import { sql } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'

/** The structures whose secretary the seat's actor is: what waits for their secretary waits for it. */
export async function secretaryOfStructures(here: Here): Promise<string[]> {
	const { seat, workspace } = here
	if (seat.role === 'public' || seat.role === 'observer') return []
	const secretary = sql<string | null>`coalesce(secretariat.as_actor_id, structure.secretariat_actor_id,
		structure.host_actor_id, ${workspace.secretariatActorId}::uuid)`
	const rows = await here.tx
		.selectFrom('structure')
		.leftJoin('structure as secretariat', (on) =>
			on
				.onRef('secretariat.workspace_id', '=', 'structure.workspace_id')
				.onRef('secretariat.id', '=', 'structure.secretariat_structure_id')
		)
		.select('structure.id')
		.where('structure.workspace_id', '=', workspace.id)
		.where((where) =>
			where.or([
				...(seat.actorId === null ? [] : [where(secretary, '=', seat.actorId)]),
				...(seat.role === 'secretariat' ? [where(secretary, 'is', null)] : []),
				sql<boolean>`false`
			])
		)
		.execute()
	return rows.map((row) => row.id)
}
