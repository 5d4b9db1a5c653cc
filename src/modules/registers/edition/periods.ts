import type { Words } from '#platform/languages/words.ts'

/** What a report is about: so many months from a fixed one on, or whichever days its maker names. */
export const PERIODS = ['month', 'quarter', 'half-year', 'year', 'free'] as const
export type PeriodKind = (typeof PERIODS)[number]
export type RegularPeriod = Exclude<PeriodKind, 'free'>

/** Days from the first to the last, both among them. */
export type Days = { first: string; last: string }

const MONTHS: Readonly<Record<RegularPeriod, number>> = { month: 1, quarter: 3, 'half-year': 6, year: 12 }
const DAY_MS = 86_400_000

const written = (date: Date) => date.toISOString().slice(0, 10)
const at = (year: number, month: number, day: number) => new Date(Date.UTC(year, month, day))
const partsOf = (day: string) => ({ year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)) - 1 })

const lengthOf = (year: number, month: number) => at(year, month + 1, 0).getUTCDate()

const moved = (day: string, by: number) => written(new Date(Date.parse(`${day}T00:00:00Z`) + by * DAY_MS))

/** The period of a kind in which a day lies. */
export function periodOf(kind: RegularPeriod, day: string): Days {
	const { year, month } = partsOf(day)
	const months = MONTHS[kind]
	const begin = month - (month % months)
	return { first: written(at(year, begin, 1)), last: written(at(year, begin + months, 0)) }
}

/** The period before: of free days as many of them as the period has. */
export function before(kind: PeriodKind, { first, last }: Days): Days {
	if (kind !== 'free') return periodOf(kind, moved(first, -1))
	const length = (Date.parse(`${last}T00:00:00Z`) - Date.parse(`${first}T00:00:00Z`)) / DAY_MS
	const end = moved(first, -1)
	return { first: moved(end, -length), last: end }
}

// The last day of a month is the last day of that month in each year.
function inYearBefore(day: string, isLast: boolean): string {
	const { year, month } = partsOf(day)
	const [length, other] = [lengthOf(year, month), lengthOf(year - 1, month)]
	const number = Number(day.slice(8))
	return written(at(year - 1, month, isLast && number === length ? other : Math.min(number, other)))
}

/** The same days a year before. */
export const yearBefore = ({ first, last }: Days): Days => ({
	first: inYearBefore(first, false),
	last: inYearBefore(last, true)
})

/** The latest period of a kind that is over on a day. */
export const lastEnded = (kind: RegularPeriod, today: string): Days => before(kind, periodOf(kind, today))

/** The periods of a kind that ended on `since` or later and whose end lies at least so many days before today, oldest first, the latest `most`. */
export function endedSince(
	kind: RegularPeriod,
	{ since, today, after, most }: { since: string; today: string; after: number; most: number }
): Days[] {
	const ended: Days[] = []
	for (
		let period = lastEnded(kind, today);
		period.last >= since && ended.length < most;
		period = before(kind, period)
	) {
		if (moved(period.last, after) <= today) ended.push(period)
	}
	return ended.reverse()
}

/** Why no edition can be made of these days, or null when one can: what is not over is not told of. */
export function whyNotPeriod(kind: PeriodKind, { first, last }: Days, today: string): string | null {
	if (first > last) return 'registers.edition-days-backwards'
	if (last >= today) return 'registers.edition-not-over'
	if (kind === 'free') return null
	const whole = periodOf(kind, first)
	return whole.first === first && whole.last === last ? null : 'registers.edition-not-whole'
}

/** What a period is called. */
export function sayPeriod({ t, day, partial }: Pick<Words, 't' | 'day' | 'partial'>, kind: PeriodKind, days: Days) {
	const { year, month } = partsOf(days.first)
	const isWhole = kind !== 'free' && periodOf(kind, days.first).last === days.last
	switch (isWhole ? kind : 'free') {
		case 'month':
			return partial(days.first.slice(0, 7))
		case 'quarter':
			return t('registers.edition.period.quarter', { number: month / 3 + 1, year: String(year) })
		case 'half-year':
			return t('registers.edition.period.half-year', { number: month / 6 + 1, year: String(year) })
		case 'year':
			return days.first.slice(0, 4)
		default:
			return t('registers.edition.period.free', { from: day(days.first), to: day(days.last) })
	}
}
