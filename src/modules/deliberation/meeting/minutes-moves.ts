import { z } from 'zod'
import { resolveField } from '#modules/directory/find-directory.server.ts'
import { localAt, momentOf } from '#platform/calendar/zone.ts'
import { Day, Reference, Text } from '#platform/operation/fields.ts'
import { command, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { getMeetingRow } from '../find-deliberation.server.ts'
import { sealEditions } from '../minutes/editions.server.ts'
import { enterDrafts } from '../minutes/enter-drafts.server.ts'
import { isOfReaders, whyNotDraftOf } from '../minutes/minutes-rules.ts'
import { isHeld, runsMeetings } from '../rules.ts'
import { rhythmOn } from '../cadence/rhythm-queries.ts'
import { addMinutesItem, type Meeting } from './add-item.server.ts'
import { NOBODY_TOLD, Telling } from '../telling/tell.server.ts'
import { tellOfMinutes } from '../telling/tell-of-minutes.server.ts'
import { agendaOf } from './agenda-queries.ts'
import { Changing, done, MeetingDone, moved } from './meeting-change.server.ts'
import { whyNotAdoptIn, whyNotAdoptOn, whyNotCirculateOn } from './meeting-rules.ts'

/** Says that the minutes are drafted; from circulated ones, that the comments made another draft of them. */
export const draftMinutes = command({
	name: 'meeting.draft',
	input: z.strictObject({ ...Changing, reason: Text(2_000).optional() }),
	output: MeetingDone,
	about: (here, { meeting }) => getMeetingRow(here, meeting),
	allow: ({ seat }, meeting) => runsMeetings(seat, meeting),
	async run(here, { reason }, meeting) {
		const state = moved(meeting, 'draft')
		const why = whyNotDraftOf(await agendaOf(here, meeting.id))
		if (why) throw conflict(why)
		await refuseWhileVoted(here, meeting.id)
		await enterDrafts(here, meeting)
		await here.write.change('meeting', meeting.id, {
			state,
			state_reason: reason ?? null,
			circulated_at: null,
			comments_until: null
		})
		return done(meeting)
	}
})

/** Gives the minutes to the members for comment, until a day, and writes to them. */
export const circulateMinutes = command({
	name: 'meeting.circulate',
	input: z.strictObject({
		...Changing,
		commentsUntil: Day,
		/** The day on which the members were given them, where it was not today. */
		day: Day.optional()
	}),
	output: MeetingDone.extend(Telling),
	about: (here, { meeting }) => getMeetingRow(here, meeting),
	allow: ({ seat }, meeting) => runsMeetings(seat, meeting),
	async run(here, { commentsUntil, day = here.today }, meeting) {
		const state = moved(meeting, 'circulate')
		const { today } = here
		const why = whyNotCirculateOn(day, { meeting: meeting.row.day, today })
		if (why) throw invalid([{ path: ['day'], code: why, params: { today } }])
		if (commentsUntil < day)
			throw invalid([{ path: ['commentsUntil'], code: 'deliberation.comments-day-past', params: { today: day } }])
		await enterDrafts(here, meeting)
		await here.write.change('meeting', meeting.id, {
			state,
			state_reason: null,
			// Of a day gone by nobody knows the hour.
			circulated_at: day === today ? here.now : new Date(momentOf(`${day}T00:00`, meeting.row.time_zone).moment),
			comments_until: commentsUntil
		})
		// Once the day is over there is nothing left to say to anybody.
		return { ...done(meeting), ...(commentsUntil < today ? NOBODY_TOLD : await tellOfMinutes(here, meeting.id)) }
	}
})

/**
 * Adopts the minutes: in a later meeting that was held, or by a written procedure that adopted them. Before the members' time
 * for comments is over it says why.
 */
export const adoptMinutes = command({
	name: 'meeting.adopt',
	input: z.strictObject({
		...Changing,
		adoptedIn: Reference.optional(),
		procedure: Reference.optional(),
		/** Why they are adopted before the members' time for comments is over. */
		reason: Text(2_000).optional()
	}),
	output: MeetingDone,
	about: (here, { meeting }) => getMeetingRow(here, meeting),
	allow: ({ seat }, meeting) => runsMeetings(seat, meeting),
	async run(here, { adoptedIn, procedure, reason }, meeting) {
		const state = moved(meeting, 'adopt')
		if ((adoptedIn === undefined) === (procedure === undefined))
			throw invalid([{ path: ['adoptedIn'], code: 'deliberation.adopted-in-one' }])
		const adoption =
			adoptedIn === undefined
				? await adoptionByProcedure(here, meeting, procedure ?? '')
				: await adoptionInMeeting(here, meeting, adoptedIn)
		// What every member could answer in writing was before them all; a procedure has its own time.
		const why = whyNotAdoptOn({ until: meeting.row.comments_until, adopted: adoption.adopted_day, reason })
		if (why && adoptedIn !== undefined)
			throw invalid([{ path: ['reason'], code: why, params: { day: meeting.row.comments_until ?? '' } }])
		await enterDrafts(here, meeting)
		await here.write.change('meeting', meeting.id, { state, state_reason: reason ?? null, ...adoption })
		// Now that they are adopted, whoever sees an item finds the words of its minutes.
		for (const id of await openItemsOf(here, meeting.id)) here.write.indexAnew(id)
		await sealEditions(here, meeting.id)
		return done(meeting)
	}
})

/** Refuses while the members are asked in writing about these minutes: what they answer is to hold for what they read. */
async function refuseWhileVoted(here: Here, meetingId: string) {
	const running = await here.tx
		.selectFrom('written_procedure')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('subject_meeting_id', '=', meetingId)
		.where('state', '=', 'open')
		.executeTakeFirst()
	if (running) throw conflict('deliberation.procedure-on-minutes-runs')
}

// What nobody found by the words of its minutes before: whoever sees it may read them from now on.
async function openItemsOf(here: Here, meetingId: string) {
	const rows = await here.tx
		.selectFrom('agenda_item')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'agenda_item.workspace_id').onRef('record.id', '=', 'agenda_item.id')
		)
		.select(['record.id', 'record.audience', 'agenda_item.structure_id'])
		.where('agenda_item.workspace_id', '=', here.workspace.id)
		.where('agenda_item.meeting_id', '=', meetingId)
		.orderBy('record.id')
		.execute()
	return rows.flatMap(({ id, audience, structure_id }) => (isOfReaders(audience, structure_id) ? [] : [id]))
}

