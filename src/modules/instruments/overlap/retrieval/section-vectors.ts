import type { Lexicon } from './lexicon.ts'
import type { ReadProvision } from './read-text.ts'
import type { StemLanguage } from './stems.ts'
import { makeUnit } from './word-vectors.ts'

/**
 * A vector for each provision: the average of its words' vectors, each weighted by a / (a + p) where p is how probable the word is,
 * without what all provisions of its language have in common (Arora, Liang and Ma, "A simple but tough-to-beat baseline for sentence
 * embeddings", ICLR 2017). Kept in whole numbers of 1/127, so that 50,000 of them take 5 MB.
 */
export type SectionVectors = {
	dimensions: number
	/** By word: how much it counts in an average. */
	weights: Float32Array
	/** What the provisions of a language have in common, of length 1. */
	common: ReadonlyMap<StemLanguage, Float32Array>
	/** By provision, `dimensions` numbers each. */
	numbers: Int8Array
}

const A = 1e-3
// So many words of general language are taken to stand beside those of the texts, so that two short texts are judged as many are.
const GENERAL_WORDS = 20_000
const ROUNDS = 8
// As many as tell what is common; fewer tell no more than what they are about.
const LEAST_FOR_COMMON = 50
const SAMPLE = 5_000

function weightsOf(lexicon: Lexicon, provisions: readonly ReadProvision[]): Float32Array {
	const counts = new Float64Array(lexicon.words.size)
	let total = 0
	for (const { words } of provisions)
		for (let at = 0; at < words.numbers.length; at++) {
			const word = words.numbers[at] ?? 0
			counts[word] = (counts[word] ?? 0) + (words.counts[at] ?? 0)
			total += words.counts[at] ?? 0
		}
	return Float32Array.from(counts, (count, word) => {
		const general = lexicon.general[word] ?? 0
		if (general === 0) return 0
		const probability = (count + GENERAL_WORDS * general) / (total + GENERAL_WORDS)
		return (A / (A + probability)) * (lexicon.weightOf[lexicon.termOf[word] ?? 0] ?? 1)
	})
}

/** The weighted average of a provision's words, of length 1 or nought. Words met after the weights were settled count by `fallback`. */
function average(lexicon: Lexicon, weights: Float32Array, { words }: ReadProvision, into: Float32Array): boolean {
	into.fill(0)
	const size = into.length
	for (let at = 0; at < words.numbers.length; at++) {
		const word = words.numbers[at] ?? 0
		const weight = (weights[word] ?? newWordWeight(lexicon, word)) * (words.counts[at] ?? 0)
		if (weight === 0) continue
		const start = word * size
		for (let place = 0; place < size; place++)
			into[place] = (into[place] ?? 0) + weight * (lexicon.vectors[start + place] ?? 0)
	}
	return makeUnit(into)
}

function newWordWeight(lexicon: Lexicon, word: number): number {
	const general = lexicon.general[word] ?? 0
	return general === 0 ? 0 : (A / (A + general)) * (lexicon.weightOf[lexicon.termOf[word] ?? 0] ?? 1)
}

function remove(vector: Float32Array, direction: Float32Array | undefined): void {
	if (!direction) return
	let along = 0
	for (let at = 0; at < vector.length; at++) along += (vector[at] ?? 0) * (direction[at] ?? 0)
	for (let at = 0; at < vector.length; at++) vector[at] = (vector[at] ?? 0) - along * (direction[at] ?? 0)
	makeUnit(vector)
}

/** The first component of some vectors, by power iteration. */
function commonOf(vectors: readonly Float32Array[], dimensions: number): Float32Array {
	const direction = new Float32Array(dimensions)
	for (const vector of vectors)
		for (let at = 0; at < dimensions; at++) direction[at] = (direction[at] ?? 0) + (vector[at] ?? 0)
	makeUnit(direction)
	for (let round = 0; round < ROUNDS; round++) {
		const next = new Float32Array(dimensions)
		for (const vector of vectors) {
			let along = 0
			for (let at = 0; at < dimensions; at++) along += (vector[at] ?? 0) * (direction[at] ?? 0)
			for (let at = 0; at < dimensions; at++) next[at] = (next[at] ?? 0) + along * (vector[at] ?? 0)
		}
		makeUnit(next)
		direction.set(next)
	}
	return direction
}

