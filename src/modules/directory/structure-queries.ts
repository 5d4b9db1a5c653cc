import { sql } from 'kysely'
import { z } from 'zod'
import { Day, Reference } from '#platform/operation/fields.ts'
import { AnyOf, listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import {
	headColumns,
	nameOn,
	referencesOf,
	referencesWithNames,
	toHead,
	toOrigin,
	toReference,
	type RecordReference,
	referenceColumns
} from '#platform/records/find-record.server.ts'
import { idsWithWords } from '#platform/records/search-words.server.ts'
import { recordFilters } from './actor-queries.ts'
import { getStructureRow, resolveField } from './find-directory.server.ts'
import { mandateRows, namedInMandates, toMandates } from './mandate-queries.ts'
import { heldThen, membershipRows, nominationsWhere, toMemberships } from './membership-queries.ts'
import { StatusEntry, StructureItem, StructurePage } from './outputs.ts'
import { totalOf } from './record-queries.ts'
import { DECLARED_STATUSES, keepsStructure, LEVELS, nextStatuses, NON_STATE_KINDS, STRUCTURE_KINDS } from './rules.ts'

const members = sql<number>`(select count(*) from membership
	join record seen on seen.workspace_id = membership.workspace_id and seen.id = membership.actor_id and seen.state = 'active'
	where membership.workspace_id = record.workspace_id and membership.structure_id = record.id and membership.to_day is null)`

const base = (here: Here) =>
	here.tx
		.selectFrom('record')
		.innerJoin('structure', (on) =>
			on.onRef('structure.workspace_id', '=', 'record.workspace_id').onRef('structure.id', '=', 'record.id')
		)
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.kind', '=', 'structure')

const columns = [
	...headColumns,
	'record.title_sort',
	'structure.level',
	'structure.kind as structure_kind',
	'structure.declared_status',
	'structure.status_detail',
	'structure.status_day',
	'structure.parent_id',
	'structure.chair_actor_id',
	'structure.host_actor_id',
	'structure.secretariat_structure_id',
	'structure.meetings_per_year',
	'structure.cadence'
] as const

type ItemRow = Parameters<typeof toHead>[0] & {
	level: string
	structure_kind: string
	declared_status: string
	status_detail: string | null
	status_day: string | null
	parent_id: string | null
	chair_actor_id: string | null
	host_actor_id: string | null
	secretariat_structure_id: string | null
	meetings_per_year: number | null
	cadence: string | null
	members: number
}

const Status = z.enum(DECLARED_STATUSES)
const offices = (row: ItemRow) => [row.parent_id, row.chair_actor_id, row.host_actor_id, row.secretariat_structure_id]

function toItem(row: ItemRow, references: ReadonlyMap<string, RecordReference>): z.output<typeof StructureItem> {
	const named = (id: string | null) => (id === null ? null : (references.get(id) ?? null))
	return {
		...toHead(row),
		level: row.level,
		structureKind: row.structure_kind,
		status: Status.parse(row.declared_status),
		statusDetail: row.status_detail,
		statusDay: row.status_day,
		parent: named(row.parent_id),
		chair: named(row.chair_actor_id),
		host: named(row.host_actor_id),
		secretariat: named(row.secretariat_structure_id),
		meetingsPerYear: row.meetings_per_year,
		cadence: row.cadence,
		members: row.members
	}
}

export const listStructures = query({
	name: 'structure.list',
	input: listInput(
		{
			...recordFilters,
			level: AnyOf(z.enum(LEVELS)),
			kind: AnyOf(z.enum(STRUCTURE_KINDS)),
			status: AnyOf(Status),
			parent: Reference,
			chair: Reference,
			/** Structures in which this actor sits today. */
			member: Reference,
			/** Structures that deal with this area. */
			area: Reference
		},
		['title', 'level', 'status', 'changed']
	),
	output: listed(StructureItem),
	about: nothing,
	allow: everyone,
	async run(here, input) {
		const { filter = {} } = input
		const part = listPart(
			here.secret,
			input,
			{
				title: 'record.title_sort',
				level: 'structure.level',
				status: 'structure.declared_status',
				changed: 'record.changed_at'
			},
			'record.id'
		)
		const parentId = await resolveField(here, 'structure', filter.parent, 'parent')
		const chairId = await resolveField(here, 'actor', filter.chair, 'chair')
		const memberId = await resolveField(here, 'actor', filter.member, 'member')
		const areaId = await resolveField(here, 'area', filter.area, 'area')
		let rows = base(here).where('record.state', 'in', filter.state ?? ['active'])
		if (filter.origin) rows = rows.where('record.origin', 'in', filter.origin)
		if (filter.level) rows = rows.where('structure.level', 'in', filter.level)
		if (filter.kind) rows = rows.where('structure.kind', 'in', filter.kind)
		if (filter.status) rows = rows.where('structure.declared_status', 'in', filter.status)
		if (parentId) rows = rows.where('structure.parent_id', '=', parentId)
		if (chairId) rows = rows.where('structure.chair_actor_id', '=', chairId)
		if (filter.words) rows = rows.where('record.id', 'in', idsWithWords(here, 'structure', filter.words))
		if (memberId)
			rows = rows.where('record.id', 'in', (select) =>
				select
					.selectFrom('membership')
					.select('membership.structure_id')
					.where('membership.workspace_id', '=', here.workspace.id)
					.where('membership.actor_id', '=', memberId)
					.where((where) => heldThen(where, here.today))
			)
		if (areaId)
			rows = rows.where('record.id', 'in', (select) =>
				select
					.selectFrom('record_theme')
					.select('record_theme.record_id')
					.where('record_theme.workspace_id', '=', here.workspace.id)
					.where('record_theme.area_id', '=', areaId)
			)
		const division = { field: 'kind', values: filter.kind }
		const [found, total] = await Promise.all([
			rows
				.select([...columns, members.as('members')])
				.where(part.where)
				.orderBy(part.orderBy)
				.limit(part.limit)
				.execute(),
			totalOf(here, 'structure', filter, division, rows.select('record.id'))
		])
		const references = await referencesOf(here, found.flatMap(offices))
		return toList(here.secret, part, found, total, input, {
			value: (row) => sortValue(input.sort, row),
			item: (row) => toItem(row, references)
		})
	}
})

function sortValue(
	sort: string,
	row: { title_sort: string; level: string; declared_status: string; changed_at: Date }
) {
	switch (sort.replace('-', '')) {
		case 'level':
			return row.level
		case 'status':
			return row.declared_status
		case 'changed':
			return row.changed_at
		default:
			return row.title_sort
	}
}

// The map and the status board show a workspace whole; one that has more bodies than this is not read as a picture.
const WHOLE_MOST = 500

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

async function allStructures(here: Here) {
	const found = await base(here)
		.where('record.state', '=', 'active')
		.select([...columns, members.as('members')])
		.orderBy('record.title_sort')
		.orderBy('record.id')
		.limit(WHOLE_MOST)
		.execute()
	const references = await referencesOf(here, found.flatMap(offices))
	return found.map((row) => toItem(row, references))
}

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

export const getStructure = query({
	name: 'structure.get',
	input: z.strictObject({ structure: Reference, on: Day.optional() }),
	output: StructurePage,
	about: (here, { structure }) => getStructureRow(here, structure),
	allow: everyone,
	async run(here, { on }, { row, status, chairActorId, secretaryActorId, ...record }) {
		const day = on ?? here.today
		const [own, childRows, sits, nominations, mandates, ancestors, areas, statusHistory] = await Promise.all([
			base(here)
				.where('record.id', '=', record.id)
				.select([...columns, members.as('members')])
				.executeTakeFirstOrThrow(),
			childrenOf(here, record.id),
			membershipRows(here, { structureId: record.id }),
			nominationsWhere(here, { structureId: record.id }),
			mandateRows(here, { structureId: record.id }),
			ancestorsOf(here, record.id),
			areaRowsOf(here, record.id),
			statusHistoryOf(here, record.id)
		])
		const called = await referencesWithNames(here, [
			record.id,
			...offices(own),
			row.secretariat_actor_id,
			row.as_actor_id,
			...childRows.flatMap(offices),
			...sits.map((one) => one.actor_id),
			...namedInMandates(mandates),
			...areas.flatMap((one) => [one.area_id, one.framework_id])
		])
		const names = called.names.get(record.id) ?? []
		// Whoever is named on the page of a day has the name of that day.
		const references = new Map(
			[...called.references].map(([id, one]) => [id, nameOn(one, called.names.get(id) ?? [], day)])
		)
		const memberships = toMemberships(sits, called, day)
		const named = (id: string | null) => (id === null ? null : (references.get(id) ?? null))
		const keeps = keepsStructure(here.seat, { chairActorId, secretaryActorId })
		const principals = new Set(
			nominations.filter((one) => one.capacity === 'principal' && one.to === null).map((one) => one.membership)
		)
		return {
			...nameOn(toItem(own, references), names, day),
			quorum: row.quorum,
			legalBasis: row.legal_basis,
			yearEstablished: row.year_established,
			partnerCountry: row.partner_country,
			location: row.location,
			purpose: row.purpose,
			secretariatActor: named(row.secretariat_actor_id),
			asActor: named(row.as_actor_id),
			names,
			ancestors,
			children: childRows.map((child) => toItem(child, references)),
			areas: toAreas(areas, called.references),
			memberships,
			nominations,
			vacancies: memberships
				.filter(
					(one) => one.to === null && (one.kind === 'member' || one.kind === 'co-opted') && !principals.has(one.id)
				)
				.map((one) => one.id),
			mandates: toMandates(mandates, called.references),
			statusHistory,
			nextStatuses: [...nextStatuses(status)],
			may: { change: keeps, setStatus: keeps, keepMembers: keeps }
		}
	}
})

async function ancestorsOf(here: Here, id: string) {
	const rows = await here.tx
		.withRecursive('above', (query) =>
			query
				.selectFrom('structure')
				.select(['structure.workspace_id', 'structure.parent_id', sql<number>`0`.as('distance')])
				.where('structure.workspace_id', '=', here.workspace.id)
				.where('structure.id', '=', id)
				.unionAll(
					query
						.selectFrom('structure as next')
						.innerJoin('above', (on) =>
							on.onRef('above.workspace_id', '=', 'next.workspace_id').onRef('above.parent_id', '=', 'next.id')
						)
						.select(['next.workspace_id', 'next.parent_id', sql<number>`above.distance + 1`.as('distance')])
						.where('next.workspace_id', '=', here.workspace.id)
						.where(sql<number>`above.distance`, '<', 30)
				)
		)
		.selectFrom('above')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'above.workspace_id').onRef('record.id', '=', 'above.parent_id')
		)
		.select([
			'record.id',
			'record.kind',
			'record.key',
			'record.number',
			'record.title',
			'record.acronym',
			'above.distance'
		])
		.where('record.workspace_id', '=', here.workspace.id)
		.orderBy('above.distance', 'desc')
		.execute()
	return rows.map(toReference)
}

