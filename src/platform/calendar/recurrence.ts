import { readRule, type RecurrenceRule, type RuleRefusal } from './recurrence-rule.ts'
import { isLocalTime, isZone, momentOf } from './zone.ts'

/**
 * The times at which a recurrence rule of RFC 5545 makes something recur: exactly those, or a refusal that says why not. Worked
 * out day by day from the table of 3.3.10 and nothing else, since the usual libraries guess where a rule is wrong or unusual.
 */

export type ExpansionRefusal =
	| RuleRefusal
	| 'deliberation.recurrence-start'
	| 'deliberation.recurrence-excluded'
	| 'deliberation.recurrence-start-not-in-rule'
	| 'deliberation.recurrence-window'
	| 'deliberation.recurrence-too-many'

type Asked = {
	/** `FREQ=MONTHLY;BYDAY=2TU`, with or without `RRULE:` before it. */
	rule: string
	/** The first time, `YYYY-MM-DDTHH:MM` by the clocks of the zone. */
	localStart: string
	zone: string
	/** Local times that fall out; those that are none of the rule's are of no account. */
	excluded: readonly string[]
	/** The window, both ends included: days, or local times. */
	from: string
	until: string
	/** More than these are refused, not cut. */
	most: number
}

const DAY = 86_400_000
const WIDEST = 200 * 366

type Day = { number: number; year: number; month: number; day: number; weekday: number }

const dayNumber = (year: number, month: number, day: number) => Math.round(Date.UTC(year, month - 1, day) / DAY)
const daysInMonth = (year: number, month: number) => dayNumber(year, month + 1, 1) - dayNumber(year, month, 1)
const daysInYear = (year: number) => dayNumber(year + 1, 1, 1) - dayNumber(year, 1, 1)
// The first of January 1970 was a Thursday.
const weekdayOf = (number: number) => (((number + 3) % 7) + 7) % 7
const mod = (value: number, by: number) => ((value % by) + by) % by

function dayOf(number: number): Day {
	const at = new Date(number * DAY)
	return {
		number,
		year: at.getUTCFullYear(),
		month: at.getUTCMonth() + 1,
		day: at.getUTCDate(),
		weekday: weekdayOf(number)
	}
}

/** The first day of the first week of a year: the week with at least four of its days in it. */
function firstWeek(year: number, weekStart: number) {
	const first = dayNumber(year, 1, 1)
	const into = mod(weekdayOf(first) - weekStart, 7)
	return into <= 3 ? first - into : first - into + 7
}

const isOneOf = (wanted: readonly number[], position: number, of: number) =>
	wanted.includes(position) || wanted.includes(position - of - 1)

function isInWeeks(weeks: readonly number[], day: Day, weekStart: number) {
	const next = firstWeek(day.year + 1, weekStart)
	const own = firstWeek(day.year, weekStart)
	const weekYear = day.number >= next ? day.year + 1 : day.number < own ? day.year - 1 : day.year
	const start = firstWeek(weekYear, weekStart)
	const total = (firstWeek(weekYear + 1, weekStart) - start) / 7
	return isOneOf(weeks, Math.floor((day.number - start) / 7) + 1, total)
}

function isAmongDays(rule: RecurrenceRule, day: Day) {
	// A second Tuesday is counted in the month where the rule speaks of months, else in the year.
	const isOfMonth = rule.frequency === 'MONTHLY' || rule.months !== null
	const start = isOfMonth ? dayNumber(day.year, day.month, 1) : dayNumber(day.year, 1, 1)
	const length = isOfMonth ? daysInMonth(day.year, day.month) : daysInYear(day.year)
	const into = day.number - start
	return (
		rule.days?.some(({ weekday, which }) => {
			if (weekday !== day.weekday) return false
			if (which === null) return true
			return which > 0 ? Math.floor(into / 7) + 1 === which : Math.floor((length - 1 - into) / 7) + 1 === -which
		}) ?? true
	)
}

/** Whether a day of a period that counts belongs to the rule's set; what the rule does not say it takes from the start. */
function isDayOf(rule: RecurrenceRule, start: Day) {
	const { frequency, months, weeks, yearDays, monthDays, days, weekStart } = rule
	const saysNoDay = weeks === null && yearDays === null && monthDays === null && days === null
	const takesMonth = frequency === 'YEARLY' && saysNoDay && months === null
	const takesMonthDay = (frequency === 'YEARLY' || frequency === 'MONTHLY') && saysNoDay
	const takesWeekday =
		days === null && (frequency === 'WEEKLY' || (weeks !== null && yearDays === null && monthDays === null))
	return (day: Day) =>
		(months === null || months.includes(day.month)) &&
		(!takesMonth || day.month === start.month) &&
		(!takesMonthDay || day.day === start.day) &&
		(!takesWeekday || day.weekday === start.weekday) &&
		(weeks === null || isInWeeks(weeks, day, weekStart)) &&
		(yearDays === null || isOneOf(yearDays, day.number - dayNumber(day.year, 1, 1) + 1, daysInYear(day.year))) &&
		(monthDays === null || isOneOf(monthDays, day.day, daysInMonth(day.year, day.month))) &&
		isAmongDays(rule, day)
}

