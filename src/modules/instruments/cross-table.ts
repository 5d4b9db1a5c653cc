import type { Tone } from '#ui/types.ts'

/** A column of a table of one thing by another. */
export type Crossed = { key: string; label: string; href?: string; note?: string | undefined }

/** A row of it, with a cell a column. */
export type CrossedRow = Crossed & {
	lang?: string | undefined
	cells: readonly CrossedCell[]
}

export type CrossedCell = {
	/** What it says; empty where nothing is said. */
	label: string
	tone?: Tone | undefined
	href?: string | undefined
	note?: string | undefined
	lang?: string | undefined
}
