import { getRecommendation } from '#modules/deliberation/recommendation/recommendation-page.ts'
import { registry } from '#areas'
import { linkRecords } from '#platform/records/record-operations.ts'
import { takesPart } from '#platform/records/rules.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessMay } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const recommendation = await locals.ask(getRecommendation, { recommendation: params.reference })
	refuseUnlessMay({ locals, url }, takesPart(locals.seat), 'record.link')
	const kinds = registry.kinds.filter(({ name }) => name !== 'agenda-item').map(({ name }) => name)
	return { ...formOf(locals, recommendation), kinds }
}

export const actions: Actions = {
	default: formAction(
		linkRecords,
		({ params }) => ({ from: params['reference'], fromKind: 'recommendation', type: 'changed' }),
		(result, event) => `${backTo('recommendation')(result, event)}#changed`
	)
}
