import { stemEnglish } from './stem-english.ts'

/** The languages whose words Pitso can take to their stem; any other is compared word by word. */
export type StemLanguage = 'en' | 'fr' | 'pt' | 'simple'

/** Which of them a language tag means, as the search of records decides it. */
export function stemLanguage(tag: string): StemLanguage {
	const language = tag.slice(0, 2).toLowerCase()
	return language === 'en' || language === 'fr' || language === 'pt' ? language : 'simple'
}

// Endings that are taken off, the longest first, after the light stemmers of Savoy, "Light stemming approaches for the French,
// Portuguese, German and Hungarian languages", SAC 2006: number, gender, the commonest derivations and forms of verbs. Written
// without accents, as words stand here.
const FRENCH =
	'issements issement issaient atrices ateurs ations atrice ateur ation ements ement ments ment euses euse eurs eur ances ance ences ence ables able ibles ible ivement ives ive ifs if antes ante ants ant aient eront erent iront ees ee ent ons ait ais ites ite aux al es er ez ir re is it e s x'
const PORTUGUESE =
	'amentos amento imentos imento adoras adores adora ador acoes acao coes cao mente idades idade ancias ancia encias encia aveis avel iveis ivel istas ista ivas ivos iva ivo antes ante entes ente adas ados ada ado idas idos ida ido ando endo indo aram eram iram avam arem erem irem ares ais eis ar er ir oes ao am em as os es a o e s'

const byLength = (endings: string) => endings.split(' ').sort((one, other) => other.length - one.length)
const ENDINGS = { fr: byLength(FRENCH), pt: byLength(PORTUGUESE) } as const
// What is left must still tell one word from another.
const LEAST_LEFT = 4

function withoutEnding(word: string, endings: readonly string[]): string {
	const ending = endings.find((one) => word.length - one.length >= LEAST_LEFT && word.endsWith(one))
	return ending === undefined ? word : word.slice(0, -ending.length)
}

/** The stem of a plain word: what its inflected forms share. */
export function stemOf(word: string, language: StemLanguage): string {
	switch (language) {
		case 'en':
			return stemEnglish(word)
		case 'fr':
		case 'pt':
			return withoutEnding(word, ENDINGS[language])
		case 'simple':
			return word
		default:
			return language satisfies never
	}
}
