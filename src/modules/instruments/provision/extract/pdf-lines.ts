/** A run of characters as a PDF places it: turned upright, from the top left corner of its page, in points. */
export type Run = { text: string; left: number; right: number; baseline: number; size: number; endsLine: boolean }

/** A line as it stands on paper. */
export type Line = { text: string; left: number; right: number; baseline: number; size: number; page: number }

/** A page's runs, in the order in which the file draws them, and its height. */
export type Page = { number: number; height: number; runs: readonly Run[] }

// Parts of the size of the letters: raised and lowered signs stay on their line, words stand a fifth apart or more.
const SAME_LINE = 0.55
const WORD_GAP = 0.18
const BACKWARDS = 1.5

/**
 * The lines of a page in the order of the file, which is that of reading in nearly every file that a word processor made: columns come one
 * after the other.
 */
export function linesOf({ number, runs }: Page): Line[] {
	const lines: Line[] = []
	let line: Line | null = null
	for (const run of runs) {
		if (run.text.trim() === '') {
			if (line && run.text !== '' && !line.text.endsWith(' ')) line.text += ' '
			if (run.endsLine) line = null
			continue
		}
		const follows: boolean =
			line !== null &&
			Math.abs(run.baseline - line.baseline) < SAME_LINE * Math.max(run.size, line.size) &&
			run.left > line.right - BACKWARDS * line.size
		if (line && follows) {
			const isApart = run.left - line.right > WORD_GAP * line.size && !line.text.endsWith(' ')
			line.text += (isApart ? ' ' : '') + run.text
			line.right = Math.max(line.right, run.right)
			if (run.size > line.size) {
				line.size = run.size
				line.baseline = run.baseline
			}
		} else {
			const { text, left, right, baseline, size } = run
			line = { text, left, right, baseline, size, page: number }
			lines.push(line)
		}
		if (run.endsLine) line = null
	}
	return mended(lines)
}

/** Lines that the file ends early: what stands on one baseline close behind the line before belongs to it, such as a text behind its number. */
function mended(lines: readonly Line[]): Line[] {
	const whole: Line[] = []
	for (const line of lines) {
		const before = whole.at(-1)
		const isSameLine =
			before && Math.abs(before.baseline - line.baseline) < SAME_LINE * Math.min(before.size, line.size)
		// Wider than any indent behind a number, it is the gutter of a column.
		if (isSameLine && line.left >= before.right && line.left - before.right < 6 * line.size) {
			before.text = `${before.text.trimEnd()} ${line.text.trimStart()}`
			before.right = line.right
		} else whole.push({ ...line })
	}
	return whole
		.map((line) => ({ ...line, text: line.text.replace(/\s+/gu, ' ').trim() }))
		.filter(({ text }) => text !== '')
}

// The part of a page, at the top and at the bottom, in which running heads and page numbers stand; how many lines of it are looked at.
const MARGIN = 0.14
const LINES_OF_HEAD = 3
const PAGE_NUMBER =
	/^(?:\p{Pd}\s*)?(?:p(?:age|\.|ágina)?\s*)?(?:\d{1,4}|[ivxl]{1,7})(?:\s*(?:\/|of|de|sur|sobre)\s*\d{1,4})?(?:\s*\p{Pd})?$/iu

/** Leaves out what stands on page after page at the same height, and page numbers. */
export function withoutRunningHeads(pages: readonly { height: number; lines: readonly Line[] }[]): Line[] {
	const seen = new Map<string, number>()
	// On two pages of two, on three of more.
	const recurs = pages.length === 2 ? 2 : 3
	const keyOf = ({ text, baseline }: Line) =>
		`${text.replace(/\d+|\b[ivxl]+\b/giu, '#').toLowerCase()} ${String(Math.round(baseline / 6))}`
	const marginal = pages.map(({ height, lines }) => {
		const sorted = lines.toSorted((one, other) => one.baseline - other.baseline)
		const top = sorted.slice(0, LINES_OF_HEAD).filter(({ baseline }) => baseline < height * MARGIN)
		const bottom = sorted.slice(-LINES_OF_HEAD).filter(({ baseline }) => baseline > height * (1 - MARGIN))
		return new Set([...top, ...bottom])
	})
	for (const some of marginal) for (const key of new Set([...some].map(keyOf))) seen.set(key, (seen.get(key) ?? 0) + 1)
	const isHead = (line: Line) => PAGE_NUMBER.test(line.text) || (seen.get(keyOf(line)) ?? 0) >= recurs
	return pages.flatMap(({ lines }, index) => lines.filter((line) => !(marginal[index]?.has(line) && isHead(line))))
}
