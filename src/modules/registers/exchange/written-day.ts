import { monthNamesIn } from '#platform/languages/month-names.ts'
import { isCalendarDay } from '#platform/operation/fields.ts'

/** What a cell says of a day: the day, or why none is taken though one was meant. */
export type WrittenDay =
	/** With `isDayFirst` the day stands before the month, in numbers, and could not be read otherwise. */
	| { day: string; isDayFirst?: true }
	/** The day and the month may stand either way round: the two numbers, in the order of the cell. */
	| { twoWays: { year: string; one: string; other: string } }
	/** The month stands first; a file that writes so hides days that can be read both ways. */
	| { monthFirst: { year: string; month: string; day: string } }
	| null

const bare = (text: string) =>
	text
		.normalize('NFD')
		.replace(/\p{Mn}|\./gu, '')
		.toLowerCase()

const LONGEST = 40
const months = new Map<string, ReadonlyMap<string, string>>()

/** The numbers of the months by what they are called in the languages given, whole and shortened. */
function monthsIn(languages: readonly string[]): ReadonlyMap<string, string> {
	const key = languages.join(' ')
	const known = months.get(key)
	if (known) return known
	const called = new Map<string, string>()
	for (const language of languages)
		for (const [index, names] of monthNamesIn(language).entries())
			for (const name of names) called.set(bare(name), String(index + 1).padStart(2, '0'))
	months.set(key, called)
	return called
}

const two = (number: string) => number.padStart(2, '0')
const given = (year: string, month: string, day: string): WrittenDay => {
	const text = `${year}-${two(month)}-${two(day)}`
	return isCalendarDay(text) ? { day: text } : null
}

/**
 * Reads a day as offices write it: `2026-12-31`, `31/12/2026`, `31.12.2026`, `2026/12/31`, or with the month by its name. One that
 * can be read two ways is never guessed. The year has four digits.
 */
export function readWrittenDay(text: string, languages: readonly string[]): WrittenDay {
	if (isCalendarDay(text)) return { day: text }
	if (text.length > LONGEST) return null
	const [, year, month, day] = /^(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})$/.exec(text) ?? []
	if (year !== undefined && month !== undefined && day !== undefined) return given(year, month, day)
	const [, one, other, last] = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$/.exec(text) ?? []
	if (one !== undefined && other !== undefined && last !== undefined) return inNumbers(two(one), two(other), last)
	return named(text, languages)
}

function inNumbers(one: string, other: string, year: string): WrittenDay {
	const [dayFirst, monthFirst] = [given(year, other, one), given(year, one, other)]
	if (dayFirst && monthFirst && one !== other) return { twoWays: { year, one, other } }
	if (dayFirst && 'day' in dayFirst) return one === other ? dayFirst : { ...dayFirst, isDayFirst: true }
	return monthFirst ? { monthFirst: { year, month: one, day: other } } : null
}

function named(text: string, languages: readonly string[]): WrittenDay {
	const called = monthsIn(languages)
	const words = bare(text)
		.split(/[\s,/-]+/)
		.filter((word) => word !== '' && word !== 'de' && word !== 'of')
	const [first = '', second = '', year = ''] = words
	if (words.length !== 3 || !/^\d{4}$/.test(year)) return null
	const isMonthFirst = called.has(first)
	const month = called.get(isMonthFirst ? first : second)
	const [, day] = /^(\d{1,2})(?:st|nd|rd|th|er|o|º)?$/.exec(isMonthFirst ? second : first) ?? []
	return month === undefined || day === undefined ? null : given(year, month, day)
}

/** A year, a month or a day as offices write them: what has no day is `2026` or `2026-12`. */
export function readWrittenPart(text: string, languages: readonly string[]): WrittenDay {
	if (/^\d{4}(-\d{2})?$/.test(text)) return { day: text }
	const [, number, ofNumber] = /^(\d{1,2})[-/. ](\d{4})$/.exec(text) ?? []
	const [, name = '', ofName] = /^(\S{1,20})[\s-](?:de )?(\d{4})$/.exec(text) ?? []
	const month = number ?? monthsIn(languages).get(bare(name))
	const year = ofNumber ?? ofName
	if (month !== undefined && year !== undefined)
		return isCalendarDay(`${year}-${two(month)}-01`) ? { day: `${year}-${two(month)}` } : null
	return readWrittenDay(text, languages)
}

/** How a file writes its days in numbers, as somebody who knows it says: the day or the month first. */
export const DAY_ORDERS = ['day-month', 'month-day'] as const
export type DayOrder = (typeof DAY_ORDERS)[number]

/** What is wrong with a day in numbers, and what its sentence names; or the day. */
export type SettledDay = { day: string } | { code: string; params: Readonly<Record<string, string>> }

/**
 * The day that a cell says, in a file of which somebody said how it writes days; what cannot be read so is refused, since then
 * it was said wrongly or the file is not of one hand. Of a file of which nothing was said, a day that can be read two ways is refused.
 */
export function settleDay(written: NonNullable<WrittenDay>, order: DayOrder | undefined): SettledDay {
	if ('twoWays' in written) {
		const { year, one, other } = written.twoWays
		if (order === undefined) return { code: 'registers.file.day-two-ways', params: written.twoWays }
		return { day: order === 'day-month' ? `${year}-${other}-${one}` : `${year}-${one}-${other}` }
	}
	if ('monthFirst' in written) {
		const { year, month, day } = written.monthFirst
		if (order === 'month-day') return { day: `${year}-${month}-${day}` }
		return { code: 'registers.file.day-month-first', params: written.monthFirst }
	}
	return written.isDayFirst && order === 'month-day'
		? { code: 'registers.file.day-day-first', params: { day: written.day } }
		: { day: written.day }
}
