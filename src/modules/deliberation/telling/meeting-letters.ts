import type { z } from 'zod'
import type { Words } from '#platform/languages/words.ts'
import { defineLetter, type Letter } from '#platform/mail/letters.ts'
import { calendarFile, InCalendar } from '../meeting/calendar-file.server.ts'
import { getMeeting } from '../meeting/meeting-queries.ts'
import type { MeetingPage } from '../meeting/outputs.ts'
import { noticeOf, NOTICES, stillSo } from './meeting-notice.ts'
import { MINUTES_CIRCULATED, minutesNotice } from './minutes-notice.ts'

type Say = { words: Words; workspace: string; url: string | null }

const enclosed = (meeting: InCalendar, { words, workspace, url }: Say) => ({
	name: `${meeting.reference}.ics`,
	mediaType: 'text/calendar',
	text: calendarFile(meeting, { workspace, site: url ?? '', words })
})

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
		attachment: enclosed,
		enclose: ({ event }, say) => (typeof event === 'string' ? enclosed(InCalendar.parse(JSON.parse(event)), say) : null)
	})
)

/** Minutes that members are given to comment on; drafted anew before the mail left, there is nothing to comment on. */
export const minutesLetter: Letter = defineLetter<z.output<typeof MeetingPage>>({
	template: MINUTES_CIRCULATED,
	query: getMeeting,
	params: (meeting, { words, workspace }) =>
		meeting.status === 'circulated' && meeting.commentsUntil !== null
			? minutesNotice(words, { ...meeting, commentsUntil: meeting.commentsUntil }, workspace)
			: null
})
