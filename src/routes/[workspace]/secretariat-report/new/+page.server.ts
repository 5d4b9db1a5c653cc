import { draftReport } from '#modules/deliberation/dashboard/report-commands.ts'
import { lastQuarter } from '#modules/deliberation/dashboard/report-rules.ts'
import { formAction, formKeys } from '../../../face.server.ts'
import { onTo, refuseUnlessMay, todayOf } from '../../record-page.server.ts'
import { subjectsOf } from '../subjects.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
	const { structures, whole, isAny } = await subjectsOf(locals)
	refuseUnlessMay({ locals, url }, isAny, 'secretariatReport.draft')
	return {
		keys: formKeys(locals),
		languages: [...(locals.workspace?.languages ?? [])],
		structures,
		whole,
		structure: url.searchParams.get('structure'),
		period: lastQuarter(todayOf(locals))
	}
}

export const actions: Actions = {
	default: formAction(draftReport, () => ({}), onTo('secretariat-report'))
}
