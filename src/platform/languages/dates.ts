import { locales } from './locale.ts'

// Kept for all requests: making a format takes a hundred times as long as using it, and using it ten times as long as remembering.
const formats = new Map<string, Intl.DateTimeFormat>()
const worded = new Map<string, Map<string, string>>()
// A century of days; a page full of dates that nobody asked for before begins anew.
const WORDED_MOST = 40_000

function wordedIn(language: string) {
	const known = worded.get(language)
	if (known && known.size < WORDED_MOST) return known
	const days = new Map<string, string>()
	worded.set(language, days)
	return days
}

/**
 * Dates in one language. Days and partial dates are text and are never read through a clock, so they do not move with
 * the time zone; instants are shown in the workspace's. Whatever is not a date is given back as it came.
 */
export function dates(language: string, timeZone: string) {
	function format(zone: string, options: Intl.DateTimeFormatOptions, date: Date) {
		const key = `${language} ${zone} ${JSON.stringify(options)}`
		const known = formats.get(key) ?? new Intl.DateTimeFormat(locales(language), { timeZone: zone, ...options })
		formats.set(key, known)
		return isOrdinalFirst(language) && options.day ? withOrdinalFirst(known.formatToParts(date)) : known.format(date)
	}

	function partial(date: string) {
		const days = wordedIn(language)
		const known = days.get(date)
		if (known !== undefined) return known
		const said = read(date)
		if (said !== date) days.set(date, said)
		return said
	}

	function read(date: string) {
		const [, year, month, day] = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(date) ?? []
		if (year === undefined) return date
		if (month === undefined) return year
		const moment = new Date(`${year}-${month}-${day ?? '01'}T00:00:00Z`)
		if (Number.isNaN(moment.getTime())) return date
		return format('UTC', day === undefined ? MONTH : DAY, moment)
	}

	return {
		/** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, worded as precisely as it is known. */
		partial,
		/** A `YYYY-MM-DD` day, worded. */
		day: (day: string) => partial(day),
		/** A moment, to the minute, with the zone it is told in. */
		instant(at: Date | string) {
			const moment = typeof at === 'string' ? new Date(at) : at
			return Number.isNaN(moment.getTime()) ? String(at) : format(timeZone, INSTANT, moment)
		}
	}
}

/** Whether a language counts the first of a month and only then the second, two: "1er septembre, 2 septembre". */
export const isOrdinalFirst = (language: string): boolean => /^fr\b/.test(language)

/** A date put together from its parts, the first of a month as French writes it; the data of locales leave it at "1". */
export const withOrdinalFirst = (parts: readonly { type: string; value: string }[]): string =>
	parts.map(({ type, value }) => (type === 'day' && value === '1' ? '1er' : value)).join('')

const MONTH = { year: 'numeric', month: 'long' } as const
const DAY = { ...MONTH, day: 'numeric' } as const
const INSTANT = { ...DAY, hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' } as const
