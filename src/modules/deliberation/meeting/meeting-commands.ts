import { z } from 'zod'
import { getStructureRow } from '#modules/directory/find-directory.server.ts'
import { audienceChoice, audienceTokens, AUDIENCES } from '#platform/access/seat.ts'
import { Clearable, Day, Name, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { namesOf } from '#platform/records/add-record.server.ts'
import { rhythmOn } from '../cadence/rhythm-queries.ts'
import { daysBetween } from '../days.ts'
import { getMeetingRow } from '../find-deliberation.server.ts'
import { addNumberedRecord } from '../number-record.server.ts'
import { isHeld, MEETING_PURPOSES, runsMeetings } from '../rules.ts'
import { addStanding, refuseUnseen } from './add-item.server.ts'
import { nameMoved, nameOnDay } from './dated-name.ts'
import { LocalTime, Zone } from './local-time.ts'
import {
	askAnew,
	Changing,
	done,
	inCalendar,
	MeetingDone,
	moved,
	refuseClosedAgenda,
	refuseEnded,
	refuseEndedStructure,
	timesOf,
	type Structure
} from './meeting-change.server.ts'
import { narrower, whyNotCallAt } from './meeting-rules.ts'
import { NOBODY_TOLD, Telling } from '../telling/tell.server.ts'
import { tellCalled, tellOfMeeting } from '../telling/tell-of-meeting.server.ts'

const Place = Text(300)
const OnlineAddress = z.url({ protocol: /^https?$/ }).max(500)

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
		circulated_at: null,
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
		/** Left out, the meeting is named by its structure and its day, and its name follows the day when it is moved. */
		title: Name(300).optional(),
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
		const { purpose = 'ordinary', start, end, zone = here.workspace.timeZone, standing = true } = input
		return addMeeting(here, structure, {
			title: input.title ?? nameOnDay(structure.title, start.slice(0, 10)),
			times: timesOf({ start, end, zone }),
			purpose,
			place: input.place ?? null,
			onlineAddress: input.onlineAddress ?? null,
			audience: input.audience,
			standing
		})
	}
})

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
	output: MeetingDone.extend(Telling),
	about: (here, { meeting }) => getMeetingRow(here, meeting),
	allow: ({ seat }, meeting) => runsMeetings(seat, meeting),
	async run(here, { day = here.today, reason }, meeting) {
		const state = moved(meeting, 'call')
		if (day > here.today)
			throw invalid([{ path: ['day'], code: 'directory.day-in-future', params: { today: here.today } }])
		await refuseEndedStructure(here, meeting.row.structure_id)
		const rhythm = await rhythmOn(here, meeting.row.structure_id, meeting.row.day)
		const [needed, given] = [rhythm.notice_days, daysBetween(day, meeting.row.day)]
		const hasBegun = meeting.row.starts_at <= here.now
		const why = whyNotCallAt({ needed, given, purpose: meeting.row.purpose, reason, hasBegun })
		if (why) throw conflict(why, { needed, given })
		await here.write.change('meeting', meeting.id, {
			state,
			state_reason: reason ?? null,
			called_day: day,
			notice_days: given,
			...inCalendar(here, meeting)
		})
		// Recorded after the meeting, the notice was given by other means.
		const isAhead = meeting.row.ends_at > here.now
		return { ...done(meeting), ...(isAhead ? await tellOfMeeting(here, meeting.id, 'meeting-called') : NOBODY_TOLD) }
	}
})

/** Puts a meeting off: it will be, and nobody knows yet when. */
export const postponeMeeting = command({
	name: 'meeting.postpone',
	input: z.strictObject({ ...Changing, reason: Text(2_000) }),
	output: MeetingDone.extend(Telling),
	about: (here, { meeting }) => getMeetingRow(here, meeting),
	allow: ({ seat }, meeting) => runsMeetings(seat, meeting),
	async run(here, { reason }, meeting) {
		const state = moved(meeting, 'postpone')
		await here.write.change('meeting', meeting.id, { state, state_reason: reason, ...inCalendar(here, meeting) })
		return { ...done(meeting), ...(await tellCalled(here, meeting, 'meeting-postponed')) }
	}
})

/** Gives a meeting another time, and tells it to whoever was called to the old one; to the new one they are called anew. */
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
	output: MeetingDone.extend(Telling),
	about: (here, { meeting }) => getMeetingRow(here, meeting),
	allow: ({ seat }, meeting) => runsMeetings(seat, meeting),
	async run(here, { start, end, zone, place, reason }, meeting) {
		const state = moved(meeting, 'reschedule')
		await refuseEndedStructure(here, meeting.row.structure_id)
		const times = timesOf({ start, end, zone: zone ?? meeting.row.time_zone })
		const title = nameMoved(meeting.title, meeting.row.day, times.day)
		if (title) await here.write.changeRecord(meeting.id, { title })
		await here.write.change('meeting', meeting.id, {
			state,
			state_reason: reason,
			...times,
			place,
			called_day: null,
			notice_days: null,
			...inCalendar(here, meeting)
		})
		const isMoved = times.starts_at.getTime() !== meeting.row.starts_at.getTime()
		if (isMoved || times.ends_at.getTime() !== meeting.row.ends_at.getTime()) await askAnew(here, meeting.id)
		return { ...done(meeting), ...(await tellCalled(here, meeting, 'meeting-moved')) }
	}
})

export const cancelMeeting = command({
	name: 'meeting.cancel',
	input: z.strictObject({ ...Changing, reason: Text(2_000) }),
	output: MeetingDone.extend(Telling),
	about: (here, { meeting }) => getMeetingRow(here, meeting),
	allow: ({ seat }, meeting) => runsMeetings(seat, meeting),
	async run(here, { reason }, meeting) {
		const state = moved(meeting, 'cancel')
		await here.write.change('meeting', meeting.id, { state, state_reason: reason, ...inCalendar(here, meeting) })
		return { ...done(meeting), ...(await tellCalled(here, meeting, 'meeting-cancelled')) }
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
		// What they would hold now is not what the meeting had before it.
		if (isHeld(meeting.row.state)) throw conflict('deliberation.meeting-was-held')
		if ((await addStanding(here, meeting)) === 0) throw conflict('deliberation.standing-items-there')
		return done(meeting)
	}
})
