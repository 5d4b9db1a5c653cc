/** One level of a recommendation's way, as far as its clock needs it. Days are `YYYY-MM-DD`. */
export type Hop = {
	submittedDay: string
	receivedDay: string | null
	reviewDay: string | null
	answeredDay: string | null
	answer: string | null
}

const DAY = 86_400_000
const number = (day: string) => Date.parse(`${day}T00:00:00Z`) / DAY

/** How many days lie between two calendar days; none where the second comes first. */
export const daysBetween = (from: string, to: string): number => Math.max(0, Math.round(number(to) - number(from)))

/** The days a recommendation lay at a level: until it was answered or passed on, and until today where it still lies there. */
export const daysWaited = (hop: Hop, today: string): number => daysBetween(hop.submittedDay, hop.answeredDay ?? today)

/** True while a level has not answered. */
export const isHopOpen = (hop: Pick<Hop, 'answeredDay'>): boolean => hop.answeredDay === null

/** The clock of one level: how long until it was received, how long under review, and how long in all. */
export type Waited = {
	/** Until it was received; until today where it was not. */
	untilReceived: number
	/** From the day it was received until the answer; null where it was not received. */
	untilAnswered: number | null
	days: number
	isOpen: boolean
}

/** How long a recommendation waited at a level, the open one counting on until today. */
export function waitedAt(hop: Hop, today: string): Waited {
	const isOpen = isHopOpen(hop)
	const end = hop.answeredDay ?? today
	return {
		untilReceived: daysBetween(hop.submittedDay, hop.receivedDay ?? end),
		untilAnswered: hop.receivedDay === null ? null : daysBetween(hop.receivedDay, end),
		days: daysWaited(hop, today),
		isOpen
	}
}

/** How long a recommendation that was returned with questions lay where it went back to, and until which day. */
export type Back = { untilDay: string | null; endedBy: 'submitted' | 'ended' | null; days: number; isOpen: boolean }

/**
 * The time between a return with questions and the next submission; null of a level that returned nothing. Where nothing was submitted
 * since, it ends on the day on which the recommendation lapsed or was merged, and else counts on until today.
 */
export function backAfter(
	hop: Pick<Hop, 'answer' | 'answeredDay'>,
	{ next, endedDay }: { next: Pick<Hop, 'submittedDay'> | undefined; endedDay: string | null },
	today: string
): Back | null {
	if (hop.answer !== 'returned' || hop.answeredDay === null) return null
	const untilDay = next?.submittedDay ?? endedDay
	const endedBy = untilDay === null ? null : next ? 'submitted' : 'ended'
	return { untilDay, endedBy, days: daysBetween(hop.answeredDay, untilDay ?? today), isOpen: untilDay === null }
}

/** The days a recommendation was on its way: at its levels, and back with questions where it had come from. */
export const daysOnTheWay = (
	hops: readonly { days: number; back: Pick<Back, 'days'> | null }[]
): { daysAtLevels: number; daysBack: number; daysInAll: number } => {
	const daysAtLevels = hops.reduce((sum, { days }) => sum + days, 0)
	const daysBack = hops.reduce((sum, { back }) => sum + (back?.days ?? 0), 0)
	return { daysAtLevels, daysBack, daysInAll: daysAtLevels + daysBack }
}

/** The middle of several waiting times, or null where there is none; of an even number the mean of the two in the middle. */
export function medianOf(days: readonly number[]): number | null {
	const sorted = [...days].sort((one, other) => one - other)
	const middle = Math.floor(sorted.length / 2)
	const upper = sorted[middle]
	if (upper === undefined) return null
	const lower = sorted[middle - 1]
	return sorted.length % 2 === 1 || lower === undefined ? upper : (lower + upper) / 2
}
