import { getPivot } from '#modules/registers/figures/pivot-operations.ts'
import { filterAddress } from '#modules/registers/figures/filter-address.ts'
import { pivotPage, pivotTable } from '../pivot.server.ts'
import type { PageServerLoad } from './$types'

const SECONDS = 3

/** A pivot that became a job: how far it is, then what came of it. Until then the page loads itself again, unless its reader does not want that. */
export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
	const { question, state, counted, total, table, askedAt } = await locals.ask(getPivot, { pivot: params.pivot })
	const asked = new URL(`${url.pathname}?${filterAddress(question).toString()}`, url)
	const page = await pivotPage({ locals, params, url: asked })
	const isStill = url.searchParams.has('still')
	if (table === null && !isStill) setHeaders({ refresh: String(SECONDS) })
	return {
		shown: page.shown,
		state,
		counted,
		total,
		askedAt,
		isStill,
		seconds: SECONDS,
		table: table && pivotTable(page, question, table)
	}
}
