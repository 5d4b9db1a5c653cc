import { sql } from 'kysely'
import { z } from 'zod'
import { recordFilters } from '#modules/directory/actor-queries.ts'
import { resolveField } from '#modules/directory/find-directory.server.ts'
import { totalOf } from '#modules/directory/record-queries.ts'
import { Reference } from '#platform/operation/fields.ts'
import { AnyOf, listed, listInput, listPart, toList, type Part } from '#platform/operation/lists.server.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import {
	anyOf,
	headColumns,
	referencesOf,
	toHead,
	toReference,
	type RecordReference
} from '#platform/records/find-record.server.ts'
import { idsWithWords } from '#platform/records/search-words.server.ts'
import { getAgendaItemRow } from '../find-deliberation.server.ts'
import { runsMeetings } from '../rules.ts'
import { addMinutes } from '#platform/calendar/zone.ts'
import {
	AGENDA_KINDS,
	AGENDA_MOVES,
	AGENDA_STATES,
	agendaItemAfter,
	numberAgenda,
	type AgendaState
} from './meeting-rules.ts'
import { AgendaItem, AgendaItemPage, type AgendaEntry, type PaperItem } from './outputs.ts'
import { proposalWaits } from './waiting-meetings.server.ts'

const MOST = 500

const base = (here: Here) =>
	here.tx
		.selectFrom('record')
		.innerJoin('agenda_item', (on) =>
			on.onRef('agenda_item.workspace_id', '=', 'record.workspace_id').onRef('agenda_item.id', '=', 'record.id')
		)
		.innerJoin('meeting', (on) =>
			on
				.onRef('meeting.workspace_id', '=', 'agenda_item.workspace_id')
				.onRef('meeting.id', '=', 'agenda_item.meeting_id')
		)
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.kind', '=', 'agenda-item')

const columns = [
	...headColumns,
	'record.title_sort',
	'agenda_item.meeting_id',
	'agenda_item.position',
	'agenda_item.kind as agenda_kind',
	'agenda_item.state as item_state',
	'agenda_item.state_reason as item_reason',
	'agenda_item.confidentiality',
	'agenda_item.presenter_actor_id',
	'agenda_item.presenter',
	'agenda_item.minutes_planned',
	'agenda_item.note',
	'agenda_item.subject_id',
	'agenda_item.proposed_by_seat_id',
	'agenda_item.proposed_by_actor_id',
	'meeting.local_start',
	'meeting.starts_at',
	'meeting.day'
] as const

const rowsOfMeetings = (here: Here, meetings: readonly string[]) =>
	base(here)
		.where('agenda_item.meeting_id', '=', anyOf(meetings))
		.where('record.state', '=', 'active')
		.select(columns)
		.orderBy('agenda_item.position')
		.orderBy('record.id')
		.limit(MOST * Math.max(meetings.length, 1))
		.execute()

type Row = Awaited<ReturnType<typeof rowsOfMeetings>>[number]
type Numbered = Row & { place: number | null; at: string | null }

const namedIn = (row: Row) => [row.presenter_actor_id, row.subject_id, row.proposed_by_actor_id]

// Number and time are counted over what the reader sees of each meeting.
function numbered(rows: readonly Row[]): Numbered[] {
	const byMeeting = Map.groupBy(rows, (row) => row.meeting_id)
	return [...byMeeting.values()].flatMap((some) =>
		numberAgenda(some.map((row) => ({ row, state: row.item_state, minutes: row.minutes_planned }))).map(
			({ row, number, after }) => ({
				...row,
				place: number,
				at: after === null ? null : addMinutes(row.local_start, after)
			})
		)
	)
}

