import { sql } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import { takesPart } from '#platform/records/rules.ts'
import { structuresOfSeat } from '../structures-of-seat.server.ts'

/**
 * What a meeting can want: of those who run its structure, minutes that are adopted, or to be told how it went; of those who sit
 * in it, comments on its minutes.
 */
export const MEETING_WAITS = ['minutes', 'closing', 'comments'] as const
export type MeetingWait = (typeof MEETING_WAITS)[number]

const HOUR = 3_600_000

// Nobody closes a meeting the minute it ends; and what is told from hour to hour can be kept for as long.
const lastHour = (now: Date) => new Date(Math.floor(now.getTime() / HOUR) * HOUR)

/** Of meetings, those that want this of somebody; said once for the first page and for the list it leads to. */
export function meetingWaits({ now, today }: Pick<Here, 'now' | 'today'>, wait: MeetingWait) {
	switch (wait) {
		case 'minutes':
			return sql<boolean>`meeting.state in ('held', 'drafted', 'circulated')`
		case 'closing':
			return sql<boolean>`meeting.state in ('planned', 'called') and meeting.ends_at < ${lastHour(now)}`
		case 'comments':
			return sql<boolean>`meeting.state = 'circulated' and meeting.comments_until >= ${today}`
		default:
			return wait satisfies never
	}
}

/** Of meetings, those that want this of the seat: by the structures it runs, or, for comments, those in which its actor sits. */
export async function waitsForSeat(here: Here, wait: MeetingWait) {
	const { run } = await structuresOfSeat(here)
	return wait === 'comments' ? satIn(here.seat) : run
}

const SITS = 'structure:'
// Whoever only reads along comments on nothing.
const satIn = (seat: Here['seat']) =>
	takesPart(seat) ? seat.audience.flatMap((token) => (token.startsWith(SITS) ? [token.slice(SITS.length)] : [])) : []

/** Of agenda items, those that were proposed for a meeting to come of a structure the seat runs. */
export async function proposalWaits(here: Here) {
	const { run } = await structuresOfSeat(here)
	return sql<boolean>`agenda_item.state = 'proposed' and exists (select from meeting
		join record as gathering on gathering.workspace_id = meeting.workspace_id and gathering.id = meeting.id
		where meeting.workspace_id = agenda_item.workspace_id and meeting.id = agenda_item.meeting_id
			and meeting.structure_id = ${anyOf(run)} and meeting.state in ('planned', 'called') and meeting.day >= ${here.today}
			and gathering.state = 'active')`
}
