import { parse } from 'csv-parse/sync'
import { z } from 'zod'
// Built into the product: pages run from a bundle that stands nowhere near the files of `reference/`.
import table from '../../../reference/facts/source_documents.csv?raw'

const Row = z.object({
	id: z.string(),
	title: z.string(),
	publisher: z.string(),
	year: z.string(),
	kind: z.string(),
	note: z.string()
})

/** A document that facts shipped with the product are taken from. `id` is how citations name it. */
export type SourceDocument = {
	id: string
	title: string
	publisher: string
	year: number | null
	kind: string
	note: string | null
}

const rows: unknown = parse(table, { columns: true, skip_empty_lines: true })

/** The documents the shipped facts come from, newest first; those without a year of their own last. */
export const sourceDocuments: readonly SourceDocument[] = z
	.array(Row)
	.parse(rows)
	.map(({ id, title, publisher, year, kind, note }) => ({
		id,
		title,
		publisher,
		year: year === '' ? null : Number(year),
		kind,
		note: note === '' ? null : note
	}))
	.sort((one, other) => (other.year ?? 0) - (one.year ?? 0))
