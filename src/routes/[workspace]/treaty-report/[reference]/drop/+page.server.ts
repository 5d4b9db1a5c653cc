import { dropTreatyReport } from '#modules/instruments/instrument/report-commands.ts'
import { getTreatyReport } from '#modules/instruments/instrument/report-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessCan } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const report = await locals.ask(getTreatyReport, { report: params.reference })
	refuseUnlessCan({ locals, url }, { may: report.may.drop, whyNot: report.whyNot.drop }, dropTreatyReport.name)
	return formOf(locals, report)
}

export const actions: Actions = {
	default: formAction(dropTreatyReport, ({ params }) => ({ report: params['reference'] }), backTo('treaty-report'))
}
