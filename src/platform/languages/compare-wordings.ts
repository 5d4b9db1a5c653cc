/** A run of words that both wordings have, that only the older has, or only the newer. */
export type Piece = { kind: 'same' | 'removed' | 'added'; text: string }

// Words with the space behind them: put together again they give the text as it was.
const wordsOf = (text: string): string[] => text.match(/\S+\s*|\s+/gu) ?? []
const bare = (word: string) => word.trimEnd()

// Two wordings of 2,000 words each; longer ones are taken apart at words that both have once.
const COMPARED_MOST = 4_000_000

/** What changed from one wording to the next, word by word: the longest run of words they share stays, the rest is marked. */
export function compareWordings(older: string, newer: string): Piece[] {
	const before = wordsOf(older)
	const after = wordsOf(newer)
	const isSame = (one: number, other: number) => bare(before[one] ?? '') === bare(after[other] ?? '')
	let start = 0
	while (start < before.length && start < after.length && isSame(start, start)) start++
	let end = 0
	while (
		end < before.length - start &&
		end < after.length - start &&
		isSame(before.length - 1 - end, after.length - 1 - end)
	)
		end++
	return joined([
		...after.slice(0, start).map(same),
		...between(before.slice(start, before.length - end), after.slice(start, after.length - end)),
		...after.slice(after.length - end).map(same)
	])
}

const same = (text: string): Piece => ({ kind: 'same', text })
const replaced = (before: readonly string[], after: readonly string[]): Piece[] => [
	...before.map((text): Piece => ({ kind: 'removed', text })),
	...after.map((text): Piece => ({ kind: 'added', text }))
]

/** The middle of two wordings, where they differ. */
function between(before: readonly string[], after: readonly string[]): Piece[] {
	if (before.length === 0 || after.length === 0) return replaced(before, after)
	return before.length * after.length > COMPARED_MOST ? byAnchors(before, after) : byLongest(before, after)
}

/**
 * Wordings that are too long for a table of all their words: words that stand once in each and in the same order on both sides stay,
 * and what lies between them is compared by itself (the “patience” comparison of Bram Cohen). Where there are none, all is replaced.
 */
function byAnchors(before: readonly string[], after: readonly string[]): Piece[] {
	const places = placesOfUnique(after)
	const shared = [...placesOfUnique(before)].flatMap(([word, older]) => {
		const newer = places.get(word)
		return newer === undefined ? [] : [{ older, newer }]
	})
	const anchors = longestRising(shared)
	if (anchors.length === 0) return replaced(before, after)
	const pieces: Piece[] = []
	let [older, newer] = [0, 0]
	for (const anchor of anchors) {
		for (const piece of between(before.slice(older, anchor.older), after.slice(newer, anchor.newer))) pieces.push(piece)
		pieces.push(same(after[anchor.newer] ?? ''))
		older = anchor.older + 1
		newer = anchor.newer + 1
	}
	for (const piece of between(before.slice(older), after.slice(newer))) pieces.push(piece)
	return pieces
}

function placesOfUnique(words: readonly string[]): Map<string, number> {
	const places = new Map<string, number>()
	for (const [place, word] of words.entries()) places.set(bare(word), places.has(bare(word)) ? -1 : place)
	return new Map([...places].filter(([, place]) => place >= 0))
}

/** Of pairs in the order of their older places, the most that rise in their newer places too. */
function longestRising<T extends { newer: number }>(pairs: readonly T[]): T[] {
	const tails: number[] = []
	const before = new Array<number>(pairs.length).fill(-1)
	for (const [index, { newer }] of pairs.entries()) {
		let [low, high] = [0, tails.length]
		while (low < high) {
			const middle = (low + high) >> 1
			if ((pairs[tails[middle] ?? 0]?.newer ?? 0) < newer) low = middle + 1
			else high = middle
		}
		before[index] = tails[low - 1] ?? -1
		tails[low] = index
	}
	const rising: T[] = []
	for (let index = tails.at(-1) ?? -1; index >= 0; index = before[index] ?? -1) {
		const pair = pairs[index]
		if (pair) rising.push(pair)
	}
	return rising.reverse()
}

/** By the longest common subsequence of their words. */
function byLongest(before: readonly string[], after: readonly string[]): Piece[] {
	const [rows, columns] = [before.length, after.length]
	const width = columns + 1
	const longest = new Uint16Array((rows + 1) * width)
	const at = (row: number, column: number) => longest[row * width + column] ?? 0
	const isSame = (row: number, column: number) => bare(before[row] ?? '') === bare(after[column] ?? '')
	for (let row = rows - 1; row >= 0; row--)
		for (let column = columns - 1; column >= 0; column--)
			longest[row * width + column] = isSame(row, column)
				? at(row + 1, column + 1) + 1
				: Math.max(at(row + 1, column), at(row, column + 1))
	const pieces: Piece[] = []
	let [row, column] = [0, 0]
	while (row < rows && column < columns) {
		if (isSame(row, column)) {
			pieces.push(same(after[column] ?? ''))
			row++
			column++
		} else if (at(row + 1, column) >= at(row, column + 1)) {
			pieces.push({ kind: 'removed', text: before[row] ?? '' })
			row++
		} else {
			pieces.push({ kind: 'added', text: after[column] ?? '' })
			column++
		}
	}
	pieces.push(...before.slice(row).map((text): Piece => ({ kind: 'removed', text })))
	pieces.push(...after.slice(column).map((text): Piece => ({ kind: 'added', text })))
	return pieces
}

/** Runs of one kind as one piece, what was removed before what came in its place. */
function joined(pieces: readonly Piece[]): Piece[] {
	const runs: Piece[] = []
	let [removed, added] = ['', '']
	const flush = () => {
		if (removed !== '') runs.push({ kind: 'removed', text: removed })
		if (added !== '') runs.push({ kind: 'added', text: added })
		removed = ''
		added = ''
	}
	for (const { kind, text } of pieces) {
		if (kind === 'removed') removed += text
		else if (kind === 'added') added += text
		else {
			flush()
			const last = runs.at(-1)
			if (last?.kind === 'same') last.text += text
			else runs.push({ kind, text })
		}
	}
	flush()
	// The last word of one wording has no space behind it, and another may follow it from the other.
	return runs.map((run, index) =>
		index < runs.length - 1 && !/\s$/u.test(run.text) ? { ...run, text: `${run.text} ` } : run
	)
}
