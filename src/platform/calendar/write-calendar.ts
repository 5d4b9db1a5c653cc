import { momentOf, offsetAt, transitionsBetween } from './zone.ts'

/**
 * Calendars as RFC 5545 and RFC 7986 write them, by hand: the usual library writes local times as if they were of UTC, and no
 * time zones. A feed has no METHOD: with one, RFC 5546 would ask for an organizer, and programs would take it for an invitation.
 */

export type EventStatus = 'TENTATIVE' | 'CONFIRMED' | 'CANCELLED'

type Common = {
	/** Stable for life: a moved event keeps it, under a higher sequence. */
	uid: string
	sequence: number
	/** When it was last changed; also its stamp, so that a feed in which nothing changed is the same byte for byte. */
	changedAt: Date
	summary: string
	description?: string | null
	location?: string | null
	url?: string | null
	categories?: readonly string[]
	status: EventStatus
}

/** An event from one local time to another, by the clocks of a zone. */
export type TimedEvent = Common & {
	start: string
	end: string
	zone: string
	/** A rule that the event recurs by, and the starts that fall out of it. */
	recurrence?: { rule: string; excluded: readonly string[] } | null
	/** Of an instance of a recurring event that was moved or cancelled: when it was to begin. */
	instanceOf?: string | null
}

/** An event of a whole day, or of all days up to a last one. */
export type DayEvent = Common & { day: string; until?: string | null }

export type Calendar = {
	name: string
	description?: string | null
	language?: string
	/** After how many hours a program should look again. */
	refreshHours: number
	events: readonly (TimedEvent | DayEvent)[]
}

const OCTETS = 75
const DAY = 86_400_000
const encoder = new TextEncoder()

/** Text as a value: what would end it, or part a list, is escaped; control characters have no place in it. */
export const escapeText = (text: string): string =>
	text
		.replaceAll(/\r\n?/g, '\n')
		.replaceAll(/(?![\n\t])\p{Cc}/gu, '')
		.replaceAll(/[\\;,]/g, (sign) => `\\${sign}`)
		.replaceAll('\n', '\\n')

/** A content line cut into pieces of at most 75 octets, never inside a character; those that follow begin with a space. */
export function foldLine(line: string): string {
	const pieces: string[] = []
	let piece = ''
	let size = 0
	for (const character of line) {
		const octets = encoder.encode(character).length
		if (size + octets > OCTETS) {
			pieces.push(piece)
			piece = ' '
			size = 1
		}
		piece += character
		size += octets
	}
	return [...pieces, piece].join('\r\n')
}

const digits = (text: string) => text.replaceAll(/[-:]/g, '')
const utc = (moment: Date) => `${digits(moment.toISOString().slice(0, 19))}Z`
const localTime = (local: string) => `${digits(local)}00`
const inZone = (name: string, local: string, zone: string) =>
	zone === 'UTC' ? `${name}:${localTime(local)}Z` : `${name};TZID=${zone}:${localTime(local)}`

function offsetText(offset: number) {
	const seconds = Math.round(Math.abs(offset) / 1000)
	const two = (value: number) => String(value).padStart(2, '0')
	const rest = seconds % 60
	return `${offset < 0 ? '-' : '+'}${two(Math.floor(seconds / 3600))}${two(Math.floor(seconds / 60) % 60)}${rest === 0 ? '' : two(rest)}`
}

function observance(kind: 'STANDARD' | 'DAYLIGHT', start: string, offsets: { before: number; after: number }) {
	return [
		`BEGIN:${kind}`,
		`DTSTART:${start}`,
		`TZOFFSETFROM:${offsetText(offsets.before)}`,
		`TZOFFSETTO:${offsetText(offsets.after)}`,
		`END:${kind}`
	]
}

/** A zone with every change of its clocks between two moments, as they were and are known to be. */
export function zoneLines(zone: string, from: number, until: number): string[] {
	const changes = transitionsBetween(from, until, zone)
	const first = changes[0]?.before ?? offsetAt(from, zone)
	// What held before the first change is standard time, unless that change put clocks back.
	const isSummerFirst = changes[0] !== undefined && changes[0].after < changes[0].before
	return [
		'BEGIN:VTIMEZONE',
		`TZID:${zone}`,
		...observance(isSummerFirst ? 'DAYLIGHT' : 'STANDARD', '19700101T000000', { before: first, after: first }),
		...changes.flatMap(({ moment, before, after }) =>
			// Written in the time of before: that is when people look at their clocks and change them.
			observance(
				after > before ? 'DAYLIGHT' : 'STANDARD',
				digits(new Date(moment + before).toISOString().slice(0, 19)),
				{ before, after }
			)
		),
		'END:VTIMEZONE'
	]
}