function toItem(
	here: Here,
	row: Numbered,
	references: ReadonlyMap<string, RecordReference>
): z.output<typeof AgendaItem> {
	const named = (id: string | null) => (id === null ? null : (references.get(id) ?? null))
	return {
		...toHead(row),
		agendaKind: row.agenda_kind,
		status: row.item_state,
		statusReason: row.item_reason,
		confidentiality: row.confidentiality,
		number: row.place,
		at: row.at,
		minutes: row.minutes_planned,
		presenter: row.presenter,
		presenterActor: named(row.presenter_actor_id),
		note: row.note,
		subject: named(row.subject_id),
		proposedBy: named(row.proposed_by_actor_id),
		isMine: here.seat.id !== null && row.proposed_by_seat_id === here.seat.id
	}
}

/** The papers of agenda items by item, of those whose file the seat may open. */
export async function papersOf(
	here: Here,
	items: readonly string[]
): Promise<Map<string, z.output<typeof PaperItem>[]>> {
	if (items.length === 0) return new Map()
	const rows = await here.tx
		.selectFrom('agenda_paper')
		.innerJoin('document', (on) =>
			on
				.onRef('document.workspace_id', '=', 'agenda_paper.workspace_id')
				.onRef('document.id', '=', 'agenda_paper.document_id')
		)
		.innerJoin('file', (on) =>
			on.onRef('file.workspace_id', '=', 'document.workspace_id').onRef('file.id', '=', 'document.file_id')
		)
		.innerJoin('record', (on) =>
			on
				.onRef('record.workspace_id', '=', 'agenda_paper.workspace_id')
				.onRef('record.id', '=', 'agenda_paper.agenda_item_id')
		)
		.select([
			'agenda_paper.id',
			'agenda_paper.agenda_item_id',
			'agenda_paper.confidentiality',
			'document.id as document_id'
		])
		.select(['document.title', 'document.language', 'document.day'])
		.select(['file.id as file_id', 'file.name', 'file.media_type', 'file.size'])
		.where('agenda_paper.workspace_id', '=', here.workspace.id)
		.where('agenda_paper.agenda_item_id', '=', anyOf(items))
		.where('document.state', '=', 'active')
		.orderBy('document.created_at')
		.orderBy('agenda_paper.id')
		.limit(MOST * 4)
		.execute()
	const papers = new Map<string, z.output<typeof PaperItem>[]>()
	for (const row of rows) {
		const paper = {
			id: row.id,
			document: row.document_id,
			title: row.title,
			language: row.language,
			day: row.day,
			confidentiality: row.confidentiality,
			file: { id: row.file_id, name: row.name, mediaType: row.media_type, size: row.size }
		}
		papers.set(row.agenda_item_id, [...(papers.get(row.agenda_item_id) ?? []), paper])
	}
	return papers
}

/** The agenda of a meeting as the seat sees it: in order, numbered and timed without a gap, each item with its papers. */
export async function agendaOf(here: Here, meetingId: string): Promise<z.output<typeof AgendaEntry>[]> {
	const rows = numbered(await rowsOfMeetings(here, [meetingId]))
	const [references, papers] = await Promise.all([
		referencesOf(here, rows.flatMap(namedIn)),
		papersOf(
			here,
			rows.map((row) => row.id)
		)
	])
	return rows.map((row) => ({ ...toItem(here, row, references), papers: papers.get(row.id) ?? [] }))
}

/**
 * The first items of a part in the order of their meetings, read by the index of these and left as soon as there are enough: the engine
 * guesses that a reader sees few records, and would put all items in order to find them.
 */
export const firstByMeeting = ({ workspace }: Here, part: Part) => sql<string>`any(array(
	select agenda_item.id from meeting cross join lateral (
		select item.id from agenda_item item where item.workspace_id = ${workspace.id} and item.meeting_id = meeting.id offset 0
	) agenda_item cross join lateral (
		select from record where record.workspace_id = ${workspace.id} and record.id = agenda_item.id and record.state = 'active' offset 0
	) seen
	where meeting.workspace_id = ${workspace.id} and ${part.where}
	order by ${part.orderBy} limit ${sql.lit(part.limit)}
))`

const ITEM_SORTS = ['meeting', 'title', 'changed'] as const
const byMeeting = (sort: string) => sort.replace('-', '') === 'meeting'

