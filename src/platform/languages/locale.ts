// Plain English is read as American, month first, and plain Portuguese as Brazilian, where "0" is singular; the countries
// served write English the day first, and Portuguese as in Lisbon, Luanda and Maputo.
const REGIONAL: Readonly<Record<string, string>> = { en: 'en-GB', pt: 'pt-PT' }

/** The locale in whose manner a language writes its dates, lists, numbers and plurals. */
export const regional = (language: string): string => REGIONAL[language] ?? language

/**
 * The locales to ask for, best first. The second keeps the machine's own locale out of the pages where the first has
 * no data of some kind: there is no order of letters for Shona and Ndebele, for example.
 */
export const locales = (language: string): string[] => [regional(language), regional('en')]

/** The name of a language in itself ("français"), as a list of languages to choose from shows it. */
export function ownLanguageName(language: string): string {
	const name = languageNameIn(language, language)
	return name.charAt(0).toLocaleUpperCase(language) + name.slice(1)
}

// Every page names the languages it is offered in, and making a list of names takes a hundred times as long as using it.
const lists = new Map<string, Intl.DisplayNames>()
function displayNames(language: string, fallback: 'none' | 'code') {
	const key = `${language} ${fallback}`
	const known = lists.get(key) ?? new Intl.DisplayNames(locales(language), { type: 'language', fallback })
	lists.set(key, known)
	return known
}

// What was named before: to look a name up takes as long as a sentence of the page.
const named = new Map<string, string>()
const NAMED_MOST = 2_000

/** The name of one language in another, or its code where neither knows it. */
export function languageNameIn(language: string, code: string): string {
	const key = `${language} ${code}`
	const known = named.get(key)
	if (known !== undefined) return known
	const name = lookUp(language, code)
	if (named.size < NAMED_MOST) named.set(key, name)
	return name
}

function lookUp(language: string, code: string) {
	// The data of Ndebele and Shona name each other in English only; a language knows itself.
	const names = displayNames(language, 'none')
	const english = displayNames('en', 'code')
	try {
		return names.of(code) ?? english.of(code) ?? code
	} catch {
		return code
	}
}
