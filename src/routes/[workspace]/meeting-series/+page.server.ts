import { linkTo } from '#modules/directory/page-links.ts'
import { listRunStructures } from '#modules/deliberation/meeting/run-structures.ts'
import { listSeries } from '#modules/deliberation/meeting/series-queries.ts'
import { optionsOf } from '../record-page.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const { words } = locals
	const [{ items }, structures, run] = await Promise.all([
		locals.askFrom(listSeries, url),
		optionsOf(locals, 'structure'),
		locals.ask(listRunStructures, {})
	])
	return {
		structures,
		rows: items.map((series) => ({
			href: `/${workspace}/meeting-series/${series.id}`,
			title: words.name(series.title),
			structure: linkTo(words, workspace, series.structure),
			rule: series.rule,
			status: series.status,
			// Whoever sees none of them is not told that there are none.
			meetings: series.meetings === 0 && locals.seat.role === 'public' ? null : series.meetings
		})),
		mayAdd: run.items.length > 0
	}
}
