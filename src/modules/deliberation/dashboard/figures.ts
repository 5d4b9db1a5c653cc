import { MEASURES } from './counted.ts'
import { RECOMMENDATION_STATES } from '../rules.ts'

/** One kept result as the seat that asks sees it, summed over the audiences it belongs to. */
export type Sum = { measure: string; owner: string; other: string; value: string; total: number }

/** How many recommendations stand in each state, in the order of their life. */
export function byState(sums: readonly Sum[]): { state: (typeof RECOMMENDATION_STATES)[number]; total: number }[] {
	const totals = totalsBy(
		sums.filter(({ measure }) => measure === MEASURES.recommendation),
		({ value }) => value
	)
	return RECOMMENDATION_STATES.map((state) => ({ state, total: totals.get(state) ?? 0 }))
}

export function totalsBy(sums: readonly Sum[], keyOf: (sum: Sum) => string): Map<string, number> {
	const totals = new Map<string, number>()
	for (const sum of sums) totals.set(keyOf(sum), (totals.get(keyOf(sum)) ?? 0) + sum.total)
	return totals
}

/** What became of the actions of one actor. Late is what is past its day and not yet handed in. */
export type ActionFigures = {
	actor: string
	late: number
	inTime: number
	submitted: number
	closedInTime: number
	closedLate: number
	cancelled: number
}

/**
 * The actions of each responsible actor from what is kept: those that fall due in an earlier month are late, those of this
 * month by their day.
 */
export function actionFigures(sums: readonly Sum[], today: string): ActionFigures[] {
	const month = today.slice(0, 7)
	const figures = new Map<string, ActionFigures>()
	for (const { measure, other: actor, value, total } of sums) {
		const known = figures.get(actor) ?? {
			actor,
			late: 0,
			inTime: 0,
			submitted: 0,
			closedInTime: 0,
			closedLate: 0,
			cancelled: 0
		}
		figures.set(actor, known)
		const [state, due = ''] = value.split(':')
		if (measure === MEASURES.action)
			switch (state) {
				case 'closed-in-time':
					known.closedInTime += total
					break
				case 'closed-late':
					known.closedLate += total
					break
				case 'cancelled':
					known.cancelled += total
					break
				case 'submitted':
					known.submitted += total
					break
				default:
					// What falls due this month is told by its day, below.
					if (due !== '' && due < month) known.late += total
					else if (due !== month) known.inTime += total
			}
		else if (state !== 'submitted') {
			if (due < today) known.late += total
			else known.inTime += total
		}
	}
	return [...figures.values()]
}

export type AttendanceFigures = { actor: string; present: number; apologies: number; absent: number; of: number }

/** How often each actor came to the meetings it was expected at. Whoever is still only expected at a meeting held did not come. */
export function attendanceFigures(sums: readonly Sum[]): AttendanceFigures[] {
	const figures = new Map<string, AttendanceFigures>()
	for (const { measure, other: actor, value, total } of sums) {
		if (measure !== MEASURES.attendance) continue
		const known = figures.get(actor) ?? { actor, present: 0, apologies: 0, absent: 0, of: 0 }
		figures.set(actor, known)
		known.of += total
		if (value === 'present') known.present += total
		else if (value === 'apologies') known.apologies += total
		else known.absent += total
	}
	return [...figures.values()]
}
