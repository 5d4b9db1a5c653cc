import { alignment, makeLikeness, type WordLikeness } from './alignment.ts'
import { overlapScore, sharedConcepts, type Signs } from './compare.ts'
import { compacted } from './compact.ts'
import { makeLexicon, type Lexicon } from './lexicon.ts'
import { makePostings, meetNewTerms, ownScore, scoreTerms, type Postings } from './postings.ts'
import {
	readProvision,
	readText,
	type ProvisionText,
	type ReadProvision,
	type ReadText,
	type TextToIndex
} from './read-text.ts'
import { AT_ONCE, makeSectionVectors, nearness, vectorOf, type SectionVectors } from './section-vectors.ts'
import type { ShippedLanguage } from './shipped-language.server.ts'
import { stemLanguage, type StemLanguage } from './stems.ts'
import { contextOf, likeContexts, type TextContext } from './text-context.ts'

export type { ProvisionText, TextToIndex } from './read-text.ts'
export type { ShippedLanguage } from './shipped-language.server.ts'

// What is worked out over all texts together, anew after a text came or went.
type Prepared = {
	provisions: ReadProvision[]
	/** By provision: the number of its text among `textIds`, and that of its language. */
	textIds: string[]
	texts: Uint32Array
	languages: Uint8Array
	postings: Postings
	vectors: SectionVectors
	likeness: WordLikeness
	contexts: ReadonlyMap<string, TextContext>
	/** How many words the lexicon held. */
	words: number
}

/** Provisions of many texts, made ready to find those that speak of the same matter as others. Keep one for each who may read the same texts. */
export type OverlapIndex = { lexicon: Lexicon; texts: Map<string, ReadText>; prepared: Prepared | null; asking: number }

/** Two provisions that seem to speak of the same matter, and why. Scores lie between 0 and 1. */
export type SuggestedOverlap = { draft: string; other: string; textId: string; score: number; why: Signs }

export type OverlapOptions = {
	/** The language of the draft, as BCP 47 writes it. */
	language: string
	/** At most so many pairs in all. */
	limit: number
	/** Texts that are not compared with (the draft's own earlier version), and pairs that somebody rejected or accepted. */
	exclude?: { texts?: ReadonlySet<string>; pair?: (draft: string, other: string) => boolean }
	/** Only these texts, where two texts are compared. */
	within?: ReadonlySet<string>
	/** At most so many pairs for each provision of the draft; 5 where it is not said. */
	each?: number
	/** Pairs that score less are left out; what the labelled set found best where it is not said. */
	least?: number
}

const LANGUAGES: readonly StemLanguage[] = ['en', 'fr', 'pt', 'simple']
const EACH = 5
// On the labelled set one in three pairs above it is of the same or a related matter, and three of four that are lie above it.
const LEAST_SCORE = 0.25
// The best by BM25 and vectors, of which the words are then compared one by one.
const CANDIDATES = 40
// Words of drafts and of texts that are gone, before they are cleared away.
const SPARE_WORDS = 50_000

/** Makes an index of some texts. */
export function buildIndex(texts: readonly TextToIndex[], shipped: ShippedLanguage): OverlapIndex {
	const index: OverlapIndex = { lexicon: makeLexicon(shipped), texts: new Map(), prepared: null, asking: 0 }
	for (const text of texts) addText(index, text)
	return index
}

/** Adds a text, or puts it in the place of the one with its identifier. */
export function addText(index: OverlapIndex, text: TextToIndex): void {
	index.texts.set(text.textId, readText(index.lexicon, text))
	index.prepared = null
}

/** Takes a text out; nothing where it is not there. */
export function removeText(index: OverlapIndex, textId: string): void {
	if (index.texts.delete(textId)) index.prepared = null
}

function wordsUsed(provisions: readonly ReadProvision[], words: number): number {
	const isUsed = new Uint8Array(words)
	for (const one of provisions) for (const word of one.words.numbers) isUsed[word] = 1
	return isUsed.reduce((sum, one) => sum + one, 0)
}

