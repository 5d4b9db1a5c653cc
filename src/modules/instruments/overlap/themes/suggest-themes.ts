import { copyVector } from '../retrieval/word-vectors.ts'
import type { ShippedLanguage } from '../retrieval/shipped-language.server.ts'
import { isContent } from '../retrieval/plain-words.ts'
import { stemLanguage, stemOf, type StemLanguage } from '../retrieval/stems.ts'
import { findTerms, type FoundTerm } from '../retrieval/terms.ts'
import { wordsOf, type Word } from '../retrieval/words.ts'
import { nearTopics, topicVectors } from './topic-vectors.ts'

/** An area of a theme framework, with its names by language. */
export type ThemeArea = { key: string; names: Readonly<Record<string, string>>; description?: string | null }

/** A passage of a text; `language` as BCP 47 writes it. */
export type Passage = { text: string; heading?: string | null; language: string }

/** An area a passage seems to be about, from 0 to 1; `words` are those that told so, as they stand in the passage. */
export type SuggestedTheme = { key: string; score: number; words: string[] }

// What every area of a migration framework is about tells none from the others.
const GENERAL_TOPIC = 'migration'
// Where a framework has no area for a topic, what it may stand under: our own reading, tried on the labelled plan.
const WIDER_TOPICS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
	trafficking: { irregular: 0.8, rights: 0.2 },
	remittances: { development: 0.8, diaspora: 0.6 },
	diaspora: { development: 0.7 },
	return: { development: 0.6, labour: 0.2 },
	skills: { labour: 0.5, development: 0.4 },
	documents: { border: 0.6 },
	'social-protection': { labour: 0.5, rights: 0.4 },
	integration: { rights: 0.5 },
	irregular: { border: 0.3 },
	border: { irregular: 0.1 }
}
// A word that says nothing of migration (*hospital*) still says which area; less than a term of migration.
const PLAIN_TERM = 0.6
// How near the meaning of a passage lies to a topic tells too: from the first cosine on, by so much of it, and at most so strongly.
// Tried on the labelled plan.
const LEAST_NEAR = 0.1
const NEAR_GAIN = 1.5
const NEAR_MOST = 0.5
const TOPICS_SHARE = 0.7
const WORDS_SHARE = 0.5
const LEAST_LIKE = 0.45
const LEAST_SCORE = 0.15

type ReadArea = { key: string; topics: ReadonlySet<string>; words: ReadonlyMap<string, string> }

const stemmed = (text: string, language: StemLanguage) => {
	const words = wordsOf(text)
	return { words, stems: words.map((word) => stemOf(word.plain, language)) }
}

const termsIn = (text: string, language: StemLanguage, { terms }: ShippedLanguage): FoundTerm[] => {
	const { words, stems } = stemmed(text, language)
	return findTerms(terms, words, stems, language)
}

/** The words of content of a text, by stem. */
function contentOf(words: readonly Word[], language: StemLanguage): Map<string, string> {
	const content = words.filter((word) => isContent(word.plain, language))
	return new Map(content.map((word) => [stemOf(word.plain, language), word.plain]))
}

function readArea(area: ThemeArea, language: StemLanguage, shipped: ShippedLanguage): ReadArea {
	const topics = new Set<string>()
	for (const [tag, name] of Object.entries(area.names))
		for (const { term } of termsIn(name, stemLanguage(tag), shipped)) if (term.topic !== '') topics.add(term.topic)
	topics.delete(GENERAL_TOPIC)
	const [own] = Object.entries(area.names).filter(([tag]) => stemLanguage(tag) === language)
	const text = own ? `${own[1]} ${area.description ?? ''}` : ''
	return { key: area.key, topics, words: contentOf(wordsOf(text), language) }
}

/** How strongly the terms of a passage speak of each topic, and the words that do. */
function topicsOf(found: readonly FoundTerm[], text: string): Map<string, { strength: number; words: Set<string> }> {
	const topics = new Map<string, { strength: number; words: Set<string> }>()
	for (const { term, start, end } of found) {
		if (term.topic === '' || term.topic === GENERAL_TOPIC) continue
		const topic = topics.get(term.topic) ?? { strength: 0, words: new Set<string>() }
		const strength = term.weight === 0 ? PLAIN_TERM : 1
		topics.set(term.topic, {
			strength: 1 - (1 - topic.strength) * (1 - strength * 0.8),
			words: topic.words.add(text.slice(start, end))
		})
	}
	return topics
}

