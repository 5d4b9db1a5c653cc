import { changeTreatyReport } from '#modules/instruments/instrument/report-commands.ts'
import { getTreatyReport } from '#modules/instruments/instrument/report-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, optionsOf, refuseUnlessMay } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const report = await locals.ask(getTreatyReport, { report: params.reference })
	refuseUnlessMay({ locals, url }, report.may.change, changeTreatyReport.name)
	return {
		...formOf(locals, report),
		actors: await optionsOf(locals, 'actor'),
		saved: {
			title: locals.words.name(report.title),
			form: report.form,
			dueDay: report.dueDay,
			lead: report.lead,
			...(report.may.planDialogue ? { dialogue: report.dialoguePlanned } : {})
		}
	}
}

export const actions: Actions = {
	default: formAction(changeTreatyReport, ({ params }) => ({ report: params['reference'] }), backTo('treaty-report'))
}
