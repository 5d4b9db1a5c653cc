import { z } from 'zod'
import { recordFilters } from '#modules/directory/actor-queries.ts'
import { resolveField } from '#modules/directory/find-directory.server.ts'
import { totalOf } from '#modules/directory/record-queries.ts'
import { DECLARED_STATUSES } from '#modules/directory/rules.ts'
import { momentOf } from '#platform/calendar/zone.ts'
import { Day, Identifier, Reference } from '#platform/operation/fields.ts'
import { AnyOf, listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import {
	findRecord,
	headColumns,
	referencesOf,
	toHead,
	type RecordReference
} from '#platform/records/find-record.server.ts'
import { idsWithWords } from '#platform/records/search-words.server.ts'
import { getMeetingRow } from '../find-deliberation.server.ts'
import {
	isAhead,
	isFullMember,
	MEETING_PURPOSES,
	MEETING_STATES,
	nextMeetingMoves,
	runsMeetings,
	sitsIn
} from '../rules.ts'
import { agendaOf } from './agenda-queries.ts'
import { attendanceOf } from './attendance-queries.ts'
import { daysBetween } from './local-time.ts'
import { MeetingItem, MeetingPage } from './outputs.ts'
import { mayProposeOn } from './participation-queries.ts'
import { NOTHING_STANDING, standingOf } from './standing-queries.ts'

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
	'meeting.comments_until',
	'meeting.adopted_day'
] as const

const ownRow = (here: Here, id: string) =>
	base(here).where('record.id', '=', id).select(columns).executeTakeFirstOrThrow()
type ItemRow = Awaited<ReturnType<typeof ownRow>>

function toItem(row: ItemRow, references: ReadonlyMap<string, RecordReference>): z.output<typeof MeetingItem> {
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
		commentsUntil: row.comments_until,
		adoptedDay: row.adopted_day
	}
}

export const listMeetings = query({
	name: 'meeting.list',
	input: listInput(
		{
			...recordFilters,
			structure: Reference,
			series: Identifier,
			status: AnyOf(z.enum(MEETING_STATES)),
			purpose: AnyOf(z.enum(MEETING_PURPOSES)),
			/** Meetings on or after, and on or before, a day. */
			from: Day,
			until: Day
		},
		['start', 'title', 'status', 'changed']
	),
	output: listed(MeetingItem),
	about: nothing,
	allow: everyone,
	async run(here, input) {
		const { filter = {} } = input
		const part = listPart(
			here.secret,
			input,
			{
				start: 'meeting.starts_at',
				title: 'record.title_sort',
				status: 'meeting.state',
				changed: 'record.changed_at'
			},
			'record.id'
		)
		const structureId = await resolveField(here, 'structure', filter.structure, 'structure')
		let rows = base(here).where('record.state', 'in', filter.state ?? ['active'])
		if (filter.origin) rows = rows.where('record.origin', 'in', filter.origin)
		if (filter.words) rows = rows.where('record.id', 'in', idsWithWords(here, 'meeting', filter.words))
		if (structureId) rows = rows.where('meeting.structure_id', '=', structureId)
		if (filter.series) rows = rows.where('meeting.series_id', '=', filter.series)
		if (filter.status) rows = rows.where('meeting.state', 'in', filter.status)
		if (filter.purpose) rows = rows.where('meeting.purpose', 'in', filter.purpose)
		if (filter.from) rows = rows.where('meeting.day', '>=', filter.from)
		if (filter.until) rows = rows.where('meeting.day', '<=', filter.until)
		const division = { field: 'status', values: filter.status }
		const [found, total] = await Promise.all([
			rows.select(columns).where(part.where).orderBy(part.orderBy).limit(part.limit).execute(),
			totalOf(here, 'meeting', filter, division, rows.select('record.id'))
		])
		const references = await referencesOf(
			here,
			found.map((row) => row.structure_id)
		)
		return toList(here.secret, part, found, total, input, {
			value: (row) => sortValue(input.sort, row),
			item: (row) => toItem(row, references)
		})
	}
})

function sortValue(sort: string, row: ItemRow) {
	switch (sort.replace('-', '')) {
		case 'title':
			return row.title_sort
		case 'status':
			return row.meeting_state
		case 'changed':
			return row.changed_at
		default:
			return row.starts_at
	}
}

const statusOf = async (here: Here, structureId: string) =>
	(
		await here.tx
			.selectFrom('structure')
			.select('declared_status')
			.where('workspace_id', '=', here.workspace.id)
			.where('id', '=', structureId)
			.executeTakeFirstOrThrow()
	).declared_status

const Status = z.enum(DECLARED_STATUSES)

export const getMeeting = query({
	name: 'meeting.get',
	input: z.strictObject({ meeting: Reference }),
	output: MeetingPage,
	about: (here, { meeting }) => getMeetingRow(here, meeting),
	allow: everyone,
	async run(here, _input, { row, chairActorId, secretaryActorId, ...record }) {
		const runs = runsMeetings(here.seat, { chairActorId, secretaryActorId })
		const sits = sitsIn(here.seat, row.structure_id)
		const isFull = isFullMember(here.seat, row.structure_id)
		const isOver = row.state === 'adopted' || row.state === 'cancelled'
		const showsStanding = isAhead(row.state) || row.state === 'held'
		const [own, references, agenda, present, standing, status, proposing] = await Promise.all([
			ownRow(here, record.id),
			referencesOf(here, [row.structure_id, row.adopted_in_id]),
			agendaOf(here, record.id),
			attendanceOf(here, row, runs),
			showsStanding ? standingOf(here, row) : NOTHING_STANDING,
			statusOf(here, row.structure_id),
			sits && !isFull ? mayProposeOn(here, row.structure_id) : []
		])
		const item = toItem(own, references)
		const moves = nextMeetingMoves(row.state)
		const { actorId } = here.seat
		const answers = sits && actorId !== null && present.sitting.some((one) => one.actorId === actorId)
		return {
			...item,
			onlineAddress: here.seat.role === 'public' ? null : row.online_address,
			clock: momentOf(row.local_start, row.time_zone).came,
			structureStatus: item.structure ? Status.parse(status) : null,
			minutesLanguage: row.minutes_language,
			adoptedHow: row.adopted_how,
			adoptedIn: row.adopted_in_id === null ? null : (references.get(row.adopted_in_id) ?? null),
			calendarSequence: row.calendar_sequence,
			calendarChangedAt: row.calendar_changed_at,
			agenda,
			standing,
			attendance: present.attendance,
			quorum: present.quorum,
			notice: { needed: present.rhythm.notice_days, given: daysBetween(here.today, row.day) },
			moves: runs ? [...moves] : [],
			may: {
				run: runs,
				change: runs && !isOver,
				keepAgenda: runs && !isOver,
				propose: isAhead(row.state) && !runs && (isFull || proposing.length > 0),
				keepAttendance: runs && !isOver && row.state !== 'postponed',
				answerFor:
					answers && isAhead(row.state) ? ((await findRecord(here, 'actor', actorId))?.reference ?? null) : null
			}
		}
	}
})