/** Works out what hangs on all texts together. It is done at the first question too; ask for it where there is time. */
export function prepare(index: OverlapIndex): Prepared {
	if (index.prepared) return index.prepared
	const all = [...index.texts.values()]
	const provisions = all.flatMap((text) => text.provisions)
	const texts = Uint32Array.from(all.flatMap((text, number) => text.provisions.map(() => number)))
	const used = wordsUsed(provisions, index.lexicon.words.size)
	// A question that is being answered holds numbers of words.
	if (index.asking === 0 && index.lexicon.words.size > used + SPARE_WORDS) index.lexicon = compacted(index.lexicon, all)
	const { lexicon } = index
	const postings = makePostings(provisions, lexicon.weightOf)
	const contexts = new Map<string, TextContext>()
	for (const text of index.texts.values())
		contexts.set(text.textId, contextOf(text.provisions, text.language, postings.rarity, lexicon.isConcept))
	index.prepared = {
		provisions,
		textIds: all.map((text) => text.textId),
		texts,
		languages: Uint8Array.from(provisions, (one) => LANGUAGES.indexOf(one.language)),
		postings,
		vectors: makeSectionVectors(lexicon, provisions),
		likeness: makeLikeness(lexicon),
		contexts,
		words: lexicon.words.size
	}
	return index.prepared
}

/** The numbers of the highest scores above nought that are wanted, at most `count`. */
function highest(scores: Float32Array, count: number, isWanted: (number: number) => boolean): number[] {
	const kept: number[] = []
	let lowest = 0
	for (let number = 0; number < scores.length; number++) {
		const score = scores[number] ?? 0
		if (score <= lowest || !isWanted(number)) continue
		kept.push(number)
		if (kept.length < count * 4) continue
		kept.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0))
		kept.length = count
		lowest = scores[kept[count - 1] ?? 0] ?? 0
	}
	return kept.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0)).slice(0, count)
}

// What a question needs beside the index: arrays that are used again for each provision of the draft, which provisions may be
// answered, and how alike the draft and each text are.
type Question = {
	bm25: Float32Array
	vectors: readonly Float32Array[]
	both: Float32Array
	/** By provision: 1 where its text may be answered. */
	open: Uint8Array
	isWanted: (asked: ReadProvision, other: ReadProvision) => boolean
	/** By number of the text. */
	contexts: readonly number[]
}

/** The likeliest of all provisions for one of a draft, with their signs. */
function candidatesFor(
	{ lexicon }: OverlapIndex,
	{ provisions, texts, languages, postings, likeness }: Prepared,
	asked: ReadProvision,
	vector: Float32Array,
	{ bm25, both, open, isWanted, contexts }: Question
): { number: number; signs: Signs }[] {
	const own = ownScore(postings, asked)
	if (own === 0) return []
	bm25.fill(0)
	scoreTerms(postings, asked, bm25)
	const language = LANGUAGES.indexOf(asked.language)
	const ownRoot = Math.sqrt(own)
	for (let number = 0; number < both.length; number++) {
		const share = ((bm25[number] ?? 0) * (postings.perRoot[number] ?? 0)) / ownRoot
		// Between languages the concepts alone are shared, so that these count twice.
		const more = languages[number] === language ? (vector[number] ?? 0) / 2 : share
		both[number] = (open[number] ?? 0) * (share + more)
	}
	const isAsked = (number: number) => {
		const other = provisions[number]
		return other !== undefined && other.terms.numbers.length > 0 && isWanted(asked, other)
	}
	return highest(both, CANDIDATES, isAsked).flatMap((number) => {
		const other = provisions[number]
		if (!other) return []
		const share = ((bm25[number] ?? 0) * (postings.perRoot[number] ?? 0)) / ownRoot
		const near = languages[number] === language ? (vector[number] ?? 0) : 0
		const signs = {
			bm25: Math.min(1, share),
			vector: Math.min(1, Math.max(0, near)),
			words: alignment(likeness, postings.rarity, asked, other),
			concepts: sharedConcepts(lexicon.isConcept, postings.rarity, asked, other),
			context: contexts[texts[number] ?? 0] ?? 0
		}
		return [{ number, signs }]
	})
}