function fromTopics(area: ReadArea, topics: ReturnType<typeof topicsOf>, named: ReadonlySet<string>) {
	let missing = 1
	const words: string[] = []
	for (const [topic, { strength, words: said }] of topics) {
		const wider = named.has(topic) ? {} : (WIDER_TOPICS[topic] ?? {})
		const shares = [...area.topics].map((one) => (one === topic ? 1 : (wider[one] ?? 0)))
		const share = Math.max(0, ...shares)
		if (share === 0) continue
		missing *= 1 - strength * share
		words.push(...said)
	}
	// An area of two topics is met by half where only one of them is spoken of.
	return { score: 1 - missing, words }
}

type Likeness = (one: string, other: string) => number

function likenessOf({ vectors }: ShippedLanguage, language: StemLanguage): Likeness {
	const known = new Map<string, Float32Array | null>()
	const vectorOf = (word: string) => {
		const kept = known.get(word)
		if (kept !== undefined) return kept
		const vector = new Float32Array(vectors.dimensions)
		const made = language === 'en' && copyVector(vectors, word, vector) ? vector : null
		known.set(word, made)
		return made
	}
	return (one, other) => {
		const mine = vectorOf(one)
		const theirs = vectorOf(other)
		if (!mine || !theirs) return 0
		let sum = 0
		for (let at = 0; at < mine.length; at++) sum += (mine[at] ?? 0) * (theirs[at] ?? 0)
		return sum < LEAST_LIKE ? 0 : sum
	}
}

/** How well the words of an area are met in a passage, each by its likest, the rarer among the areas the more. */
function fromWords(
	area: ReadArea,
	passage: ReadonlyMap<string, string>,
	{ rarity, like }: { rarity: ReadonlyMap<string, number>; like: Likeness }
) {
	let [met, all] = [0, 0]
	const words: string[] = []
	for (const [stem, word] of area.words) {
		const weight = rarity.get(stem) ?? 0
		all += weight
		const same = passage.get(stem)
		if (same !== undefined) {
			met += weight
			words.push(same)
			continue
		}
		met += weight * Math.max(0, ...[...passage.values()].map((other) => like(word, other)))
	}
	return { score: all === 0 ? 0 : met / all, words }
}

/** Prepares to suggest areas of one framework for passages in one language: what is worked out once for all of them. */
export function themeSuggester(areas: readonly ThemeArea[], tag: string, shipped: ShippedLanguage) {
	const language = stemLanguage(tag)
	const read = areas.map((area) => readArea(area, language, shipped))
	const named = new Set(read.flatMap((area) => [...area.topics]))
	const holding = new Map<string, number>()
	for (const area of read) for (const stem of area.words.keys()) holding.set(stem, (holding.get(stem) ?? 0) + 1)
	const rarity = new Map(
		[...holding].map(([stem, count]) => [stem, Math.log(1 + (read.length - count + 0.5) / (count + 0.5))])
	)
	const like = likenessOf(shipped, language)
	const middles = language === 'en' ? topicVectors(shipped, GENERAL_TOPIC) : null

	return (passage: Pick<Passage, 'text' | 'heading'>, limit = 3): SuggestedTheme[] => {
		const text = passage.heading ? `${passage.heading}. ${passage.text}` : passage.text
		const { words, stems } = stemmed(text, language)
		const topics = topicsOf(findTerms(shipped.terms, words, stems, language), text)
		if (middles)
			for (const [topic, near] of nearTopics(middles, words, shipped.vectors)) {
				if (near <= LEAST_NEAR) continue
				const known = topics.get(topic) ?? { strength: 0, words: new Set<string>() }
				const gain = Math.min(NEAR_MOST, (near - LEAST_NEAR) * NEAR_GAIN)
				topics.set(topic, { ...known, strength: 1 - (1 - known.strength) * (1 - gain) })
			}
		const content = contentOf(words, language)
		return read
			.map((area) => {
				const byTopics = fromTopics(area, topics, named)
				const byWords = fromWords(area, content, { rarity, like })
				const score = Math.min(1, TOPICS_SHARE * byTopics.score + WORDS_SHARE * byWords.score)
				return { key: area.key, score, words: [...new Set([...byTopics.words, ...byWords.words])] }
			})
			.filter(({ score }) => score >= LEAST_SCORE)
			.sort((one, other) => other.score - one.score)
			.slice(0, limit)
	}
}

/** The areas of a framework that a passage seems to be about, best first; none where nothing tells. */
export const suggestThemes = (
	passage: Passage,
	areas: readonly ThemeArea[],
	shipped: ShippedLanguage,
	limit = 3
): SuggestedTheme[] => themeSuggester(areas, passage.language, shipped)(passage, limit)
