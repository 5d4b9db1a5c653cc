/**
 * A date as precisely as it is known: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. Days are compared as text, and a partial date stands for
 * every day that it may be.
 */
export type PartialDate = string

/** The days between which something happened, both included. */
export type DaySpan = { readonly first: string; readonly last: string }

/** Before and after every day that a record may bear. */
export const BEGINNING = '0000-01-01'
export const END = '9999-12-31'

const PARTIAL = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/

const pad = (value: number, length: number) => String(value).padStart(length, '0')

const dayOf = (year: number, month: number, day: number) => `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`

/** How many days a month has; months count from 1. */
export function lengthOfMonth(year: number, month: number): number {
	if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
	return [4, 6, 9, 11].includes(month) ? 30 : 31
}

function partsOf(date: string) {
	const [, year, month, day] = PARTIAL.exec(date) ?? []
	if (year === undefined) return undefined
	return { year: Number(year), month: month && Number(month), day: day && Number(day) }
}

/** True for a year, a month or a day of the calendar, from the year 1000 on. */
export function isPartialDate(text: string): boolean {
	const parts = partsOf(text)
	if (!parts || parts.year < 1000) return false
	if (!parts.month) return parts.month === undefined
	if (parts.month > 12) return false
	return parts.day === undefined || (parts.day !== 0 && Number(parts.day) <= lengthOfMonth(parts.year, parts.month))
}

/** The days that a partial date may be; every day for what is no date. */
export function spanOf(date: PartialDate): DaySpan {
	const parts = partsOf(date)
	if (!parts) return { first: BEGINNING, last: END }
	const { year, month, day } = parts
	if (!month) return { first: dayOf(year, 1, 1), last: dayOf(year, 12, 31) }
	if (!day) return { first: dayOf(year, month, 1), last: dayOf(year, month, lengthOfMonth(year, month)) }
	return { first: date, last: date }
}

export const earlier = (one: string, other: string): string => (one < other ? one : other)
export const later = (one: string, other: string): string => (one > other ? one : other)

/** A length of time as treaties count it: months, then days, and perhaps on to the first day of the next month. */
export type Period = { readonly months?: number; readonly days?: number; readonly toFirstOfMonth?: boolean }

function afterMonths(day: string, count: number) {
	const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
	const months = year * 12 + month - 1 + count
	const [toYear, toMonth] = [Math.floor(months / 12), (months % 12) + 1]
	return dayOf(toYear, toMonth, Math.min(date, lengthOfMonth(toYear, toMonth)))
}

const afterDays = (day: string, count: number) =>
	new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10)

/**
 * The day on which a period has run that began with a day. A month ends on the day of the same number, or on the last day of a
 * month that has none.
 */
export function afterPeriod(day: string, { months = 0, days = 0, toFirstOfMonth = false }: Period): string {
	if (day === BEGINNING || day === END) return day
	const run = afterDays(afterMonths(day, months), days)
	return toFirstOfMonth ? `${afterMonths(run, 1).slice(0, 7)}-01` : run
}

/** The date that two days stand for when they are the ends of a year or of a month, else the first of them. */
export function partialOf(first: string, last: string): PartialDate {
	if (first === last) return first
	return (
		[first.slice(0, 4), first.slice(0, 7)].find((date) => spanOf(date).first === first && spanOf(date).last === last) ??
		first
	)
}
