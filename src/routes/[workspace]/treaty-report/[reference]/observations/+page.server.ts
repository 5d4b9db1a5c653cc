import { recordObservations } from '#modules/instruments/instrument/report-commands.ts'
import { recommendedCount, recommendedIn } from '#modules/instruments/instrument/report-form.ts'
import { getTreatyReport } from '#modules/instruments/instrument/report-queries.ts'
import { actionWithFile } from '../../../attached-file.server.ts'
import { areaOptions, backTo, formOf, optionsOf, refuseUnlessCan } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const report = await locals.ask(getTreatyReport, { report: params.reference })
	const stand = { may: report.may.observations, whyNot: report.whyNot.observations }
	refuseUnlessCan({ locals, url }, stand, recordObservations.name)
	const mayRecommend = report.may.recommend
	const [actors, areas] = mayRecommend
		? await Promise.all([optionsOf(locals, 'actor'), areaOptions(locals, 'themes')])
		: [[], []]
	return {
		...formOf(locals, report),
		mayRecommend,
		actors,
		areas,
		count: recommendedCount(url.searchParams.get('count'))
	}
}

export const actions: Actions = {
	default: actionWithFile({
		command: recordObservations,
		fixed: ({ params }, form) => ({ report: params['reference'], recommendations: recommendedIn(form) }),
		next: backTo('treaty-report'),
		isRequired: false
	})
}
