import type { Words } from '#platform/languages/words.ts'
import type { SheetRows } from './sheet-rows.ts'

/** What is written into a file of any format: the rows of all sheets, and the words that explain them. */
export type Book = {
	readonly sheets: readonly SheetRows[]
	readonly words: Words
	/** The language of names without one. */
	readonly language: string
	readonly kinds: readonly string[]
	/** Keys that cells may name beside those of the workbook's own rows, by sheet: those of a workspace, in an empty workbook. */
	readonly keys?: ReadonlyMap<string, readonly string[]>
}
