import type { ExpressionBuilder } from 'kysely'
import { z } from 'zod'
import type { Tables } from '#platform/database/tables.ts'
import { Day, Identifier, Reference } from '#platform/operation/fields.ts'
import { AnyOf, listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import {
	anyOf,
	countUpTo,
	getRecord,
	nameOn,
	referencesWithNames,
	toOrigin,
	type DatedName,
	type RecordReference
} from '#platform/records/find-record.server.ts'
import { resolveField } from './find-directory.server.ts'
import { MembershipItem, NominationItem, type LeadItem } from './outputs.ts'
import { CAPACITIES, heldOn, MEMBERSHIP_KINDS, MEMBERSHIP_ROLES } from './rules.ts'

type MembershipFilter = { actorId?: string | null | undefined; structureId?: string | null | undefined }

// A membership is seen by who sees both its ends: the joins to `record` leave out the others.
const base = (here: Here) =>
	here.tx
		.selectFrom('membership')
		.innerJoin('record as s', (on) =>
			on.onRef('s.workspace_id', '=', 'membership.workspace_id').onRef('s.id', '=', 'membership.structure_id')
		)
		.innerJoin('record as a', (on) =>
			on.onRef('a.workspace_id', '=', 'membership.workspace_id').onRef('a.id', '=', 'membership.actor_id')
		)
		.innerJoin('actor', (on) =>
			on.onRef('actor.workspace_id', '=', 'membership.workspace_id').onRef('actor.id', '=', 'membership.actor_id')
		)
		.where('membership.workspace_id', '=', here.workspace.id)

/** Of memberships, those that may have held on a day: the ones without a first or last day among them. */
export const heldThen = (where: ExpressionBuilder<Pick<Tables, 'membership'>, 'membership'>, day: string) =>
	where.and([
		where.or([where('membership.from_day', 'is', null), where('membership.from_day', '<=', day)]),
		where.or([where('membership.to_day', 'is', null), where('membership.to_day', '>=', day)])
	])

const columns = [
	'membership.id',
	'membership.structure_id',
	'membership.actor_id',
	'membership.kind',
	'membership.role',
	'membership.from_day',
	'membership.to_day',
	'membership.reason',
	'membership.end_reason',
	'membership.origin',
	'membership.origin_source',
	'membership.origin_year',
	'membership.origin_note',
	'actor.kind as actor_kind'
] as const

type MembershipRow = {
	id: string
	structure_id: string
	actor_id: string
	kind: z.output<typeof MembershipItem>['kind']
	role: string
	from_day: string | null
	to_day: string | null
	reason: string | null
	end_reason: string | null
	origin: z.output<typeof MembershipItem>['origin']
	origin_source: string | null
	origin_year: number | null
	origin_note: string | null
	actor_kind: string
}

/** Records by identifier, each with its former names. */
export type Named = {
	references: ReadonlyMap<string, RecordReference>
	names: ReadonlyMap<string, readonly DatedName[]>
}

/** Memberships as they are told, their two ends under the names of the day. */
export function toMemberships(rows: readonly MembershipRow[], { references, names }: Named, day: string) {
	const named = (id: string, on: string) => {
		const reference = references.get(id)
		return reference && nameOn(reference, names.get(id) ?? [], on)
	}
	return rows.flatMap((row): z.output<typeof MembershipItem>[] => {
		// What is past keeps the names of its own last day.
		const on = row.to_day !== null && row.to_day < day ? row.to_day : day
		const structure = named(row.structure_id, on)
		const actor = named(row.actor_id, on)
		if (!structure || !actor) return []
		return [
			{
				id: row.id,
				structure,
				actor,
				actorKind: row.actor_kind,
				kind: row.kind,
				role: row.role,
				from: row.from_day,
				to: row.to_day,
				held: heldOn({ from: row.from_day, to: row.to_day, statedYear: row.origin_year }, day),
				reason: row.reason,
				endReason: row.end_reason,
				...toOrigin(row)
			}
		]
	})
}

const PART_MOST = 500

/** All memberships of an actor or a structure, past ones too. */
export function membershipRows(here: Here, { actorId, structureId }: MembershipFilter) {
	let rows = base(here)
	if (actorId) rows = rows.where('membership.actor_id', '=', actorId).where('s.state', '=', 'active')
	if (structureId) rows = rows.where('membership.structure_id', '=', structureId).where('a.state', '=', 'active')
	return rows
		.select(columns)
		.orderBy('membership.to_day', (order) => order.desc().nullsFirst())
		.orderBy(actorId ? 's.title_sort' : 'a.title_sort')
		.limit(PART_MOST)
		.execute()
}

const endsOf = (rows: readonly MembershipRow[]) => rows.flatMap((row) => [row.structure_id, row.actor_id])

export const listMemberships = query({
	name: 'membership.list',
	input: listInput(
		{
			structure: Reference,
			actor: Reference,
			kind: AnyOf(z.enum(MEMBERSHIP_KINDS)),
			role: AnyOf(z.enum(MEMBERSHIP_ROLES)),
			/** Only those that may have held on this day. */
			on: Day,
			/** Only open ones (true) or ended ones (false). */
			open: z.boolean()
		},
		['structure', 'actor', 'from', 'to']
	),
	output: listed(MembershipItem),
	about: nothing,
	allow: everyone,
	async run(here, input) {
		const { filter = {} } = input
		const part = listPart(
			here.secret,
			input,
			{ structure: 's.title_sort', actor: 'a.title_sort', from: 'membership.from_day', to: 'membership.to_day' },
			'membership.id'
		)
		const { on } = filter
		const structureId = await resolveField(here, 'structure', filter.structure, 'structure')
		const actorId = await resolveField(here, 'actor', filter.actor, 'actor')
		let rows = base(here)
		// What was withdrawn left the lists; asked about by itself, it still says who sat there.
		rows = structureId ? rows.where('membership.structure_id', '=', structureId) : rows.where('s.state', '=', 'active')
		rows = actorId ? rows.where('membership.actor_id', '=', actorId) : rows.where('a.state', '=', 'active')
		if (filter.kind) rows = rows.where('membership.kind', 'in', filter.kind)
		if (filter.role) rows = rows.where('membership.role', 'in', filter.role)
		if (filter.open !== undefined) rows = rows.where('membership.to_day', filter.open ? 'is' : 'is not', null)
		if (on) rows = rows.where((where) => heldThen(where, on))
		const [found, total] = await Promise.all([
			rows
				.select([...columns, 's.title_sort as structure_sort', 'a.title_sort as actor_sort'])
				.where(part.where)
				.orderBy(part.orderBy)
				.limit(part.limit)
				.execute(),
			countUpTo(here.tx, rows.select('membership.id'))
		])
		const named = await referencesWithNames(here, endsOf(found))
		const items = new Map(toMemberships(found, named, on ?? here.today).map((item) => [item.id, item]))
		const page = toList(here.secret, part, found, total, input, {
			value: (row) => sortValue(input.sort, row),
			item: (row) => items.get(row.id)
		})
		return { ...page, items: page.items.filter((item) => item !== undefined) }
	}
})

function sortValue(
	sort: string,
	row: { structure_sort: string; actor_sort: string; from_day: string | null; to_day: string | null }
) {
	switch (sort.replace('-', '')) {
		case 'actor':
			return row.actor_sort
		case 'from':
			return row.from_day
		case 'to':
			return row.to_day
		default:
			return row.structure_sort
	}
}

/** Nominations to memberships of a structure (or to one membership) whose actor the seat sees, open ones first. */
export async function nominationsWhere(
	here: Here,
	{ structureId, membershipId }: { structureId?: string; membershipId?: string }
) {
	let rows = here.tx
		.selectFrom('nomination')
		.innerJoin('membership', (on) =>
			on
				.onRef('membership.workspace_id', '=', 'nomination.workspace_id')
				.onRef('membership.id', '=', 'nomination.membership_id')
		)
		.innerJoin('record as a', (on) =>
			on.onRef('a.workspace_id', '=', 'membership.workspace_id').onRef('a.id', '=', 'membership.actor_id')
		)
		.leftJoin('seat', (on) =>
			on.onRef('seat.workspace_id', '=', 'nomination.workspace_id').onRef('seat.id', '=', 'nomination.seat_id')
		)
		.leftJoin('document', (on) =>
			on
				.onRef('document.workspace_id', '=', 'nomination.workspace_id')
				.onRef('document.id', '=', 'nomination.letter_document_id')
		)
		.where('nomination.workspace_id', '=', here.workspace.id)
	if (structureId) rows = rows.where('nomination.structure_id', '=', structureId)
	if (membershipId) rows = rows.where('nomination.membership_id', '=', membershipId)
	const found = await rows
		.select([
			'nomination.id',
			'nomination.membership_id',
			'nomination.capacity',
			'nomination.office',
			'nomination.email',
			'nomination.from_day'
		])
		.select(['nomination.to_day', 'nomination.end_reason', 'nomination.note', 'seat.key as seat_key'])
		.select(['document.id as letter_id', 'document.title as letter_title', 'document.file_id as letter_file'])
		.orderBy('nomination.to_day', (order) => order.desc().nullsFirst())
		.orderBy('nomination.capacity', 'desc')
		.orderBy('nomination.id')
		.limit(PART_MOST)
		.execute()
	// The address of an office is for those who work in the workspace, not for the public.
	const isShown = here.seat.role !== 'public'
	return found.map((row) => ({
		id: row.id,
		membership: row.membership_id,
		capacity: row.capacity,
		seat: row.seat_key,
		office: row.office,
		email: isShown ? row.email : null,
		letter:
			row.letter_id && row.letter_title && row.letter_file
				? { id: row.letter_id, title: row.letter_title, file: row.letter_file }
				: null,
		from: row.from_day,
		to: row.to_day,
		endReason: row.end_reason,
		note: row.note
	}))
}

export const listNominations = query({
	name: 'nomination.list',
	input: z.strictObject({
		structure: Reference,
		membership: Identifier.optional(),
		capacity: z.enum(CAPACITIES).optional()
	}),
	output: z.object({ items: z.array(NominationItem) }),
	about: (here, { structure }) => getRecord(here, 'structure', structure),
	allow: everyone,
	async run(here, { membership, capacity }, { id }) {
		const items = await nominationsWhere(here, { structureId: id, ...(membership ? { membershipId: membership } : {}) })
		return { items: capacity ? items.filter((item) => item.capacity === capacity) : items }
	}
})

type LeadFilter = { actorId?: string; areaIds?: readonly string[]; frameworkId?: string }

/** Areas an actor leads, or leads of areas or of all areas of a framework, past ones too. */
export function leadRows(here: Here, { actorId, areaIds, frameworkId }: LeadFilter) {
	let rows = here.tx
		.selectFrom('area_lead')
		.innerJoin('theme_area', (on) =>
			on
				.onRef('theme_area.workspace_id', '=', 'area_lead.workspace_id')
				.onRef('theme_area.id', '=', 'area_lead.area_id')
		)
		.innerJoin('record as led', (on) =>
			on.onRef('led.workspace_id', '=', 'area_lead.workspace_id').onRef('led.id', '=', 'area_lead.area_id')
		)
		.innerJoin('record as leading', (on) =>
			on.onRef('leading.workspace_id', '=', 'area_lead.workspace_id').onRef('leading.id', '=', 'area_lead.actor_id')
		)
		.where('area_lead.workspace_id', '=', here.workspace.id)
	if (actorId) rows = rows.where('area_lead.actor_id', '=', actorId).where('led.state', '=', 'active')
	if (areaIds) rows = rows.where('area_lead.area_id', '=', anyOf(areaIds)).where('leading.state', '=', 'active')
	if (frameworkId) rows = rows.where('theme_area.framework_id', '=', frameworkId).where('leading.state', '=', 'active')
	return rows
		.selectAll('area_lead')
		.select('theme_area.framework_id')
		.orderBy('theme_area.position')
		.limit(PART_MOST)
		.execute()
}

type LeadRow = Awaited<ReturnType<typeof leadRows>>[number]

/** The records that leads name: the area, its framework and who leads it. */
export const namedInLeads = (rows: readonly LeadRow[]) =>
	rows.flatMap((row) => [row.area_id, row.framework_id, row.actor_id])

/** Leads as they are told, the actor under the name of the day. */
export function toLeads(rows: readonly LeadRow[], { references, names }: Named, day: string) {
	return rows.flatMap((row): z.output<typeof LeadItem>[] => {
		const area = references.get(row.area_id)
		const framework = references.get(row.framework_id)
		const actor = references.get(row.actor_id)
		if (!area || !framework || !actor) return []
		const on = row.to_day !== null && row.to_day < day ? row.to_day : day
		return [
			{
				id: row.id,
				area,
				framework,
				actor: nameOn(actor, names.get(row.actor_id) ?? [], on),
				from: row.from_day,
				to: row.to_day,
				held: heldOn({ from: row.from_day, to: row.to_day, statedYear: row.origin_year }, day),
				...toOrigin(row)
			}
		]
	})
}