const childrenOf = (here: Here, id: string) =>
	base(here)
		.where('structure.parent_id', '=', id)
		.where('record.state', '=', 'active')
		.select([...columns, members.as('members')])
		.orderBy('record.title_sort')
		.limit(WHOLE_MOST)
		.execute()

const areaRowsOf = (here: Here, recordId: string) =>
	here.tx
		.selectFrom('record_theme')
		.innerJoin('theme_area', (on) =>
			on
				.onRef('theme_area.workspace_id', '=', 'record_theme.workspace_id')
				.onRef('theme_area.id', '=', 'record_theme.area_id')
		)
		.selectAll('record_theme')
		.select('theme_area.framework_id')
		.where('record_theme.workspace_id', '=', here.workspace.id)
		.where('record_theme.record_id', '=', recordId)
		.orderBy('theme_area.framework_id')
		.orderBy('theme_area.position')
		.execute()

function toAreas(rows: Awaited<ReturnType<typeof areaRowsOf>>, references: ReadonlyMap<string, RecordReference>) {
	return rows.flatMap((row) => {
		const area = references.get(row.area_id)
		const framework = references.get(row.framework_id)
		return area && framework ? [{ ...area, framework, ...toOrigin(row) }] : []
	})
}

async function statusHistoryOf(here: Here, structureId: string): Promise<z.output<typeof StatusEntry>[]> {
	const rows = await here.tx
		.selectFrom('structure_status')
		.select(['status', 'detail', 'day', 'reason', 'created_at', 'origin', 'origin_source', 'origin_year'])
		.where('workspace_id', '=', here.workspace.id)
		.where('structure_id', '=', structureId)
		.orderBy('created_at', 'desc')
		.orderBy('id', 'desc')
		.limit(200)
		.execute()
	return rows.map((row) => ({
		status: Status.parse(row.status),
		detail: row.detail,
		day: row.day,
		reason: row.reason,
		at: row.created_at,
		origin: row.origin,
		source: row.origin_source,
		year: row.origin_year
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
