import type { ShippedLanguage } from './shipped-language.server.ts'
import { isContent, weightOfStem } from './plain-words.ts'
import { spellVector } from './spelled-vectors.ts'
import { stemOf, type StemLanguage } from './stems.ts'
import { copyVector, generalProbability } from './word-vectors.ts'

/** The stem of a plain word, and its number; null where it tells nothing. */
export type MetWord = { stem: string; number: number | null }

/**
 * Every word met so far, by number: its stem (by number too), how much it counts, its vector. A concept of the terms is a word
 * without a vector, the same in every language.
 */
export type Lexicon = {
	shipped: ShippedLanguage
	dimensions: number
	words: Map<string, number>
	terms: Map<string, number>
	/** What was worked out of each plain word, by language: asked for once a word of every text. */
	met: Record<StemLanguage, Map<string, MetWord>>
	/** By word: the number of its stem, how probable it is in general (0 where it has no vector). */
	termOf: number[]
	general: number[]
	/** By stem: how much it counts beside its rarity. */
	weightOf: number[]
	/** By stem: whether it is a concept of the terms. */
	isConcept: boolean[]
	/** By word, `dimensions` numbers each, of length 1 or nought. */
	vectors: Float32Array
}

/** Concepts begin with it; no word of a text does. */
export const CONCEPT = '§'
const FIRST_ROOM = 4_096
// Of languages whose frequencies do not ship: as rare as the thousandth word of English.
const UNKNOWN_PROBABILITY = 1e-4

export const makeLexicon = (shipped: ShippedLanguage): Lexicon => ({
	shipped,
	dimensions: shipped.vectors.dimensions,
	words: new Map(),
	terms: new Map(),
	met: { en: new Map(), fr: new Map(), pt: new Map(), simple: new Map() },
	termOf: [],
	general: [],
	weightOf: [],
	isConcept: [],
	vectors: new Float32Array(FIRST_ROOM * shipped.vectors.dimensions)
})

function termNumber(lexicon: Lexicon, stem: string, weight: number): number {
	const known = lexicon.terms.get(stem)
	if (known !== undefined) return known
	const number = lexicon.terms.size
	lexicon.terms.set(stem, number)
	lexicon.weightOf.push(weight)
	lexicon.isConcept.push(stem.startsWith(CONCEPT))
	return number
}

function newWord(lexicon: Lexicon, key: string, term: number): number {
	const number = lexicon.words.size
	lexicon.words.set(key, number)
	lexicon.termOf.push(term)
	if ((number + 1) * lexicon.dimensions > lexicon.vectors.length) {
		const grown = new Float32Array(lexicon.vectors.length * 2)
		grown.set(lexicon.vectors)
		lexicon.vectors = grown
	}
	return number
}

/** The stem and the number of a plain word of a text. */
export function meetWord(lexicon: Lexicon, plain: string, language: StemLanguage): MetWord {
	const known = lexicon.met[language].get(plain)
	if (known) return known
	const number = isContent(plain, language) ? numberOfWord(lexicon, plain, language) : null
	const met = { stem: stemOf(plain, language), number }
	lexicon.met[language].set(plain, met)
	return met
}

/** The number of a plain word of a language. */
export function numberOfWord(lexicon: Lexicon, plain: string, language: StemLanguage): number {
	const key = `${language} ${plain}`
	const known = lexicon.words.get(key)
	if (known !== undefined) return known
	const stem = stemOf(plain, language)
	const number = newWord(lexicon, key, termNumber(lexicon, stem, weightOfStem(stem, language)))
	const vector = lexicon.vectors.subarray(number * lexicon.dimensions, (number + 1) * lexicon.dimensions)
	const hasVector = language === 'en' ? copyVector(lexicon.shipped.vectors, plain, vector) : spellVector(plain, vector)
	const probability = language === 'en' ? generalProbability(lexicon.shipped.vectors, plain) : UNKNOWN_PROBABILITY
	lexicon.general.push(hasVector ? probability : 0)
	return number
}

/** The number of a concept. */
export function numberOfConcept(lexicon: Lexicon, concept: string): number {
	const key = `${CONCEPT}${concept}`
	const known = lexicon.words.get(key)
	if (known !== undefined) return known
	const number = newWord(lexicon, key, termNumber(lexicon, key, 1))
	lexicon.general.push(0)
	return number
}
