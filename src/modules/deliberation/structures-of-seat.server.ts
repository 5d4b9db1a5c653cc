import { sql } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'
import { isSeated } from './secretary-seat.server.ts'

/** The structures of a seat, as identifiers. */
export type StructuresOfSeat = {
	/** Those it has to do with: what is *mine* on the first page, in lists, in calendars and in digests. */
	all: readonly string[]
	/** Those of them that it chairs or keeps: it calls their meetings, sees to their minutes, closes their written procedures. */
	run: readonly string[]
	/**
	 * Those it keeps: it accepts what is handed in to them and answers who asks for more time. The secretariat of the workspace does so
	 * too where the secretary has no seat, as `isSecretary` says; such a structure is not among the others for that.
	 */
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

async function find(here: Here): Promise<StructuresOfSeat> {
	const { tx, seat, workspace } = here
	if (seat.role === 'public') return NONE
	const sits = seat.audience.flatMap((token) => (token.startsWith(SITS) ? [token.slice(SITS.length)] : []))
	const isSecretariat = seat.role === 'secretariat'
	if (seat.role === 'observer' || (seat.actorId === null && !isSecretariat)) return { ...NONE, all: sits.toSorted() }
	const secretary = sql<string | null>`coalesce(secretariat.as_actor_id, structure.secretariat_actor_id,
		structure.host_actor_id, ${workspace.secretariatActorId}::uuid)`
	const isKeptByName = sql<boolean>`(${secretary} = ${seat.actorId}::uuid or ${isSecretariat}::boolean and ${secretary} is null)`
	const runs = sql<boolean>`coalesce(structure.chair_actor_id = ${seat.actorId}::uuid or ${isKeptByName}, false)`
	const keeps = sql<boolean>`coalesce(${isKeptByName} or ${isSecretariat}::boolean and not ${isSeated(here, secretary)}, false)`
	const rows = await tx
		.selectFrom('structure')
		.leftJoin('structure as secretariat', (on) =>
			on
				.onRef('secretariat.workspace_id', '=', 'structure.workspace_id')
				.onRef('secretariat.id', '=', 'structure.secretariat_structure_id')
		)
		.select(['structure.id', runs.as('runs'), keeps.as('keeps')])
		.where('structure.workspace_id', '=', workspace.id)
		.where(sql<boolean>`(${runs} or ${keeps})`)
		.execute()
	const run = rows.flatMap((row) => (row.runs ? [row.id] : [])).sort()
	const kept = rows.flatMap((row) => (row.keeps ? [row.id] : [])).sort()
	return { all: [...new Set([...sits, ...run])].sort(), run, kept }
}
