import type { ReadProvision } from './read-text.ts'

/** What tells that two provisions speak of the same matter, each from 0 to 1. */
export type Signs = {
	/** BM25+ of one asked for the other, as a share of what each would score for itself. */
	bm25: number
	/** Cosine of their vectors; 0 between languages. */
	vector: number
	/** How well their words meet each other, by meaning. */
	words: number
	/** Concepts of migration that both name, in whatever language. */
	concepts: number
	/** How alike the whole texts are in which they stand. */
	context: number
}

// Found by trying on the texts of the labelled set that its test names for it, and rounded; the other texts are judged by them.
const SHARES = { bm25: 0.25, vector: 0.2, words: 0.55, concepts: 0.1 } as const
const CONTEXT_SHARE = 0.4
const SAME_TERM = 1.5
const OTHER_TERM = 0.8
const OTHER_KIND = 0.6
// Between languages few words can meet; scores are raised so that pairs of one score are right as often either way.
const OTHER_LANGUAGE = 1.8

/**
 * The likeness of two provisions as one number from 0 to 1. A definition goes with definitions of the same term, less with others,
 * and least with what is no definition.
 */
export function overlapScore(signs: Signs, one: ReadProvision, other: ReadProvision): number {
	const alike =
		SHARES.bm25 * signs.bm25 +
		SHARES.vector * signs.vector +
		SHARES.words * signs.words +
		SHARES.concepts * signs.concepts
	const inContext = alike * (1 - CONTEXT_SHARE + CONTEXT_SHARE * signs.context)
	return Math.min(1, inContext * kindFactor(one, other) * (one.language === other.language ? 1 : OTHER_LANGUAGE))
}

function kindFactor(one: ReadProvision, other: ReadProvision): number {
	if (one.kind !== other.kind) return OTHER_KIND
	if (one.kind !== 'definition') return 1
	return one.defined.some((term) => other.defined.includes(term)) ? SAME_TERM : OTHER_TERM
}

/** The concepts that both name, by rarity, as a share of those of each. */
export function sharedConcepts(
	isConcept: readonly boolean[],
	rarity: Float32Array,
	one: ReadProvision,
	other: ReadProvision
): number {
	let [shared, mine, theirs] = [0, 0, 0]
	for (const term of one.terms.numbers) {
		if (isConcept[term] !== true) continue
		mine += rarity[term] ?? 0
		if (other.terms.numbers.includes(term)) shared += rarity[term] ?? 0
	}
	if (shared === 0) return 0
	for (const term of other.terms.numbers) if (isConcept[term] === true) theirs += rarity[term] ?? 0
	return shared / Math.sqrt(mine * theirs)
}
