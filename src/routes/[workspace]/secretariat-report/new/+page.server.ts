import { draftReport } from '#modules/deliberation/dashboard/report-commands.ts'
import { lastQuarter } from '#modules/deliberation/dashboard/report-rules.ts'
import { keepsDirectory } from '#modules/directory/rules.ts'
import { formAction, formKeys } from '../../../face.server.ts'
import { onTo, optionsOf, refuseUnlessMay, todayOf } from '../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
	refuseUnlessMay(
		{ locals, url },
		keepsDirectory(locals.seat) || locals.seat.role === 'member',
		'secretariatReport.draft'
	)
	return {
		keys: formKeys(locals),
		languages: [...(locals.workspace?.languages ?? [])],
		structures: await optionsOf(locals, 'structure'),
		structure: url.searchParams.get('structure'),
		period: lastQuarter(todayOf(locals))
	}
}

export const actions: Actions = {
	default: formAction(draftReport, () => ({}), onTo('secretariat-report'))
}
