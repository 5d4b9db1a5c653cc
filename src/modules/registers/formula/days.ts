const DAY = 86_400_000

const toUtc = (day: string) => Date.parse(`${day}T00:00:00Z`)
const toDay = (utc: number) => new Date(utc).toISOString().slice(0, 10)

/** The calendar day `count` days later, or earlier where it is negative; `YYYY-MM-DD`. */
export const addDays = (day: string, count: number) => toDay(toUtc(day) + count * DAY)

/** The days from one day to another; negative where the second lies before the first. */
export const daysBetween = (from: string, to: string) => Math.round((toUtc(to) - toUtc(from)) / DAY)

/** The same day of another month; the last of the month where that month is shorter (31 January + 1 month is its last day). */
export function addMonths(day: string, count: number): string {
	const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
	const first = new Date(Date.UTC(year, month - 1 + count, 1))
	const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
	first.setUTCDate(Math.min(date, last))
	return toDay(first.getTime())
}
