import { sql } from 'kysely'
import { z } from 'zod'
import type { Offices } from '#platform/access/seat.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { absent, conflict, invalid } from '#platform/operation/refusal.ts'
import { findRecord, getRecord } from '#platform/records/find-record.server.ts'
import type { DeclaredStatus } from './rules.ts'
import { DECLARED_STATUSES, whyNotParent, whyNotTakeOn } from './rules.ts'

const Status = z.enum(DECLARED_STATUSES)

/** An actor's record with its row. */
export async function getActorRow(here: Here, reference: string) {
	const record = await getRecord(here, 'actor', reference)
	const row = await here.tx
		.selectFrom('actor')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', record.id)
		.executeTakeFirstOrThrow()
	return { ...record, row }
}

/** A structure's record with its row and the actors that hold its offices. */
export async function getStructureRow(here: Here, reference: string) {
	const record = await getRecord(here, 'structure', reference)
	const row = await here.tx
		.selectFrom('structure')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', record.id)
		.executeTakeFirstOrThrow()
	const status: DeclaredStatus = Status.parse(row.declared_status)
	return { ...record, row, status, chairActorId: row.chair_actor_id, secretaryActorId: await secretaryOf(here, row) }
}

/**
 * The actors that hold the offices of a structure, whether the seat sees its record or not: who may do what with a thing the
 * seat does see is told by them. A thing of no structure is run by those who keep the workspace's records.
 */
export async function officesOf(here: Here, structureId: string | null): Promise<Offices> {
	if (structureId === null) return { chairActorId: null, secretaryActorId: here.workspace.secretariatActorId }
	const row = await here.tx
		.selectFrom('structure')
		.select(['chair_actor_id', 'secretariat_structure_id', 'secretariat_actor_id', 'host_actor_id'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', structureId)
		.executeTakeFirstOrThrow()
	return { chairActorId: row.chair_actor_id, secretaryActorId: await secretaryOf(here, row) }
}

/**
 * The actor that is a structure's secretary: the body that is its secretariat, else the secretariat named as an actor, else
 * its host, else the workspace's secretariat.
 */
async function secretaryOf(
	here: Here,
	row: { secretariat_structure_id: string | null; secretariat_actor_id: string | null; host_actor_id: string | null }
) {
	if (row.secretariat_structure_id !== null) {
		const secretariat = await here.tx
			.selectFrom('structure')
			.select('as_actor_id')
			.where('workspace_id', '=', here.workspace.id)
			.where('id', '=', row.secretariat_structure_id)
			.executeTakeFirst()
		if (secretariat?.as_actor_id) return secretariat.as_actor_id
	}
	return row.secretariat_actor_id ?? row.host_actor_id ?? here.workspace.secretariatActorId
}

/**
 * A structure reached by one of its parts. Absent when the part is not there, or the seat may not see what the part joins: the
 * structure, and of a membership, or a nomination to it, the actor that sits there.
 */
export async function getStructureOfPart(here: Here, table: 'membership' | 'nomination' | 'mandate', id: string) {
	const part = await here.tx
		.selectFrom(table)
		.select('structure_id')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirst()
	const structure = part && (await findRecord(here, 'structure', part.structure_id))
	if (!structure || (table !== 'mandate' && !(await isActorSeen(here, table, id))))
		throw absent(`directory.no-such-${table}`)
	return getStructureRow(here, structure.id)
}

async function isActorSeen(here: Here, table: 'membership' | 'nomination', id: string) {
	let rows = here.tx
		.selectFrom('membership')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'membership.workspace_id').onRef('record.id', '=', 'membership.actor_id')
		)
		.select('record.id')
		.where('membership.workspace_id', '=', here.workspace.id)
	rows =
		table === 'membership'
			? rows.where('membership.id', '=', id)
			: rows.where('membership.id', '=', (select) =>
					select
						.selectFrom('nomination')
						.select('nomination.membership_id')
						.where('nomination.workspace_id', '=', here.workspace.id)
						.where('nomination.id', '=', id)
				)
	return (await rows.executeTakeFirst()) !== undefined
}

/**
 * The identifier behind a reference that stands in a field of an input; null and undefined pass as they are. A reference to
 * nothing the seat may see is an invalid field, so that the form can say which.
 */
export async function resolveField<T extends string | null | undefined>(
	here: Here,
	kind: string | null,
	reference: T,
	field: string
) {
	if (typeof reference !== 'string') return reference
	const record = await findRecord(here, kind, reference)
	if (!record) throw invalid([{ path: [field], code: 'platform.field.no-such-record', params: { reference } }])
	return record.id
}

/**
 * As `resolveField`, for an actor that takes something on: a seat, a lead, an office. One that was abolished, merged or
 * withdrawn cannot.
 */
export async function resolveActorInUse<T extends string | null | undefined>(here: Here, reference: T, field: string) {
	if (typeof reference !== 'string') return reference
	const id = await resolveField(here, 'actor', reference, field)
	const row = await here.tx
		.selectFrom('actor')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'actor.workspace_id').onRef('record.id', '=', 'actor.id')
		)
		.select(['actor.status', 'record.state'])
		.where('actor.workspace_id', '=', here.workspace.id)
		.where('actor.id', '=', id)
		.executeTakeFirstOrThrow()
	const why = whyNotTakeOn(row)
	if (why) throw invalid([{ path: [field], code: why }])
	return id
}

/**
 * Lets one command at a time move records in a tree, until its transaction ends: two that each look first could together
 * close a circle that neither sees.
 */
export async function lockTree(here: Here, table: 'actor' | 'structure'): Promise<void> {
	const name = `${here.workspace.id} ${table} tree`
	await here.tx
		.selectFrom(sql`pg_advisory_xact_lock(hashtextextended(${name}, 0))`.as('locked'))
		.select(sql<boolean>`true`.as('isLocked'))
		.execute()
}

/** Refuses a parent that would close a circle: the parents above it are read in one query. */
export async function refuseParentCircle(here: Here, table: 'actor' | 'structure', id: string, parentId: string) {
	await lockTree(here, table)
	const rows = await here.tx
		.selectFrom(table)
		.select(['id', 'parent_id'])
		.where('workspace_id', '=', here.workspace.id)
		.where('parent_id', 'is not', null)
		.execute()
	const reason = whyNotParent(id, parentId, new Map(rows.map((row) => [row.id, row.parent_id])))
	if (reason) throw conflict(reason)
}
