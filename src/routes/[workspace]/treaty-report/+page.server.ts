import { linkIfAny, nameOf, pageOf } from '#modules/directory/page-links.ts'
import { listInstruments } from '#modules/instruments/instrument/instrument-queries.ts'
import { listTreatyReports } from '#modules/instruments/instrument/report-queries.ts'
import { keepsInstruments } from '#modules/instruments/rules.ts'
import { listPart, originInColumn } from '../../list-page.ts'
import { recordOptions } from '../obligation/instrument-options.ts'
import { optionsOf } from '../record-page.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const { words } = locals
	const [found, actors, instruments] = await Promise.all([
		locals.askFrom(listTreatyReports, url),
		optionsOf(locals, 'actor'),
		locals.ask(listInstruments, { sort: 'title', limit: 200 })
	])
	const list = listPart(found, (report) => ({
		href: pageOf(workspace, report),
		name: nameOf(words, report),
		number: report.reference,
		instrument: linkIfAny(words, workspace, report.instrument),
		form: report.form,
		due: report.dueDay,
		progress: report.progress,
		isLate: report.isLate,
		lead: linkIfAny(words, workspace, report.lead),
		state: report.state,
		origin: originInColumn(report)
	}))
	const chosen = url.searchParams.get('filter[instrument]')
	return {
		list,
		actors,
		instruments: recordOptions(words, instruments.items, chosen),
		mayAdd: keepsInstruments(locals.seat)
	}
}
