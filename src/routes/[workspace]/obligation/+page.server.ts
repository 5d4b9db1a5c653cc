import { linkIfAny, pageOf } from '#modules/directory/page-links.ts'
import { listObligations } from '#modules/instruments/instrument/obligation-queries.ts'
import { listPart, originInColumn } from '../../list-page.ts'
import { areaFilter } from '../record-page.server.ts'
import { instrumentOptions } from '../instrument/instrument-page.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const { words } = locals
	const [found, areas, instruments] = await Promise.all([
		locals.askFrom(listObligations, url),
		areaFilter(locals, 'obligation', url),
		instrumentOptions(locals, url.searchParams.get('filter[instrument]'))
	])
	const list = listPart(found, (obligation) => ({
		href: pageOf(workspace, obligation),
		article: obligation.article,
		text: obligation.text,
		language: obligation.language,
		instrument: linkIfAny(words, workspace, obligation.instrument),
		note: obligation.note,
		state: obligation.state,
		origin: originInColumn(obligation)
	}))
	return { list, areas, instruments }
}
