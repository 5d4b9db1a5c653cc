import { LAST_LANGUAGE, type Catalogue } from './words.ts'

/** The part of all sentences that a language needs before readers are offered it. */
export const OFFERED_FROM = 0.9

/** The languages to offer: those nearly complete, and those an installation names, in the order of the catalogue. */
export function offeredFrom(catalogue: Catalogue, named: readonly string[] = []): string[] {
	const total = Object.keys(catalogue[LAST_LANGUAGE] ?? {}).length
	return Object.entries(catalogue)
		.filter(
			([language, sentences]) => named.includes(language) || Object.keys(sentences).length >= OFFERED_FROM * total
		)
		.map(([language]) => language)
}

/**
 * The languages of a workspace that the product speaks, in which it can write a paper from first to last: in another one only
 * the dates would be. Where it speaks none of them, the language that every sentence has words in.
 */
export function spokenOf(catalogue: Catalogue, languages: readonly string[]): string[] {
	const whole = new Set(offeredFrom(catalogue))
	const spoken = languages.filter((language) => whole.has(language))
	return spoken.length > 0 ? spoken : [LAST_LANGUAGE]
}

/** The language to write a paper in: the first that the product speaks of those wanted, else of the workspace's. */
export function spokenLanguage(
	catalogue: Catalogue,
	wanted: readonly (string | null | undefined)[],
	languages: readonly string[]
): string {
	const whole = new Set(offeredFrom(catalogue))
	return (
		wanted.find((language): language is string => typeof language === 'string' && whole.has(language)) ??
		spokenOf(catalogue, languages)[0] ??
		LAST_LANGUAGE
	)
}