const isTimed = (event: TimedEvent | DayEvent): event is TimedEvent => 'start' in event

// A rule has no end that could be seen from here; zones are told for as long as anybody plans ahead.
const AHEAD = 10 * 366 * DAY

function zonesOf(events: readonly (TimedEvent | DayEvent)[]): string[] {
	const timed = events.filter(isTimed).filter(({ zone }) => zone !== 'UTC')
	return [...Map.groupBy(timed, ({ zone }) => zone)]
		.toSorted(([one], [other]) => (one < other ? -1 : 1))
		.flatMap(([zone, some]) => {
			const moments = some.flatMap(({ start, end, instanceOf, recurrence }) => {
				const last = momentOf(end, zone).moment
				const all = [momentOf(start, zone).moment, recurrence ? last + AHEAD : last]
				return instanceOf ? [...all, momentOf(instanceOf, zone).moment] : all
			})
			return zoneLines(zone, Math.min(...moments) - DAY, Math.max(...moments) + DAY)
		})
}

const given = (name: string, value: string | null | undefined) =>
	value === null || value === undefined || value === '' ? [] : [`${name}:${escapeText(value)}`]

function eventLines(event: TimedEvent | DayEvent): string[] {
	return [
		'BEGIN:VEVENT',
		`UID:${event.uid}`,
		`DTSTAMP:${utc(event.changedAt)}`,
		`LAST-MODIFIED:${utc(event.changedAt)}`,
		`SEQUENCE:${String(event.sequence)}`,
		...(isTimed(event) ? timesOf(event) : dayOf(event)),
		`SUMMARY:${escapeText(event.summary)}`,
		...given('DESCRIPTION', event.description),
		...given('LOCATION', event.location),
		...(event.url ? [`URL:${event.url}`] : []),
		...(event.categories && event.categories.length > 0
			? [`CATEGORIES:${event.categories.map(escapeText).join(',')}`]
			: []),
		`STATUS:${event.status}`,
		// What only falls due on a day, or does not take place, keeps nobody busy.
		`TRANSP:${isTimed(event) && event.status !== 'CANCELLED' ? 'OPAQUE' : 'TRANSPARENT'}`,
		'END:VEVENT'
	]
}

function timesOf({ start, end, zone, recurrence, instanceOf }: TimedEvent): string[] {
	return [
		inZone('DTSTART', start, zone),
		// An event that lies across an hour that comes twice ends at the time its clock shows; its zone says which is meant.
		inZone('DTEND', end, zone),
		...(instanceOf ? [inZone('RECURRENCE-ID', instanceOf, zone)] : []),
		...(recurrence
			? [
					`RRULE:${recurrence.rule.replace(/^RRULE:/i, '')}`,
					...recurrence.excluded.map((one) => inZone('EXDATE', one, zone))
				]
			: [])
	]
}

function dayOf({ day, until }: DayEvent): string[] {
	const last = until && until > day ? until : day
	const next = new Date(Date.parse(`${last}T00:00:00Z`) + DAY).toISOString().slice(0, 10)
	return [`DTSTART;VALUE=DATE:${digits(day)}`, `DTEND;VALUE=DATE:${digits(next)}`]
}

/** Writes a calendar; equal calendars are equal texts. */
export function writeCalendar({ name, description, language, refreshHours, events }: Calendar): string {
	const lines = [
		'BEGIN:VCALENDAR',
		'VERSION:2.0',
		'PRODID:-//Pitso//Pitso//EN',
		'CALSCALE:GREGORIAN',
		`NAME${language ? `;LANGUAGE=${language}` : ''}:${escapeText(name)}`,
		`X-WR-CALNAME:${escapeText(name)}`,
		...given('DESCRIPTION', description),
		`REFRESH-INTERVAL;VALUE=DURATION:PT${String(refreshHours)}H`,
		`X-PUBLISHED-TTL:PT${String(refreshHours)}H`,
		...zonesOf(events),
		...events.flatMap(eventLines),
		'END:VCALENDAR'
	]
	return `${lines.map(foldLine).join('\r\n')}\r\n`
}