async function adoptionInMeeting(here: Writing, meeting: Meeting, reference: string) {
	await refuseWhileVoted(here, meeting.id)
	const otherId = await resolveField(here, 'meeting', reference, 'adoptedIn')
	await here.write.lockRecord(otherId)
	const other = await getMeetingRow(here, otherId)
	const [rules, dealsWithMinutes] = await Promise.all([
		rhythmOn(here, other.row.structure_id, other.row.day),
		hasMinutesItem(here, other.id, meeting.id)
	])
	const why = whyNotAdoptIn(
		{
			id: meeting.id,
			structureId: meeting.row.structure_id,
			startsAt: meeting.row.starts_at,
			circulatedAt: meeting.row.circulated_at
		},
		{
			id: other.id,
			structureId: other.row.structure_id,
			startsAt: other.row.starts_at,
			isHeld: isHeld(other.row.state),
			isQuorate: other.row.is_quorate,
			forbidsWithoutQuorum: rules.forbids_without_quorum,
			dealsWithMinutes,
			isAgendaClosed: other.row.state === 'adopted'
		}
	)
	if (why) throw invalid([{ path: ['adoptedIn'], code: why }])
	// What was adopted there stood on its agenda, whether somebody had written it down before or not.
	if (!dealsWithMinutes) await addMinutesItem(here, other)
	return { adopted_day: other.row.day, adopted_how: 'meeting' as const, adopted_in_id: other.id }
}

const hasMinutesItem = async (here: Here, meetingId: string, subjectId: string) =>
	(await here.tx
		.selectFrom('agenda_item')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('meeting_id', '=', meetingId)
		.where('state', '=', 'accepted')
		.where((where) => where.or([where('kind', '=', 'minutes'), where('subject_id', '=', subjectId)]))
		.limit(1)
		.executeTakeFirst()) !== undefined

async function adoptionByProcedure(here: Here, meeting: Meeting, reference: string) {
	const id = await resolveField(here, 'written-procedure', reference, 'procedure')
	const row = await here.tx
		.selectFrom('written_procedure')
		.select(['subject_meeting_id', 'outcome', 'opened_day', 'closed_day'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirstOrThrow()
	if (row.subject_meeting_id !== meeting.id || row.outcome !== 'adopted')
		throw invalid([{ path: ['procedure'], code: 'deliberation.procedure-adopts-no-minutes' }])
	const circulated = meeting.row.circulated_at
	const day = circulated && localAt(circulated.getTime(), here.workspace.timeZone).slice(0, 10)
	if (day !== null && day > row.opened_day)
		throw conflict('deliberation.procedure-on-earlier-minutes', { day, opened: row.opened_day })
	return {
		adopted_day: row.closed_day ?? here.today,
		adopted_how: 'written-procedure' as const,
		adopted_in_id: id
	}
}
