import { z } from 'zod'
import { resolveActorInUse, resolveField } from '#modules/directory/find-directory.server.ts'
import { NewVersion, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, everyone, query, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { getMeetingRow } from '../find-deliberation.server.ts'
import { actsFor, isAhead, isHeld, runsMeetings, sitsIn } from '../rules.ts'
import type { Meeting } from './add-item.server.ts'
import { attendanceOf } from './attendance-queries.ts'
import { heldMeeting, MeetingDone, refuseClosedAgenda } from './meeting-change.server.ts'
import { GUEST_CAPACITIES } from './meeting-rules.ts'
import { AttendanceEntry, Quorum } from './outputs.ts'
import {
	AttendanceEntries,
	BLANK,
	recordEntries,
	refuseNobody,
	rowOf,
	type Present
} from './record-attendance.server.ts'

/** Who was expected at a meeting, who came, and whether that is enough. */
export const listAttendance = query({
	name: 'attendance.list',
	input: z.strictObject({ meeting: Reference }),
	output: z.object({ items: z.array(AttendanceEntry), quorum: Quorum }),
	about: (here, { meeting }) => getMeetingRow(here, meeting),
	allow: everyone,
	async run(here, _input, meeting) {
		const { attendance, quorum } = await attendanceOf(here, meeting.row, runsMeetings(here.seat, meeting))
		return { items: attendance, quorum }
	}
})

function refuseNotOpen(meeting: Meeting) {
	refuseClosedAgenda(meeting)
	if (meeting.row.state === 'postponed') throw conflict('deliberation.meeting-postponed')
}

/** After the meeting was held a correction of who came is a correction of its quorum too. */
async function fixQuorum(here: Writing, meeting: Meeting) {
	if (!isHeld(meeting.row.state)) return
	const open = { ...meeting.row, is_quorate: null }
	const present = await attendanceOf(here, open, true)
	refuseNobody(present)
	const { quorum } = present
	await here.write.change('meeting', meeting.id, {
		quorum_present: quorum.present,
		quorum_required: quorum.required,
		is_quorate: quorum.isQuorate
	})
}

export const recordAttendance = command({
	name: 'attendance.record',
	input: z.strictObject({ meeting: Reference, version: Version.optional(), entries: AttendanceEntries }),
	output: MeetingDone,
	about: (here, { meeting }) => getMeetingRow(here, meeting),
	allow: ({ seat }, meeting) => runsMeetings(seat, meeting),
	async run(here, { entries }, { id }) {
		const meeting = await heldMeeting(here, id)
		refuseNotOpen(meeting)
		await recordEntries(here, meeting, entries, 'entries')
		await fixQuorum(here, meeting)
		return { id: meeting.id, reference: meeting.reference }
	}
})

/** Invites an expert or an observer to one meeting; a person is named only where no office tells who is meant. */
export const inviteGuest = command({
	name: 'attendance.invite',
	input: z.strictObject({
		meeting: Reference,
		version: Version.optional(),
		actor: Reference,
		capacity: z.enum(GUEST_CAPACITIES),
		office: Text(200).optional(),
		person: Text(200).optional(),
		note: Text(1_000).optional()
	}),
	output: MeetingDone,
	about: (here, { meeting }) => getMeetingRow(here, meeting),
	allow: ({ seat }, meeting) => runsMeetings(seat, meeting),
	async run(here, { actor, capacity, office, person, note }, { id }) {
		const meeting = await heldMeeting(here, id)
		refuseNotOpen(meeting)
		const actorId = await resolveActorInUse(here, actor, 'actor')
		const present = await attendanceOf(here, meeting.row, true)
		if (rowOf(present, actorId, capacity)) throw conflict('deliberation.guest-invited-already')
		if (office === undefined && person === undefined)
			throw invalid([{ path: ['office'], code: 'deliberation.guest-needs-office' }])
		await here.write.add('attendance', {
			...BLANK,
			meeting_id: meeting.id,
			actor_id: actorId,
			seat_id: null,
			capacity,
			state: 'expected',
			office: office ?? null,
			person: person ?? null,
			note: note ?? null
		})
		return { id: meeting.id, reference: meeting.reference }
	}
})

const sitsForItself = (seat: Here['seat'], meeting: Meeting) => sitsIn(seat, meeting.row.structure_id)

/** A member says itself whether it comes, or sends an alternate; before the meeting only. */
export const answerInvitation = command({
	name: 'attendance.answer',
	input: z.strictObject({
		meeting: Reference,
		state: z.enum(['coming', 'apologies']),
		capacity: z.enum(['member', 'alternate']).optional(),
		office: Text(200).optional(),
		note: Text(1_000).optional()
	}),
	output: z.object({ id: z.string(), reference: z.string(), version: NewVersion }),
	about: (here, { meeting }) => getMeetingRow(here, meeting),
	allow: ({ seat }, meeting) => sitsForItself(seat, meeting) && actsFor(seat, seat.actorId),
	async run(here, { state, capacity = 'member', office, note }, { id }) {
		const meeting = await heldMeeting(here, id)
		refuseNotOpen(meeting)
		if (!isAhead(meeting.row.state)) throw conflict('deliberation.meeting-was-held')
		const { actorId } = here.seat
		const present = await attendanceOf(here, meeting.row, true)
		const sits = present.sitting.find((one) => one.actorId === actorId)
		if (!sits || actorId === null) throw conflict('deliberation.not-expected')
		const row = rowOf(present, actorId, capacity)
		if (row) await here.write.change('attendance', row.id, { state, capacity, office, note })
		else
			await here.write.add('attendance', {
				...BLANK,
				meeting_id: meeting.id,
				actor_id: actorId,
				seat_id: here.seat.id,
				capacity,
				state,
				office: office ?? sits.office,
				note: note ?? null
			})
		return { id: meeting.id, reference: meeting.reference }
	}
})

/**
 * Notes an interest that an actor at the table has in what is dealt with, in all of it or in one item: one declaration for each, which a
 * later one for the same takes the place of.
 */
export const declareInterest = command({
	name: 'attendance.declareInterest',
	input: z.strictObject({
		meeting: Reference,
		version: Version.optional(),
		actor: Reference,
		/** What the interest is; null takes back what was declared of the same item, or of the whole meeting. */
		interest: Text(2_000).nullable(),
		agendaItem: Reference.optional()
	}),
	output: MeetingDone,
	async about(here, { meeting, actor }) {
		const found = await getMeetingRow(here, meeting)
		return { ...found, actorId: await resolveField(here, 'actor', actor, 'actor') }
	},
	// A member declares its own interests; whoever runs the meeting notes those declared at the table.
	allow: ({ seat }, { actorId, ...meeting }) =>
		runsMeetings(seat, meeting) || (sitsForItself(seat, meeting) && actsFor(seat, actorId)),
	async run(here, { interest, agendaItem }, { actorId, id }) {
		const meeting = await heldMeeting(here, id)
		refuseNotOpen(meeting)
		const itemId = await itemOf(here, meeting, agendaItem)
		const present = await attendanceOf(here, meeting.row, true)
		const row = present.recorded.find((one) => one.actor_id === actorId)
		const before = present.interests.find(
			(one) => one.agenda_item_id === itemId && attendancesOf(present, actorId).has(one.attendance_id)
		)
		if (before && interest === null) await here.write.remove('declared_interest', before.id)
		else if (before && interest !== null) await here.write.change('declared_interest', before.id, { text: interest })
		else if (interest !== null)
			await here.write.add('declared_interest', {
				meeting_id: meeting.id,
				attendance_id: row?.id ?? (await expectedRow(here, meeting, present, actorId)),
				agenda_item_id: itemId,
				text: interest
			})
		return { id: meeting.id, reference: meeting.reference }
	}
})

const attendancesOf = ({ recorded }: Present, actorId: string) =>
	new Set(recorded.filter((one) => one.actor_id === actorId).map(({ id }) => id))

/** Notes a member as expected, so that what it declares before the meeting has a place. */
async function expectedRow(here: Writing, meeting: Meeting, { sitting }: Present, actorId: string): Promise<string> {
	const sits = sitting.find((one) => one.actorId === actorId)
	if (!sits) throw invalid([{ path: ['actor'], code: 'deliberation.not-a-member-that-day' }])
	return here.write.add('attendance', {
		...BLANK,
		meeting_id: meeting.id,
		actor_id: actorId,
		seat_id: sits.seatId,
		capacity: 'member',
		state: 'expected',
		office: sits.office
	})
}

async function itemOf(here: Here, meeting: Meeting, reference: string | undefined) {
	if (reference === undefined) return null
	const id = await resolveField(here, 'agenda-item', reference, 'agendaItem')
	const row = await here.tx
		.selectFrom('agenda_item')
		.select('meeting_id')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirst()
	if (row?.meeting_id !== meeting.id)
		throw invalid([{ path: ['agendaItem'], code: 'deliberation.item-of-other-meeting' }])
	return id
}
