import { describe, expect, test } from 'vitest'
import { labelledTexts, readGrades } from '#tests/fixtures/overlap/labelled.ts'
import { averagePrecision, precisionAt, recallAt } from '#tests/fixtures/overlap/measures.ts'
import { buildIndex, suggestOverlaps, type SuggestedOverlap } from './overlap-index.ts'
import { shippedLanguage } from './shipped-language.server.ts'

// The four policies the shares in `compare.ts` were tried on; what is said of the other texts is said of texts they do not know.
const TRIED_ON = ['human-export-policy', 'brain-gain-policy', 'labour-migration-policy', 'diaspora-policy']
// It says in the words of the others what is about animals and plants: the hardest there is, and counted apart.
const MIRROR = 'wildlife-bill'

const texts = labelledTexts()
const gradeOf = readGrades()
const textOf = new Map(texts.flatMap((text) => text.provisions.map((one) => [one.id, { ...one, ...text }] as const)))

type Pair = SuggestedOverlap & { grade: 0 | 1 | 2 }
type Side = { textId: string; language: string }

const index = buildIndex(texts, shippedLanguage())

/** Every pair of provisions that the engine weighs up, each text in turn as the draft, with the grade of the labels. */
function weighedUp(): Pair[] {
	const pairs = new Map<string, Pair>()
	for (const { textId, language, provisions } of texts)
		for (const found of suggestOverlaps(index, provisions, {
			language,
			limit: 1_000_000,
			each: 1_000,
			least: 0,
			exclude: { texts: new Set([textId]) }
		})) {
			const [one, other] = [textOf.get(found.draft), textOf.get(found.other)]
			const key = [found.draft, found.other].sort().join('\n')
			if (one && other && (pairs.get(key)?.score ?? -1) < found.score)
				pairs.set(key, { ...found, grade: gradeOf(one, other) })
		}
	return [...pairs.values()]
}

const all = weighedUp()

/** How the pairs of some texts are ranked by some sign, measured by the labels of all pairs there are. */
function measured(isMeant: (one: Side, other: Side) => boolean, sign: (pair: Pair) => number) {
	const sides = (pair: Pair) => [textOf.get(pair.draft), textOf.get(pair.other)] as const
	const mine = all.filter((pair) => {
		const [one, other] = sides(pair)
		return one !== undefined && other !== undefined && isMeant(one, other)
	})
	const every = [...textOf.values()]
	const relevant = every.reduce(
		(sum, one, at) =>
			sum +
			every
				.slice(at + 1)
				.filter((other) => other.textId !== one.textId && isMeant(one, other) && gradeOf(one, other) === 2).length,
		0
	)
	const ranked = mine.sort((a, b) => sign(b) - sign(a))
	const isSame = ranked.map(({ grade }) => grade === 2)
	return {
		relevant,
		averagePrecision: averagePrecision(isSame, relevant),
		precisionAtTen: precisionAt(isSame, 10),
		recall: recallAt(isSame, 3 * relevant, relevant)
	}
}

const isEnglish = (one: Side, other: Side) => one.language === 'en' && other.language === 'en'
const isTried = (one: Side, other: Side) => TRIED_ON.includes(one.textId) && TRIED_ON.includes(other.textId)
const isMirrored = (one: Side, other: Side) => one.textId === MIRROR || other.textId === MIRROR

describe('suggested overlaps of the labelled texts', () => {
	const groups = {
		'English, all': { isMeant: isEnglish, floor: 0.42, recall: 0.72 },
		'English, without the mirrored bill': {
			isMeant: (one: Side, other: Side) => isEnglish(one, other) && !isMirrored(one, other),
			floor: 0.52,
			recall: 0.72
		},
		'texts that were tried on': { isMeant: isTried, floor: 0.68, recall: 0.86 },
		'English texts that were not': {
			isMeant: (one: Side, other: Side) => isEnglish(one, other) && !isTried(one, other),
			floor: 0.3,
			recall: 0.5
		},
		'the French pair': {
			isMeant: (one: Side, other: Side) => one.language === 'fr' && other.language === 'fr',
			floor: 0.7,
			recall: 0.9
		},
		'the Portuguese pair': {
			isMeant: (one: Side, other: Side) => one.language === 'pt' && other.language === 'pt',
			floor: 0.9,
			recall: 0.9
		},
		'texts in two languages': {
			isMeant: (one: Side, other: Side) => one.language !== other.language,
			floor: 0.48,
			recall: 0.55
		}
	}

	test.each(Object.entries(groups))('%s: average precision and recall stay above their floors', (_, group) => {
		const found = measured(group.isMeant, (pair) => pair.score)
		expect(found.averagePrecision).toBeGreaterThanOrEqual(group.floor)
		expect(found.recall).toBeGreaterThanOrEqual(group.recall)
	})

	test('without the mirrored bill, eight of the first ten speak of the same matter', () => {
		const found = measured(groups['English, without the mirrored bill'].isMeant, (pair) => pair.score)
		expect(found.precisionAtTen).toBeGreaterThanOrEqual(0.8)
	})

	test('what is told together is better than BM25 alone, vectors alone, words alone, and their ranks fused', () => {
		const { isMeant } = groups['English, all']
		const rankOf = (sign: (pair: Pair) => number) =>
			new Map([...all].sort((a, b) => sign(b) - sign(a)).map((pair, rank) => [pair, rank + 1]))
		const ranks = [rankOf(({ why }) => why.bm25), rankOf(({ why }) => why.vector), rankOf(({ why }) => why.words)]
		// Reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009) with its constant of 60.
		const fusedRanks = (pair: Pair) => ranks.reduce((sum, rank) => sum + 1 / (60 + (rank.get(pair) ?? Infinity)), 0)
		const together = measured(isMeant, (pair) => pair.score)
		for (const [name, sign] of Object.entries({
			bm25: ({ why }: Pair) => why.bm25,
			vectors: ({ why }: Pair) => why.vector,
			words: ({ why }: Pair) => why.words,
			fusedRanks
		})) {
			const alone = measured(isMeant, sign)
			expect(alone.averagePrecision + 0.05, name).toBeLessThan(together.averagePrecision)
			expect(alone.precisionAtTen, name).toBeLessThanOrEqual(together.precisionAtTen)
			expect(alone.recall, name).toBeLessThanOrEqual(together.recall)
		}
	})

	test('formal provisions, which stand in all texts in the same words, are in no pair', () => {
		const formal = all.filter(({ draft, other }) => [draft, other].some((id) => textOf.get(id)?.matter === 'formal'))
		expect(formal).toEqual([])
	})
})
