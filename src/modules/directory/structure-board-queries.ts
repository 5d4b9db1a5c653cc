import { z } from 'zod'
import { Day } from '#platform/operation/fields.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { referenceColumns, referencesOf, toReference } from '#platform/records/find-record.server.ts'
import { heldThen } from './membership-queries.ts'
import { StatusEntry, StructureItem } from './outputs.ts'
import { DECLARED_STATUSES, NON_STATE_KINDS } from './rules.ts'
import { offices, Status, structureColumns, structureRows, toItem, WHOLE_MOST } from './structure-rows.server.ts'

export const mapStructures = query({
	name: 'structure.map',
	input: z.strictObject({ on: Day.optional() }),
	output: z.object({
		structures: z.array(StructureItem),
		/** Actors that are no part of a State, with the structure in which they sit. */
		nonState: z.array(
			z.object({ actor: StructureItem.shape.chair, structure: z.string(), kind: z.string(), membership: z.string() })
		)
	}),
	about: nothing,
	allow: everyone,
	async run(here, { on }) {
		const [structures, nonState] = await Promise.all([allStructures(here), nonStateSeats(here, on ?? here.today)])
		return { structures, nonState }
	}
})

async function nonStateSeats(here: Here, day: string) {
	const rows = await here.tx
		.selectFrom('membership')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'membership.workspace_id').onRef('record.id', '=', 'membership.actor_id')
		)
		.innerJoin('actor', (on) =>
			on.onRef('actor.workspace_id', '=', 'membership.workspace_id').onRef('actor.id', '=', 'membership.actor_id')
		)
		.innerJoin('record as s', (on) =>
			on.onRef('s.workspace_id', '=', 'membership.workspace_id').onRef('s.id', '=', 'membership.structure_id')
		)
		.select(referenceColumns)
		.select(['membership.structure_id', 'actor.kind as actor_kind', 'membership.kind as membership_kind'])
		.where('membership.workspace_id', '=', here.workspace.id)
		.where('record.state', '=', 'active')
		.where('s.state', '=', 'active')
		.where('actor.kind', 'in', [...NON_STATE_KINDS])
		.where((where) => heldThen(where, day))
		.orderBy('record.title_sort')
		.limit(WHOLE_MOST)
		.execute()
	return rows.map((row) => ({
		actor: toReference(row),
		structure: row.structure_id,
		kind: row.actor_kind,
		membership: row.membership_kind
	}))
}

export const statusBoard = query({
	name: 'structure.statusBoard',
	input: z.strictObject({}),
	output: z.object({
		counts: z.array(z.object({ status: Status, structures: z.int() })),
		structures: z.array(StructureItem),
		/** Changes of declared status, newest first. */
		changes: z.array(StatusEntry.extend({ structure: StructureItem.shape.chair }))
	}),
	about: nothing,
	allow: everyone,
	async run(here) {
		const [structures, rows] = await Promise.all([allStructures(here), lastChangesOfStatus(here)])
		const counts = DECLARED_STATUSES.map((status) => ({
			status,
			structures: structures.filter((one) => one.status === status).length
		}))
		const changes = rows.map((row) => ({
			structure: toReference(row),
			status: Status.parse(row.status),
			detail: row.detail,
			day: row.day,
			reason: row.reason,
			at: row.created_at,
			origin: row.origin,
			source: row.origin_source,
			year: row.origin_year
		}))
		return { counts, structures, changes }
	}
})

const lastChangesOfStatus = (here: Here) =>
	here.tx
		.selectFrom('structure_status')
		.innerJoin('record', (on) =>
			on
				.onRef('record.workspace_id', '=', 'structure_status.workspace_id')
				.onRef('record.id', '=', 'structure_status.structure_id')
		)
		.select(referenceColumns)
		.select([
			'structure_status.status',
			'structure_status.detail',
			'structure_status.day',
			'structure_status.reason',
			'structure_status.created_at'
		])
		.select(['structure_status.origin', 'structure_status.origin_source', 'structure_status.origin_year'])
		.where('structure_status.workspace_id', '=', here.workspace.id)
		.where('record.state', '=', 'active')
		.orderBy('structure_status.created_at', 'desc')
		.orderBy('structure_status.id', 'desc')
		.limit(100)
		.execute()

async function allStructures(here: Here) {
	const found = await structureRows(here)
		.where('record.state', '=', 'active')
		.select([...structureColumns])
		.orderBy('record.title_sort')
		.orderBy('record.id')
		.limit(WHOLE_MOST)
		.execute()
	const references = await referencesOf(here, found.flatMap(offices))
	return found.map((row) => toItem(row, references))
}
