import { sql } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'

/** The structures of a seat, as identifiers; each list holds the next. */
export type StructuresOfSeat = {
	/** Those it has to do with: what is *mine* on the first page, in lists, in calendars and in digests. */
	all: readonly string[]
	/** Those it chairs or keeps: it calls their meetings, sees to their minutes, closes their written procedures. */
	run: readonly string[]
	/** Those it keeps: it accepts what is handed in to them and answers who asks for more time. */
	kept: readonly string[]
}

const NONE: StructuresOfSeat = { all: [], run: [], kept: [] }
const SITS = 'structure:'

// Every source of what waits asks; within one operation the answer is one.
const asked = new WeakMap<Here, Promise<StructuresOfSeat>>()

/**
 * The structures a seat has to do with today, said once for the whole product: those in which its actor sits (as a member or
 * co-opted) or which it chairs, and those which it keeps as their secretary: by the structure that is their secretariat, by name, as
 * host, or, where nobody is named, as the secretariat of the workspace. The public has none. An observer's organization may sit somewhere,
 * and finds those meetings in its calendar; it runs and keeps nothing.
 */
export function structuresOfSeat(here: Here): Promise<StructuresOfSeat> {
	const known = asked.get(here)
	if (known) return known
	const found = find(here)
	asked.set(here, found)
	return found
}

async function find({ tx, seat, workspace }: Here): Promise<StructuresOfSeat> {
	if (seat.role === 'public') return NONE
	const sits = seat.audience.flatMap((token) => (token.startsWith(SITS) ? [token.slice(SITS.length)] : []))
	const isSecretariat = seat.role === 'secretariat'
	if (seat.role === 'observer' || (seat.actorId === null && !isSecretariat)) return { ...NONE, all: sits.toSorted() }
	const secretary = sql<string | null>`coalesce(secretariat.as_actor_id, structure.secretariat_actor_id,
		structure.host_actor_id, ${workspace.secretariatActorId}::uuid)`
	const rows = await tx
		.selectFrom('structure')
		.leftJoin('structure as secretariat', (on) =>
			on
				.onRef('secretariat.workspace_id', '=', 'structure.workspace_id')
				.onRef('secretariat.id', '=', 'structure.secretariat_structure_id')
		)
		.select([
			'structure.id',
			sql<boolean>`${secretary} = ${seat.actorId}::uuid or ${isSecretariat}::boolean and ${secretary} is null`.as(
				'keeps'
			)
		])
		.where('structure.workspace_id', '=', workspace.id)
		.where(
			sql<boolean>`(structure.chair_actor_id = ${seat.actorId}::uuid or ${secretary} = ${seat.actorId}::uuid
				or ${isSecretariat}::boolean and ${secretary} is null)`
		)
		.execute()
	const run = rows.map(({ id }) => id).sort()
	const kept = rows.flatMap(({ id, keeps }) => (keeps ? [id] : [])).sort()
	return { all: [...new Set([...sits, ...run])].sort(), run, kept }
}
