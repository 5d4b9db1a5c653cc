import { z } from 'zod'
import { Reference } from '#platform/operation/fields.ts'
import { listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { countUpTo, OriginOf, RecordReference, referencesOf, toOrigin } from '#platform/records/find-record.server.ts'
import { resolveField } from './find-directory.server.ts'
import { MEMBERSHIP_KINDS } from './rules.ts'

const Vacancy = z.object({
	/** The membership that nobody is nominated for. */
	id: z.string(),
	structure: RecordReference,
	actor: RecordReference,
	kind: z.enum(MEMBERSHIP_KINDS),
	from: z.string().nullable(),
	...OriginOf.shape
})

// Members and co-opted members of a structure that still works have a seat to fill; those invited or recommended have not.
export const vacantSeats = (here: Here) =>
	here.tx
		.selectFrom('membership')
		.innerJoin('record as s', (on) =>
			on.onRef('s.workspace_id', '=', 'membership.workspace_id').onRef('s.id', '=', 'membership.structure_id')
		)
		.innerJoin('record as a', (on) =>
			on.onRef('a.workspace_id', '=', 'membership.workspace_id').onRef('a.id', '=', 'membership.actor_id')
		)
		.innerJoin('structure', (on) =>
			on
				.onRef('structure.workspace_id', '=', 'membership.workspace_id')
				.onRef('structure.id', '=', 'membership.structure_id')
		)
		.where('membership.workspace_id', '=', here.workspace.id)
		.where('membership.kind', 'in', ['member', 'co-opted'])
		.where('membership.to_day', 'is', null)
		.where('s.state', '=', 'active')
		.where('structure.declared_status', '<>', 'dissolved')
		.where((where) =>
			where.not(
				where.exists(
					where
						.selectFrom('nomination')
						.select('nomination.id')
						.whereRef('nomination.workspace_id', '=', 'membership.workspace_id')
						.whereRef('nomination.membership_id', '=', 'membership.id')
						.where('nomination.capacity', '=', 'principal')
						.where('nomination.to_day', 'is', null)
				)
			)
		)

/** Open memberships whose actor has nominated no principal: seats at a table that nobody fills. */
export const listVacancies = query({
	name: 'membership.vacant',
	input: listInput({ structure: Reference, actor: Reference }, ['structure', 'actor']),
	output: listed(Vacancy),
	about: nothing,
	allow: everyone,
	async run(here, input) {
		const { filter = {} } = input
		const part = listPart(here.secret, input, { structure: 's.title_sort', actor: 'a.title_sort' }, 'membership.id')
		const structureId = await resolveField(here, 'structure', filter.structure, 'structure')
		const actorId = await resolveField(here, 'actor', filter.actor, 'actor')
		let rows = vacantSeats(here)
		if (structureId) rows = rows.where('membership.structure_id', '=', structureId)
		if (actorId) rows = rows.where('membership.actor_id', '=', actorId)
		const listing = rows
			.select([
				'membership.id',
				'membership.structure_id',
				'membership.actor_id',
				'membership.kind',
				'membership.from_day',
				'membership.origin',
				'membership.origin_source',
				'membership.origin_year',
				'membership.origin_note'
			])
			.select(['s.title_sort as structure_sort', 'a.title_sort as actor_sort'])
			.where(part.where)
			.orderBy(part.orderBy)
			.limit(part.limit)
			.execute()
		const [found, total] = await Promise.all([listing, countUpTo(here.tx, rows.select('membership.id'))])
		const references = await referencesOf(
			here,
			found.flatMap((row) => [row.structure_id, row.actor_id])
		)
		const page = toList(here.secret, part, found, total, input, {
			value: (row) => (input.sort.endsWith('actor') ? row.actor_sort : row.structure_sort),
			item: (row) => {
				const [structure, actor] = [references.get(row.structure_id), references.get(row.actor_id)]
				return structure && actor
					? { id: row.id, structure, actor, kind: row.kind, from: row.from_day, ...toOrigin(row) }
					: undefined
			}
		})
		return { ...page, items: page.items.filter((item) => item !== undefined) }
	}
})
