import { z } from 'zod'
import type { getStructureRow } from '#modules/directory/find-directory.server.ts'
import { momentOf } from '#platform/calendar/zone.ts'
import { NewVersion, Reference, Version } from '#platform/operation/fields.ts'
import type { Here, Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { getMeetingRow } from '../find-deliberation.server.ts'
import { meetingAfter, whyNotMoveMeeting, type MeetingMove, type MeetingState } from '../rules.ts'
import type { Meeting } from './add-item.server.ts'
import { minutesBetween } from './local-time.ts'

/** What a change of a meeting gives: the meeting, with the version it has now. */
export const MeetingDone = z.object({ id: z.string(), reference: z.string(), version: NewVersion })

/** What every change of a meeting names: the meeting, in the version somebody saw. */
export const Changing = { meeting: Reference, version: Version }

/** The answer of a change of a meeting. */
export const done = ({ id, reference }: Meeting) => ({ id, reference })

/** Whoever follows the meeting in a calendar is told of the change: its number there goes up by one. */
export const inCalendar = (here: Here, { row }: Meeting) => ({
	calendar_sequence: row.calendar_sequence + 1,
	calendar_changed_at: here.now
})

/** The state a move leads to; refused by the rule that stands in its way. */
export function moved({ row }: Meeting, move: MeetingMove): MeetingState {
	const why = whyNotMoveMeeting(row.state, move)
	const after = meetingAfter(row.state, move)
	if (why !== null || after === null) throw conflict(why ?? 'deliberation.meeting-was-held', { state: row.state })
	return after
}

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

export type Structure = Awaited<ReturnType<typeof getStructureRow>>

/** Refuses to plan anything for a structure that is no more. */
export function refuseEnded({ status, state }: Pick<Structure, 'status' | 'state'>): void {
	if (status === 'dissolved') throw conflict('deliberation.structure-dissolved')
	if (state !== 'active') throw conflict('deliberation.structure-withdrawn')
}

/** As `refuseEnded`, of the structure of a meeting that is planned already. */
export async function refuseEndedStructure(here: Here, structureId: string) {
	const row = await here.tx
		.selectFrom('structure')
		.select('declared_status')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', structureId)
		.executeTakeFirstOrThrow()
	if (row.declared_status === 'dissolved') throw conflict('deliberation.structure-dissolved')
}

/**
 * Holds a meeting and gives it as it stands now: what was read before may have been adopted, cancelled or moved meanwhile by
 * somebody else, where a change names no version of it.
 */
export async function heldMeeting(here: Writing, meetingId: string): Promise<Meeting> {
	await here.write.lockRecord(meetingId)
	return getMeetingRow(here, meetingId)
}

/**
 * Asks whoever said that it comes to a meeting, or that it does not, anew: they said so of another time. What they wrote stays.
 */
export async function askAnew(here: Writing, meetingId: string): Promise<void> {
	const answered = await here.tx
		.selectFrom('attendance')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('meeting_id', '=', meetingId)
		.where('state', 'in', ['coming', 'apologies'])
		.orderBy('id')
		.execute()
	for (const { id } of answered) await here.write.change('attendance', id, { state: 'expected' })
}

/** Refuses to change the agenda of a meeting that is cancelled, or whose minutes are adopted. */
export function refuseClosedAgenda({ row }: Meeting): void {
	if (row.state === 'cancelled') throw conflict('deliberation.meeting-cancelled')
	if (row.state === 'adopted') throw conflict('deliberation.minutes-adopted')
}
