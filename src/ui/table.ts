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
}
