import { listReports } from '#modules/deliberation/dashboard/report-queries.ts'
import { linkIfAny, nameOf, pageOf } from '#modules/directory/page-links.ts'
import { listPart, originInColumn } from '../../list-page.ts'
import { optionsOf } from '../record-page.server.ts'
import { subjectsOf } from './subjects.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const { words } = locals
	const [found, structures, subjects] = await Promise.all([
		locals.askFrom(listReports, url),
		optionsOf(locals, 'structure'),
		subjectsOf(locals)
	])
	const list = listPart(found, (report) => ({
		href: pageOf(workspace, report),
		name: nameOf(words, report),
		number: report.reference,
		structure: linkIfAny(words, workspace, report.structure),
		from: report.from,
		to: report.to,
		progress: report.progress,
		state: report.state,
		origin: originInColumn(report)
	}))
	return { list, structures, mayAdd: subjects.isAny }
}
