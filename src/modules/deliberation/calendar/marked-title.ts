import type { Origin } from '#platform/database/tables.ts'
import type { Words } from '#platform/languages/words.ts'

/** The name of a meeting as a calendar shows it, where nothing else tells that it never took place: invented ones say so. */
export const markedTitle = (
	words: Pick<Words, 'name' | 't'>,
	title: Readonly<Record<string, string>>,
	origin: Origin
): string => (origin === 'invented' ? `${words.name(title)} (${words.t('ui.origin.invented')})` : words.name(title))
