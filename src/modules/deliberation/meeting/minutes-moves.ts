import { z } from 'zod'
import { resolveField } from '#modules/directory/find-directory.server.ts'
import { Day, Reference, Text } from '#platform/operation/fields.ts'
import { command, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { getMeetingRow } from '../find-deliberation.server.ts'
import { sealEditions } from '../minutes/editions.server.ts'
import { whyNotDraftOf } from '../minutes/minutes-rules.ts'
import { isHeld, runsMeetings } from '../rules.ts'
import { rhythmOn } from '../cadence/rhythm-queries.ts'
import { addMinutesItem, type Meeting } from './add-item.server.ts'
import { agendaOf } from './agenda-queries.ts'
import { Changing, done, MeetingDone, moved } from './meeting-change.server.ts'
import { whyNotAdoptIn } from './meeting-rules.ts'

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
		await here.write.change('meeting', meeting.id, { state, state_reason: reason ?? null, comments_until: null })
		return done(meeting)
	}
})

/** Gives the minutes to the members for comment, until a day. */
export const circulateMinutes = command({
	name: 'meeting.circulate',
	input: z.strictObject({ ...Changing, commentsUntil: Day }),
	output: MeetingDone,
	about: (here, { meeting }) => getMeetingRow(here, meeting),
	allow: ({ seat }, meeting) => runsMeetings(seat, meeting),
	async run(here, { commentsUntil }, meeting) {
		const state = moved(meeting, 'circulate')
		if (commentsUntil < here.today)
			throw invalid([
				{ path: ['commentsUntil'], code: 'deliberation.comments-day-past', params: { today: here.today } }
			])
		await here.write.change('meeting', meeting.id, { state, state_reason: null, comments_until: commentsUntil })
		return done(meeting)
	}
})

/** Adopts the minutes: in a later meeting that was held, or by a written procedure that adopted them. */
export const adoptMinutes = command({
	name: 'meeting.adopt',
	input: z.strictObject({ ...Changing, adoptedIn: Reference.optional(), procedure: Reference.optional() }),
	output: MeetingDone,
	about: (here, { meeting }) => getMeetingRow(here, meeting),
	allow: ({ seat }, meeting) => runsMeetings(seat, meeting),
	async run(here, { adoptedIn, procedure }, meeting) {
		const state = moved(meeting, 'adopt')
		if ((adoptedIn === undefined) === (procedure === undefined))
			throw invalid([{ path: ['adoptedIn'], code: 'deliberation.adopted-in-one' }])
		const adoption =
			adoptedIn === undefined
				? await adoptionByProcedure(here, meeting, procedure ?? '')
				: await adoptionInMeeting(here, meeting, adoptedIn)
		await here.write.change('meeting', meeting.id, { state, state_reason: null, ...adoption })
		// Now that they are adopted, whoever sees an item finds the words of its minutes.
		for (const id of await openItemsOf(here, meeting.id)) here.write.indexAnew(id)
		await sealEditions(here, meeting.id)
		return done(meeting)
	}
})

async function openItemsOf(here: Here, meetingId: string) {
	const rows = await here.tx
		.selectFrom('agenda_item')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'agenda_item.workspace_id').onRef('record.id', '=', 'agenda_item.id')
		)
		.select(['record.id', 'record.audience'])
		.where('agenda_item.workspace_id', '=', here.workspace.id)
		.where('agenda_item.meeting_id', '=', meetingId)
		.orderBy('record.id')
		.execute()
	return rows.flatMap(({ id, audience }) => (audience.includes('public') || audience.includes('workspace') ? [id] : []))
}

async function adoptionInMeeting(here: Writing, meeting: Meeting, reference: string) {
	const otherId = await resolveField(here, 'meeting', reference, 'adoptedIn')
	await here.write.lockRecord(otherId)
	const other = await getMeetingRow(here, otherId)
	const [rules, dealsWithMinutes] = await Promise.all([
		rhythmOn(here, other.row.structure_id, other.row.day),
		hasMinutesItem(here, other.id, meeting.id)
	])
	const why = whyNotAdoptIn(
		{ id: meeting.id, structureId: meeting.row.structure_id, startsAt: meeting.row.starts_at },
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
		.select(['subject_meeting_id', 'outcome', 'closed_day'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirstOrThrow()
	if (row.subject_meeting_id !== meeting.id || row.outcome !== 'adopted')
		throw invalid([{ path: ['procedure'], code: 'deliberation.procedure-adopts-no-minutes' }])
	return {
		adopted_day: row.closed_day ?? here.today,
		adopted_how: 'written-procedure' as const,
		adopted_in_id: id
	}
}
