import { expressionBuilder, sql, type Expression, type SqlBool } from 'kysely'
import { z } from 'zod'
import { recordFilters } from '#modules/directory/actor-queries.ts'
import { resolveField } from '#modules/directory/find-directory.server.ts'
import type { Tables } from '#platform/database/tables.ts'
import { Day, Identifier, Reference } from '#platform/operation/fields.ts'
import { AnyOf, listPart, type Part } from '#platform/operation/lists.server.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf, headColumns, toHead, type RecordReference } from '#platform/records/find-record.server.ts'
import { idsWithWords } from '#platform/records/search-words.server.ts'
import { MEETING_PURPOSES, MEETING_STATES } from '../rules.ts'
import { structuresOfSeat } from '../structures-of-seat.server.ts'
import type { MeetingItem } from './outputs.ts'
import { MEETING_WAITS, meetingWaits, waitsForSeat } from './waiting-meetings.server.ts'

const base = (here: Here) =>
	here.tx
		.selectFrom('record')
		.innerJoin('meeting', (on) =>
			on.onRef('meeting.workspace_id', '=', 'record.workspace_id').onRef('meeting.id', '=', 'record.id')
		)
		.leftJoin('meeting_series', (on) =>
			on
				.onRef('meeting_series.workspace_id', '=', 'meeting.workspace_id')
				.onRef('meeting_series.id', '=', 'meeting.series_id')
		)
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.kind', '=', 'meeting')

const columns = [
	...headColumns,
	'record.title_sort',
	'meeting.structure_id',
	'meeting.series_id',
	'meeting.series_start',
	'meeting_series.title as series_title',
	'meeting.purpose',
	'meeting.state as meeting_state',
	'meeting.state_reason as meeting_reason',
	'meeting.local_start',
	'meeting.local_end',
	'meeting.time_zone',
	'meeting.starts_at',
	'meeting.ends_at',
	'meeting.day',
	'meeting.place',
	'meeting.called_day',
	'meeting.notice_days',
	'meeting.is_quorate',
	'meeting.circulated_at',
	'meeting.comments_until',
	'meeting.adopted_day'
] as const

/** The columns of one meeting that the seat sees. */
export const meetingRow = (here: Here, id: string) =>
	base(here).where('record.id', '=', id).select(columns).executeTakeFirstOrThrow()
export type ItemRow = Awaited<ReturnType<typeof meetingRow>>

/** A meeting as lists and pages tell it. */
export function toItem(row: ItemRow, references: ReadonlyMap<string, RecordReference>): z.output<typeof MeetingItem> {
	const { series_id: series, series_title: title, series_start: start } = row
	const structure = references.get(row.structure_id) ?? null
	return {
		...toHead(row),
		structure,
		// A series is told only to who sees whose it is.
		series: structure && series && title && start ? { id: series, title, start } : null,
		purpose: row.purpose,
		status: row.meeting_state,
		statusReason: row.meeting_reason,
		start: row.local_start,
		end: row.local_end,
		zone: row.time_zone,
		startsAt: row.starts_at,
		endsAt: row.ends_at,
		day: row.day,
		place: row.place,
		calledDay: row.called_day,
		noticeDays: row.notice_days,
		isQuorate: row.is_quorate,
		circulatedAt: row.circulated_at,
		commentsUntil: row.comments_until,
		adoptedDay: row.adopted_day
	}
}

/** By what the list of meetings is narrowed. */
export const MeetingFilters = {
	...recordFilters,
	structure: Reference,
	series: Identifier,
	status: AnyOf(z.enum(MEETING_STATES)),
	purpose: AnyOf(z.enum(MEETING_PURPOSES)),
	/** Meetings on or after, and on or before, a day. */
	from: Day,
	until: Day,
	/** Of the structures of the seat that asks, or of the others. */
	mine: z.boolean(),
	/**
	 * Of the structures it chairs or keeps: without minutes that are adopted, or past and not closed; of those in which it sits: with
	 * minutes to comment on.
	 */
	waiting: z.enum(MEETING_WAITS)
}

type Filter = Partial<z.output<z.ZodObject<typeof MeetingFilters>>>
type Cursored = Parameters<typeof listPart>[1]

const byStart = (sort: string) => sort.replace('-', '') === 'start'

