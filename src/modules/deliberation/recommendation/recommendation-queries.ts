import { z } from 'zod'
import { resolveField } from '#modules/directory/find-directory.server.ts'
import { recordFilters } from '#modules/directory/actor-queries.ts'
import { totalOf } from '#modules/directory/record-queries.ts'
import { Day, Reference } from '#platform/operation/fields.ts'
import { AnyOf, listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import {
	anyOf,
	headColumns,
	RecordReference,
	referenceColumns,
	referencesOf,
	toHead,
	toReference
} from '#platform/records/find-record.server.ts'
import { idsWithWords } from '#platform/records/search-words.server.ts'
import { structuresOfSeat } from '../structures-of-seat.server.ts'
import {
	ANSWERS,
	DEADLINE_CLASSES,
	isAnswered,
	isRecommendationOpen,
	RECOMMENDATION_STATES,
	type DeadlineClass,
	type RecommendationState
} from '../rules.ts'
import { hopsOf, type HopRow } from './find-recommendation.server.ts'
import { CONCERNED, concerned, MINE, whereMine } from './mine.server.ts'
import { RecommendationItem } from './recommendation-outputs.ts'
import { keepsRegister } from './recommendation-rules.ts'
import { HOP_ENDS, hopsAsked } from './hop-filter.server.ts'
import { daysBetween } from './waiting.ts'

const Status = z.enum(RECOMMENDATION_STATES)
export const OPEN_STATES = RECOMMENDATION_STATES.filter(isRecommendationOpen)

export const base = (here: Here) =>
	here.tx
		.selectFrom('record')
		.innerJoin('recommendation', (on) =>
			on.onRef('recommendation.workspace_id', '=', 'record.workspace_id').onRef('recommendation.id', '=', 'record.id')
		)
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.kind', '=', 'recommendation')

export const columns = [
	...headColumns,
	'record.title_sort',
	'recommendation.structure_id',
	'recommendation.addressee_actor_id',
	'recommendation.addressee_structure_id',
	'recommendation.addressee',
	'recommendation.deadline_class',
	'recommendation.due_day',
	'recommendation.state as status',
	'recommendation.state_day',
	'recommendation.holder_structure_id',
	'recommendation.holder_actor_id',
	'recommendation.held_since'
] as const

export type ItemRow = Parameters<typeof toHead>[0] & {
	title_sort: string
	structure_id: string | null
	addressee_actor_id: string | null
	addressee_structure_id: string | null
	addressee: string | null
	deadline_class: DeadlineClass
	due_day: string | null
	status: RecommendationState
	state_day: string | null
	holder_structure_id: string | null
	holder_actor_id: string | null
	held_since: string | null
}

/** The records a recommendation names in a list. */
export const namedIn = (row: ItemRow) => [
	row.structure_id,
	row.addressee_actor_id,
	row.addressee_structure_id,
	row.holder_structure_id,
	row.holder_actor_id
]

type Answered = Pick<HopRow, 'recommendation_id' | 'to_structure_id' | 'to_actor_id' | 'submitted_day'> & {
	answered_day: string | null
	answer: HopRow['answer']
}

/** The last level of each recommendation that gave an answer, out of hops in their order. */
export const lastAnswers = (hops: readonly Answered[]): ReadonlyMap<string, Answered> =>
	new Map(hops.flatMap((hop) => (isAnswer(hop.answer) ? [[hop.recommendation_id, hop] as const] : [])))

const isAnswer = (answer: HopRow['answer']) => ANSWERS.some((one) => one === answer)

/** The answers that stand, of recommendations that no longer wait for one. */
async function answersOf(here: Here, rows: readonly ItemRow[]): Promise<Answered[]> {
	const ids = rows.flatMap(({ id, status }) => (isAnswered(status) ? [id] : []))
	return ids.length === 0 ? [] : hopsOf(here, ids)
}

type Beside = {
	references: ReadonlyMap<string, RecordReference>
	today: string
	last: ReadonlyMap<string, Answered>
}

export function toItem(row: ItemRow, { references, today, last }: Beside): z.output<typeof RecommendationItem> {
	const named = (id: string | null) => (id === null ? null : (references.get(id) ?? null))
	const isOpen = isRecommendationOpen(row.status)
	const answered = isAnswered(row.status) ? (last.get(row.id) ?? null) : null
	return {
		...toHead(row),
		status: row.status,
		statusDay: row.state_day,
		structure: named(row.structure_id),
		holder: named(row.holder_structure_id ?? row.holder_actor_id),
		heldSince: row.held_since,
		daysHeld: isOpen && !isAnswered(row.status) && row.held_since !== null ? daysBetween(row.held_since, today) : null,
		answered: answered && { by: named(answered.to_structure_id ?? answered.to_actor_id), ...clockOf(answered) },
		addresseeActor: named(row.addressee_actor_id),
		addresseeStructure: named(row.addressee_structure_id),
		addressee: row.addressee,
		deadlineClass: row.deadline_class,
		dueDay: row.due_day,
		isOverdue: isOpen && row.due_day !== null && row.due_day < today
	}
}

// The clock of a level ends with its answer.
const clockOf = ({ submitted_day, answered_day }: Answered) => {
	const day = answered_day ?? submitted_day
	return { day, days: daysBetween(submitted_day, day) }
}

/** What the register is narrowed by. */
export const filters = {
	...recordFilters,
	/** Only those of these numbers. */
	reference: z.array(Reference).min(1).max(200),
	status: AnyOf(Status),
	/** The structure that made it. */
	structure: Reference,
	/** The structure at which it lies. */
	holder: Reference,
	/** The actor at which it lies. */
	holderActor: Reference,
	addressee: Reference,
	addresseeStructure: Reference,
	area: Reference,
	meeting: Reference,
	deadline: AnyOf(z.enum(DEADLINE_CLASSES)),
	dueFrom: Day,
	dueUntil: Day,
	overdue: z.boolean(),
	/** Those that were submitted by a structure, to a structure or to an actor, and what became of them there. */
	hopFrom: Reference,
	/** Those that an actor passed on. */
	hopFromActor: Reference,
	/** Those that were submitted by no structure and no actor, as what comes from outside is; or by one. */
	hopOutside: z.boolean(),
	hopTo: Reference,
	hopToActor: Reference,
	hopBecame: AnyOf(z.enum(HOP_ENDS)),
	/** What waits for the seat that asks. */
	mine: z.enum(MINE),
	/** Of that, what waits at its structures alone, or at its actor alone. */
	mineAs: z.enum(CONCERNED)
}

type Filter = z.output<z.ZodObject<typeof filters>>
export type RegisterFilter = { [Name in keyof Filter]?: Filter[Name] | undefined }

/** The register as a filter narrows it, before any order or part of it. */
export async function narrowed(here: Here, filter: RegisterFilter) {
	const [structureId, holderId, holderActorId, addresseeId, addresseeStructureId, areaId, meetingId] = [
		await resolveField(here, 'structure', filter.structure, 'structure'),
		await resolveField(here, 'structure', filter.holder, 'holder'),
		await resolveField(here, 'actor', filter.holderActor, 'holderActor'),
		await resolveField(here, 'actor', filter.addressee, 'addressee'),
		await resolveField(here, 'structure', filter.addresseeStructure, 'addresseeStructure'),
		await resolveField(here, 'area', filter.area, 'area'),
		await resolveField(here, 'meeting', filter.meeting, 'meeting')
	]
	let rows = base(here).where('record.state', 'in', filter.state ?? ['active'])
	if (filter.origin) rows = rows.where('record.origin', 'in', filter.origin)
	if (filter.words) rows = rows.where('record.id', 'in', idsWithWords(here, 'recommendation', filter.words))
	if (filter.reference) rows = rows.where('record.number', 'in', filter.reference)
	if (filter.status) rows = rows.where('recommendation.state', 'in', filter.status)
	if (structureId) rows = rows.where('recommendation.structure_id', '=', structureId)
	if (holderId) rows = rows.where('recommendation.holder_structure_id', '=', holderId)
	if (holderActorId) rows = rows.where('recommendation.holder_actor_id', '=', holderActorId)
	if (addresseeId) rows = rows.where('recommendation.addressee_actor_id', '=', addresseeId)
	if (addresseeStructureId) rows = rows.where('recommendation.addressee_structure_id', '=', addresseeStructureId)
	if (meetingId) rows = rows.where('recommendation.meeting_id', '=', meetingId)
	if (filter.deadline) rows = rows.where('recommendation.deadline_class', 'in', filter.deadline)
	if (filter.dueFrom) rows = rows.where('recommendation.due_day', '>=', filter.dueFrom)
	if (filter.dueUntil) rows = rows.where('recommendation.due_day', '<=', filter.dueUntil)
	if (filter.overdue === true)
		rows = rows.where('recommendation.due_day', '<', here.today).where('recommendation.state', 'in', OPEN_STATES)
	if (filter.overdue === false)
		rows = rows.where((where) =>
			where.or([
				where('recommendation.due_day', 'is', null),
				where('recommendation.due_day', '>=', here.today),
				where('recommendation.state', 'not in', OPEN_STATES)
			])
		)
	if (filter.mine) {
		const every = {
			workspaceId: here.workspace.id,
			structures: (await structuresOfSeat(here)).all,
			actorId: here.seat.actorId,
			today: here.today
		}
		const mine = concerned(every, filter.mineAs)
		const which = filter.mine
		rows = rows.where((where) => whereMine(where, which, mine))
	}
	if (
		filter.hopFrom !== undefined ||
		filter.hopFromActor !== undefined ||
		filter.hopOutside !== undefined ||
		filter.hopTo !== undefined ||
		filter.hopToActor !== undefined ||
		filter.hopBecame
	) {
		const ofHop = await hopsAsked(here, filter)
		rows = rows.where((where) => ofHop(where))
	}
	if (areaId)
		rows = rows.where('record.id', 'in', (select) =>
			select
				.selectFrom('record_theme')
				.select('record_theme.record_id')
				.where('record_theme.workspace_id', '=', here.workspace.id)
				.where('record_theme.area_id', '=', areaId)
		)
	return rows
}

export const SORTS = ['title', 'created', 'due', 'held', 'status', 'changed'] as const
export const SORT_COLUMNS = {
	title: 'record.title_sort',
	created: 'recommendation.id',
	due: 'recommendation.due_day',
	held: 'recommendation.held_since',
	status: 'recommendation.state',
	changed: 'record.changed_at'
} as const

/** The register of recommendations. */
export const listRecommendations = query({
	name: 'recommendation.list',
	input: listInput(filters, SORTS),
	output: listed(RecommendationItem),
	about: nothing,
	allow: everyone,
	async run(here, input) {
		const { filter = {} } = input
		const part = listPart(here.secret, input, SORT_COLUMNS, 'recommendation.id')
		const rows = await narrowed(here, filter)
		const division = { field: 'status', values: filter.status }
		const [found, total] = await Promise.all([
			rows.select(columns).where(part.where).orderBy(part.orderBy).limit(part.limit).execute(),
			totalOf(here, 'recommendation', filter, division, rows.select('record.id'))
		])
		const answers = await answersOf(here, found)
		const references = await referencesOf(here, [
			...found.flatMap(namedIn),
			...answers.flatMap((hop) => [hop.to_structure_id, hop.to_actor_id])
		])
		const last = lastAnswers(answers)
		return toList(here.secret, part, found, total, input, {
			value: (row) => sortValue(input.sort, row),
			item: (row) => toItem(row, { references, today: here.today, last })
		})
	}
})

function sortValue(sort: string, row: ItemRow) {
	switch (sort.replace('-', '')) {
		case 'created':
			return row.id
		case 'due':
			return row.due_day
		case 'held':
			return row.held_since
		case 'status':
			return row.status
		case 'changed':
			return row.changed_at
		default:
			return row.title_sort
	}
}

/** More structures than this nobody chooses from. */
const MAKERS_MOST = 500

/** The structures in whose name the seat may recommend, and whether it may enter what none of them made. */
export const listMakers = query({
	name: 'recommendation.makers',
	input: z.strictObject({}),
	output: z.object({ items: z.array(RecordReference), mayWithoutStructure: z.boolean() }),
	about: nothing,
	allow: everyone,
	async run(here) {
		const { seat } = here
		const mayWithoutStructure = keepsRegister(seat)
		if (seat.role === 'public' || seat.role === 'observer') return { items: [], mayWithoutStructure }
		const run = mayWithoutStructure ? [] : (await structuresOfSeat(here)).run
		let rows = here.tx
			.selectFrom('record')
			.innerJoin('structure', (on) =>
				on.onRef('structure.workspace_id', '=', 'record.workspace_id').onRef('structure.id', '=', 'record.id')
			)
			.select(referenceColumns)
			.where('record.workspace_id', '=', here.workspace.id)
			.where('record.kind', '=', 'structure')
			.where('record.state', '=', 'active')
			.where('structure.declared_status', '<>', 'dissolved')
		if (!mayWithoutStructure) rows = rows.where('structure.id', '=', anyOf(run))
		const found = await rows.orderBy('record.title_sort').orderBy('record.id').limit(MAKERS_MOST).execute()
		return { items: found.map(toReference), mayWithoutStructure }
	}
})
