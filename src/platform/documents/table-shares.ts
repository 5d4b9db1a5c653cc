type Column = { title?: string; share?: number }
type Rows = readonly (readonly string[])[]

/** The width of the text of a page with our margins, upright and lying, in points. */
export const UPRIGHT = 456
export const LYING = 706

// Widths at 11 points, rather too wide than too narrow: of a capital and of any other letter, of what stands around a cell.
const CAPITAL = 7.6
const LETTER = 5.7
const AROUND = 13
// A longer word breaks after all, or one address would take the page.
const LONGEST = 150
const REFERENCE = /[A-Z]{2,8}-[A-Z]{2,8}-\d{4}-\d{3,}/
const WIDE = /[\p{Lu}@%—]/gu

function widthOf(word: string): number {
	if (REFERENCE.test(word)) return word.length * CAPITAL
	const wide = word.match(WIDE)?.length ?? 0
	return Math.min(LONGEST, wide * CAPITAL + (word.length - wide) * LETTER)
}

// A space that does not break keeps an amount with its currency, and the hyphens of a record's number keep it whole.
const wordsOf = (text: string) =>
	text.split(/[ \n\t]+/).flatMap((word) => (REFERENCE.test(word) ? [word] : word.split(/(?<=[-/])(?=\p{L})/u)))

const widest = (text: string) => wordsOf(text).reduce((most, word) => Math.max(most, widthOf(word)), 0)

/** How wide each column must be, in points, so that no word in it breaks: an amount, a number of a record, a name. */
export const neededBy = (columns: readonly Column[], rows: Rows): number[] =>
	columns.map(
		({ title = '' }, index) =>
			AROUND + rows.reduce((most, row) => Math.max(most, widest(row[index] ?? '')), widest(title))
	)

/**
 * The widths of a table's columns on a page, in points: each has room for its longest word, and what is left is shared as the columns
 * would have shared the whole. Where not even the words have room, they shrink alike, and the longest break.
 */
export function widthsWithRoom(columns: readonly Column[], rows: Rows, page: number): number[] {
	const given = columns.map(({ share = 1 }) => share)
	const needed = neededBy(columns, rows)
	const most = needed.reduce((sum, need) => sum + need, 0)
	if (most >= page) return needed.map((need) => (need / most) * page)
	const fixed = new Set<number>()
	for (;;) {
		const taken = [...fixed].reduce((sum, index) => sum + (needed[index] ?? 0), 0)
		const shares = given.reduce((sum, share, index) => sum + (fixed.has(index) ? 0 : share), 0)
		const widths = given.map((share, index) =>
			fixed.has(index) ? (needed[index] ?? 0) : (share / shares) * (page - taken)
		)
		const narrow = widths.flatMap((width, index) => (!fixed.has(index) && width < (needed[index] ?? 0) ? [index] : []))
		if (narrow.length === 0) return widths
		for (const index of narrow) fixed.add(index)
	}
}

/** The height of the text of a page with our margins, upright and lying, in points. */
export const UPRIGHT_HEIGHT = 717
export const LYING_HEIGHT = 470
// At 11 points, with what stands between lines and around a cell.
const LINE = 16

/** About how high a row stands in columns of these widths, in points: rather too high than too low. */
export function heightOf(row: readonly string[], widths: readonly number[]): number {
	const linesOf = (text: string, width: number) =>
		text.split('\n').reduce((sum, line) => {
			const wide = line.match(WIDE)?.length ?? 0
			const length = wide * CAPITAL + (line.length - wide) * LETTER
			return sum + Math.max(1, Math.ceil(length / Math.max(1, width - AROUND)))
		}, 0)
	return row.reduce((most, text, index) => Math.max(most, linesOf(text, widths[index] ?? 1) * LINE), 0) + AROUND
}
