import { isOrdinalFirst, withOrdinalFirst } from './dates.ts'
import { locales } from './locale.ts'

/**
 * A part of a year in few letters: its months, with the days where it does not begin and end with a month; with the year where nothing
 * beside it tells that.
 */
export function spanOf(
	language: string,
	{ from, to }: { from: string; to: string },
	{ isYearTold = false }: { isYearTold?: boolean } = {}
): string {
	const last = new Date(`${to}T00:00:00Z`)
	const isWhole = from.endsWith('-01') && new Date(last.getTime() + 86_400_000).getUTCDate() === 1
	const format = new Intl.DateTimeFormat(locales(language), {
		// Beside the year, Portuguese would write a short month as a number.
		month: isYearTold ? 'long' : 'short',
		timeZone: 'UTC',
		...(isWhole ? {} : { day: 'numeric' }),
		...(isYearTold ? { year: 'numeric' } : {})
	})
	const first = new Date(`${from}T00:00:00Z`)
	return isOrdinalFirst(language) && !isWhole
		? withOrdinalFirst(format.formatRangeToParts(first, last))
		: format.formatRange(first, last)
}
