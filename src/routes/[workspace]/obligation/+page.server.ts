import { linkIfAny, pageOf } from '#modules/directory/page-links.ts'
import { listInstruments } from '#modules/instruments/instrument/instrument-queries.ts'
import { listObligations } from '#modules/instruments/instrument/obligation-queries.ts'
import { listPart, originInColumn } from '../../list-page.ts'
import { areaOptions } from '../record-page.server.ts'
import { recordOptions } from './instrument-options.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const { words } = locals
	const [found, areas, instruments] = await Promise.all([
		locals.askFrom(listObligations, url),
		areaOptions(locals, 'themes'),
		locals.ask(listInstruments, { sort: 'title', limit: 200 })
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
	return {
		list,
		areas,
		instruments: recordOptions(words, instruments.items, url.searchParams.get('filter[instrument]'))
	}
}
