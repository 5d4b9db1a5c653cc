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
