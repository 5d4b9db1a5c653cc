import { linkTo } from '#modules/directory/page-links.ts'
import { listCommitments } from '#modules/instruments/instrument/commitment-queries.ts'
import { sayStated, saySince } from '#modules/instruments/instrument/position-view.ts'
import { dayIn } from '../instrument/instrument-page.server.ts'
import { todayOf } from '../record-page.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const { words } = locals
	const on = dayIn(url)
	const withNonBinding = url.searchParams.get('all') === 'yes'
	const found = await locals.ask(listCommitments, { withNonBinding, ...(on ? { on } : {}) })
	return {
		rows: found.items.map((one) => ({
			...linkTo(words, workspace, one),
			short: one.acronym ?? words.name(one.title),
			scope: one.scope,
			position: one.position?.standing ?? null,
			since: saySince(words, one.position && { ...one.position, statedIn: null }),
			// Most of what has no day is stated by one source: it is said once, and pointed to.
			note: sayStated(words, one.position?.statedIn ?? null),
			coverage: one.coverage,
			recommendations: one.recommendations,
			openSteps: one.openSteps
		})),
		country: found.country,
		isMore: found.isMore,
		withNonBinding,
		on: on ?? null,
		today: todayOf(locals)
	}
}
