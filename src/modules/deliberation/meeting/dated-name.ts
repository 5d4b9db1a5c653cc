import { dates } from '#platform/languages/dates.ts'
import type { Names, Words } from '#platform/languages/words.ts'

/** Whether a name tells a day already, as its language writes days: most meetings are named by theirs. */
export const tellsDay = (names: Names, day: string): boolean =>
	Object.entries(names).some(([language, name]) => name.includes(dates(language, 'UTC').day(day)))

/** A meeting by its name and day, the day told once. */
export const datedName = ({ t, name, day }: Pick<Words, 't' | 'name' | 'day'>, title: Names, on: string): string =>
	tellsDay(title, on) ? name(title) : t('minutes.series.meeting', { meeting: name(title), day: day(on) })

const dayOf = (language: string, day: string) => dates(language, 'UTC').day(day)

/** What the product names a meeting that nobody gave a name: by its structure and its day. */
export const nameOnDay = (structure: Names, day: string): Record<string, string> =>
	Object.fromEntries(
		Object.entries(structure).map(([language, name]) => [language, `${name}, ${dayOf(language, day)}`])
	)

/**
 * The name of a meeting that is moved to another day: one that ends with the old day, as the product names meetings, ends with
 * the new one; whatever else people wrote stays as they wrote it. Null where nothing of it changes.
 */
export function nameMoved(title: Names, from: string, to: string): Record<string, string> | null {
	if (from === to) return null
	const moved = Object.entries(title).map(([language, name]): [string, string] => {
		const told = `, ${dayOf(language, from)}`
		return [language, name.endsWith(told) ? `${name.slice(0, -told.length)}, ${dayOf(language, to)}` : name]
	})
	return moved.some(([language, name]) => name !== title[language]) ? Object.fromEntries(moved) : null
}
