import type { Lexicon } from './lexicon.ts'
import type { ReadProvision } from './read-text.ts'

/**
 * How alike two words are, from 0 to 1, kept for pairs that were asked for: the words of laws recur. One value a pair in a table of
 * fixed size; what falls on the same place is worked out again.
 */
export type WordLikeness = { lexicon: Lexicon; keys: Float64Array; values: Float32Array }

const PLACES = 1 << 20
// Below it two words are neighbours by chance.
const LEAST_LIKE = 0.3
// Different words of a provision, its heading first; a schedule of many pages would be compared with another for a second.
const WORDS_MOST = 120

export const makeLikeness = (lexicon: Lexicon): WordLikeness => ({
	lexicon,
	keys: new Float64Array(PLACES).fill(-1),
	values: new Float32Array(PLACES)
})

function likeness(known: WordLikeness, one: number, other: number): number {
	const { lexicon, keys, values } = known
	if (lexicon.termOf[one] === lexicon.termOf[other]) return 1
	const key = one < other ? one * 4_194_304 + other : other * 4_194_304 + one
	const place = (Math.imul(one < other ? one : other, 0x9e3779b1) ^ (one < other ? other : one)) & (PLACES - 1)
	if (keys[place] === key) return values[place] ?? 0
	const { vectors, dimensions } = lexicon
	let sum = 0
	for (let at = 0, first = one * dimensions, second = other * dimensions; at < dimensions; at++)
		sum += (vectors[first + at] ?? 0) * (vectors[second + at] ?? 0)
	const value = sum < LEAST_LIKE ? 0 : sum
	keys[place] = key
	values[place] = value
	return value
}

/**
 * How well the words of one provision are met by those of the other, each by its likest, weighted by rarity, and the other way
 * round; the mean of both (Mihalcea, Corley and Strapparava, "Corpus-based and knowledge-based measures of text semantic
 * similarity", AAAI 2006).
 */
export function alignment(known: WordLikeness, rarity: Float32Array, one: ReadProvision, other: ReadProvision): number {
	const mine = one.words.numbers.subarray(0, WORDS_MOST)
	const theirs = other.words.numbers.subarray(0, WORDS_MOST)
	if (mine.length === 0 || theirs.length === 0) return 0
	const best = new Float32Array(theirs.length)
	const { termOf } = known.lexicon
	let [met, all] = [0, 0]
	for (const word of mine) {
		let most = 0
		for (let at = 0; at < theirs.length; at++) {
			const like = likeness(known, word, theirs[at] ?? 0)
			if (like > most) most = like
			if (like > (best[at] ?? 0)) best[at] = like
		}
		const weight = rarity[termOf[word] ?? 0] ?? 0
		met += weight * most
		all += weight
	}
	let [theirMet, theirAll] = [0, 0]
	for (let at = 0; at < theirs.length; at++) {
		const weight = rarity[termOf[theirs[at] ?? 0] ?? 0] ?? 0
		theirMet += weight * (best[at] ?? 0)
		theirAll += weight
	}
	return ((all > 0 ? met / all : 0) + (theirAll > 0 ? theirMet / theirAll : 0)) / 2
}
