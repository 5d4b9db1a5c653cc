import { isContent } from '../retrieval/plain-words.ts'
import type { ProvisionText } from '../retrieval/read-text.ts'
import type { ShippedLanguage } from '../retrieval/shipped-language.server.ts'
import { stemLanguage, stemOf, type StemLanguage } from '../retrieval/stems.ts'
import { findTerms, type FoundTerm } from '../retrieval/terms.ts'
import { copyVector, makeUnit, type WordVectors } from '../retrieval/word-vectors.ts'
import { wordsOf, type Word } from '../retrieval/words.ts'
import { themeSuggester, type SuggestedTheme, type ThemeArea } from './suggest-themes.ts'

/** A provision of a plan, with the chapter it stands in; `heading` is its own, not one that stands over several. */
export type PlanProvision = ProvisionText & { chapter: string }

/**
 * A passage that seems to concern migration: how likely, from 0 to 1, the words that told so as they stand in it, and the areas it
 * seems to be about. Without words, its meaning as a whole told.
 */
export type MigrationPassage = { id: string; chapter: string; score: number; words: string[]; themes: SuggestedTheme[] }

/** How many provisions of a chapter were read and how many seem to concern migration; chapters without any are told too. */
export type ChapterCount = { chapter: string; provisions: number; passages: number }

export type Mainstreaming = { passages: MigrationPassage[]; chapters: ChapterCount[] }

// Where precision and recall were best together on the labelled plan; more is found below it, and less of it is right.
const LEAST_SCORE = 0.36
// Words that speak of people who move or moved; what lies near them does too. English alone has vectors.
const SEEDS =
	`migration migrants immigrants immigration emigration emigrate refugees asylum diaspora expatriates overseas abroad repatriation returnees
	remittances trafficked traffickers displaced resettlement visas passports foreigners exodus emigrants homeland`.split(
		/\s+/
	)
const NEAREST = 3

/** The middle of the seeds, of length 1. */
function middleOf(vectors: WordVectors): Float32Array {
	const middle = new Float32Array(vectors.dimensions)
	const vector = new Float32Array(vectors.dimensions)
	for (const seed of SEEDS)
		if (copyVector(vectors, seed, vector))
			for (let at = 0; at < middle.length; at++) middle[at] = (middle[at] ?? 0) + (vector[at] ?? 0)
	makeUnit(middle)
	return middle
}

/** How near the three nearest words of a passage lie to the middle of the seeds, on average; words inside found terms left out where these say otherwise. */
function nearness(words: readonly Word[], misleading: ReadonlySet<number>, vectors: WordVectors, middle: Float32Array) {
	const vector = new Float32Array(vectors.dimensions)
	const near = new Map<string, number>()
	for (const [at, { plain }] of words.entries()) {
		if (misleading.has(at) || !isContent(plain, 'en') || near.has(plain) || !copyVector(vectors, plain, vector))
			continue
		let sum = 0
		for (let place = 0; place < middle.length; place++) sum += (vector[place] ?? 0) * (middle[place] ?? 0)
		near.set(plain, sum)
	}
	const nearest = [...near.values()].sort((one, other) => other - one).slice(0, NEAREST)
	return Math.max(0, nearest.reduce((sum, one) => sum + one, 0) / NEAREST)
}

/** How likely a passage with such terms concerns migration: each concept adds to it once, by its surest term. */
function likelihood(found: readonly FoundTerm[]): number {
	const concepts = new Map<string, number>()
	for (const { term } of found) concepts.set(term.concept, Math.max(concepts.get(term.concept) ?? 0, term.weight))
	return 1 - [...concepts.values()].reduce((left, weight) => left * (1 - weight), 1)
}

function judge(text: string, language: StemLanguage, shipped: ShippedLanguage, middle: Float32Array) {
	const words = wordsOf(text)
	const stems = words.map((word) => stemOf(word.plain, language))
	const found = findTerms(shipped.terms, words, stems, language)
	const misleading = new Set(
		found
			.filter(({ term }) => term.topic === '')
			.flatMap(({ firstWord, words: count }) => Array.from({ length: count }, (_, at) => firstWord + at))
	)
	const near = language === 'en' ? nearness(words, misleading, shipped.vectors, middle) : 0
	const score = 1 - (1 - likelihood(found)) * (1 - near)
	const told = found.filter(({ term }) => term.weight > 0).map(({ start, end }) => text.slice(start, end))
	return { score, words: [...new Set(told)] }
}

// Themes as near to each other as this are told apart by nothing in the passage.
const TIED = 0.02

/** Themes best first; of those that the words of the passage do not tell apart, what the title of its chapter names comes first. */
function inOrder(themes: readonly SuggestedTheme[], ofChapter: readonly SuggestedTheme[]): SuggestedTheme[] {
	const [best] = themes
	if (!best) return []
	const named = new Map(ofChapter.map(({ key, score }) => [key, score]))
	const isTied = ({ score }: SuggestedTheme) => best.score - score <= TIED
	const tied = themes.filter(isTied).toSorted((one, other) => (named.get(other.key) ?? 0) - (named.get(one.key) ?? 0))
	return [...tied, ...themes.filter((one) => !isTied(one))]
}

/**
 * The passages of a plan that seem to concern migration, in the order of the plan, and how many there are by chapter. A person
 * confirms each: what is found here is a suggestion. Each is judged by its own words; the chapter's title says nothing of a passage.
 */
export function findMigrationPassages(
	plan: { language: string; provisions: readonly PlanProvision[] },
	areas: readonly ThemeArea[],
	shipped: ShippedLanguage,
	least = LEAST_SCORE
): Mainstreaming {
	const language = stemLanguage(plan.language)
	const middle = middleOf(shipped.vectors)
	const suggest = themeSuggester(areas, plan.language, shipped)
	const titles = new Map<string, readonly SuggestedTheme[]>()
	const about = (chapter: string) => {
		const known = titles.get(chapter) ?? suggest({ text: chapter })
		titles.set(chapter, known)
		return known
	}
	const chapters = new Map<string, ChapterCount>()
	const passages: MigrationPassage[] = []
	for (const { id, chapter, heading, text } of plan.provisions) {
		const { score, words } = judge(heading ? `${heading}. ${text}` : text, language, shipped, middle)
		const isFound = score >= least
		const count = chapters.get(chapter) ?? { chapter, provisions: 0, passages: 0 }
		chapters.set(chapter, {
			chapter,
			provisions: count.provisions + 1,
			passages: count.passages + (isFound ? 1 : 0)
		})
		if (isFound)
			passages.push({
				id,
				chapter,
				score,
				words,
				themes: inOrder(suggest({ text, heading: heading ?? null }), about(chapter))
			})
	}
	return { passages, chapters: [...chapters.values()] }
}
