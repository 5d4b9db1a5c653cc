import { isContent, isWeak } from './plain-words.ts'
import { withoutStandingPhrases } from './standing-phrases.ts'
import { stemLanguage, stemOf, type StemLanguage } from './stems.ts'
import { wordsOf, type Word } from './words.ts'

/** A stretch of a text: positions of its UTF-16 units, the end not included. */
export type Span = { start: number; end: number }

/** One run of words that both texts have. */
export type SharedRun = { a: Span; b: Span }

type Said = { words: Word[]; stems: string[]; tells: boolean[] }
type Run = { a: number; b: number; length: number }
type Part = { aFrom: number; aTo: number; bFrom: number; bTo: number }

// Beyond it two texts would be compared for seconds; a provision of so many words is one that nobody numbered.
const WORDS_MOST = 2_000
const RUNS_MOST = 200
// A word that stands in a text more often begins no run; it may go on with one.
const PLACES_MOST = 50
const TELLING_LEAST = 2

function said(text: string, language: StemLanguage): Said {
	const words = wordsOf(text).slice(0, WORDS_MOST)
	const stems = words.map((word) => stemOf(word.plain, language))
	const left = withoutStandingPhrases(text, language)
	const tells = words.map(
		({ plain, start }, at) =>
			isContent(plain, language) && !isWeak(stems[at] ?? '', language) && left[start] === text[start]
	)
	return { words, stems, tells }
}

/** Where each stem stands in a text. */
function placesOf(stems: readonly string[]): Map<string, number[]> {
	const places = new Map<string, number[]>()
	for (const [at, stem] of stems.entries()) {
		const known = places.get(stem)
		if (known) known.push(at)
		else places.set(stem, [at])
	}
	return places
}

const isWithin = (place: number, from: number, to: number) => place >= from && place < to

/**
 * The longest run of words that two stretches share, the first of several in `a`. Null where no run has two words that tell something.
 */
function longestRun(
	a: Said,
	places: ReadonlyMap<string, number[]>,
	b: Said,
	{ aFrom, aTo, bFrom, bTo }: Part
): Run | null {
	let best: Run | null = null
	// How long the run is that ends at the word before, by its place in `b`.
	let ending = new Map<number, number>()
	for (let at = aFrom; at < aTo; at++) {
		const next = new Map<number, number>()
		const stem = a.stems[at]
		const begun = a.tells[at] === true ? (places.get(stem ?? '') ?? []) : []
		if (begun.length <= PLACES_MOST) for (const place of begun) if (isWithin(place, bFrom, bTo)) next.set(place, 1)
		for (const [place, length] of ending)
			if (place + 1 < bTo && b.stems[place + 1] === stem) next.set(place + 1, length + 1)
		for (const [place, length] of next) {
			if (length <= (best?.length ?? 1)) continue
			const run = { a: at - length + 1, b: place - length + 1, length }
			if (telling(a, b, run) >= TELLING_LEAST) best = run
		}
		ending = next
	}
	return best
}

const telling = (a: Said, b: Said, run: Run): number =>
	Array.from({ length: run.length }, (_, at) => a.tells[run.a + at] === true && b.tells[run.b + at] === true).filter(
		Boolean
	).length

/** A run without the words at its end that tell nothing of the matter; none stands at its beginning. */
function trimmed(a: Said, run: Run): Run {
	let { length } = run
	while (length > 0 && a.tells[run.a + length - 1] !== true) length--
	return { ...run, length }
}

const spanOf = ({ words }: Said, from: number, length: number): Span => ({
	start: words[from]?.start ?? 0,
	end: words[from + length - 1]?.end ?? 0
})

/**
 * The runs of words that two texts share, in the order of both: the longest first, then the longest on either side of it, and so on
 * (Ratcliff and Metzener, "Pattern matching: the gestalt approach", 1988). Words are the same where their stems are; a run has at
 * least two words that tell something of the matter. Of a provision the first 2,000 words are
 * compared, and 200 runs marked.
 */
export function sharedWording(a: string, b: string, tag = 'en'): SharedRun[] {
	const language = stemLanguage(tag)
	const [mine, theirs] = [said(a, language), said(b, language)]
	const places = placesOf(theirs.stems)
	const found: Run[] = []
	const parts: Part[] = [{ aFrom: 0, aTo: mine.stems.length, bFrom: 0, bTo: theirs.stems.length }]
	for (let part = parts.pop(); part && found.length < RUNS_MOST; part = parts.pop()) {
		const run = longestRun(mine, places, theirs, part)
		if (!run) continue
		found.push(trimmed(mine, run))
		parts.push({ ...part, aTo: run.a, bTo: run.b })
		parts.push({ ...part, aFrom: run.a + run.length, bFrom: run.b + run.length })
	}
	return found
		.sort((one, other) => one.a - other.a)
		.map((run) => ({ a: spanOf(mine, run.a, run.length), b: spanOf(theirs, run.b, run.length) }))
}

/** A text cut into pieces that are shared and pieces that are not, for a page to mark; spans in their order, none over another. */
export function markedPieces(text: string, spans: readonly Span[]): { text: string; isShared: boolean }[] {
	const pieces: { text: string; isShared: boolean }[] = []
	let at = 0
	for (const { start, end } of spans) {
		if (start > at) pieces.push({ text: text.slice(at, start), isShared: false })
		pieces.push({ text: text.slice(start, end), isShared: true })
		at = end
	}
	if (at < text.length) pieces.push({ text: text.slice(at), isShared: false })
	return pieces
}
