import { writeSection } from '#modules/deliberation/dashboard/report-commands.ts'
import { getReport } from '#modules/deliberation/dashboard/report-queries.ts'
import { SECTIONS } from '#modules/deliberation/dashboard/report-rules.ts'
import { absent } from '#platform/operation/refusal.ts'
import { formAction, refusePage } from '../../../../../face.server.ts'
import { formOf, refuseUnlessMay } from '../../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const section = SECTIONS.find((one) => one === params.section)
	if (!section) refusePage(locals, url, absent('deliberation.report-no-such-section'))
	const report = await locals.ask(getReport, { report: params.reference })
	refuseUnlessMay({ locals, url }, report.may.write, 'secretariatReport.writeSection')
	const narrative = report.sections.find(({ code }) => code === section)?.narrative ?? ''
	return { section, narrative, language: report.language, ...formOf(locals, report) }
}

export const actions: Actions = {
	default: formAction(
		writeSection,
		// An emptied field is sent as nothing; here it takes the text away.
		({ params }, form) => ({
			report: params['reference'],
			section: params['section'],
			...(form.get('narrative') === '' ? { narrative: '' } : {})
		}),
		(_done, { params }) =>
			`/${params['workspace'] ?? ''}/secretariat-report/${params['reference'] ?? ''}#${params['section'] ?? ''}`
	)
}
