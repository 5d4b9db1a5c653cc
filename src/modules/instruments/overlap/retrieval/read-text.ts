import type { Lexicon } from './lexicon.ts'
import { meetWord, numberOfConcept } from './lexicon.ts'
import { definedTerms, kindOfProvision, type ProvisionKind } from './provision-kind.ts'
import { withoutStandingPhrases } from './standing-phrases.ts'
import { stemLanguage, type StemLanguage } from './stems.ts'
import { findTerms, type Term } from './terms.ts'
import { wordsOf } from './words.ts'

/** One numbered provision of a text. */
export type ProvisionText = { id: string; heading?: string | null; text: string }

/** A text as the index takes it; `language` as BCP 47 writes it. */
export type TextToIndex = { textId: string; language: string; provisions: readonly ProvisionText[] }

/** Numbers and how often each is there. */
export type Counted = { numbers: Int32Array; counts: Uint8Array }

/** A provision as it is compared: its words, the stems and concepts they come down to, what it defines. */
export type ReadProvision = {
	id: string
	language: StemLanguage
	kind: ProvisionKind
	words: Counted
	terms: Counted
	defined: readonly string[]
}

export type ReadText = { textId: string; language: StemLanguage; provisions: readonly ReadProvision[] }

// What stands in the heading is what the provision is about.
const HEADING_COUNTS = 2
// Of a provision of many pages, what its first words say.
const WORDS_MOST = 2_000

function asCounted(found: ReadonlyMap<number, number>): Counted {
	const numbers = new Int32Array(found.size)
	const counts = new Uint8Array(found.size)
	let at = 0
	for (const [number, count] of found) {
		numbers[at] = number
		counts[at] = Math.min(count, 255)
		at++
	}
	return { numbers, counts }
}

// How a matter is governed (committees, indicators, budgets) is said of every matter, and is none by itself.
const tellsMatter = ({ topic }: Term) => topic !== '' && !topic.startsWith('governance-')

/** Reads one provision: words and concepts by number. What is formal has none, so that it pairs with nothing. */
export function readProvision(lexicon: Lexicon, provision: ProvisionText, language: StemLanguage): ReadProvision {
	// A title or heading alone says nothing that could be compared.
	const kind = provision.text.trim() === '' ? 'formal' : kindOfProvision(provision)
	const words = new Map<number, number>()
	const add = (number: number, count: number) => words.set(number, (words.get(number) ?? 0) + count)
	for (const [text, count] of [
		[provision.heading ?? '', HEADING_COUNTS],
		[provision.text, 1]
	] as const) {
		if (kind === 'formal') break
		const all = wordsOf(withoutStandingPhrases(text, language)).slice(0, WORDS_MOST)
		const stems = all.map(({ plain }) => {
			const { stem, number } = meetWord(lexicon, plain, language)
			if (number !== null) add(number, count)
			return stem
		})
		for (const { term } of findTerms(lexicon.shipped.terms, all, stems, language))
			if (tellsMatter(term)) add(numberOfConcept(lexicon, term.concept), count)
	}
	const terms = new Map<number, number>()
	for (const [word, count] of words) {
		const term = lexicon.termOf[word] ?? 0
		terms.set(term, (terms.get(term) ?? 0) + count)
	}
	return {
		id: provision.id,
		language,
		kind,
		words: asCounted(words),
		terms: asCounted(terms),
		defined: kind === 'definition' ? definedTerms(provision.text, language) : []
	}
}

/** Reads a text for the index. */
export function readText(lexicon: Lexicon, { textId, language: tag, provisions }: TextToIndex): ReadText {
	const language = stemLanguage(tag)
	return { textId, language, provisions: provisions.map((one) => readProvision(lexicon, one, language)) }
}
