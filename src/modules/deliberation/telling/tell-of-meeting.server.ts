import { speak } from '#platform/languages/words.ts'
import type { Writing } from '#platform/operation/operation.server.ts'
import { referencesOf } from '#platform/records/find-record.server.ts'
import { getMeetingRow } from '../find-deliberation.server.ts'
import type { InCalendar } from '../meeting/calendar-file.server.ts'
import { meets } from '../minutes/editions.ts'
import { noticeOf, type Notice } from './meeting-notice.ts'
import { reachOf } from './reach.server.ts'
import { NOBODY_TOLD, tell } from './tell.server.ts'
import { toldOutside } from './told-outside.ts'

type Meeting = Awaited<ReturnType<typeof getMeetingRow>>

/**
 * Tells everybody who sits in the structure of a meeting, and who is expected there, that it is called, has another time, or is
 * not to be. Asked after the change: the letter says how the meeting stands.
 */
export async function tellOfMeeting(here: Writing, id: string, notice: Notice) {
	const { row, ...record } = await getMeetingRow(here, id)
	const reach = await reachOf(here, {
		structureId: row.structure_id,
		meetingId: id,
		sees: (audience) => meets(audience, record.audience)
	})
	const { registry, workspace } = here
	const words = speak(registry.catalogue, workspace.language, {
		timeZone: workspace.timeZone,
		firstLanguage: workspace.language
	})
	const structure = (await referencesOf(here, [row.structure_id])).get(row.structure_id) ?? null
	const { isPublic, title } = toldOutside(record, workspace.language)
	const told = {
		id,
		reference: record.reference,
		title,
		origin: record.origin,
		structure: isPublic ? structure : null,
		start: row.local_start,
		end: row.local_end,
		zone: row.time_zone,
		place: isPublic ? row.place : null,
		// Where a meeting is joined is told to those who sign in.
		onlineAddress: null,
		status: row.state,
		statusReason: isPublic ? row.state_reason : null,
		calendarSequence: row.calendar_sequence,
		calendarChangedAt: row.calendar_changed_at
	} satisfies InCalendar
	const notified = noticeOf(
		words,
		{ ...told, reason: told.statusReason },
		`/${workspace.key}/meeting/${told.reference}`
	)
	return tell(here, reach, {
		toSeats: { template: notice, params: { meeting: record.reference } },
		// The file for their calendars is written when the mail leaves, of what is said here.
		toOffices: { template: notice, params: { ...notified, event: JSON.stringify(told) } }
	})
}

/** As `tellOfMeeting`, where the meeting as it was before had been called: whoever was told nothing of it is told nothing now. */
export const tellCalled = async (here: Writing, { id, row }: Meeting, notice: Notice) =>
	row.called_day === null ? NOBODY_TOLD : tellOfMeeting(here, id, notice)
