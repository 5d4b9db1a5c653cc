type Dated = { on: string; until: string | null }

/**
 * The entries of a month under the days they are shown on: on their first, and, those that run on, on the first day of each further
 * week they touch.
 */
export function byDayShown<Entry extends Dated>(
	weeks: readonly (readonly { day: string }[])[],
	entries: readonly Entry[]
): ReadonlyMap<string, (Entry & { isRunning: boolean })[]> {
	const shown = new Map<string, (Entry & { isRunning: boolean })[]>()
	for (const week of weeks) {
		const [first, last] = [week[0]?.day ?? '', week.at(-1)?.day ?? '']
		for (const entry of entries) {
			if (entry.on > last || (entry.until ?? entry.on) < first) continue
			const isRunning = entry.on < first
			const day = isRunning ? first : entry.on
			shown.set(day, [...(shown.get(day) ?? []), { ...entry, isRunning }])
		}
	}
	return shown
}

/** Whether an entry stands on a day of the month. */
export const isInMonth = ({ on, until }: Dated, month: string): boolean =>
	on.slice(0, 7) <= month && (until ?? on).slice(0, 7) >= month
