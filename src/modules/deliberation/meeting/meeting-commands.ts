import { z } from 'zod'
import { getStructureRow, resolveField } from '#modules/directory/find-directory.server.ts'
import { audienceChoice, audienceTokens, AUDIENCES } from '#platform/access/seat.ts'
import { momentOf } from '#platform/calendar/zone.ts'
import { Clearable, Day, Name, NewVersion, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { namesOf } from '#platform/records/add-record.server.ts'
import { rhythmOn } from '../cadence/rhythm-queries.ts'
import { getMeetingRow } from '../find-deliberation.server.ts'
import { sealEditions } from '../minutes/editions.server.ts'
import { addNumberedRecord } from '../number-record.server.ts'
import {
	isHeld,
	meetingAfter,
	MEETING_PURPOSES,
	runsMeetings,
	whyNotMoveMeeting,
	type MeetingMove,
	type MeetingState
} from '../rules.ts'
import { addStanding, refuseUnseen, type Meeting } from './add-item.server.ts'
import { attendanceOf } from './attendance-queries.ts'
import { daysBetween, LocalTime, minutesBetween, Zone } from './local-time.ts'
import { narrower, whyNotAdoptIn, whyNotCallAt } from './meeting-rules.ts'

/** What a change of a meeting gives: the meeting, with the version it has now. */
export const MeetingDone = z.object({ id: z.string(), reference: z.string(), version: NewVersion })

const Place = Text(300)
const OnlineAddress = z.url({ protocol: /^https?$/ }).max(500)
// A meeting of several days is one meeting; longer than a fortnight is a mistake of typing.
const LONGEST_MINUTES = 14 * 24 * 60

type Times = { start: string; end: string; zone: string }

/** When a meeting is, by its local times in their zone; refused where it would end before it begins. */
export function timesOf({ start, end, zone }: Times) {
	const [starts, ends] = [momentOf(start, zone).moment, momentOf(end, zone).moment]
	if (ends <= starts) throw invalid([{ path: ['end'], code: 'deliberation.meeting-ends-before-start' }])
	if (minutesBetween(start, end) > LONGEST_MINUTES)
		throw invalid([{ path: ['end'], code: 'deliberation.meeting-too-long' }])
	return {
		local_start: start,
		local_end: end,
		time_zone: zone,
		starts_at: new Date(starts),
		ends_at: new Date(ends),
		day: start.slice(0, 10)
	}
}

type Structure = Awaited<ReturnType<typeof getStructureRow>>

/** Refuses to plan anything for a structure that is no more. */
export function refuseEnded({ status, state }: Pick<Structure, 'status' | 'state'>): void {
	if (status === 'dissolved') throw conflict('deliberation.structure-dissolved')
	if (state !== 'active') throw conflict('deliberation.structure-withdrawn')
}

async function refuseEndedStructure(here: Here, structureId: string) {
	const row = await here.tx
		.selectFrom('structure')
		.select('declared_status')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', structureId)
		.executeTakeFirstOrThrow()
	if (row.declared_status === 'dissolved') throw conflict('deliberation.structure-dissolved')
}

type Planned = {
	title: string | Record<string, string>
	times: ReturnType<typeof timesOf>
	purpose: (typeof MEETING_PURPOSES)[number]
	place: string | null
	onlineAddress: string | null
	audience: (typeof AUDIENCES)[number] | undefined
	series?: { id: string; start: string }
	standing: boolean
}

/** Plans a meeting of a structure: nobody sees more of it than of the structure itself, unless somebody chose so. */
export async function addMeeting(here: Writing, structure: Structure, planned: Planned) {
	const audience = planned.audience ?? narrower('workspace', audienceChoice(structure.audience))
	const tokens = audienceTokens(audience, structure.id)
	refuseUnseen(here, tokens)
	const made = await addNumberedRecord(here, 'meeting', {
		title: planned.title,
		audience: tokens,
		structureId: structure.id
	})
	await here.write.add('meeting', {
		id: made.id,
		structure_id: structure.id,
		series_id: planned.series?.id ?? null,
		series_start: planned.series?.start ?? null,
		purpose: planned.purpose,
		state: 'planned',
		state_reason: null,
		...planned.times,
		place: planned.place,
		online_address: planned.onlineAddress,
		called_day: null,
		notice_days: null,
		minutes_language: null,
		quorum_present: null,
		quorum_required: null,
		is_quorate: null,
		comments_until: null,
		adopted_day: null,
		adopted_how: null,
		adopted_in_id: null,
		calendar_sequence: 0,
		calendar_changed_at: here.now
	})
	if (planned.standing) await addStanding(here, await getMeetingRow(here, made.id))
	return made
}

export const planMeeting = command({
	name: 'meeting.plan',
	input: z.strictObject({
		structure: Reference,
		title: Name(300),
		purpose: z.enum(MEETING_PURPOSES).optional(),
		start: LocalTime,
		end: LocalTime,
		/** The zone whose clocks the times are told by; the workspace's own unless another is named. */
		zone: Zone.optional(),
		place: Place.optional(),
		onlineAddress: OnlineAddress.optional(),
		audience: z.enum(AUDIENCES).optional(),
		/** Adds the items that fill themselves: minutes of the last meeting, matters arising, recommendations, commitments. */
		standing: z.boolean().optional()
	}),
	output: MeetingDone,
	about: (here, { structure }) => getStructureRow(here, structure),
	allow: ({ seat }, structure) => runsMeetings(seat, structure),
	async run(here, input, structure) {
		refuseEnded(structure)
		const { title, purpose = 'ordinary', start, end, zone = here.workspace.timeZone, standing = true } = input
		return addMeeting(here, structure, {
			title,
			times: timesOf({ start, end, zone }),
			purpose,
			place: input.place ?? null,
			onlineAddress: input.onlineAddress ?? null,
			audience: input.audience,
			standing
		})
	}
})

const Changing = { meeting: Reference, version: Version }

const done = ({ id, reference }: Meeting) => ({ id, reference })

/** Whoever follows the meeting in a calendar is told of the change: its number there goes up by one. */
const inCalendar = (here: Here, { row }: Meeting) => ({
	calendar_sequence: row.calendar_sequence + 1,
	calendar_changed_at: here.now
})

/** The state a move leads to; refused by the rule that stands in its way. */
function moved({ row }: Meeting, move: MeetingMove): MeetingState {
	const why = whyNotMoveMeeting(row.state, move)
	const after = meetingAfter(row.state, move)
	if (why !== null || after === null) throw conflict(why ?? 'deliberation.meeting-was-held', { state: row.state })
	return after
}

export const changeMeeting = command({
	name: 'meeting.change',
	input: z.strictObject({
		...Changing,
		title: Name(300).optional(),
		purpose: z.enum(MEETING_PURPOSES).optional(),
		place: Clearable(Place),
		onlineAddress: Clearable(OnlineAddress),
		reason: Text(2_000).optional()
	}),
	output: MeetingDone,
	about: (here, { meeting }) => getMeetingRow(here, meeting),
	allow: ({ seat }, meeting) => runsMeetings(seat, meeting),
	async run(here, { title, purpose, place, onlineAddress }, meeting) {
		const { state } = meeting.row
		if (state === 'cancelled') throw conflict('deliberation.meeting-cancelled')
		if (state === 'adopted') throw conflict('deliberation.minutes-adopted')
		if (purpose !== undefined && purpose !== meeting.row.purpose && isHeld(state))
			throw conflict('deliberation.meeting-was-held')
		const isRenamed =
			title !== undefined && (await here.write.changeRecord(meeting.id, { title: namesOf(here, title, 'title') }))
		const isMoved = await here.write.change('meeting', meeting.id, { purpose, place, online_address: onlineAddress })
		if (isRenamed || isMoved) await here.write.change('meeting', meeting.id, inCalendar(here, meeting))
		return done(meeting)
	}
})

/** Calls a meeting: notice is given, and its period is that of the structure's rules on the meeting's day. */
export const callMeeting = command({
	name: 'meeting.call',
	input: z.strictObject({
		...Changing,
		/** The day on which notice was given, where it was not today. */
		day: Day.optional(),
		/** Why the period of notice is not kept, for an extraordinary meeting. */
		reason: Text(2_000).optional()
	}),
	output: MeetingDone,
	about: (here, { meeting }) => getMeetingRow(here, meeting),
	allow: ({ seat }, meeting) => runsMeetings(seat, meeting),
	async run(here, { day = here.today, reason }, meeting) {
		const state = moved(meeting, 'call')
		if (day > here.today)
			throw invalid([{ path: ['day'], code: 'directory.day-in-future', params: { today: here.today } }])
		await refuseEndedStructure(here, meeting.row.structure_id)
		const rhythm = await rhythmOn(here, meeting.row.structure_id, meeting.row.day)
		const [needed, given] = [rhythm.notice_days, daysBetween(day, meeting.row.day)]
		const why = whyNotCallAt({ needed, given, purpose: meeting.row.purpose, reason })
		if (why) throw conflict(why, { needed, given })
		await here.write.change('meeting', meeting.id, {
			state,
			state_reason: reason ?? null,
			called_day: day,
			notice_days: given,
			...inCalendar(here, meeting)
		})
		return done(meeting)
	}
})

/** Says that a meeting took place: who was there is a fact from now on, and so is whether that was enough. */
export const holdMeeting = command({
	name: 'meeting.hold',
	input: z.strictObject({
		...Changing,
		minutesLanguage: z
			.string()
			.regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)
			.optional()
	}),
	output: MeetingDone,
	about: (here, { meeting }) => getMeetingRow(here, meeting),
	allow: ({ seat }, meeting) => runsMeetings(seat, meeting),
	async run(here, { minutesLanguage }, meeting) {
		const state = moved(meeting, 'hold')
		if (meeting.row.starts_at > here.now) throw conflict('deliberation.meeting-not-begun')
		await recordAbsent(here, meeting)
		const { quorum } = await attendanceOf(here, meeting.row, true)
		await here.write.change('meeting', meeting.id, {
			state,
			state_reason: null,
			quorum_present: quorum.present,
			quorum_required: quorum.required,
			is_quorate: quorum.isQuorate,
			minutes_language: minutesLanguage ?? meeting.row.minutes_language ?? here.workspace.language
		})
		return done(meeting)
	}
})

