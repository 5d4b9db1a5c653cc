import { momentOf } from '#platform/calendar/zone.ts'

export const REPEATS = ['weekly', 'monthly-day', 'monthly-weekday', 'monthly-last-weekday', 'yearly'] as const
export type Repeats = (typeof REPEATS)[number]
export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
export type Weekday = (typeof WEEKDAYS)[number]

export type HumanRule = {
	repeats: Repeats
	/** Every so many weeks, months or years. */
	every: number
	/** For a weekly rule: the days of the week beside the one of the first meeting. */
	weekdays?: readonly Weekday[] | undefined
	/** How many meetings in all, or the last day on which one may be; neither where it goes on. */
	times?: number | undefined
	lastDay?: string | undefined
}

const weekdayOf = (day: string): Weekday => WEEKDAYS[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7] ?? 'MO'

// A fifth Tuesday is not in every month, so whoever begins on one means the last.
const whichOf = (day: string) => {
	const which = Math.ceil(Number(day.slice(8)) / 7)
	return which === 5 ? -1 : which
}

const utcText = (moment: number) => `${new Date(moment).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`

/** The recurrence rule (RFC 5545, 3.3.10) of what a person chose, counted from the first meeting, which is always one of its times. */
export function ruleOf(
	{ repeats, every, weekdays = [], times, lastDay }: HumanRule,
	start: string,
	zone: string
): string {
	const day = start.slice(0, 10)
	const weekday = weekdayOf(day)
	const parts = [`FREQ=${frequencyOf(repeats)}`]
	if (every > 1) parts.push(`INTERVAL=${String(every)}`)
	if (repeats === 'weekly') {
		const all = new Set([weekday, ...weekdays])
		parts.push(`BYDAY=${WEEKDAYS.filter((one) => all.has(one)).join(',')}`)
	}
	if (repeats === 'monthly-day') parts.push(`BYMONTHDAY=${String(Number(day.slice(8)))}`)
	if (repeats === 'monthly-weekday') parts.push(`BYDAY=${String(whichOf(day))}${weekday}`)
	if (repeats === 'monthly-last-weekday') parts.push(`BYDAY=-1${weekday}`)
	if (times !== undefined) parts.push(`COUNT=${String(times)}`)
	else if (lastDay !== undefined) parts.push(`UNTIL=${utcText(momentOf(`${lastDay}T23:59`, zone).moment)}`)
	return parts.join(';')
}

function frequencyOf(repeats: Repeats) {
	switch (repeats) {
		case 'weekly':
			return 'WEEKLY'
		case 'monthly-day':
		case 'monthly-weekday':
		case 'monthly-last-weekday':
			return 'MONTHLY'
		case 'yearly':
			return 'YEARLY'
		default:
			return repeats satisfies never
	}
}

type Instance = { id: string; seriesStart: string; localStart: string; state: string }

/**
 * What becomes of a series' planned meetings when its rule gives other times: those on a day that is still one of its days move to
 * the new time of that day, days that are new are planned, and what is left over is cancelled. A meeting that was moved by
 * hand, or that was called, is left as it is.
 */
export function rearrange(instances: readonly Instance[], starts: readonly string[]) {
	const own = instances.filter((one) => one.state === 'planned' && one.localStart === one.seriesStart)
	const taken = new Set(instances.filter((one) => !own.includes(one)).map((one) => one.seriesStart.slice(0, 10)))
	const wanted = new Map(starts.map((start) => [start.slice(0, 10), start]))
	const kept = own.flatMap((one) => {
		const start = wanted.get(one.seriesStart.slice(0, 10))
		return start === undefined ? [] : [{ id: one.id, start }]
	})
	const keptDays = new Set(kept.map(({ start }) => start.slice(0, 10)))
	return {
		kept,
		added: starts.filter((start) => !keptDays.has(start.slice(0, 10)) && !taken.has(start.slice(0, 10))),
		cancelled: own.filter((one) => !wanted.has(one.seriesStart.slice(0, 10))).map(({ id }) => id)
	}
}
