import { z } from 'zod'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { formerNames } from '#platform/records/find-record.server.ts'
import { OrganizationFacts } from './organization-facts.ts'

// A workspace of a country holds some hundreds; one answer of this size is some megabytes.
const PARTIES_MOST = 5_000
const PARTS_MOST = 20_000

export const listOrganizations = query({
	name: 'organization.list',
	input: z.strictObject({}),
	output: OrganizationFacts,
	about: nothing,
	allow: everyone,
	async run(here) {
		const found = await parties(here)
		const rows = found.slice(0, PARTIES_MOST)
		const seen = new Set(rows.map((row) => row.id))
		const ifSeen = (one: string | null) => (one !== null && seen.has(one) ? one : null)
		const names = await formerNames(here, [...seen])
		const every = {
			successions: await successionsOf(here),
			memberships: await membershipsOf(here),
			nominations: await nominationsOf(here)
		}
		const successions = every.successions.filter((row) => seen.has(row.actor_id))
		const memberships = every.memberships.filter((row) => seen.has(row.structure_id) && seen.has(row.actor_id))
		const kept = new Set(memberships.map((row) => row.id))
		const nominations = every.nominations.filter((row) => kept.has(row.membership_id))
		const party = (row: (typeof rows)[number]) => ({
			id: row.id,
			reference: row.key ?? row.number ?? row.id,
			title: row.title,
			acronym: row.acronym,
			names: names.get(row.id) ?? [],
			source: row.origin_source,
			year: row.origin_year
		})
		// A renamed actor goes on; any other succession ends it.
		const endOf = new Map(successions.filter((row) => row.kind !== 'rename').map((row) => [row.actor_id, row.day]))
		return {
			language: here.workspace.language,
			actors: rows.flatMap((row) =>
				row.actor_kind === null
					? []
					: [
							{
								...party(row),
								kind: row.actor_kind,
								parent: ifSeen(row.actor_parent),
								ended: endOf.get(row.id) ?? null,
								aliases: row.aliases ?? [],
								contact: { email: row.contact_email, telephone: row.contact_telephone, address: row.contact_address }
							}
						]
			),
			structures: rows.flatMap((row) =>
				row.structure_kind === null
					? []
					: [
							{
								...party(row),
								kind: row.structure_kind,
								parent: ifSeen(row.structure_parent),
								ended: row.declared_status === 'dissolved' ? row.status_day : null,
								yearEstablished: row.year_established,
								chair: ifSeen(row.chair_actor_id),
								secretariat: ifSeen(row.secretariat_structure_id),
								secretariatActor: ifSeen(row.secretariat_actor_id)
							}
						]
			),
			memberships: memberships.map((row) => ({
				id: row.id,
				structure: row.structure_id,
				actor: row.actor_id,
				kind: row.kind,
				role: row.role,
				from: row.from_day,
				to: row.to_day,
				source: row.origin_source,
				year: row.origin_year
			})),
			nominations: nominations.map((row) => ({
				id: row.id,
				membership: row.membership_id,
				capacity: row.capacity,
				office: row.office,
				from: row.from_day,
				to: row.to_day
			})),
			successions: successions.map((row) => ({
				id: row.id,
				kind: row.kind,
				day: row.day,
				legalBasis: row.legal_basis,
				actor: row.actor_id,
				successor: ifSeen(row.successor_id)
			})),
			totalIsMore: found.length > PARTIES_MOST || Object.values(every).some((rows) => rows.length >= PARTS_MOST)
		}
	}
})

const parties = (here: Here) =>
	here.tx
		.selectFrom('record')
		.leftJoin('actor', (on) =>
			on.onRef('actor.workspace_id', '=', 'record.workspace_id').onRef('actor.id', '=', 'record.id')
		)
		.leftJoin('structure', (on) =>
			on.onRef('structure.workspace_id', '=', 'record.workspace_id').onRef('structure.id', '=', 'record.id')
		)
		.select([
			'record.id',
			'record.key',
			'record.number',
			'record.title',
			'record.acronym',
			'record.origin_source',
			'record.origin_year'
		])
		.select(['actor.kind as actor_kind', 'actor.parent_id as actor_parent', 'actor.aliases'])
		.select(['actor.contact_email', 'actor.contact_telephone', 'actor.contact_address'])
		.select([
			'structure.kind as structure_kind',
			'structure.parent_id as structure_parent',
			'structure.declared_status',
			'structure.status_day'
		])
		.select([
			'structure.year_established',
			'structure.chair_actor_id',
			'structure.secretariat_structure_id',
			'structure.secretariat_actor_id'
		])
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.kind', 'in', ['actor', 'structure'])
		.where('record.state', '=', 'active')
		.orderBy('record.kind')
		.orderBy('record.title_sort')
		.orderBy('record.id')
		.limit(PARTIES_MOST + 1)
		.execute()

const membershipsOf = (here: Here) =>
	here.tx
		.selectFrom('membership')
		.select(['id', 'structure_id', 'actor_id', 'kind', 'role', 'from_day', 'to_day', 'origin_source', 'origin_year'])
		.where('workspace_id', '=', here.workspace.id)
		.orderBy('structure_id')
		.orderBy('actor_id')
		.orderBy('id')
		.limit(PARTS_MOST)
		.execute()

const nominationsOf = (here: Here) =>
	here.tx
		.selectFrom('nomination')
		.select(['id', 'membership_id', 'capacity', 'office', 'from_day', 'to_day'])
		.where('workspace_id', '=', here.workspace.id)
		.orderBy('id')
		.limit(PARTS_MOST)
		.execute()

const successionsOf = (here: Here) =>
	here.tx
		.selectFrom('actor_succession')
		.select(['id', 'kind', 'day', 'legal_basis', 'actor_id', 'successor_id'])
		.where('workspace_id', '=', here.workspace.id)
		.orderBy('day')
		.orderBy('id')
		.limit(PARTS_MOST)
		.execute()
