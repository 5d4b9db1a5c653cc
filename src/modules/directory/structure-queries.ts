import { sql } from 'kysely'
import { z } from 'zod'
import { Day, Reference } from '#platform/operation/fields.ts'
import { AnyOf, listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import {
	nameOn,
	referencesOf,
	referencesWithNames,
	toOrigin,
	toReference,
	type RecordReference
} from '#platform/records/find-record.server.ts'
import { idsWithWords } from '#platform/records/search-words.server.ts'
import { recordFilters } from './actor-queries.ts'
import { getStructureRow, resolveField } from './find-directory.server.ts'
import { mandateRows, namedInMandates, toMandates } from './mandate-queries.ts'
import { heldThen, membershipRows, nominationsWhere, toMemberships } from './membership-queries.ts'
import { StructureItem, StructurePage, type StatusEntry } from './outputs.ts'
import { totalOf } from './record-queries.ts'
import { keepsStructure, LEVELS, nextStatuses, STRUCTURE_KINDS } from './rules.ts'
import { offices, Status, structureColumns, structureRows, toItem, WHOLE_MOST } from './structure-rows.server.ts'

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
		let rows = structureRows(here).where('record.state', 'in', filter.state ?? ['active'])
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
				.select([...structureColumns])
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

export const getStructure = query({
	name: 'structure.get',
	input: z.strictObject({ structure: Reference, on: Day.optional() }),
	output: StructurePage,
	about: (here, { structure }) => getStructureRow(here, structure),
	allow: everyone,
	async run(here, { on }, { row, status, chairActorId, secretaryActorId, ...record }) {
		const day = on ?? here.today
		const [own, childRows, sits, nominations, mandates, ancestors, areas, statusHistory] = await Promise.all([
			structureRows(here)
				.where('record.id', '=', record.id)
				.select([...structureColumns])
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
	structureRows(here)
		.where('structure.parent_id', '=', id)
		.where('record.state', '=', 'active')
		.select([...structureColumns])
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
