import { z } from 'zod'
import { isLocalTime, isZone } from '#platform/calendar/zone.ts'
import { Year } from '#platform/operation/fields.ts'

/** A time as a clock on the wall shows it, `2026-04-01T09:00`; of two figures of a year browsers make one of Roman times. */
export const LocalTime = z
	.string()
	.max(16)
	.refine(isLocalTime, { params: { code: 'format' }, abort: true })
	.refine((time) => Year.safeParse(Number(time.slice(0, 4))).success, { params: { code: 'no-such-year' } })

/** A zone of the tz database, `Africa/Harare`. */
export const Zone = z
	.string()
	.max(60)
	.refine(isZone, { params: { code: 'time-zone' } })

const MINUTE = 60_000

/** How many minutes of the clock's face one local time is after another. */
export const minutesBetween = (from: string, to: string): number =>
	(Date.parse(`${to}:00Z`) - Date.parse(`${from}:00Z`)) / MINUTE

/** The zones of the list that a meeting can be told in, one of them first, those of Africa before the others. */
export function zonesFrom(first: string): string[] {
	const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')]
	const near = zones.filter((zone) => zone.startsWith('Africa/'))
	return [...new Set([first, ...near, ...zones])]
}