/** The days of the periods a rule counts, first to last day of each, from that of the start on. */
function* periodsFrom(rule: RecurrenceRule, start: Day): Generator<{ first: number; last: number }> {
	const { frequency, interval, weekStart } = rule
	for (let step = 0; ; step += interval) {
		if (frequency === 'DAILY') yield { first: start.number + step, last: start.number + step }
		else if (frequency === 'WEEKLY') {
			const first = start.number - mod(start.weekday - weekStart, 7) + step * 7
			yield { first, last: first + 6 }
		} else if (frequency === 'MONTHLY') {
			const months = start.year * 12 + start.month - 1 + step
			const first = dayNumber(Math.floor(months / 12), (months % 12) + 1, 1)
			yield { first, last: first + daysInMonth(Math.floor(months / 12), (months % 12) + 1) - 1 }
		} else {
			const first = dayNumber(start.year + step, 1, 1)
			yield { first, last: first + daysInYear(start.year + step) - 1 }
		}
	}
}

const two = (value: number) => String(value).padStart(2, '0')

/** What the rule makes of one period, in order, before `BYSETPOS` chooses. */
function setOf(
	{ first, last }: { first: number; last: number },
	isDay: (day: Day) => boolean,
	times: readonly string[]
) {
	const found: string[] = []
	for (let number = first; number <= last; number++) {
		const day = dayOf(number)
		if (!isDay(day)) continue
		for (const time of times)
			found.push(`${String(day.year).padStart(4, '0')}-${two(day.month)}-${two(day.day)}T${time}`)
	}
	return found
}

/** The start itself and every time after it that the rule makes, until it ends by itself or `last` is passed. */
function* timesOf(rule: RecurrenceRule, localStart: string, zone: string, last: string) {
	const [year = 0, month = 0, date = 0] = localStart.slice(0, 10).split('-').map(Number)
	const start = dayOf(dayNumber(year, month, date))
	const hours = rule.hours ?? [Number(localStart.slice(11, 13))]
	const minutes = rule.minutes ?? [Number(localStart.slice(14, 16))]
	const times = hours.flatMap((hour) => minutes.map((minute) => `${two(hour)}:${two(minute)}`))
	const isDay = isDayOf(rule, start)
	let counted = 0
	for (const period of periodsFrom(rule, start)) {
		const first = new Date(period.first * DAY).toISOString()
		if (!/^\d/.test(first) || first.slice(0, last.length) > last) return
		const set = setOf(period, isDay, times)
		const { positions } = rule
		const chosen = positions === null ? set : set.filter((_, index) => isOneOf(positions, index + 1, set.length))
		for (const time of chosen) {
			if (time < localStart) continue
			const { moment, came } = momentOf(time, zone)
			// A time that clocks jump over never comes; it is left out and not counted (3.3.10). Whether it counts for the choice
			// of a position the standard does not say.
			if (came === 'never') {
				if (positions !== null) yield { time, isExact: false }
				continue
			}
			if (rule.until !== null && moment > rule.until) return
			counted++
			if (rule.count !== null && counted > rule.count) return
			yield { time, isExact: true }
		}
	}
}

const WINDOW = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d)?$/
const isWindowEnd = (text: string) => WINDOW.test(text) && isLocalTime(text.length === 10 ? `${text}T00:00` : text)

/** Expands a rule within a window, exactly, or says why not. */
export function expandRule({
	rule: text,
	localStart,
	zone,
	excluded,
	from,
	until,
	most
}: Asked): { starts: string[] } | { refusal: ExpansionRefusal } {
	if (!isLocalTime(localStart) || !isZone(zone) || momentOf(localStart, zone).came === 'never')
		return { refusal: 'deliberation.recurrence-start' }
	if (!excluded.every(isLocalTime)) return { refusal: 'deliberation.recurrence-excluded' }
	if (!isWindowEnd(from) || !isWindowEnd(until) || !isNear(localStart, until))
		return { refusal: 'deliberation.recurrence-window' }
	const rule = readRule(text)
	if ('refusal' in rule) return rule
	const left = new Set(excluded)
	const [first] = timesOf(rule, localStart, zone, localStart.slice(0, 10))
	// A start that is none of the rule's own times is not defined by the standard, which shows one nevertheless: excluded, it is no
	// time at all, and the rule's own remain (its example *every Friday the 13th*). With a count it is unclear what is counted.
	if (first?.time !== localStart && (!left.has(localStart) || rule.count !== null))
		return { refusal: 'deliberation.recurrence-start-not-in-rule' }
	const starts: string[] = []
	for (const { time, isExact } of timesOf(rule, localStart, zone, until)) {
		if (time.slice(0, until.length) > until) break
		if (!isExact) return { refusal: 'deliberation.recurrence-not-exact' }
		if (left.has(time) || time.slice(0, from.length) < from) continue
		starts.push(time)
		if (starts.length > most) return { refusal: 'deliberation.recurrence-too-many' }
	}
	return { starts }
}

const isNear = (localStart: string, until: string) =>
	(Date.parse(`${until.slice(0, 10)}T00:00Z`) - Date.parse(`${localStart.slice(0, 10)}T00:00Z`)) / DAY <= WIDEST
