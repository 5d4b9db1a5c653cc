import { linkIfAny, nameOf, pageOf } from '#modules/directory/page-links.ts'
import { listTreatyReports } from '#modules/instruments/instrument/report-queries.ts'
import { keepsInstruments } from '#modules/instruments/rules.ts'
import { listPart, originInColumn } from '../../list-page.ts'
import { instrumentOptions } from '../instrument/instrument-page.server.ts'
import { optionsOf } from '../record-page.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const { words } = locals
	const [found, actors, instruments] = await Promise.all([
		locals.askFrom(listTreatyReports, url),
		optionsOf(locals, 'actor'),
		instrumentOptions(locals, url.searchParams.get('filter[instrument]'))
	])
	const list = listPart(found, (report) => ({
		href: pageOf(workspace, report),
		name: nameOf(words, report),
		number: report.reference,
		instrument: linkIfAny(words, workspace, report.instrument),
		form: report.form,
		due: report.dueDay,
		dialogue: report.dialogueDay ?? report.dialoguePlanned,
		progress: report.progress,
		isLate: report.isLate,
		lead: linkIfAny(words, workspace, report.lead),
		state: report.state,
		origin: originInColumn(report)
	}))
	return { list, actors, instruments, mayAdd: keepsInstruments(locals.seat) }
}
