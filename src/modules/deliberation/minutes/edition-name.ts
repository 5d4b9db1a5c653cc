import { nameOf } from '#modules/directory/page-links.ts'
import type { Words } from '#platform/languages/words.ts'
import type { Edition } from './editions.ts'

type Actor = { reference: string; title: Record<string, string>; acronym: string | null }
type Circle = { edition: Edition; actors: readonly { actor: Actor; isKnown: boolean }[] }

const KEYS: Record<Exclude<Edition, 'named'>, string> = {
	public: 'public',
	workspace: 'all-seats',
	members: 'members',
	'full-members': 'full-members',
	full: 'full-edition'
}
// A file's name that names more organizations is longer than any list of files shows.
const NAMED_IN_FILE = 3

/** For whom an edition is, as the end of a file's name. */
export function editionKey({ edition, actors }: Circle): string {
	if (edition !== 'named') return KEYS[edition]
	const keys = actors.every(({ isKnown }) => isKnown) ? actors.map(({ actor }) => actor.reference) : []
	return ['named', ...keys.slice(0, NAMED_IN_FILE), ...(keys.length > NAMED_IN_FILE ? ['and-others'] : [])].join('-')
}

/**
 * For whom an edition is, in words that say nothing of any other edition. Organizations are named only where everybody sees that
 * they are there: whoever reads the edition sees that they were named too.
 */
export function editionName(words: Words, { edition, actors }: Circle): string {
	if (edition !== 'named') return words.t(`minutes.edition.${edition}`)
	return actors.length > 0 && actors.every(({ isKnown }) => isKnown)
		? words.t('minutes.edition.named-for', { actors: words.list(actors.map(({ actor }) => nameOf(words, actor))) })
		: words.t('minutes.edition.named')
}
