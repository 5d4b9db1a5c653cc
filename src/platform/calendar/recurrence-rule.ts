/** A recurrence rule as RFC 5545 (3.3.10) writes it, read whole or refused. */
export const FREQUENCIES = ['YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY'] as const
export type Frequency = (typeof FREQUENCIES)[number]

/** A day of the week, Monday 0 to Sunday 6, and which of its kind in the month or year; null for each of them. */
export type ByDay = { weekday: number; which: number | null }

export type RecurrenceRule = {
	frequency: Frequency
	interval: number
	count: number | null
	/** The last moment, `YYYYMMDDTHHMMSSZ`, in milliseconds. */
	until: number | null
	weekStart: number
	months: readonly number[] | null
	weeks: readonly number[] | null
	yearDays: readonly number[] | null
	monthDays: readonly number[] | null
	days: readonly ByDay[] | null
	hours: readonly number[] | null
	minutes: readonly number[] | null
	positions: readonly number[] | null
}

export type RuleRefusal =
	| 'deliberation.recurrence-unreadable'
	| 'deliberation.recurrence-part-unknown'
	| 'deliberation.recurrence-part-twice'
	| 'deliberation.recurrence-value'
	| 'deliberation.recurrence-too-often'
	| 'deliberation.recurrence-until-not-utc'
	| 'deliberation.recurrence-count-and-until'
	| 'deliberation.recurrence-combination'
	| 'deliberation.recurrence-not-exact'

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const PARTS = [
	'FREQ',
	'INTERVAL',
	'COUNT',
	'UNTIL',
	'WKST',
	'BYMONTH',
	'BYWEEKNO',
	'BYYEARDAY',
	'BYMONTHDAY',
	'BYDAY',
	'BYHOUR',
	'BYMINUTE',
	'BYSECOND',
	'BYSETPOS'
]
const LONGEST = 1_000

function integers(text: string | undefined, { least, most, signed }: { least: number; most: number; signed: boolean }) {
	if (text === undefined) return null
	const form = signed ? /^[+-]?\d{1,3}$/ : /^\d{1,2}$/
	const found = text.split(',').map((part) => (form.test(part) ? Number(part) : Number.NaN))
	const isFine = found.every((value) => {
		const size = signed ? Math.abs(value) : value
		return size >= least && size <= most
	})
	return isFine ? [...new Set(found)].toSorted((one, other) => one - other) : undefined
}

function byDays(text: string | undefined): readonly ByDay[] | null | undefined {
	if (text === undefined) return null
	const found = text.split(',').map((part) => {
		const [, which, day = ''] = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(part) ?? []
		return { weekday: WEEKDAYS.indexOf(day), which: which === undefined ? null : Number(which) }
	})
	const isFine = found.every(
		({ weekday, which }) => weekday >= 0 && (which === null || (which !== 0 && Math.abs(which) <= 53))
	)
	return isFine ? found : undefined
}

function whole(text: string | undefined, most: number) {
	if (text === undefined) return null
	const value = /^\d{1,6}$/.test(text) ? Number(text) : 0
	return value >= 1 && value <= most ? value : undefined
}

function untilOf(text: string | undefined) {
	if (text === undefined) return null
	const [, year, month, day, hour, minute, second] =
		/^(\d{4})(\d\d)(\d\d)T([01]\d|2[0-3])([0-5]\d)([0-5]\d)Z$/.exec(text) ?? []
	if (year === undefined) return undefined
	const iso = `${year}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}.000Z`
	const moment = Date.parse(iso)
	return !Number.isNaN(moment) && new Date(moment).toISOString() === iso ? moment : undefined
}

/** The parts of a rule by name, or why it cannot be taken apart. */
function partsOf(text: string): Map<string, string> | { refusal: RuleRefusal } {
	if (text.length > LONGEST) return { refusal: 'deliberation.recurrence-unreadable' }
	const parts = new Map<string, string>()
	for (const part of text
		.toUpperCase()
		.replace(/^RRULE:/, '')
		.split(';')) {
		const [, name, value] = /^([A-Z-]+)=([^=]+)$/.exec(part) ?? []
		if (name === undefined || value === undefined) return { refusal: 'deliberation.recurrence-unreadable' }
		if (!PARTS.includes(name)) return { refusal: 'deliberation.recurrence-part-unknown' }
		if (parts.has(name)) return { refusal: 'deliberation.recurrence-part-twice' }
		parts.set(name, value)
	}
	return parts
}

