import { sql } from 'kysely'
import { z } from 'zod'
import { resolveField } from '#modules/directory/find-directory.server.ts'
import { Day, Reference } from '#platform/operation/fields.ts'
import { AnyOf, listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { nothing, query } from '#platform/operation/operation.server.ts'
import {
	countUpTo,
	referenceColumns,
	RecordReference,
	referencesOf,
	toReference
} from '#platform/records/find-record.server.ts'
import { judgedYears } from '../cadence/beginning.ts'
import { HELD } from '../cadence/held-meetings.server.ts'

/** Whether somebody came: who is still only expected at a meeting that was held did not. */
export const CAME = ['present', 'apologies', 'absent'] as const
export type Came = (typeof CAME)[number]

const STATES: Readonly<Record<Came, readonly ('present' | 'apologies' | 'absent' | 'expected' | 'coming')[]>> = {
	present: ['present'],
	apologies: ['apologies'],
	absent: ['absent', 'expected', 'coming']
}

const AttendanceItem = z.object({
	id: z.string(),
	meeting: RecordReference,
	day: z.string(),
	structure: RecordReference.nullable(),
	actor: RecordReference.nullable(),
	capacity: z.enum(['member', 'alternate']),
	came: z.enum(CAME)
})

/** Who came to which meeting that was held, of those who sit there: the list behind the figures of attendance. */
export const listAttendance = query({
	name: 'dashboard.attendance',
	input: listInput(
		{
			actor: Reference,
			structure: Reference,
			came: AnyOf(z.enum(CAME)),
			year: z.int().min(1900).max(9999),
			/** Meetings on or after, and on or before, a day. */
			from: Day,
			until: Day
		},
		['day']
	).extend({ sort: z.enum(['day', '-day']).default('-day') }),
	/** The years that pages tell of, the latest first. */
	output: listed(AttendanceItem).extend({ years: z.array(z.string()) }),
	about: nothing,
	// Who came to which meeting is not published, whoever may see the meeting.
	allow: ({ seat }) => seat.role !== 'public',
	async run(here, input) {
		const { filter = {} } = input
		const part = listPart(here.secret, input, { day: 'meeting.day' }, 'attendance.id')
		const [actorId, structureId] = await Promise.all([
			resolveField(here, 'actor', filter.actor, 'actor'),
			resolveField(here, 'structure', filter.structure, 'structure')
		])
		let rows = here.tx
			.selectFrom('attendance')
			.innerJoin('meeting', (on) =>
				on
					.onRef('meeting.workspace_id', '=', 'attendance.workspace_id')
					.onRef('meeting.id', '=', 'attendance.meeting_id')
			)
			.innerJoin('record', (on) =>
				on.onRef('record.workspace_id', '=', 'meeting.workspace_id').onRef('record.id', '=', 'meeting.id')
			)
			.where('attendance.workspace_id', '=', here.workspace.id)
			.where('attendance.capacity', 'in', ['member', 'alternate'])
			.where('meeting.state', 'in', [...HELD])
			.where('record.state', '=', 'active')
		if (actorId) rows = rows.where('attendance.actor_id', '=', actorId)
		if (structureId) rows = rows.where('meeting.structure_id', '=', structureId)
		if (filter.came)
			rows = rows.where(
				'attendance.state',
				'in',
				filter.came.flatMap((came) => STATES[came])
			)
		const { year } = filter
		if (year !== undefined)
			rows = rows
				.where('meeting.day', '>=', `${String(year)}-01-01`)
				.where('meeting.day', '<=', `${String(year)}-12-31`)
		if (filter.from) rows = rows.where('meeting.day', '>=', filter.from)
		if (filter.until) rows = rows.where('meeting.day', '<=', filter.until)
		const [found, total] = await Promise.all([
			rows
				.select(referenceColumns)
				.select([
					'attendance.id as attendance_id',
					'attendance.actor_id',
					'attendance.state as attendance_state',
					'meeting.structure_id',
					'meeting.day'
				])
				.select(sql<'member' | 'alternate'>`attendance.capacity`.as('capacity'))
				.where(part.where)
				.orderBy(part.orderBy)
				.limit(part.limit)
				.execute(),
			countUpTo(here.tx, rows.select('attendance.id'))
		])
		const references = await referencesOf(
			here,
			found.flatMap((row) => [row.actor_id, row.structure_id])
		)
		const keyed = found.map(({ id, attendance_id: own, ...row }) => ({ ...row, id: own, meetingId: id }))
		const list = toList(here.secret, part, keyed, total, input, {
			value: ({ day }) => day,
			item: ({ meetingId, ...row }) => ({
				id: row.id,
				meeting: toReference({ ...row, id: meetingId }),
				day: row.day,
				structure: references.get(row.structure_id) ?? null,
				actor: references.get(row.actor_id) ?? null,
				capacity: row.capacity,
				came: CAME.find((came) => STATES[came].some((state) => state === row.attendance_state)) ?? 'absent'
			})
		})
		return { ...list, years: yearsUntil(here.today) }
	}
})

function yearsUntil(today: string) {
	const { since, until } = judgedYears(today)
	const [first, last] = [Number(since.slice(0, 4)), Number(until.slice(0, 4))]
	return Array.from({ length: last - first + 1 }, (_, index) => String(last - index))
}
