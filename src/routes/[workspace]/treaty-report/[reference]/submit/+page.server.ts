import { submitTreatyReport } from '#modules/instruments/instrument/report-commands.ts'
import { getTreatyReport } from '#modules/instruments/instrument/report-queries.ts'
import { actionWithFile } from '../../../attached-file.server.ts'
import { backTo, formOf, refuseUnlessCan } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const report = await locals.ask(getTreatyReport, { report: params.reference })
	refuseUnlessCan({ locals, url }, { may: report.may.submit, whyNot: report.whyNot.submit }, submitTreatyReport.name)
	return formOf(locals, report)
}

export const actions: Actions = {
	default: actionWithFile({
		command: submitTreatyReport,
		fixed: ({ params }) => ({ report: params['reference'] }),
		next: backTo('treaty-report'),
		isRequired: false
	})
}
