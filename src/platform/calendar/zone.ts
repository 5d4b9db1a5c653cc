/**
 * Clocks of places. A local time is text, `YYYY-MM-DDTHH:MM`, and has no zone of its own; a moment is a number of milliseconds
 * since 1970 in UTC. What a zone did and does comes from the engine's own copy of the time zone database.
 */

const MINUTE = 60_000
const DAY = 86_400_000
const PARTS = {
	hourCycle: 'h23',
	calendar: 'iso8601',
	numberingSystem: 'latn',
	year: 'numeric',
	month: '2-digit',
	day: '2-digit',
	hour: '2-digit',
	minute: '2-digit',
	second: '2-digit'
} as const
const LOCAL = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d$/

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string) {
	const known = formats.get(zone) ?? new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...PARTS })
	formats.set(zone, known)
	return known
}

/** True for the name of a time zone that is known here, as `Africa/Harare`; offsets such as `+02:00` name no zone. */
export function isZone(zone: string): boolean {
	if (!/^[A-Za-z][\w+/-]*$/.test(zone)) return false
	try {
		formatOf(zone)
		return true
	} catch {
		return false
	}
}

/** True for a local time that stands in the calendar: the 30th of February does not. */
export function isLocalTime(text: string): boolean {
	return LOCAL.test(text) && localText(utcOf(text)) === text
}

const utcOf = (local: string) => Date.parse(`${local}:00Z`)
const localText = (moment: number) => new Date(moment).toISOString().slice(0, 16)

/** By how many milliseconds a zone's clocks were ahead of UTC at a moment. */
export function offsetAt(moment: number, zone: string): number {
	const parts = new Map(
		formatOf(zone)
			.formatToParts(moment)
			.map(({ type, value }) => [type, Number(value)])
	)
	const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
	const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
	return local - Math.floor(moment / 1000) * 1000
}

/** What the clocks of a zone showed at a moment. */
export const localAt = (moment: number, zone: string): string => localText(moment + offsetAt(moment, zone))

/**
 * The moment of a local time in a zone. Where clocks were put back the time came twice, and the first is meant; where they were
 * put forward it never came, and the offset of before holds (RFC 5545, 3.3.5).
 */
export function momentOf(local: string, zone: string): { moment: number; came: 'once' | 'twice' | 'never' } {
	const asUtc = utcOf(local)
	const before = offsetAt(asUtc - DAY, zone)
	const after = offsetAt(asUtc + DAY, zone)
	if (before === after) return { moment: asUtc - before, came: 'once' }
	const found = [...new Set([asUtc - before, asUtc - after])]
		.filter((moment) => localAt(moment, zone) === local)
		.toSorted((one, other) => one - other)
	const [first] = found
	if (first === undefined) return { moment: asUtc - before, came: 'never' }
	return { moment: first, came: found.length === 1 ? 'once' : 'twice' }
}

/** A local time some minutes of the clock's face later, whatever clocks do meanwhile. */
export const addMinutes = (local: string, minutes: number): string => localText(utcOf(local) + minutes * MINUTE)

export type Transition = { moment: number; before: number; after: number }

/** The moments between two others at which a zone's clocks were put forward or back, with the offsets of before and after. */
export function transitionsBetween(from: number, until: number, zone: string): Transition[] {
	const found: Transition[] = []
	// No zone changed its clocks twice within a week; Morocco's month of Ramadan is the shortest summer there is.
	const step = 7 * DAY
	for (let at = from; at < until; at += step) {
		const end = Math.min(at + step, until)
		const before = offsetAt(at, zone)
		const after = offsetAt(end, zone)
		if (before === after) continue
		let low = at
		let high = end
		while (high - low > 1000) {
			const middle = Math.floor((low + high) / 2000) * 1000
			if (middle <= low) break
			if (offsetAt(middle, zone) === before) low = middle
			else high = middle
		}
		found.push({ moment: Math.floor(high / 1000) * 1000, before, after })
	}
	return found
}
