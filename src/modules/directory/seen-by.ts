import { audienceChoice } from '#platform/access/seat.ts'
import type { Words } from '#platform/languages/words.ts'

/**
 * Who sees a record, in words. What is kept to the secretariat and shown to actors beside (those an item is restricted to, those
 * that must act) says so, by name where the page gives their names: it is not for the secretariat only.
 */
export function seenBy(
	{ t, list }: Pick<Words, 't' | 'list'>,
	tokens: readonly string[],
	actors: readonly string[] = []
): string {
	const choice = audienceChoice(tokens)
	if (choice !== 'secretariat' || !tokens.some((token) => token.startsWith('actor:'))) return t(`audience.${choice}`)
	return actors.length > 0
		? t('audience.secretariat-and-actors', { actors: list(actors) })
		: t('audience.secretariat-and-named')
}
