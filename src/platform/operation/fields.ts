import { z } from 'zod'

// Letters as people type them: one normal form, no control characters but tab and line break, no lone surrogate.
// eslint-disable-next-line no-control-regex -- control characters are just what is refused
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/

function tidy(value: string) {
	return value.normalize('NFC').replaceAll(/\r\n?/g, '\n').trim()
}

/** Running text of at most `most` characters, trimmed, in normal form C with line feeds; never empty. */
export const Text = (most: number) =>
	z
		.string()
		.max(most * 4)
		.refine((value) => value.isWellFormed() && !CONTROL.test(value), { params: { code: 'control-character' } })
		.transform(tidy)
		.pipe(z.string().min(1).max(most))

/** A record's key: lower-case words joined by hyphens, unique per kind and workspace. */
export const Key = z
	.string()
	.max(120)
	.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)

/** How a record is named from outside: its identifier, key or number. */
export const Reference = z
	.string()
	.min(1)
	.max(120)
	.regex(/^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/)

export const Identifier = z.uuid()

// JavaScript takes the years of the first century for those of the twentieth.
const CALENDAR_DAY = /^[1-9]\d{3}-\d{2}-\d{2}$/

/** True for a day of the calendar, `YYYY-MM-DD`. */
export function isCalendarDay(value: string): boolean {
	if (!CALENDAR_DAY.test(value)) return false
	const [month, day] = [Number(value.slice(5, 7)), Number(value.slice(8))]
	if (day <= 28) return day > 0 && month > 0 && month <= 12
	const year = Number(value.slice(0, 4))
	return day <= new Date(Date.UTC(year, month, 0)).getUTCDate() && month > 0 && month <= 12
}

/** A calendar day, `YYYY-MM-DD`. */
export const Day = z
	.string()
	.regex(/^\d{4}-\d{2}-\d{2}$/)
	.refine(isCalendarDay, { params: { code: 'no-such-day' } })

const YEARS = { first: 1800, last: 2200 }
const isAmongYears = (day: string) => Number(day.slice(0, 4)) >= YEARS.first && Number(day.slice(0, 4)) <= YEARS.last

/** A day that is asked about, within the years that anything is kept of. */
export const DayAsked = Day.refine(isAmongYears, { params: { code: 'day-out-of-years' } })

export const Year = z.int().min(YEARS.first).max(YEARS.last)

/** ISO 3166-1 alpha-3. */
export const Country = z.string().regex(/^[A-Z]{3}$/)

export const Version = z.int().min(1).max(2_000_000_000)

/** In the answer of a command: the version its record has once the command is done; filled in by the platform. */
export const NewVersion = z.int().optional()

/** A name in the workspace's first language, or by language (BCP 47 tags). */
export const Name = (most: number) =>
	z.union([Text(most), z.record(z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/), Text(most))])

/** A field of a change: left out it stays, null empties it. */
export const Clearable = <T extends z.ZodType>(schema: T) => schema.nullable().optional()
