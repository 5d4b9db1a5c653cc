import { sql, type SqlBool } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import { isCounted } from '../meeting/meeting-rules.ts'
import { type Asked, gone, nameIn, PARTS_MOST, tellsGone, there, within } from './oparl-asked.server.ts'
import type { Gone, MembershipFact, OrganizationFact } from './oparl-facts.ts'

export async function organizations(here: Here, asked: Asked): Promise<(Gone | OrganizationFact)[]> {
	let rows = here.tx
		.selectFrom('record')
		.leftJoin('actor', (on) =>
			on.onRef('actor.workspace_id', '=', 'record.workspace_id').onRef('actor.id', '=', 'record.id')
		)
		.leftJoin('structure', (on) =>
			on.onRef('structure.workspace_id', '=', 'record.workspace_id').onRef('structure.id', '=', 'record.id')
		)
		.leftJoin('record as parent', (on) =>
			on
				.onRef('parent.workspace_id', '=', 'record.workspace_id')
				.on(sql<SqlBool>`parent.id = coalesce(structure.parent_id, actor.parent_id)`)
		)
		.select(['record.id', 'record.key', 'record.title', 'record.acronym', 'record.state', 'record.changed_at'])
		.select(['actor.kind as actor_kind', 'structure.kind as structure_kind', 'parent.id as parent'])
		.select(['structure.declared_status', 'structure.status_day'])
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.kind', 'in', ['actor', 'structure'])
		.where(within(asked, 'record.id', 'record.changed_at'))
	if (!tellsGone(asked)) rows = rows.where('record.state', '=', 'active')
	const found = await rows.orderBy('record.id').limit(asked.limit).execute()
	const sits = await membershipIds(
		here,
		found.flatMap((row) => (row.structure_kind === null ? [] : [row.id]))
	)
	return found.map((row) =>
		row.state === 'active'
			? {
					...there(row.id, row.changed_at),
					kind: row.structure_kind === null ? 'actor' : 'structure',
					reference: row.key ?? row.id,
					name: nameIn(here, row.title),
					acronym: row.acronym,
					classification: row.structure_kind ?? row.actor_kind ?? '',
					parent: row.parent,
					ended: row.declared_status === 'dissolved' ? row.status_day : null,
					memberships: sits.get(row.id) ?? []
				}
			: gone(row.id, row.changed_at)
	)
}

// Who is only recommended sits nowhere yet; a seat is seen by who sees both its ends.
const sitting = (here: Here) =>
	here.tx
		.selectFrom('membership')
		.innerJoin('record as s', (on) =>
			on.onRef('s.workspace_id', '=', 'membership.workspace_id').onRef('s.id', '=', 'membership.structure_id')
		)
		.innerJoin('record as a', (on) =>
			on.onRef('a.workspace_id', '=', 'membership.workspace_id').onRef('a.id', '=', 'membership.actor_id')
		)
		.where('membership.workspace_id', '=', here.workspace.id)
		.where('membership.kind', '<>', 'recommended')

async function membershipIds(here: Here, structures: readonly string[]) {
	const byStructure = new Map<string, string[]>()
	if (structures.length === 0) return byStructure
	const rows = await sitting(here)
		.select(['membership.id', 'membership.structure_id'])
		.where('membership.structure_id', '=', anyOf(structures))
		.where('a.state', '=', 'active')
		.orderBy('membership.id')
		.limit(PARTS_MOST)
		.execute()
	for (const row of rows) byStructure.set(row.structure_id, [...(byStructure.get(row.structure_id) ?? []), row.id])
	return byStructure
}

export async function memberships(here: Here, asked: Asked): Promise<(Gone | MembershipFact)[]> {
	let rows = sitting(here)
		.select(['membership.id', 'membership.structure_id', 'membership.actor_id', 'membership.kind', 'membership.role'])
		.select(['membership.from_day', 'membership.to_day', 'a.title'])
		.select(['s.state as structure_state', 'a.state as actor_state', 's.changed_at'])
		.where(within(asked, 'membership.id', 's.changed_at'))
	if (!tellsGone(asked)) rows = rows.where('s.state', '=', 'active').where('a.state', '=', 'active')
	const found = await rows.orderBy('membership.id').limit(asked.limit).execute()
	const offices = await officesNamed(
		here,
		found.map((row) => row.id)
	)
	return found.map((row) => {
		if (row.structure_state !== 'active' || row.actor_state !== 'active') return gone(row.id, row.changed_at)
		const actor = nameIn(here, row.title)
		const office = offices.get(row.id)
		return {
			...there(row.id, row.changed_at),
			structure: row.structure_id,
			actor: row.actor_id,
			name: office === undefined ? actor : `${office} (${actor})`,
			role: row.role === 'member' && row.kind !== 'member' ? row.kind : row.role,
			votes: isCounted(row),
			from: row.from_day,
			to: row.to_day
		}
	})
}

async function officesNamed(here: Here, ids: readonly string[]) {
	if (ids.length === 0) return new Map<string, string>()
	const rows = await here.tx
		.selectFrom('nomination')
		.select(['membership_id', 'office'])
		.where('workspace_id', '=', here.workspace.id)
		.where('membership_id', '=', anyOf(ids))
		.where('capacity', '=', 'principal')
		.where('to_day', 'is', null)
		.orderBy('id')
		.execute()
	return new Map(rows.map((row) => [row.membership_id, row.office]))
}