/** Makes the vectors of all provisions. */
export function makeSectionVectors(lexicon: Lexicon, provisions: readonly ReadProvision[]): SectionVectors {
	const { dimensions } = lexicon
	const weights = weightsOf(lexicon, provisions)
	const byLanguage = new Map<StemLanguage, ReadProvision[]>()
	for (const one of provisions) {
		const mine = byLanguage.get(one.language) ?? []
		byLanguage.set(one.language, mine)
		if (one.words.numbers.length > 0) mine.push(one)
	}
	const common = new Map<StemLanguage, Float32Array>()
	for (const [language, mine] of byLanguage) {
		if (mine.length < LEAST_FOR_COMMON) continue
		const step = Math.ceil(mine.length / SAMPLE)
		const sample = mine
			.filter((_, at) => at % step === 0)
			.map((one) => {
				const vector = new Float32Array(dimensions)
				average(lexicon, weights, one, vector)
				return vector
			})
		common.set(language, commonOf(sample, dimensions))
	}
	const made: SectionVectors = { dimensions, weights, common, numbers: new Int8Array(provisions.length * dimensions) }
	const vector = new Float32Array(dimensions)
	for (const [number, one] of provisions.entries()) {
		vectorOf(lexicon, made, one, vector)
		for (let at = 0; at < dimensions; at++) made.numbers[number * dimensions + at] = Math.round((vector[at] ?? 0) * 127)
	}
	return made
}

/** Writes the vector of a provision into `into`; nought where no word of it has one. */
export function vectorOf(lexicon: Lexicon, made: SectionVectors, provision: ReadProvision, into: Float32Array): void {
	if (average(lexicon, made.weights, provision, into)) remove(into, made.common.get(provision.language))
}

/** So many vectors are compared with all provisions in one go. */
export const AT_ONCE = 3

// Three products are added up in one number, each in 17 bits of its own: the vectors are of length 127, so that no sum or part of one
// is beyond 2 to the 15th. One pass over all provisions then costs as much as for one vector; it is what a question mostly waits for.
const NEXT = 2 ** 17
const NEXT_BUT_ONE = 2 ** 34

/** Writes into `into`, by provision, how near it lies to each of up to three vectors of length 1: the cosine, from -1 to 1. */
export function nearness(
	{ dimensions, numbers }: SectionVectors,
	asked: readonly Float32Array[],
	into: readonly Float32Array[]
): void {
	const [first, second, third] = into
	if (!first || !second || !third) throw new Error(`${AT_ONCE} places are needed.`)
	const whole = (vector: Float32Array | undefined, at: number) => Math.round((vector?.[at] ?? 0) * 127)
	const packed = Float64Array.from(
		{ length: dimensions },
		(_, at) => whole(asked[0], at) + whole(asked[1], at) * NEXT + whole(asked[2], at) * NEXT_BUT_ONE
	)
	for (let number = 0, start = 0; number < first.length; number++, start += dimensions) {
		let [even, odd] = [0, 0]
		for (let at = 0; at < dimensions; at += 2) {
			even += (numbers[start + at] ?? 0) * (packed[at] ?? 0)
			odd += (numbers[start + at + 1] ?? 0) * (packed[at + 1] ?? 0)
		}
		const sum = even + odd
		const high = Math.round(sum / NEXT_BUT_ONE)
		const rest = sum - high * NEXT_BUT_ONE
		const middle = Math.round(rest / NEXT)
		first[number] = (rest - middle * NEXT) / 16_129
		second[number] = middle / 16_129
		third[number] = high / 16_129
	}
}