/** Which part of the list is asked for. */
export const partOfList = (here: Here, input: Cursored): Part =>
	listPart(
		here.secret,
		input,
		{ start: 'meeting.starts_at', title: 'record.title_sort', status: 'meeting.state', changed: 'record.changed_at' },
		byStart(input.sort) ? 'meeting.id' : 'record.id'
	)

/** What is asked of the meetings themselves, whatever their records say. */
async function askedOfMeetings(here: Here, filter: Filter): Promise<Expression<SqlBool>[]> {
	const where = expressionBuilder<Tables, 'meeting'>()
	const asked: Expression<SqlBool>[] = []
	const structureId = await resolveField(here, 'structure', filter.structure, 'structure')
	if (structureId) asked.push(where('meeting.structure_id', '=', structureId))
	if (filter.series) asked.push(where('meeting.series_id', '=', filter.series))
	if (filter.status) asked.push(where('meeting.state', 'in', filter.status))
	if (filter.purpose) asked.push(where('meeting.purpose', 'in', filter.purpose))
	if (filter.from) asked.push(where('meeting.day', '>=', filter.from))
	if (filter.until) asked.push(where('meeting.day', '<=', filter.until))
	if (filter.mine === undefined && !filter.waiting) return asked
	const own = await structuresOfSeat(here)
	if (filter.mine !== undefined) {
		const isOwn = where('meeting.structure_id', '=', anyOf(own.all))
		asked.push(filter.mine ? isOwn : where.not(isOwn))
	}
	if (filter.waiting)
		asked.push(
			where('meeting.structure_id', '=', anyOf(await waitsForSeat(here, filter.waiting))),
			meetingWaits(here, filter.waiting)
		)
	return asked
}

/**
 * The first meetings of a part in the order of their index, which is left as soon as there are enough. The lookup of each record
 * stands behind `offset 0`: the engine cannot know how few or many of them a reader sees, guesses few, and would read all.
 */
const firstByStart = ({ workspace }: Here, asked: Expression<SqlBool>, part: Part) => sql<string>`any(array(
	select meeting.id from meeting cross join lateral (
		select from record where record.workspace_id = ${workspace.id} and record.workspace_id = meeting.workspace_id
			and record.id = meeting.id and record.state = 'active' offset 0
	) seen
	where meeting.workspace_id = ${workspace.id} and ${asked} and ${part.where}
	order by ${part.orderBy} limit ${sql.lit(part.limit)}
))`

/**
 * All meetings of a structure or a series, their records looked up one by one: the planner guesses that a reader sees few
 * records, and would read those of all meetings to find these.
 */
const ofFew = ({ workspace }: Here, asked: Expression<SqlBool>, { state = ['active'], origin }: Filter) => {
	const where = expressionBuilder<Tables, 'record'>()
	const seen = where.and([
		where('record.state', 'in', state),
		...(origin ? [where('record.origin', 'in', origin)] : [])
	])
	return sql`(
		select meeting.id from meeting cross join lateral (
			select from record where record.workspace_id = ${workspace.id} and record.workspace_id = meeting.workspace_id
				and record.id = meeting.id and ${seen} offset 0
		) seen
		where meeting.workspace_id = ${workspace.id} and ${asked}
	)`
}

/** A part of the list of meetings as the seat sees it, and all that it would hold, for counting. */
export async function meetingsListed(here: Here, { filter, sort, part }: { filter: Filter; sort: string; part: Part }) {
	const asked = expressionBuilder<Tables, 'meeting'>().and([
		sql<SqlBool>`true`,
		...(await askedOfMeetings(here, filter))
	])
	let rows = base(here).where('record.state', 'in', filter.state ?? ['active'])
	if (filter.origin) rows = rows.where('record.origin', 'in', filter.origin)
	if (filter.words) rows = rows.where('record.id', 'in', idsWithWords(here, 'meeting', filter.words))
	// Whatever is asked of records as well is found by them, and put in order then.
	const inOrder = byStart(sort) && !filter.state && !filter.origin && !filter.words
	const narrowed = inOrder
		? rows.where('record.id', '=', firstByStart(here, asked, part))
		: rows.where(asked).where(part.where)
	return {
		page: narrowed.select(columns).orderBy(part.orderBy).limit(part.limit),
		counted:
			(filter.structure !== undefined || filter.series !== undefined) && !filter.words
				? ofFew(here, asked, filter)
				: rows.where(asked).select('record.id')
	}
}
