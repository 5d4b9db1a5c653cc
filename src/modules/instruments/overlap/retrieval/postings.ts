import type { ReadProvision } from './read-text.ts'

/**
 * Which provisions hold which terms: for each term the numbers of the provisions and the part of its score that is settled
 * beforehand. BM25+ (Lv and Zhai, "Lower-bounding term frequency normalization", CIKM 2011) as MiniSearch 7 computes it, with its
 * constants; the length of a provision is the number of its different terms.
 */
export type Postings = {
	/** By term: where its provisions begin; one more than there are terms. */
	starts: Int32Array
	provisions: Int32Array
	scores: Float32Array
	/** By provision: 1 by the root of the score it would have if it were asked for itself; 0 where that is nought. */
	perRoot: Float32Array
	/** By term: how much it tells, by how few provisions hold it. */
	rarity: Float32Array
	averageLength: number
}

const K = 1.2
const B = 0.7
const D = 0.5

/** How much a term of a provision says: rarity by how often it is there, and how long the provision is. */
const scoreOf = (rarity: number, count: number, length: number, averageLength: number) =>
	rarity * (D + (count * (K + 1)) / (count + K * (1 - B + (B * length) / averageLength)))

export const rarityOf = (holding: number, all: number) => Math.log(1 + (all - holding + 0.5) / (holding + 0.5))

/** Makes the postings of all provisions. `weightOf` says by term how much it counts beside its rarity. */
export function makePostings(provisions: readonly ReadProvision[], weightOf: readonly number[]): Postings {
	const termCount = weightOf.length
	const starts = new Int32Array(termCount + 1)
	let total = 0
	let filled = 0
	for (const { terms } of provisions) {
		total += terms.numbers.length
		if (terms.numbers.length > 0) filled++
		for (const term of terms.numbers) starts[term + 1] = (starts[term + 1] ?? 0) + 1
	}
	const rarity = Float32Array.from(
		weightOf,
		(weight, term) => weight * rarityOf(starts[term + 1] ?? 0, Math.max(filled, 1))
	)
	for (let term = 0; term < termCount; term++) starts[term + 1] = (starts[term + 1] ?? 0) + (starts[term] ?? 0)
	const averageLength = total / Math.max(filled, 1)
	const next = starts.slice()
	const numbers = new Int32Array(total)
	const scores = new Float32Array(total)
	const perRoot = new Float32Array(provisions.length)
	for (const [number, { terms }] of provisions.entries()) {
		let sum = 0
		for (let at = 0; at < terms.numbers.length; at++) {
			const term = terms.numbers[at] ?? 0
			const place = next[term] ?? 0
			next[term] = place + 1
			const score = scoreOf(rarity[term] ?? 0, terms.counts[at] ?? 0, terms.numbers.length, averageLength)
			numbers[place] = number
			scores[place] = score
			sum += score
		}
		if (sum > 0) perRoot[number] = 1 / Math.sqrt(sum)
	}
	return { starts, provisions: numbers, scores, perRoot, rarity, averageLength }
}

/** Adds the terms that were met since the postings were made: no provision holds them. */
export function meetNewTerms(postings: Postings, weightOf: readonly number[], provisionCount: number): void {
	const known = postings.rarity.length
	if (weightOf.length === known) return
	const unseen = rarityOf(0, Math.max(provisionCount, 1))
	postings.rarity = Float32Array.from(weightOf, (weight, term) => postings.rarity[term] ?? weight * unseen)
	const end = postings.starts[known] ?? 0
	postings.starts = Int32Array.from({ length: weightOf.length + 1 }, (_, term) => postings.starts[term] ?? end)
}

/** What a provision would score if it were asked for itself. */
export function ownScore(postings: Postings, { terms }: ReadProvision): number {
	let sum = 0
	for (let at = 0; at < terms.numbers.length; at++)
		sum += scoreOf(
			postings.rarity[terms.numbers[at] ?? 0] ?? 0,
			terms.counts[at] ?? 0,
			terms.numbers.length,
			postings.averageLength
		)
	return sum
}

/** Adds to `into`, by provision, the BM25+ scores for the terms of a provision that is asked for. */
export function scoreTerms(postings: Postings, { terms }: ReadProvision, into: Float32Array): void {
	for (const term of terms.numbers) {
		const end = postings.starts[term + 1] ?? 0
		for (let at = postings.starts[term] ?? 0; at < end; at++) {
			const provision = postings.provisions[at] ?? 0
			into[provision] = (into[provision] ?? 0) + (postings.scores[at] ?? 0)
		}
	}
}
