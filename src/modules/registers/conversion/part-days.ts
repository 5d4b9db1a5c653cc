import type { Period } from '../entry/values.ts'

const lastOfMonth = (year: string, month: string) =>
	new Date(Date.UTC(Number(year), Number(month), 0)).toISOString().slice(8, 10)

/** The days of a year or a month: its first and its last. */
export function daysOfPart(part: string): { from: string; to: string } {
	const [year = '', month] = part.split('-')
	if (month === undefined) return { from: `${year}-01-01`, to: `${year}-12-31` }
	return { from: `${year}-${month}-01`, to: `${year}-${month}-${lastOfMonth(year, month)}` }
}

/** The year or the month that a period is from its first day to its last, or the day where it has no end; null for another. */
export function partOfDays({ from, to }: Period): string | null {
	if (to === null) return from
	for (const part of [from.slice(0, 4), from.slice(0, 7)]) {
		const days = daysOfPart(part)
		if (days.from === from && days.to === to) return part
	}
	return null
}
