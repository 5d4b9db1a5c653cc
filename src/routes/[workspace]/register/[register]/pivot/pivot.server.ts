import type { PivotQuestion } from '#modules/registers/figures/pivot-queries.ts'
import type { PivotTable } from '#modules/registers/figures/figure-outputs.ts'
import { isDay, STATE, type Span } from '#modules/registers/figures/figure-rules.ts'
import { pivotShown } from '#modules/registers/figures/pivot-view.ts'
import { isSummable } from '#modules/registers/figures/summable.ts'
import { lookedAt, type LookedPage } from '../looked.server.ts'

const spanIn = (text: string | null): Span => (text === 'month' ? 'month' : 'year')

/** What the address of a pivot asks, and what may be asked. */
export async function pivotPage(page: LookedPage) {
	const looked = await lookedAt(page, 'pivot')
	const { view, filter, offer, compiled, register } = looked
	const { searchParams: params } = page.url
	const { groups } = offer
	const rows = params.get('rows') ?? view?.group ?? groups.find((key) => key !== STATE) ?? STATE
	const columns = params.get('across') ?? view?.across ?? STATE
	const sum = params.get('sum') ?? ''
	const spanOf = (key: string, name: string) => {
		const one = compiled.fields.get(key)
		return one && isDay(one) ? spanIn(params.get(name)) : undefined
	}
	const [rowSpan, columnSpan] = [spanOf(rows, 'rowSpan'), spanOf(columns, 'acrossSpan')]
	const question: PivotQuestion = {
		register: register.reference,
		rows,
		columns,
		filter,
		...(rowSpan ? { rowSpan } : {}),
		...(columnSpan ? { columnSpan } : {}),
		...(sum === '' ? {} : { sum })
	}
	const summable = offer.columns.filter((key) => {
		const one = compiled.fields.get(key)
		return one !== undefined && isSummable(one)
	})
	const own = { rows, across: columns, sum, rowSpan: rowSpan ?? '', acrossSpan: columnSpan ?? '' }
	return {
		looked,
		question,
		shown: looked.page(own),
		chosen: { ...own, hasDays: rowSpan !== undefined || columnSpan !== undefined },
		offered: { groups: looked.options(groups), sums: looked.options(summable) }
	}
}

/** A pivot's table as pages show it. */
export function pivotTable(
	{ looked }: Pick<Awaited<ReturnType<typeof pivotPage>>, 'looked'>,
	question: PivotQuestion,
	table: PivotTable
) {
	const { rows, columns, sum, rowSpan, columnSpan } = question
	const asked = { rows, columns, sum: sum ?? null, rowSpan: rowSpan ?? null, columnSpan: columnSpan ?? null }
	return pivotShown(looked.telling(table), asked, looked.asked, table)
}
