const DAY = 86_400_000

/** A calendar day as the number of days since 1970. */
export const dayNumber = (day: string): number => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY)

/** The day some days after another, or before it. */
export const addDays = (day: string, days: number): string =>
	new Date((dayNumber(day) + days) * DAY).toISOString().slice(0, 10)

/** How many days lie between two: 0 for the same, less where the second is the earlier. */
export const daysBetween = (from: string, to: string): number => dayNumber(to) - dayNumber(from)