/** Which part of the list of items is asked for. */
export const partOfItems = (here: Here, input: Parameters<typeof listPart>[1]): Part =>
	listPart(
		here.secret,
		input,
		{ meeting: 'meeting.starts_at', title: 'record.title_sort', changed: 'record.changed_at' },
		byMeeting(input.sort) ? 'agenda_item.id' : 'record.id'
	)

export const listAgendaItems = query({
	name: 'agendaItem.list',
	input: listInput(
		{
			...recordFilters,
			meeting: Reference,
			structure: Reference,
			kind: AnyOf(z.enum(AGENDA_KINDS)),
			status: AnyOf(z.enum(AGENDA_STATES)),
			/** Items about this record. */
			subject: Reference,
			/** Proposed for a meeting to come of a structure that the seat chairs or keeps. */
			waiting: z.literal(true)
		},
		ITEM_SORTS
	).extend({
		// Every meeting has its minutes of the last one: what comes last stands first.
		sort: z.enum([...ITEM_SORTS, '-meeting', '-title', '-changed']).default('-meeting')
	}),
	output: listed(AgendaItem.extend({ meeting: AgendaItem.shape.subject, meetingDay: z.string().nullable() })),
	about: nothing,
	allow: everyone,
	async run(here, input) {
		const { filter = {} } = input
		const part = partOfItems(here, input)
		const meetingId = await resolveField(here, 'meeting', filter.meeting, 'meeting')
		const structureId = await resolveField(here, 'structure', filter.structure, 'structure')
		const subjectId = await resolveField(here, null, filter.subject, 'subject')
		let rows = base(here).where('record.state', 'in', filter.state ?? ['active'])
		if (filter.origin) rows = rows.where('record.origin', 'in', filter.origin)
		if (filter.words) rows = rows.where('record.id', 'in', idsWithWords(here, 'agenda-item', filter.words))
		if (meetingId) rows = rows.where('agenda_item.meeting_id', '=', meetingId)
		if (structureId) rows = rows.where('agenda_item.structure_id', '=', structureId)
		if (subjectId) rows = rows.where('agenda_item.subject_id', '=', subjectId)
		if (filter.kind) rows = rows.where('agenda_item.kind', 'in', filter.kind)
		if (filter.status) rows = rows.where('agenda_item.state', 'in', filter.status)
		if (filter.waiting) rows = rows.where(await proposalWaits(here))
		const isWhole = Object.keys(filter).length === 0
		const first =
			isWhole && byMeeting(input.sort)
				? rows.where('record.id', '=', firstByMeeting(here, part))
				: rows.where(part.where)
		const [found, total] = await Promise.all([
			first.select(columns).orderBy(part.orderBy).limit(part.limit).execute(),
			totalOf(here, 'agenda-item', filter, { field: '', values: undefined }, rows.select('record.id'))
		])
		const meetings = [...new Set(found.map((row) => row.meeting_id))]
		const [around, references] = await Promise.all([
			meetings.length === 0 ? [] : rowsOfMeetings(here, meetings),
			referencesOf(here, [...found.flatMap(namedIn), ...meetings])
		])
		const places = new Map(numbered(around).map((row) => [row.id, row]))
		return toList(here.secret, part, found, total, input, {
			value: (row) =>
				byMeeting(input.sort) ? row.starts_at : input.sort.endsWith('changed') ? row.changed_at : row.title_sort,
			item: (row) => {
				const meeting = references.get(row.meeting_id) ?? null
				return {
					...toItem(here, places.get(row.id) ?? { ...row, place: null, at: null }, references),
					meeting,
					meetingDay: meeting && row.day
				}
			}
		})
	}
})

