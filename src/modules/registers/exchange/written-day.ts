import { monthNamesIn } from '#platform/languages/month-names.ts'
import { isCalendarDay } from '#platform/operation/fields.ts'

/** What a cell says of a day: the day, or why none is taken though one was meant. */
export type WrittenDay =
	| { day: string }
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
	return dayFirst ?? (monthFirst ? { monthFirst: { year, month: one, day: other } } : null)
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
