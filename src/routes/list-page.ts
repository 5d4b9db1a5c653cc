import type { OriginInfo } from '#ui/types.ts'

/** A part of a list as a page shows it. `total` beyond what is counted is one more than the most counted. */
export type ListPart<Row> = { rows: Row[]; total: number; next: string | null; previous: string | null }

type Listed<Item> = {
	items: readonly Item[]
	total: number
	totalIsMore: boolean
	next: string | null
	previous: string | null
}

/** A list's answer cut down to what its page shows of each item. */
export function listPart<Item, Row>(listed: Listed<Item>, toRow: (item: Item) => Row): ListPart<Row> {
	return {
		rows: listed.items.map(toRow),
		total: listed.totalIsMore ? listed.total + 1 : listed.total,
		next: listed.next,
		previous: listed.previous
	}
}

/** Where a record comes from, for a column: a reference is told by its year; the source stands on the record's page. */
export const originInColumn = ({ origin, year }: OriginInfo): OriginInfo => ({
	origin,
	source: year === null || year === undefined ? null : String(year)
})

/** Where a record comes from, with its source. A source that names its year itself is not told it twice. */
export const originOf = ({ origin, source, year }: OriginInfo): OriginInfo => ({
	origin,
	source: source ?? null,
	year: source?.includes(String(year)) ? null : (year ?? null)
})
