type Column = { share?: number }

// The width of the text of a page, in points; of a letter of a record's number at most, and of what stands around a cell.
const PAGE = 456
const LETTER = 7.6
const AROUND = 13
const REFERENCE = /[A-Z]{2,8}-[A-Z]{2,8}-\d{4}-\d{3,}/g

/** How much of a column's width the longest record's number in it needs, so that it is not broken at its hyphens; 0 without one. */
const neededBy = (cells: readonly string[]) => {
	const longest = Math.max(0, ...cells.flatMap((text) => (text.match(REFERENCE) ?? []).map((one) => one.length)))
	return longest === 0 ? 0 : longest * LETTER + AROUND
}

/**
 * The shares of a table's columns, with room for the numbers of records: a column that holds some is as wide as they need, and the
 * others share what is left as they would have shared the whole.
 */
export function sharesWithRoom(columns: readonly Column[], rows: readonly (readonly string[])[]): number[] {
	const given = columns.map(({ share = 1 }) => share)
	const sum = given.reduce((total, share) => total + share, 0)
	const needed = columns.map((_column, index) => neededBy(rows.map((row) => row[index] ?? '')))
	const isNarrow = (index: number) => ((given[index] ?? 0) / sum) * PAGE < (needed[index] ?? 0)
	const fixed = needed.reduce((total, need, index) => total + (isNarrow(index) ? need : 0), 0)
	// Where nothing would be left for the others, numbers break: a table of numbers alone is wider than any page.
	if (fixed === 0 || fixed > PAGE * 0.6) return given
	const rest = given.reduce((total, share, index) => total + (isNarrow(index) ? 0 : share), 0)
	if (rest === 0) return given
	return given.map((share, index) =>
		isNarrow(index) ? ((needed[index] ?? 0) / PAGE) * sum : (share / rest) * (1 - fixed / PAGE) * sum
	)
}
