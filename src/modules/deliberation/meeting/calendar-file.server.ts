import { z } from 'zod'
import { writeCalendar } from '#platform/calendar/write-calendar.ts'
import type { Words } from '#platform/languages/words.ts'
import { statusOf } from '../calendar/feed-events.server.ts'
import { MeetingPage } from './outputs.ts'
import { markedTitle, titleInCalendar } from '../calendar/marked-title.ts'

type Around = { workspace: string; site: string; words: Pick<Words, 'name' | 'language' | 't'> }

/** What a calendar shows of a meeting; kept as text, it is read again by this. */
export const InCalendar = MeetingPage.pick({
	id: true,
	reference: true,
	title: true,
	origin: true,
	status: true,
	statusReason: true,
	start: true,
	end: true,
	zone: true,
	place: true,
	onlineAddress: true,
	calendarSequence: true
}).extend({ structure: MeetingPage.pick({ title: true }).nullable(), calendarChangedAt: z.coerce.date() })
export type InCalendar = z.output<typeof InCalendar>

/** A meeting as a file for calendar programs, in the form of the calendars one subscribes to. */
export function calendarFile(meeting: InCalendar, { workspace, site, words }: Around): string {
	const url = `${site}/${workspace}/meeting/${encodeURIComponent(meeting.reference)}`
	return writeCalendar({
		name: markedTitle(words, meeting.title, meeting.origin),
		language: words.language,
		refreshHours: 6,
		events: [
			{
				uid: `${meeting.id}@${workspace}.pitso`,
				sequence: meeting.calendarSequence,
				changedAt: meeting.calendarChangedAt,
				status: statusOf(meeting.status),
				summary: titleInCalendar(words, { ...meeting, state: meeting.status }),
				description: [
					meeting.structure && words.name(meeting.structure.title),
					meeting.statusReason,
					meeting.onlineAddress,
					url
				]
					.filter((line) => typeof line === 'string' && line !== '')
					.join('\n'),
				location: meeting.place,
				url,
				start: meeting.start,
				end: meeting.end,
				zone: meeting.zone
			}
		]
	})
}
