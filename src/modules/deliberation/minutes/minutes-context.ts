import type { z } from 'zod'
import { ATTENDANCE_CAPACITIES, isAwaited } from '../meeting/meeting-rules.ts'
import type { MeetingPage } from '../meeting/outputs.ts'
import { isHeld, type MeetingMove, type MeetingState } from '../rules.ts'

type Meeting = z.output<typeof MeetingPage>

/** What the page of the minutes says of their meeting: when and where it is, who is there, and whether that is enough. */
export function contextOf({
	attendance,
	quorum,
	start,
	end,
	zone,
	place,
	status
}: Pick<Meeting, 'attendance' | 'quorum' | 'start' | 'end' | 'zone' | 'place' | 'status'>) {
	const there = attendance.filter(({ state }) => state === 'present')
	return {
		start,
		end,
		zone,
		place,
		quorum,
		/** Who was there once it was held; before, who is marked present so far. */
		isHeld: isHeld(status),
		counts: ATTENDANCE_CAPACITIES.flatMap((capacity) => {
			const count = there.filter((one) => one.capacity === capacity).length
			return count === 0 ? [] : [{ capacity, count }]
		}),
		present: there.map(({ actor, capacity, office, person }) => ({ actor, capacity, office, person })),
		unrecorded: isHeld(status) ? attendance.filter(({ state }) => isAwaited(state)).length : 0
	}
}
export type MinutesAbout = ReturnType<typeof contextOf>

/** The move by which minutes come nearer to being adopted, or null where they are, or never will be. */
export function moveToward(status: MeetingState): MeetingMove | null {
	switch (status) {
		case 'planned':
			return 'call'
		case 'postponed':
			return 'reschedule'
		case 'called':
			return 'hold'
		case 'held':
			return 'draft'
		case 'drafted':
			return 'circulate'
		case 'circulated':
			return 'adopt'
		case 'adopted':
		case 'cancelled':
			return null
		default:
			return status satisfies never
	}
}

type Written = {
	items: readonly { minute: { text: string } | null; draft: { text: string } | null; proposed: readonly unknown[] }[]
	may: { write: boolean }
}

/**
 * What comes next, whether the seat may do it, and what is missing before: items of which nothing is saved, text that is typed
 * and not saved, lines that are no actions yet.
 */
export function nextMoveOf({ status, moves }: Pick<Meeting, 'status' | 'moves'>, { items, may }: Written) {
	const move = moveToward(status)
	const isWritten = status === 'held' || status === 'drafted'
	return {
		move,
		isMine: move !== null && moves.includes(move),
		missing:
			may.write && isWritten
				? {
						empty: items.filter(({ minute, draft }) => !minute?.text && !draft?.text.trim()).length,
						unsaved: items.filter(({ minute, draft }) => draft && draft.text.trim() !== (minute?.text ?? '')).length,
						unconfirmed: items.reduce((sum, { proposed }) => sum + proposed.length, 0)
					}
				: { empty: 0, unsaved: 0, unconfirmed: 0 }
	}
}
export type NextMove = ReturnType<typeof nextMoveOf>
