import type { ReadProvision } from './read-text.ts'
import type { StemLanguage } from './stems.ts'

/** What a whole text is about: its terms, weighted by rarity and by the logarithm of how often they are there. */
export type TextContext = {
	language: StemLanguage
	size: number
	weights: ReadonlyMap<number, number>
	length: number
	conceptLength: number
}

// A few provisions do not tell what the text around them is about.
const LEAST_PROVISIONS = 5
// Texts of one area of law, as the labelled set has them, are about as alike as this; beyond it nothing more is gained.
const ALIKE = 1 / 3
const ALIKE_IN_CONCEPTS = 1 / 2

/** Makes the context of a text from its provisions. */
export function contextOf(
	provisions: readonly ReadProvision[],
	language: StemLanguage,
	rarity: Float32Array,
	isConcept: readonly boolean[]
): TextContext {
	const counts = new Map<number, number>()
	for (const { terms } of provisions)
		for (let at = 0; at < terms.numbers.length; at++) {
			const term = terms.numbers[at] ?? 0
			counts.set(term, (counts.get(term) ?? 0) + (terms.counts[at] ?? 0))
		}
	const weights = new Map<number, number>()
	let [all, concepts] = [0, 0]
	for (const [term, count] of counts) {
		const weight = (1 + Math.log(count)) * (rarity[term] ?? 0)
		weights.set(term, weight)
		all += weight * weight
		if (isConcept[term] === true) concepts += weight * weight
	}
	return { language, size: provisions.length, weights, length: Math.sqrt(all), conceptLength: Math.sqrt(concepts) }
}

/**
 * How alike two texts are as wholes, from 0 to 1: the cosine of their terms, or of their concepts alone where they are in two
 * languages. A section on permits in a law on game parks is about something else than one in a law on foreigners (passages judged
 * with the document around them: Callan, "Passage-level evidence in document retrieval", SIGIR 1994).
 */
export function likeContexts(one: TextContext, other: TextContext, isConcept: readonly boolean[]): number {
	if (one.size < LEAST_PROVISIONS || other.size < LEAST_PROVISIONS) return 1
	const isOneLanguage = one.language === other.language
	let sum = 0
	for (const [term, weight] of one.weights)
		if (isOneLanguage || isConcept[term] === true) sum += weight * (other.weights.get(term) ?? 0)
	const lengths = isOneLanguage ? one.length * other.length : one.conceptLength * other.conceptLength
	if (lengths === 0) return 0
	return Math.min(1, sum / lengths / (isOneLanguage ? ALIKE : ALIKE_IN_CONCEPTS))
}
