import type { Origin } from '#platform/database/tables.ts'
import type { Words } from '#platform/languages/words.ts'
import type { MeetingState } from '../rules.ts'

/** The name of a meeting as a calendar shows it, where nothing else tells that it never took place: invented ones say so. */
export const markedTitle = (
	words: Pick<Words, 'name' | 't'>,
	title: Readonly<Record<string, string>>,
	origin: Origin
): string => (origin === 'invented' ? `${words.name(title)} (${words.t('ui.origin.invented')})` : words.name(title))

/**
 * The name under which a meeting stands in a calendar program. Many of them show no state: one that was put off or cancelled says so
 * in its name, or people go to it.
 */
export function titleInCalendar(
	words: Pick<Words, 'name' | 't'>,
	meeting: { title: Readonly<Record<string, string>>; origin: Origin; state: MeetingState }
): string {
	const title = markedTitle(words, meeting.title, meeting.origin)
	switch (meeting.state) {
		case 'postponed':
			return words.t('cadence.feed.postponed', { title })
		case 'cancelled':
			return words.t('cadence.feed.cancelled', { title })
		case 'planned':
		case 'called':
		case 'held':
		case 'drafted':
		case 'circulated':
		case 'adopted':
			return title
		default:
			return meeting.state satisfies never
	}
}
