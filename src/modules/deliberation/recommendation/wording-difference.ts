/** A run of words that both wordings have, that only the older has, or only the newer. */
export type Piece = { kind: 'same' | 'removed' | 'added'; text: string }

// Words with the space behind them: put together again they give the text as it was.
const wordsOf = (text: string): string[] => text.match(/\S+\s*|\s+/gu) ?? []
const bare = (word: string) => word.trimEnd()

// Two wordings of 2,000 words each; beyond it the middle is told as replaced whole, which is always true.
const COMPARED_MOST = 4_000_000

/** What changed in a wording, and since which: null where none before it is in its language, and there is nothing to compare. */
export type Difference = { since: number | null; pieces: Piece[] }

/** What each wording changed, compared with the last before it in the same language. */
export const differencesOf = (wordings: readonly { number: number; text: string; language: string }[]): Difference[] =>
	wordings.map(({ text, language }, index) => {
		const before = wordings.slice(0, index).findLast((one) => one.language === language)
		return { since: before?.number ?? null, pieces: before ? compareWordings(before.text, text) : [] }
	})

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
	const pieces: Piece[] = after.slice(0, start).map((text) => ({ kind: 'same', text }))
	pieces.push(...between(before.slice(start, before.length - end), after.slice(start, after.length - end)))
	pieces.push(...after.slice(after.length - end).map((text): Piece => ({ kind: 'same', text })))
	return joined(pieces)
}

/** The middle of two wordings, where they differ: by the longest common subsequence of their words. */
function between(before: readonly string[], after: readonly string[]): Piece[] {
	const [rows, columns] = [before.length, after.length]
	const replaced = (): Piece[] => [
		...before.map((text): Piece => ({ kind: 'removed', text })),
		...after.map((text): Piece => ({ kind: 'added', text }))
	]
	if (rows === 0 || columns === 0 || rows * columns > COMPARED_MOST) return replaced()
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
			pieces.push({ kind: 'same', text: after[column] ?? '' })
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