/**
 * Pairs of a draft's provisions and of those in the index that speak of the same matter, best first. A generator that stops after
 * each provision of the draft, so that a server may answer others in between.
 */
export function* overlapsInSteps(
	index: OverlapIndex,
	draft: readonly ProvisionText[],
	options: OverlapOptions
): Generator<number, SuggestedOverlap[]> {
	const known = index.prepared
	if (known && index.asking === 0 && index.lexicon.words.size > known.words + SPARE_WORDS) index.prepared = null
	const prepared = prepare(index)
	index.asking++
	try {
		return yield* answer(index, prepared, draft, options)
	} finally {
		index.asking--
	}
}

function* answer(
	index: OverlapIndex,
	prepared: Prepared,
	draft: readonly ProvisionText[],
	options: OverlapOptions
): Generator<number, SuggestedOverlap[]> {
	const { provisions, texts, textIds, postings } = prepared
	const language = stemLanguage(options.language)
	const read = draft.map((one) => readProvision(index.lexicon, one, language))
	meetNewTerms(postings, index.lexicon.weightOf, provisions.length)
	const count = provisions.length
	const { within, exclude, each = EACH, least = LEAST_SCORE } = options
	const isOpen = (textId: string) => (within?.has(textId) ?? true) && exclude?.texts?.has(textId) !== true
	const openTexts = textIds.map(isOpen)
	const context = contextOf(read, language, postings.rarity, index.lexicon.isConcept)
	const question: Question = {
		bm25: new Float32Array(count),
		vectors: Array.from({ length: AT_ONCE }, () => new Float32Array(count)),
		both: new Float32Array(count),
		open: Uint8Array.from(texts, (text) => (openTexts[text] === true ? 1 : 0)),
		isWanted: (asked, other) => exclude?.pair?.(asked.id, other.id) !== true,
		contexts: textIds.map((textId) => {
			const other = prepared.contexts.get(textId)
			return other ? likeContexts(context, other, index.lexicon.isConcept) : 0
		})
	}
	const found: SuggestedOverlap[] = []
	const asking = Array.from({ length: AT_ONCE }, () => new Float32Array(index.lexicon.dimensions))
	for (const [done, asked] of read.entries()) {
		if (done % AT_ONCE === 0) {
			for (const [at, vector] of asking.entries()) {
				const one = read[done + at]
				if (one) vectorOf(index.lexicon, prepared.vectors, one, vector)
			}
			nearness(prepared.vectors, asking, question.vectors)
		}
		const near = question.vectors[done % AT_ONCE]
		if (!near) continue
		const mine: SuggestedOverlap[] = []
		for (const { number, signs } of candidatesFor(index, prepared, asked, near, question)) {
			const other = provisions[number]
			if (!other) continue
			const score = overlapScore(signs, asked, other)
			if (score < least) continue
			mine.push({ draft: asked.id, other: other.id, textId: textIds[texts[number] ?? 0] ?? '', score, why: signs })
		}
		found.push(...mine.sort((a, b) => b.score - a.score).slice(0, each))
		yield done + 1
	}
	return found.sort((a, b) => b.score - a.score).slice(0, options.limit)
}

/** Pairs of a draft's provisions and of those in the index that speak of the same matter, best first. */
export function suggestOverlaps(
	index: OverlapIndex,
	draft: readonly ProvisionText[],
	options: OverlapOptions
): SuggestedOverlap[] {
	const steps = overlapsInSteps(index, draft, options)
	for (;;) {
		const step = steps.next()
		if (step.done === true) return step.value
	}
}
