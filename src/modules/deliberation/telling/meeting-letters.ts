import type { z } from 'zod'
import { defineLetter, type Letter } from '#platform/mail/letters.ts'
import { calendarFile } from '../meeting/calendar-file.server.ts'
import { getMeeting } from '../meeting/meeting-queries.ts'
import type { MeetingPage } from '../meeting/outputs.ts'
import { noticeOf, NOTICES, stillSo } from './meeting-notice.ts'

/** Notices of meetings, each with the meeting as a file for calendar programs: later ones move or take away what earlier ones put there. */
export const meetingLetters: readonly Letter[] = NOTICES.map((template) =>
	defineLetter<z.output<typeof MeetingPage>>({
		template,
		query: getMeeting,
		params(meeting, { words, workspace }) {
			if (!stillSo(template, meeting.status)) return null
			const link = `/${workspace}/meeting/${meeting.reference}`
			return noticeOf(words, { ...meeting, reason: meeting.statusReason }, link)
		},
		attachment: (meeting, { words, workspace, url }) => ({
			name: `${meeting.reference}.ics`,
			mediaType: 'text/calendar',
			text: calendarFile(meeting, { workspace, site: url ?? '', words })
		})
	})
)
