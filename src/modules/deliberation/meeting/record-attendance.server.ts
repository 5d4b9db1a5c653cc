import { z } from 'zod'
import { resolveActorInUse, resolveField } from '#modules/directory/find-directory.server.ts'
import { Clearable, Reference, Text } from '#platform/operation/fields.ts'
import type { Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { ENTERED } from '#platform/records/entered.ts'
import type { Meeting } from './add-item.server.ts'
import { attendanceOf } from './attendance-queries.ts'
import {
	ATTENDANCE_STATES,
	GUEST_CAPACITIES,
	isSeat,
	whyNotHoldWith,
	type AttendanceCapacity
} from './meeting-rules.ts'

const Entry = z.strictObject({
	actor: Reference,
	state: z.enum(ATTENDANCE_STATES),
	/** A member sits itself or sends an alternate; guests were invited before. */
	capacity: z.enum(['member', 'alternate', ...GUEST_CAPACITIES]).optional(),
	office: Clearable(Text(200)),
	person: Clearable(Text(200)),
	note: Clearable(Text(1_000))
})

/** Who came, one entry an actor and capacity. */
export const AttendanceEntries = z.array(Entry).min(1).max(300)

/** What a row of attendance has not, unless it is said. */
export const BLANK = {
	person: null,
	interest: null,
	interest_item_id: null,
	note: null,
	...ENTERED
} as const

export type Present = Awaited<ReturnType<typeof attendanceOf>>

/** The row of an actor's own seat at the table, or of a guest of a capacity. */
export const rowOf = ({ recorded }: Pick<Present, 'recorded'>, actorId: string, capacity: string) =>
	recorded.find(
		(row) => row.actor_id === actorId && (isSeat(capacity) ? isSeat(row.capacity) : row.capacity === capacity)
	)

/** Records who came, as the entries of the input's field `field` say: all of them or none. */
export async function recordEntries(
	here: Writing,
	meeting: Meeting,
	entries: z.output<typeof AttendanceEntries>,
	field: string
): Promise<void> {
	const present = await attendanceOf(here, meeting.row, true)
	const told = new Set<string>()
	for (const [index, entry] of entries.entries()) {
		const actorId = await resolveField(here, 'actor', entry.actor, `${field}.${String(index)}.actor`)
		const { capacity = 'member' } = entry
		const place = `${isSeat(capacity) ? 'seat' : capacity} ${actorId}`
		if (told.has(place)) throw invalid([{ path: [field, index, 'actor'], code: 'deliberation.attendance-told-twice' }])
		told.add(place)
		await recordOne(here, meeting, present, { ...entry, actorId, capacity }, [field, index])
	}
}

/** Refuses a meeting that was held by nobody. */
export function refuseNobody({ recorded, sitting }: Present): void {
	const coOpted = sitting.filter(({ kind }) => kind === 'co-opted').map(({ actorId }) => actorId)
	const why = whyNotHoldWith(
		recorded.map((row) => ({ actorId: row.actor_id, capacity: row.capacity, state: row.state })),
		coOpted
	)
	if (why) throw conflict(why)
}

type Given = z.output<typeof Entry> & { actorId: string; capacity: AttendanceCapacity }

async function recordOne(
	here: Writing,
	meeting: Meeting,
	present: Present,
	{ actor, actorId, capacity, state, office, person, note }: Given,
	path: readonly [string, number]
) {
	const row = rowOf(present, actorId, capacity)
	if (row) {
		await here.write.change('attendance', row.id, { state, capacity, office, person, note })
		return
	}
	const sits = present.sitting.find((one) => one.actorId === actorId)
	if (isSeat(capacity) && !sits)
		throw invalid([{ path: [...path, 'actor'], code: 'deliberation.not-a-member-that-day' }])
	if (!isSeat(capacity)) await resolveActorInUse(here, actor, `${path.join('.')}.actor`)
	await here.write.add('attendance', {
		...BLANK,
		meeting_id: meeting.id,
		actor_id: actorId,
		seat_id: isSeat(capacity) ? (sits?.seatId ?? null) : null,
		capacity,
		state,
		office: office ?? sits?.office ?? null,
		person: person ?? null,
		note: note ?? null
	})
}