// Whoever was expected and of whom nothing was recorded was not there.
async function recordAbsent(here: Writing, meeting: Meeting) {
	const { sitting, recorded } = await attendanceOf(here, meeting.row, true)
	const seated = recorded.filter((row) => row.capacity === 'member' || row.capacity === 'alternate')
	for (const row of seated.filter((one) => one.state === 'expected'))
		await here.write.change('attendance', row.id, { state: 'absent' })
	const missing = sitting.filter((one) => !seated.some((row) => row.actor_id === one.actorId))
	if (missing.length === 0) return
	await here.write.addAll(
		'attendance',
		missing.map((one) => ({
			meeting_id: meeting.id,
			actor_id: one.actorId,
			seat_id: one.seatId,
			capacity: 'member' as const,
			state: 'absent' as const,
			office: one.office,
			person: null,
			interest: null,
			interest_item_id: null,
			note: null,
			origin: 'entered' as const,
			origin_source: null,
			origin_year: null,
			origin_note: null
		}))
	)
}

/** Says that the minutes are drafted; from circulated ones, that the comments made another draft of them. */
export const draftMinutes = command({
	name: 'meeting.draft',
	input: z.strictObject({ ...Changing, reason: Text(2_000).optional() }),
	output: MeetingDone,
	about: (here, { meeting }) => getMeetingRow(here, meeting),
	allow: ({ seat }, meeting) => runsMeetings(seat, meeting),
	async run(here, { reason }, meeting) {
		const state = moved(meeting, 'draft')
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

async function adoptionInMeeting(here: Here, meeting: Meeting, reference: string) {
	const otherId = await resolveField(here, 'meeting', reference, 'adoptedIn')
	const other = await getMeetingRow(here, otherId)
	const why = whyNotAdoptIn(
		{ id: meeting.id, structureId: meeting.row.structure_id, startsAt: meeting.row.starts_at },
		{
			id: other.id,
			structureId: other.row.structure_id,
			startsAt: other.row.starts_at,
			isHeld: isHeld(other.row.state)
		}
	)
	if (why) throw invalid([{ path: ['adoptedIn'], code: why }])
	return { adopted_day: other.row.day, adopted_how: 'meeting' as const, adopted_in_id: other.id }
}

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

/** Puts a meeting off: it will be, and nobody knows yet when. */
export const postponeMeeting = command({
	name: 'meeting.postpone',
	input: z.strictObject({ ...Changing, reason: Text(2_000) }),
	output: MeetingDone,
	about: (here, { meeting }) => getMeetingRow(here, meeting),
	allow: ({ seat }, meeting) => runsMeetings(seat, meeting),
	async run(here, { reason }, meeting) {
		const state = moved(meeting, 'postpone')
		await here.write.change('meeting', meeting.id, { state, state_reason: reason, ...inCalendar(here, meeting) })
		return done(meeting)
	}
})

/** Gives a meeting another time: whoever was called to the old one is called again. */
export const rescheduleMeeting = command({
	name: 'meeting.reschedule',
	input: z.strictObject({
		...Changing,
		start: LocalTime,
		end: LocalTime,
		zone: Zone.optional(),
		place: Clearable(Place),
		reason: Text(2_000)
	}),
	output: MeetingDone,
	about: (here, { meeting }) => getMeetingRow(here, meeting),
	allow: ({ seat }, meeting) => runsMeetings(seat, meeting),
	async run(here, { start, end, zone, place, reason }, meeting) {
		const state = moved(meeting, 'reschedule')
		await refuseEndedStructure(here, meeting.row.structure_id)
		await here.write.change('meeting', meeting.id, {
			state,
			state_reason: reason,
			...timesOf({ start, end, zone: zone ?? meeting.row.time_zone }),
			place,
			called_day: null,
			notice_days: null,
			...inCalendar(here, meeting)
		})
		return done(meeting)
	}
})

export const cancelMeeting = command({
	name: 'meeting.cancel',
	input: z.strictObject({ ...Changing, reason: Text(2_000) }),
	output: MeetingDone,
	about: (here, { meeting }) => getMeetingRow(here, meeting),
	allow: ({ seat }, meeting) => runsMeetings(seat, meeting),
	async run(here, { reason }, meeting) {
		const state = moved(meeting, 'cancel')
		await here.write.change('meeting', meeting.id, { state, state_reason: reason, ...inCalendar(here, meeting) })
		return done(meeting)
	}
})

/** Adds to an agenda the items that fill themselves, as far as it has them not. */
export const addStandingItems = command({
	name: 'meeting.addStandingItems',
	input: z.strictObject({ meeting: Reference, version: Version.optional() }),
	output: MeetingDone,
	about: (here, { meeting }) => getMeetingRow(here, meeting),
	allow: ({ seat }, meeting) => runsMeetings(seat, meeting),
	async run(here, _input, meeting) {
		refuseClosedAgenda(meeting)
		if ((await addStanding(here, meeting)) === 0) throw conflict('deliberation.standing-items-there')
		return done(meeting)
	}
})

/** Refuses to change the agenda of a meeting that is cancelled, or whose minutes are adopted. */
export function refuseClosedAgenda({ row }: Meeting): void {
	if (row.state === 'cancelled') throw conflict('deliberation.meeting-cancelled')
	if (row.state === 'adopted') throw conflict('deliberation.minutes-adopted')
}
