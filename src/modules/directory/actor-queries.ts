import { sql } from 'kysely'
import { z } from 'zod'
import { Country, Day, Reference } from '#platform/operation/fields.ts'
import { AnyOf, listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import {
	headColumns,
	nameOn,
	referencesOf,
	referencesWithNames,
	toHead,
	toReference,
	type RecordReference,
	referenceColumns
} from '#platform/records/find-record.server.ts'
import { idsWithWords } from '#platform/records/search-words.server.ts'
import { getActorRow, resolveField } from './find-directory.server.ts'
import { leadRows, membershipRows, toLeads, toMemberships } from './membership-queries.ts'
import { ActorItem, ActorPage } from './outputs.ts'
import { totalOf } from './record-queries.ts'
import { ACTOR_KINDS, ACTOR_STATUSES, keepsContact, keepsDirectory, keepsEnforcementMark } from './rules.ts'

export const recordFilters = {
	state: AnyOf(z.enum(['active', 'withdrawn'])),
	origin: AnyOf(z.enum(['reference', 'invented', 'entered'])),
	/** Words the record must hold, as in the search. */
	words: z.string().trim().min(1).max(200)
}

const base = (here: Here) =>
	here.tx
		.selectFrom('record')
		.innerJoin('actor', (on) =>
			on.onRef('actor.workspace_id', '=', 'record.workspace_id').onRef('actor.id', '=', 'record.id')
		)
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.kind', '=', 'actor')

// Seats and leads of an actor, counted only over structures and areas the seat may see.
const seats = sql<number>`(select count(*) from membership
	join record seen on seen.workspace_id = membership.workspace_id and seen.id = membership.structure_id and seen.state = 'active'
	where membership.workspace_id = record.workspace_id and membership.actor_id = record.id and membership.to_day is null)`
const leads = sql<number>`(select count(*) from area_lead
	join record seen on seen.workspace_id = area_lead.workspace_id and seen.id = area_lead.area_id and seen.state = 'active'
	where area_lead.workspace_id = record.workspace_id and area_lead.actor_id = record.id and area_lead.to_day is null)`

export const listActors = query({
	name: 'actor.list',
	input: listInput(
		{
			...recordFilters,
			kind: AnyOf(z.enum(ACTOR_KINDS)),
			status: AnyOf(z.enum(ACTOR_STATUSES)),
			country: AnyOf(Country),
			enforcement: z.boolean(),
			parent: Reference
		},
		['title', 'kind', 'country', 'changed']
	),
	output: listed(ActorItem),
	about: nothing,
	allow: everyone,
	async run(here, input) {
		const { filter = {} } = input
		const part = listPart(
			here.secret,
			input,
			{ title: 'record.title_sort', kind: 'actor.kind', country: 'actor.country', changed: 'record.changed_at' },
			'record.id'
		)
		const parentId = await resolveField(here, 'actor', filter.parent, 'parent')
		let rows = base(here).where('record.state', 'in', filter.state ?? ['active'])
		if (filter.origin) rows = rows.where('record.origin', 'in', filter.origin)
		if (filter.kind) rows = rows.where('actor.kind', 'in', filter.kind)
		if (filter.status) rows = rows.where('actor.status', 'in', filter.status)
		if (filter.country) rows = rows.where('actor.country', 'in', filter.country)
		if (filter.enforcement !== undefined) rows = rows.where('actor.is_enforcement', '=', filter.enforcement)
		if (filter.words) rows = rows.where('record.id', 'in', idsWithWords(here, 'actor', filter.words))
		if (parentId) rows = rows.where('actor.parent_id', '=', parentId)
		const listing = rows
			.select([
				...headColumns,
				'record.title_sort',
				'actor.kind as actor_kind',
				'actor.status',
				'actor.country',
				'actor.parent_id',
				'actor.is_enforcement'
			])
			.select([seats.as('seats'), leads.as('leads')])
			.where(part.where)
			.orderBy(part.orderBy)
			.limit(part.limit)
			.execute()
		const division = { field: 'kind', values: filter.kind }
		const [found, total] = await Promise.all([
			listing,
			totalOf(here, 'actor', filter, division, rows.select('record.id'))
		])
		const parents = await referencesOf(
			here,
			found.map((row) => row.parent_id)
		)
		return toList(here.secret, part, found, total, input, {
			value: (row) => sortValue(input.sort, row),
			item: (row) => ({
				...toHead(row),
				actorKind: row.actor_kind,
				status: row.status,
				country: row.country,
				parent: (row.parent_id && parents.get(row.parent_id)) || null,
				isEnforcement: row.is_enforcement,
				seats: row.seats,
				leads: row.leads
			})
		})
	}
})

function sortValue(
	sort: string,
	row: { title_sort: string; actor_kind: string; country: string | null; changed_at: Date }
) {
	switch (sort.replace('-', '')) {
		case 'kind':
			return row.actor_kind
		case 'country':
			return row.country
		case 'changed':
			return row.changed_at
		default:
			return row.title_sort
	}
}

const onDay = { on: Day.optional() }

export const getActor = query({
	name: 'actor.get',
	input: z.strictObject({ actor: Reference, ...onDay }),
	output: ActorPage,
	about: (here, { actor }) => getActorRow(here, actor),
	allow: everyone,
	async run(here, { on }, { row, ...record }) {
		const day = on ?? here.today
		const [sits, led, counted, related, succeeded, removal] = await Promise.all([
			membershipRows(here, { actorId: record.id }),
			leadRows(here, { actorId: record.id }),
			base(here)
				.where('record.id', '=', record.id)
				.select([seats.as('seats'), leads.as('leads')])
				.executeTakeFirstOrThrow(),
			relatedOf(here, record.id),
			successionRows(here, record.id),
			openRemoval(here, record.id)
		])
		const named = await referencesWithNames(here, [
			record.id,
			row.parent_id,
			...sits.map((one) => one.structure_id),
			...led.flatMap((one) => [one.area_id, one.framework_id]),
			...succeeded.flatMap((one) => [one.actor_id, one.successor_id])
		])
		const { references } = named
		const names = named.names.get(record.id) ?? []
		return {
			...nameOn(record, names, day),
			actorKind: row.kind,
			status: row.status,
			country: row.country,
			hostCountry: row.host_country,
			parent: (row.parent_id && references.get(row.parent_id)) || null,
			isEnforcement: row.is_enforcement,
			...counted,
			aliases: row.aliases,
			contact: {
				office: row.contact_office,
				email: row.contact_email,
				telephone: row.contact_telephone,
				address: row.contact_address
			},
			names,
			...related,
			memberships: toMemberships(sits, named, day),
			areasLed: toLeads(led, named, day),
			successions: toSuccessions(succeeded, references),
			enforcementRemoval: removal,
			may: {
				change: keepsDirectory(here.seat),
				setContact: keepsContact(here.seat, record.id),
				setEnforcement: keepsEnforcementMark(here.seat),
				succeed: keepsDirectory(here.seat)
			}
		}
	}
})

async function relatedOf(here: Here, actorId: string) {
	const rows = await here.tx
		.selectFrom('record')
		.leftJoin('actor', (on) =>
			on.onRef('actor.workspace_id', '=', 'record.workspace_id').onRef('actor.id', '=', 'record.id')
		)
		.leftJoin('structure', (on) =>
			on.onRef('structure.workspace_id', '=', 'record.workspace_id').onRef('structure.id', '=', 'record.id')
		)
		.select(referenceColumns)
		.select(['actor.parent_id', 'structure.chair_actor_id', 'structure.host_actor_id'])
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.state', '=', 'active')
		.where('record.id', 'in', (select) =>
			select
				.selectFrom('actor as child')
				.select('child.id')
				.where('child.workspace_id', '=', here.workspace.id)
				.where('child.parent_id', '=', actorId)
				.union(
					select
						.selectFrom('structure as served')
						.select('served.id')
						.where('served.workspace_id', '=', here.workspace.id)
						.where((where) =>
							where.or([where('served.chair_actor_id', '=', actorId), where('served.host_actor_id', '=', actorId)])
						)
				)
		)
		.orderBy('record.title_sort')
		.execute()
	return {
		children: rows.filter((row) => row.parent_id === actorId).map(toReference),
		chairs: rows.filter((row) => row.chair_actor_id === actorId).map(toReference),
		hosts: rows.filter((row) => row.host_actor_id === actorId).map(toReference)
	}
}

const successionRows = (here: Here, actorId: string) =>
	here.tx
		.selectFrom('actor_succession')
		.select(['kind', 'day', 'legal_basis', 'actor_id', 'successor_id'])
		.where('workspace_id', '=', here.workspace.id)
		.where((where) => where.or([where('actor_id', '=', actorId), where('successor_id', '=', actorId)]))
		.orderBy('day')
		.execute()

function toSuccessions(
	rows: Awaited<ReturnType<typeof successionRows>>,
	references: ReadonlyMap<string, RecordReference>
) {
	return rows.flatMap((row) => {
		const actor = references.get(row.actor_id)
		if (!actor) return []
		return [
			{
				kind: row.kind,
				day: row.day,
				legalBasis: row.legal_basis,
				actor,
				successor: (row.successor_id && references.get(row.successor_id)) || null
			}
		]
	})
}

async function openRemoval(here: Here, actorId: string) {
	if (!keepsEnforcementMark(here.seat)) return null
	const row = await here.tx
		.selectFrom('enforcement_removal')
		.select(['id', 'reason', 'asked_at', 'asked_by_seat_id'])
		.where('workspace_id', '=', here.workspace.id)
		.where('actor_id', '=', actorId)
		.where('confirmed_at', 'is', null)
		.executeTakeFirst()
	return row
		? { id: row.id, reason: row.reason, askedAt: row.asked_at, mayConfirm: row.asked_by_seat_id !== here.seat.id }
		: null
}
