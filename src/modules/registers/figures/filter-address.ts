import { writeAddress, type ListAsked } from '../listing/list-address.ts'
import type { PivotQuestion } from './pivot-queries.ts'
import { NOTHING_ASKED } from './say-figures.ts'

/** The address of the page of a pivot that asks a question. */
export function filterAddress({
	rows,
	columns,
	sum,
	rowSpan,
	columnSpan,
	filter = {}
}: PivotQuestion): URLSearchParams {
	const asked: ListAsked = {
		...NOTHING_ASKED,
		words: filter.words,
		standing: filter.standing ?? [],
		state: filter.state ?? [],
		origin: filter.origin ?? [],
		empty: filter.empty ?? [],
		filled: filter.filled ?? [],
		fields: Object.fromEntries(
			Object.entries(filter.fields ?? {}).map(([key, wanted]) => [key, Array.isArray(wanted) ? wanted : bounds(wanted)])
		)
	}
	const params = writeAddress(asked)
	const own = { rows, across: columns, sum, rowSpan, acrossSpan: columnSpan }
	for (const [name, value] of Object.entries(own)) if (value !== undefined) params.set(name, value)
	return params
}

const bounds = ({ from, until }: { from?: string | undefined; until?: string | undefined }) => ({
	...(from === undefined ? {} : { from }),
	...(until === undefined ? {} : { until })
})
