import { leftOutFrom } from '#modules/deliberation/meeting/left-out.ts'
import { changeSeries } from '#modules/deliberation/meeting/series-commands.ts'
import { getSeries } from '#modules/deliberation/meeting/series-queries.ts'
import { formAction, formKeys } from '../../../../face.server.ts'
import { refuseUnlessMay, todayOf } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const series = await locals.ask(getSeries, { series: params.series })
	refuseUnlessMay({ locals, url }, series.may.change, 'meetingSeries.change')
	return { keys: formKeys(locals), today: todayOf(locals), series, languages: [...(locals.workspace?.languages ?? [])] }
}

export const actions: Actions = {
	default: formAction(
		changeSeries,
		({ params }, form) => ({ series: params['series'], excluded: leftOutFrom(form) }),
		(done, { params }) => `/${params['workspace'] ?? ''}/meeting-series/${done.id}`
	)
}
