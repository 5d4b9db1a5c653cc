import { sql } from 'kysely'
import { z } from 'zod'
import { structuresOfSeat } from '#modules/deliberation/find-deliberation.server.ts'
import { recordFilters } from '#modules/directory/actor-queries.ts'
import { resolveField } from '#modules/directory/find-directory.server.ts'
import { totalOf } from '#modules/directory/record-queries.ts'
import { Day, Reference } from '#platform/operation/fields.ts'
import { AnyOf, listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { anyOf, referencesOf } from '#platform/records/find-record.server.ts'
import { keepAnswers } from '#platform/records/kept-answers.server.ts'
import { idsWithWords } from '#platform/records/search-words.server.ts'
import { keepsInstruments } from '../rules.ts'
import { agendasOf, nextMeetingOf, whyNotPutOnAgenda } from './agenda.server.ts'
import { getHarmonizationRow, groupedBy } from './find-harmonization.server.ts'
import { relationColumns, relationRows } from './find-relation.server.ts'
import { answersFor } from './harmonization-commands.ts'
import {
	harmonizationColumns,
	harmonizationRows,
	toItems,
	type HarmonizationRow
} from './harmonization-items.server.ts'
import { HarmonizationItem, HarmonizationPage, RelationItem } from './relation-outputs.ts'
import { toRelations } from './relation-queries.ts'
import { CLASHES, HARMONIZATION_STATES, whyNotHarmonize, type HarmonizationMove } from './relation-rules.ts'

const SORTS = ['due', 'title', 'standing', 'changed'] as const

/** What the list and the board can be narrowed to. */
const filters = {
	...recordFilters,
	standing: AnyOf(z.enum(HARMONIZATION_STATES)),
	structure: Reference,
	/** Items to which this actor must agree. */
	actor: Reference,
	/** Items that wait for the answer of this actor. */
	waitsFor: Reference,
	/** Items about a law, or about one of its provisions. */
	policy: Reference,
	/** Items about which all who must agree have answered. */
	answered: z.literal(true),
	/** Items that are not resolved and due by this day. */
	dueUntil: Day,
	/** Items of which a structure is in charge that the seat serves or sits in. */
	whose: z.literal('structure')
}
type Filter = Partial<z.output<z.ZodObject<typeof filters>>>

const agreerWhere = (here: Here, actorId: string, isWaiting: boolean) =>
	sql<boolean>`exists (select from harmonization_actor agreer where agreer.workspace_id = ${here.workspace.id}
		and agreer.harmonization_id = record.id and agreer.actor_id = ${actorId} ${
			isWaiting ? sql`and agreer.answer is null and harmonization.state <> 'resolved'` : sql``
		})`

/** True of an item that is not resolved, has somebody who must agree, and waits for nobody. */
export const isAnsweredByAll = (here: Here) =>
	sql<boolean>`harmonization.state <> 'resolved' and exists (select from harmonization_actor agreer
		where agreer.workspace_id = ${here.workspace.id} and agreer.harmonization_id = record.id)
		and not exists (select from harmonization_actor agreer where agreer.workspace_id = ${here.workspace.id}
		and agreer.harmonization_id = record.id and agreer.answer is null)`

async function filtered(here: Here, filter: Filter) {
	const structureId = await resolveField(here, 'structure', filter.structure, 'structure')
	const actorId = await resolveField(here, 'actor', filter.actor, 'actor')
	const waitsForId = await resolveField(here, 'actor', filter.waitsFor, 'waitsFor')
	const policyId = await resolveField(here, 'policy', filter.policy, 'policy')
	let rows = harmonizationRows(here).where('record.state', 'in', filter.state ?? ['active'])
	if (filter.origin) rows = rows.where('record.origin', 'in', filter.origin)
	if (filter.words) rows = rows.where('record.id', 'in', idsWithWords(here, 'harmonization', filter.words))
	if (filter.standing) rows = rows.where('harmonization.state', 'in', filter.standing)
	if (structureId) rows = rows.where('harmonization.structure_id', '=', structureId)
	if (actorId) rows = rows.where(agreerWhere(here, actorId, false))
	if (waitsForId) rows = rows.where(agreerWhere(here, waitsForId, true))
	if (filter.dueUntil)
		rows = rows.where('harmonization.due_day', '<=', filter.dueUntil).where('harmonization.state', '<>', 'resolved')
	if (filter.whose) rows = rows.where('harmonization.structure_id', '=', anyOf((await structuresOfSeat(here)).all))
	if (filter.answered) rows = rows.where(isAnsweredByAll(here))
	if (policyId) {
		const about = relationRows(here)
			.innerJoin('harmonization_relation', (on) =>
				on
					.onRef('harmonization_relation.workspace_id', '=', 'link.workspace_id')
					.onRef('harmonization_relation.link_id', '=', 'link.id')
			)
			.where(
				sql<boolean>`${policyId} in (coalesce(from_provision.policy_id, link.from_id), coalesce(to_provision.policy_id, link.to_id))`
			)
			.select('harmonization_relation.harmonization_id')
		rows = rows.where('record.id', 'in', about)
	}
	return rows
}

/** What is to be brought into line, or was. */
export const listHarmonizations = query({
	name: 'harmonization.list',
	input: listInput(filters, SORTS).extend({
		sort: z.enum([...SORTS, '-due', '-title', '-standing', '-changed']).default('due')
	}),
	output: listed(HarmonizationItem),
	about: nothing,
	allow: everyone,
	async run(here, input) {
		const { filter = {} } = input
		const part = listPart(
			here.secret,
			input,
			{
				due: 'harmonization.due_day',
				title: 'record.title_sort',
				standing: 'harmonization.state',
				changed: 'record.changed_at'
			},
			'record.id'
		)
		const rows = await filtered(here, filter)
		const [found, total] = await Promise.all([
			rows.select(harmonizationColumns).where(part.where).orderBy(part.orderBy).limit(part.limit).execute(),
			totalOf(here, 'harmonization', filter, { field: 'standing', values: filter.standing }, rows.select('record.id'))
		])
		const items = new Map((await toItems(here, found)).map((item) => [item.id, item]))
		const list = toList(here.secret, part, found, total, input, {
			value: (row) => sortValue(input.sort, row),
			item: ({ id }) => id
		})
		return { ...list, items: list.items.flatMap((id) => items.get(id) ?? []) }
	}
})

function sortValue(sort: string, row: HarmonizationRow) {
	switch (sort.replace('-', '')) {
		case 'title':
			return row.title_sort
		case 'standing':
			return row.standing
		case 'changed':
			return row.changed_at
		default:
			return row.due_day
	}
}

// What is on more than this nobody reads on one page, and a slow line waits for; the page says that there is more.
const BOARD_MOST = 100

const Board = z.object({
	items: z.array(HarmonizationItem),
	/** Clashes that stand in no item of the board. */
	loose: z.array(RelationItem),
	isMore: z.boolean(),
	may: z.object({ add: z.boolean(), relate: z.boolean() })
})
export type Board = z.output<typeof Board>

const kept = keepAnswers<Board>()

/** The harmonization board: what is to be brought into line, by how far it is, and the clashes that nobody has taken up. */
export const harmonizationBoard = query({
	name: 'harmonization.board',
	input: z.strictObject({ filter: z.strictObject(filters).partial().optional() }),
	output: Board,
	about: nothing,
	allow: everyone,
	async run(here, { filter = {} }) {
		const { role, actorId } = here.seat
		// What a structure is of the seat's changes with whoever is handed the seat; all else by the role and the actor alone.
		return filter.whose
			? boardOf(here, filter)
			: kept(here, ['board', role, actorId, JSON.stringify(filter)], () => boardOf(here, filter))
	}
})

async function boardOf(here: Here, filter: Filter): Promise<Board> {
	const rows = await filtered(here, filter)
	const [found, loose] = await Promise.all([
		rows
			.select(harmonizationColumns)
			.orderBy(sql`harmonization.state = 'resolved'`)
			.orderBy('harmonization.due_day', (order) => order.asc().nullsLast())
			.orderBy('record.id')
			.limit(BOARD_MOST + 1)
			.execute(),
		looseClashes(here, filter)
	])
	return {
		items: await toItems(here, found.slice(0, BOARD_MOST)),
		loose: await toRelations(here, loose.slice(0, BOARD_MOST)),
		isMore: found.length > BOARD_MOST || loose.length > BOARD_MOST,
		may: { add: keepsInstruments(here.seat), relate: keepsInstruments(here.seat) }
	}
}

async function looseClashes(here: Here, { policy, ...filter }: Filter) {
	// Whoever narrows the board to a structure, an actor or a word asks for what somebody took up.
	if (Object.keys(filter).length > 0) return []
	const policyId = await resolveField(here, 'policy', policy, 'policy')
	let rows = relationRows(here)
		.where('link.type', 'in', CLASHES)
		.where('link.state', 'in', ['open', 'being-resolved'])
		.where('from_record.state', '=', 'active')
		.where('to_record.state', '=', 'active')
		.where(
			sql<boolean>`not exists (select from harmonization_relation
				join record seen on seen.workspace_id = harmonization_relation.workspace_id
					and seen.id = harmonization_relation.harmonization_id and seen.state = 'active'
				where harmonization_relation.workspace_id = link.workspace_id and harmonization_relation.link_id = link.id)`
		)
	if (policyId)
		rows = rows.where(
			sql<boolean>`${policyId} in (coalesce(from_provision.policy_id, link.from_id), coalesce(to_provision.policy_id, link.to_id))`
		)
	return rows
		.select(relationColumns)
		.orderBy('link.id', 'desc')
		.limit(BOARD_MOST + 1)
		.execute()
}

/** One item of the board with its relations, who must agree and what they said. */
export const getHarmonization = query({
	name: 'harmonization.get',
	input: z.strictObject({ harmonization: Reference }),
	output: HarmonizationPage,
	about: (here, { harmonization }) => getHarmonizationRow(here, harmonization),
	allow: everyone,
	async run(here, _input, { row, agreers, ...record }) {
		const grouped = (await groupedBy(here, record.id)).map(({ link_id }) => link_id)
		const [found, links, references, agendas, next] = await Promise.all([
			harmonizationRows(here).where('record.id', '=', record.id).select(harmonizationColumns).execute(),
			relationRows(here).where('link.id', '=', anyOf(grouped)).select(relationColumns).orderBy('link.id').execute(),
			referencesOf(
				here,
				agreers.map(({ actor_id }) => actor_id)
			),
			agendasOf(here, record.id),
			nextMeetingOf(here, row.structure_id)
		])
		const [item] = await toItems(here, found)
		if (!item) throw new Error(`item ${record.id} of the board has no record`)
		const keeps = keepsInstruments(here.seat)
		const why = (move: HarmonizationMove) =>
			record.state === 'active' ? whyNotHarmonize(row.state, move) : 'instruments.harmonization-withdrawn'
		const mayAnswer = why('answer') === null
		const putting = whyNotPutOnAgenda({ record, row }, { next, agendas })
		const mayPut = await next?.mayAdd()
		return {
			...item,
			text: row.text,
			language: row.language,
			resolution: row.resolution,
			relations: await toRelations(here, links),
			agreers: agreers.flatMap((one) => {
				const actor = references.get(one.actor_id)
				return actor
					? [
							{
								actor,
								answer: one.answer,
								answeredDay: one.answered_day,
								note: one.note,
								mayAnswer: mayAnswer && answersFor(here, one.actor_id)
							}
						]
					: []
			}),
			agendas: agendas.map(({ item: agendaItem, meeting, day }) => ({ item: agendaItem, meeting, day })),
			nextMeeting: next ? { meeting: next.meeting, day: next.day } : null,
			may: {
				change: keeps && why('change') === null,
				resolve: keeps && why('resolve') === null,
				reopen: keeps && why('reopen') === null,
				putOnAgenda: putting === null && mayPut === true
			},
			whyNot: {
				change: keeps ? why('change') : null,
				resolve: keeps ? why('resolve') : null,
				reopen: keeps ? why('reopen') : null,
				putOnAgenda: mayPut === true || (next === null && keeps) ? putting : null
			}
		}
	}
})
