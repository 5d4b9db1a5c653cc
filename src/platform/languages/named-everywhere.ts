import { LAST_LANGUAGE, speak, type Catalogue, type Words } from './words.ts'

/**
 * The name of something that the product itself names, in every language it has words for it in, since who reads it may read in
 * another language than the workspace writes; and in the first language of the workspace, where every name must have one.
 */
export function namedEverywhere(
	{
		catalogue,
		languages,
		firstLanguage
	}: { catalogue: Catalogue; languages: readonly string[]; firstLanguage: string },
	key: string,
	say: (words: Words) => string
): Record<string, string> {
	const isSpoken = (language: string) => catalogue[language]?.[key] !== undefined
	// In a language it has no words for, the rest of the sentence would be said in English around the days of that language.
	const named = [
		firstLanguage,
		...languages.filter(isSpoken),
		...Object.keys(catalogue).filter(isSpoken),
		LAST_LANGUAGE
	]
	return Object.fromEntries(
		[...new Set(named)].map((language) => [
			language,
			say(speak(catalogue, isSpoken(language) ? language : LAST_LANGUAGE, { firstLanguage }))
		])
	)
}
