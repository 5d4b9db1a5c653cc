import { z } from 'zod'
import { totalOf } from '#modules/directory/record-queries.ts'
import { DECLARED_STATUSES } from '#modules/directory/rules.ts'
import { momentOf } from '#platform/calendar/zone.ts'
import { Reference } from '#platform/operation/fields.ts'
import { listed, listInput, toList } from '#platform/operation/lists.server.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { findRecord, referenceColumns, referencesOf, toReference } from '#platform/records/find-record.server.ts'
import { daysBetween } from '../days.ts'
import { getMeetingRow } from '../find-deliberation.server.ts'
import { readsMinutes, whyNotDraftOf } from '../minutes/minutes-rules.ts'
import { hasMinutes, isAhead, isFullMember, isHeld, nextMeetingMoves, runsMeetings, sitsIn } from '../rules.ts'
import { agendaOf } from './agenda-queries.ts'
import { attendanceOf } from './attendance-queries.ts'
import { lifeOf } from './meeting-life.server.ts'
import { MeetingFilters, meetingRow, meetingsListed, partOfList, toItem, type ItemRow } from './meeting-list.server.ts'
import { isAwaited, missingStanding, whyNotHoldAt } from './meeting-rules.ts'
import { MeetingItem, MeetingPage } from './outputs.ts'
import { takingPartIn } from './participation-queries.ts'
import { NOTHING_STANDING, standingOf } from './standing-queries.ts'

export const listMeetings = query({
	name: 'meeting.list',
	input: listInput(MeetingFilters, ['start', 'title', 'status', 'changed']),
	output: listed(MeetingItem),
	about: nothing,
	allow: everyone,
	async run(here, input) {
		const { filter = {} } = input
		const part = partOfList(here, input)
		const { page, counted } = await meetingsListed(here, { filter, sort: input.sort, part })
		const division = { field: 'status', values: filter.status }
		const [found, total] = await Promise.all([page.execute(), totalOf(here, 'meeting', filter, division, counted)])
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

async function procedureOn(here: Here, meetingId: string) {
	const row = await here.tx
		.selectFrom('written_procedure')
		.innerJoin('record', (on) =>
			on
				.onRef('record.workspace_id', '=', 'written_procedure.workspace_id')
				.onRef('record.id', '=', 'written_procedure.id')
		)
		.select(referenceColumns)
		.where('written_procedure.workspace_id', '=', here.workspace.id)
		.where('written_procedure.subject_meeting_id', '=', meetingId)
		.where('written_procedure.state', '=', 'open')
		.executeTakeFirst()
	return row ? toReference(row) : null
}

/** How many members were at a meeting, counted as its own page counts them. */
async function presentAt(here: Here, meetingId: string) {
	const { row } = await getMeetingRow(here, meetingId)
	const { present, members, required } = (await attendanceOf(here, row, false)).quorum
	return { present, members, required }
}

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
		const hasBegun = row.starts_at <= here.now
		const isOver = row.state === 'adopted' || row.state === 'cancelled'
		const showsStanding = isAhead(row.state) || row.state === 'held'
		const [own, references, agenda, present, standing, status, takingPart, adoptingProcedure, life] = await Promise.all(
			[
				meetingRow(here, record.id),
				referencesOf(here, [row.structure_id, row.adopted_in_id]),
				agendaOf(here, record.id),
				attendanceOf(here, row, runs),
				showsStanding ? standingOf(here, row) : NOTHING_STANDING,
				statusOf(here, row.structure_id),
				runs || isFull ? null : takingPartIn(here, row.structure_id),
				row.state === 'circulated' ? procedureOn(here, record.id) : null,
				lifeOf(here, row)
			]
		)
		const adoptedIn = row.adopted_in_id === null ? null : (references.get(row.adopted_in_id) ?? null)
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
			adoptedIn,
			adoptedBy: adoptedIn?.kind === 'meeting' ? await presentAt(here, adoptedIn.id) : null,
			life,
			adoptingProcedure,
			calendarSequence: row.calendar_sequence,
			calendarChangedAt: row.calendar_changed_at,
			agenda,
			standing,
			attendance: present.attendance,
			isUnattended: isHeld(row.state) && present.recorded.every(({ state: came }) => isAwaited(came)),
			takingPart,
			quorum: present.quorum,
			notice: {
				needed: present.rhythm.notice_days,
				given: daysBetween(here.today, row.day),
				hasBegun
			},
			moves: runs
				? moves.filter(
						(move) =>
							(move !== 'draft' || (whyNotDraftOf(agenda) ?? adoptingProcedure) === null) &&
							(move !== 'hold' || whyNotHoldAt(hasBegun) === null)
					)
				: [],
			may: {
				run: runs,
				change: runs && !isOver,
				keepAgenda: runs && !isOver,
				addStanding: runs && isAhead(row.state) && missingStanding(agenda).length > 0,
				readMinutes:
					hasMinutes(row.state) && readsMinutes(here.seat, { state: row.state, structureId: row.structure_id }),
				propose: isAhead(row.state) && !runs && (isFull || (sits && takingPart?.whyNotPropose === null)),
				keepAttendance: runs && !isOver && row.state !== 'postponed',
				answerFor:
					answers && isAhead(row.state) ? ((await findRecord(here, 'actor', actorId))?.reference ?? null) : null
			}
		}
	}
})
