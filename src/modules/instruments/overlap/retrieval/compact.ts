import { CONCEPT, makeLexicon, numberOfConcept, numberOfWord, type Lexicon } from './lexicon.ts'
import type { ReadText } from './read-text.ts'
import { stemLanguage } from './stems.ts'

/**
 * Makes a lexicon of the words of some texts alone and numbers the texts by it. Drafts that were compared and texts that were taken
 * out leave their words behind, and a server would gather them for months.
 */
export function compacted(lexicon: Lexicon, texts: Iterable<ReadText>): Lexicon {
	const kept = makeLexicon(lexicon.shipped)
	const keys = [...lexicon.words.keys()]
	const words = new Map<number, number>()
	const terms = new Map<number, number>()
	const wordAnew = (old: number): number => {
		const known = words.get(old)
		if (known !== undefined) return known
		const key = keys[old] ?? ''
		const space = key.indexOf(' ')
		const number = key.startsWith(CONCEPT)
			? numberOfConcept(kept, key.slice(CONCEPT.length))
			: numberOfWord(kept, key.slice(space + 1), stemLanguage(key.slice(0, space)))
		words.set(old, number)
		terms.set(lexicon.termOf[old] ?? 0, kept.termOf[number] ?? 0)
		return number
	}
	for (const { provisions } of texts)
		for (const one of provisions) {
			one.words.numbers.forEach((old, at) => (one.words.numbers[at] = wordAnew(old)))
			one.terms.numbers.forEach((old, at) => (one.terms.numbers[at] = terms.get(old) ?? 0))
		}
	return kept
}
