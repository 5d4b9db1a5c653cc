import { z } from 'zod'
import { dayIn } from '#platform/access/workspace.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import type { LifeMove } from './outputs.ts'

type Move = z.output<typeof LifeMove>

const MOVES = {
	'meeting.call': 'called',
	'meeting.postpone': 'postponed',
	'meeting.reschedule': 'rescheduled'
} as const
const isMove = (operation: string): operation is keyof typeof MOVES => operation in MOVES
// Nobody moves a meeting more often than this; who did is told by its history.
const MOST = 100

const Fields = z
	.object({
		called_day: z.string().nullable(),
		notice_days: z.int().nullable(),
		local_start: z.string(),
		state_reason: z.string().nullable()
	})
	.partial()
const Payload = z.object({
	reason: z.string().optional(),
	changes: z.array(
		z.object({ table: z.string(), row: z.string(), before: z.unknown().optional(), after: z.unknown().optional() })
	)
})

type Row = { id: string; called_day: string | null; notice_days: number | null; calendar_sequence: number }

/**
 * What became of a meeting, from its history, as far as the reader may read that: when it was called, put off and moved, and why.
 * What was called before Pitso kept its history is known from the move that ended it, or from the meeting itself.
 */
export async function lifeOf(here: Here, meeting: Row): Promise<Move[]> {
	const moves = meeting.calendar_sequence === 0 ? [] : await movesOf(here, meeting.id)
	const isTold = (day: string | null) => day === null || moves.some((one) => one.move === 'called' && one.day === day)
	return isTold(meeting.called_day) ? moves : [...moves, call(meeting.called_day ?? '', meeting.notice_days)]
}

const call = (day: string, noticeDays: number | null, reason: string | null = null): Move => ({
	move: 'called',
	day,
	noticeDays,
	from: null,
	to: null,
	reason
})

async function movesOf(here: Here, meetingId: string): Promise<Move[]> {
	const rows = await here.tx
		.selectFrom('event')
		.innerJoin('event_payload', (on) =>
			on
				.onRef('event_payload.workspace_id', '=', 'event.workspace_id')
				.onRef('event_payload.sequence', '=', 'event.sequence')
		)
		.select(['event.at', 'event.operation', 'event_payload.payload'])
		.where('event.workspace_id', '=', here.workspace.id)
		.where('event.record_id', '=', meetingId)
		.where('event.operation', 'in', Object.keys(MOVES))
		.orderBy('event.sequence')
		.limit(MOST)
		.execute()
	const found: Move[] = []
	for (const { at, operation, payload } of rows) {
		// What was erased from the history is not told here either.
		if (payload === null || !isMove(operation)) continue
		const { reason = null, changes } = Payload.parse(JSON.parse(payload))
		const own = changes.find(({ table, row }) => table === 'meeting' && row === meetingId)
		const [before, after] = [Fields.parse(own?.before ?? {}), Fields.parse(own?.after ?? {})]
		const move = MOVES[operation]
		const day = dayIn(here.workspace.timeZone, at)
		if (move === 'called') {
			found.push(call(after.called_day ?? day, after.notice_days ?? null, reason))
			continue
		}
		const called = before.called_day
		if (called && !found.some((one) => one.move === 'called' && one.day === called))
			found.push(call(called, before.notice_days ?? null))
		const [from, to] = [before.local_start ?? null, after.local_start ?? null]
		found.push({ move, day, noticeDays: null, from, to, reason: reason ?? after.state_reason ?? null })
	}
	return found
}