const madeIn = (here: Here, table: 'decision' | 'recommendation' | 'action', itemId: string) =>
	here.tx
		.selectFrom(table)
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', `${table}.workspace_id`).onRef('record.id', '=', `${table}.id`)
		)
		.select(['record.id', 'record.kind', 'record.key', 'record.number', 'record.title', 'record.acronym'])
		.where(sql.ref(`${table}.workspace_id`), '=', here.workspace.id)
		.where(sql.ref(`${table}.agenda_item_id`), '=', itemId)
		.where('record.state', '=', 'active')
		.orderBy('record.id')
		.limit(MOST)
		.execute()

/** The areas an agenda item is about. */
export const areasOfItem = async (here: Here, itemId: string): Promise<string[]> =>
	(
		await here.tx
			.selectFrom('record_theme')
			.select('area_id')
			.where('workspace_id', '=', here.workspace.id)
			.where('record_id', '=', itemId)
			.orderBy('area_id')
			.execute()
	).map((row) => row.area_id)

const ACTOR = 'actor:'

/** The actors whose tokens stand in an audience. */
export const actorsIn = (audience: readonly string[]): string[] =>
	audience.flatMap((token) => (token.startsWith(ACTOR) ? [token.slice(ACTOR.length)] : []))

/** The moves of an agenda item that a seat may make. */
export const movesOfItem = (state: AgendaState, { runs, isMine }: { runs: boolean; isMine: boolean }) =>
	AGENDA_MOVES.filter(
		(move) => agendaItemAfter(state, move) !== null && (runs || (isMine && move === 'withdraw' && state === 'proposed'))
	)

export const getAgendaItem = query({
	name: 'agendaItem.get',
	input: z.strictObject({ agendaItem: Reference }),
	output: AgendaItemPage,
	about: (here, { agendaItem }) => getAgendaItemRow(here, agendaItem),
	allow: everyone,
	async run(here, _input, { row, chairActorId, secretaryActorId, ...record }) {
		const [own, around, papers, areas, decisions, recommendations, actions, meeting] = await Promise.all([
			base(here).where('record.id', '=', record.id).select(columns).executeTakeFirstOrThrow(),
			rowsOfMeetings(here, [row.meeting_id]),
			papersOf(here, [record.id]),
			areasOfItem(here, record.id),
			madeIn(here, 'decision', record.id),
			madeIn(here, 'recommendation', record.id),
			madeIn(here, 'action', record.id),
			here.tx
				.selectFrom('meeting')
				.select('state')
				.where('workspace_id', '=', here.workspace.id)
				.where('id', '=', row.meeting_id)
				.executeTakeFirstOrThrow()
		])
		const named = actorsIn(record.audience)
		const references = await referencesOf(here, [...namedIn(own), row.meeting_id, row.structure_id, ...areas, ...named])
		const place = numbered(around).find((one) => one.id === record.id) ?? { ...own, place: null, at: null }
		const item = toItem(here, place, references)
		const runs = runsMeetings(here.seat, { chairActorId, secretaryActorId })
		const isOpen = meeting.state !== 'adopted' && meeting.state !== 'cancelled'
		const seen = (ids: readonly string[]) => ids.flatMap((id) => references.get(id) ?? [])
		const moves = isOpen ? movesOfItem(row.state, { runs, isMine: item.isMine }) : []
		return {
			...item,
			meeting: references.get(row.meeting_id) ?? null,
			meetingStatus: meeting.state,
			structure: references.get(row.structure_id) ?? null,
			papers: papers.get(record.id) ?? [],
			areas: seen(areas),
			named: row.confidentiality === 'named' ? seen(named) : [],
			decisions: decisions.map(toReference),
			recommendations: recommendations.map(toReference),
			actions: actions.map(toReference),
			moves,
			may: {
				change: isOpen && (runs || (item.isMine && row.state === 'proposed')) && row.state !== 'withdrawn',
				answer: isOpen && runs && (row.state === 'proposed' || row.state === 'declined'),
				withdraw: moves.includes('withdraw'),
				addPaper: isOpen && (runs || item.isMine) && (row.state === 'accepted' || row.state === 'proposed')
			}
		}
	}
})
