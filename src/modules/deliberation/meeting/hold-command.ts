import { z } from 'zod'
import { command, type Writing } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { getMeetingRow } from '../find-deliberation.server.ts'
import { runsMeetings } from '../rules.ts'
import type { Meeting } from './add-item.server.ts'
import { attendanceOf } from './attendance-queries.ts'
import { Changing, done, MeetingDone, moved } from './meeting-change.server.ts'
import { isAwaited, isSeat, whyNotHoldAt } from './meeting-rules.ts'
import { AttendanceEntries, BLANK, recordEntries, refuseNobody } from './record-attendance.server.ts'

/**
 * Says that a meeting took place: who was there is a fact from now on, and so is whether that was enough. Where no member was
 * there, no meeting was held.
 */
export const holdMeeting = command({
	name: 'meeting.hold',
	input: z.strictObject({
		...Changing,
		/** Who came, where that was not recorded before. */
		attendance: AttendanceEntries.optional(),
		minutesLanguage: z
			.string()
			.regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)
			.optional()
	}),
	output: MeetingDone,
	about: (here, { meeting }) => getMeetingRow(here, meeting),
	allow: ({ seat }, meeting) => runsMeetings(seat, meeting),
	async run(here, { attendance, minutesLanguage }, meeting) {
		const state = moved(meeting, 'hold')
		const why = whyNotHoldAt(meeting.row.starts_at <= here.now)
		if (why) throw conflict(why)
		if (attendance) await recordEntries(here, meeting, attendance, 'attendance')
		await recordAbsent(here, meeting)
		const present = await attendanceOf(here, meeting.row, true)
		refuseNobody(present)
		const { quorum } = present
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

// Whoever was expected, guests too, and of whom nothing was recorded was not there.
async function recordAbsent(here: Writing, meeting: Meeting) {
	const { sitting, recorded } = await attendanceOf(here, meeting.row, true)
	const seated = recorded.filter((row) => isSeat(row.capacity))
	for (const row of recorded.filter((one) => isAwaited(one.state)))
		await here.write.change('attendance', row.id, { state: 'absent' })
	const missing = sitting.filter((one) => !seated.some((row) => row.actor_id === one.actorId))
	if (missing.length === 0) return
	await here.write.addAll(
		'attendance',
		missing.map((one) => ({
			...BLANK,
			meeting_id: meeting.id,
			actor_id: one.actorId,
			seat_id: one.seatId,
			capacity: 'member' as const,
			state: 'absent' as const,
			office: one.office
		}))
	)
}
