import { parse } from 'csv-parse/sync'
import { wordsOf, type Word } from './words.ts'
import { stemLanguage, stemOf, type StemLanguage } from './stems.ts'

/**
 * A term of `reference/language/migration-terms.csv`. `weight` says how surely the term alone tells that a passage concerns migration;
 * `topic` which of the topics of migration it belongs to, empty where the term is there so that it is *not* taken for migration
 * (*alien species*, *migration of data*). A term of several words is found by their stems; one of a single word as it is written, or
 * with an s behind it: *recruiters* are not whoever is recruited.
 */
export type Term = {
	concept: string
	topic: string
	weight: number
	words: readonly string[]
	stems: readonly string[]
}

/** The terms by language and the stem of their first word, the longest first. */
export type Terms = ReadonlyMap<StemLanguage, ReadonlyMap<string, readonly Term[]>>

/** A term where it stands in a text. */
export type FoundTerm = { term: Term; start: number; end: number; firstWord: number; words: number }

/** Reads the file of terms. Throws an Error naming the row whose weight is no number between 0 and 1. */
export function readTerms(csv: string): Terms {
	const [, ...rows]: string[][] = parse(csv)
	const all = new Map<StemLanguage, Map<string, Term[]>>()
	for (const [index, [concept = '', topic = '', language = '', term = '', written = '']] of rows.entries()) {
		const weight = Number(written)
		if (!(weight >= 0 && weight <= 1))
			throw new Error(`migration-terms.csv, row ${index + 2}: the weight is no number from 0 to 1.`)
		const words = wordsOf(term).map((word) => word.plain)
		const stems = words.map((word) => stemOf(word, stemLanguage(language)))
		const [first] = stems
		if (first === undefined) continue
		const terms = all.get(stemLanguage(language)) ?? new Map<string, Term[]>()
		all.set(stemLanguage(language), terms)
		terms.set(first, [...(terms.get(first) ?? []), { concept, topic, weight, words, stems }])
	}
	for (const terms of all.values())
		for (const some of terms.values()) some.sort((a, b) => b.stems.length - a.stems.length)
	return all
}

/** The terms in the words of a text, in their order: of those that begin at a word the longest, and none inside another. */
export function findTerms(
	terms: Terms,
	words: readonly Word[],
	stems: readonly string[],
	language: StemLanguage
): FoundTerm[] {
	const mine = terms.get(language)
	const found: FoundTerm[] = []
	if (!mine) return found
	for (let at = 0; at < words.length; at++) {
		const plain = words[at]?.plain ?? ''
		const stands = ({ words: [word = '', ...more], stems: wanted }: Term) =>
			more.length === 0
				? plain === word || plain === `${word}s`
				: wanted.every((stem, offset) => stems[at + offset] === stem)
		const term = mine.get(stems[at] ?? '')?.find(stands)
		const first = words[at]
		const last = term && words[at + term.stems.length - 1]
		if (!term || !first || !last) continue
		found.push({ term, start: first.start, end: last.end, firstWord: at, words: term.stems.length })
		at += term.stems.length - 1
	}
	return found
}
