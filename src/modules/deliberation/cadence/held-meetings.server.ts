import { sql } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import type { Purpose } from './cadence.ts'

/** The states of a meeting that took place. */
export const HELD = ['held', 'drafted', 'circulated', 'adopted'] as const

export type MeetingDay = {
	id: string
	day: string
	purpose: Purpose
	state: 'held' | 'called' | 'planned'
	/** True of one that was invented for demonstration. */
	isInvented: boolean
}

/**
 * The meetings of structures since a day, and whether each was held, called or only planned; of each structure also the last
 * that was held before that day.
 *
 * How a structure does is the same for every reader, so meetings are counted whether the reader may see them or not: from the
 * rows of `meeting`, which carry days and states and stand under no audience, and not from `record`. Nothing here names a meeting:
 * whoever shows one asks for its reference, and gets it only where the seat sees the record. What was entered in error and
 * withdrawn is no meeting of anybody's.
 */
export async function meetingDaysOf(
	here: Here,
	structureIds: readonly string[],
	since: string
): Promise<Map<string, MeetingDay[]>> {
	const [rows, before] = await Promise.all([
		// One row a structure, purpose and state: hundreds instead of thousands are read; as text, which costs less to take apart than arrays.
		notWithdrawn(here)
			.select(['meeting.structure_id', 'meeting.purpose', 'meeting.state'])
			.select([
				sql<string>`string_agg(meeting.id::text, ',')`.as('ids'),
				sql<string>`string_agg(meeting.day::text, ',')`.as('days'),
				sql<string>`string_agg(case when ${isInvented} then 'invented' else '' end, ',')`.as('origins')
			])
			.where('meeting.structure_id', '=', anyOf(structureIds))
			.where('meeting.day', '>=', since)
			.where('meeting.state', 'in', [...HELD, 'called', 'planned'])
			.groupBy(['meeting.structure_id', 'meeting.purpose', 'meeting.state'])
			.execute(),
		notWithdrawn(here)
			.select(['meeting.structure_id', sql<string>`max(meeting.day)`.as('day')])
			.select(sql<boolean>`bool_or(${isInvented})`.as('isInvented'))
			.where('meeting.structure_id', '=', anyOf(structureIds))
			.where('meeting.day', '<', since)
			.where('meeting.state', 'in', [...HELD])
			.groupBy('meeting.structure_id')
			.execute()
	])
	const days = new Map<string, MeetingDay[]>()
	for (const { structure_id, day, isInvented } of before)
		days.set(structure_id, [{ id: '', day, purpose: 'ordinary', state: 'held', isInvented }])
	const after = (one: MeetingDay, other: MeetingDay) =>
		one.day === other.day ? (one.id < other.id ? -1 : 1) : one.day < other.day ? -1 : 1
	for (const [structureId, own] of Map.groupBy(rows, (row) => row.structure_id)) {
		const found = own.flatMap(({ purpose, state, ids, days: text, origins }) => {
			const [on, of] = [text.split(','), origins.split(',')]
			return ids.split(',').map((id, index): MeetingDay => ({
				id,
				day: on[index] ?? '',
				purpose,
				state: state === 'called' || state === 'planned' ? state : 'held',
				isInvented: of[index] === 'invented'
			}))
		})
		days.set(structureId, [...(days.get(structureId) ?? []), ...found.sort(after)])
	}
	return days
}

const isInvented = sql<boolean>`meeting.id in (select invented.id from invented_meetings() as invented)`

// Asked of the database past the reader's audience: a meeting that is withdrawn counts for nobody, whoever sees its record.
const notWithdrawn = (here: Here) =>
	here.tx
		.selectFrom('meeting')
		.where('meeting.workspace_id', '=', here.workspace.id)
		.where(sql<boolean>`meeting.id not in (select withdrawn.id from withdrawn_meetings() as withdrawn)`)