/** Why the parts of a rule do not go together, by the table and the notes of RFC 5545, 3.3.10; or null. */
function whyNotTogether(rule: RecurrenceRule): RuleRefusal | null {
	const { frequency } = rule
	const counted = rule.days?.some(({ which }) => which !== null) ?? false
	if (rule.count !== null && rule.until !== null) return 'deliberation.recurrence-count-and-until'
	if (rule.weeks !== null && frequency !== 'YEARLY') return 'deliberation.recurrence-combination'
	if (rule.yearDays !== null && frequency !== 'YEARLY') return 'deliberation.recurrence-combination'
	if (rule.monthDays !== null && frequency === 'WEEKLY') return 'deliberation.recurrence-combination'
	if (counted && frequency !== 'YEARLY' && frequency !== 'MONTHLY') return 'deliberation.recurrence-combination'
	if (counted && rule.weeks !== null) return 'deliberation.recurrence-combination'
	const others = [rule.months, rule.weeks, rule.yearDays, rule.monthDays, rule.days, rule.hours, rule.minutes]
	if (rule.positions !== null && others.every((part) => part === null)) return 'deliberation.recurrence-combination'
	// A week may begin in one year and end in the next; which of the two it belongs to decides every second year, and where the
	// first or last is wanted. The standard does not say, and programs differ: no answer is better than one that is wrong.
	if (rule.weeks !== null && (rule.interval > 1 || rule.positions !== null)) return 'deliberation.recurrence-not-exact'
	return null
}

/** Reads a rule; what is unknown, out of its bounds or not meant to stand together is refused, never left out. */
export function readRule(text: string): RecurrenceRule | { refusal: RuleRefusal } {
	const parts = partsOf(text.trim())
	if (!(parts instanceof Map)) return parts
	const named = parts.get('FREQ')
	if (named === undefined) return { refusal: 'deliberation.recurrence-unreadable' }
	// A meeting that begins more than once a day, or at a second of a minute, is none.
	if (['HOURLY', 'MINUTELY', 'SECONDLY'].includes(named) || parts.has('BYSECOND'))
		return { refusal: 'deliberation.recurrence-too-often' }
	const frequency = FREQUENCIES.find((one) => one === named)
	const weekStart = WEEKDAYS.indexOf(parts.get('WKST') ?? 'MO')
	const until = untilOf(parts.get('UNTIL'))
	if (until === undefined) return { refusal: 'deliberation.recurrence-until-not-utc' }
	const interval = whole(parts.get('INTERVAL') ?? '1', 10_000)
	const count = whole(parts.get('COUNT'), 10_000)
	const months = integers(parts.get('BYMONTH'), { least: 1, most: 12, signed: false })
	const weeks = integers(parts.get('BYWEEKNO'), { least: 1, most: 53, signed: true })
	const yearDays = integers(parts.get('BYYEARDAY'), { least: 1, most: 366, signed: true })
	const monthDays = integers(parts.get('BYMONTHDAY'), { least: 1, most: 31, signed: true })
	const days = byDays(parts.get('BYDAY'))
	const hours = integers(parts.get('BYHOUR'), { least: 0, most: 23, signed: false })
	const minutes = integers(parts.get('BYMINUTE'), { least: 0, most: 59, signed: false })
	const positions = integers(parts.get('BYSETPOS'), { least: 1, most: 366, signed: true })
	if (
		frequency === undefined ||
		weekStart < 0 ||
		interval === undefined ||
		interval === null ||
		count === undefined ||
		months === undefined ||
		weeks === undefined ||
		yearDays === undefined ||
		monthDays === undefined ||
		days === undefined ||
		hours === undefined ||
		minutes === undefined ||
		positions === undefined
	)
		return { refusal: 'deliberation.recurrence-value' }
	const rule = {
		frequency,
		interval,
		count,
		until,
		weekStart,
		months,
		weeks,
		yearDays,
		monthDays,
		days,
		hours,
		minutes,
		positions
	}
	const refusal = whyNotTogether(rule)
	return refusal === null ? rule : { refusal }
}
