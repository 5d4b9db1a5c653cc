import type { Snippet } from 'svelte'

/** One column of a list. `sort` is the field's name in the address; `heading` marks the cell that names the row. */
export type Column<Row> = {
	key: string
	label: string
	sort?: string
	numeric?: boolean
	heading?: boolean
	value?: (row: Row) => string | number | null | undefined
	href?: (row: Row) => string | null | undefined
	cell?: Snippet<[Row]>
	/** What an empty cell means, where that is more than that nothing is stated. */
	blank?: string
	/** Whether a cell drawn by a snippet says nothing for a row; narrow screens then leave its label out. */
	isBlank?: (row: Row) => boolean
	/** A column to work with, not to read: paper leaves it out. */
	onScreen?: boolean
}
