import { submitRecommendation } from '#modules/deliberation/recommendation/chain-commands.ts'
import { submitLevel } from '#modules/deliberation/recommendation/form-fields.ts'
import { submittingWarning } from '#modules/deliberation/recommendation/page-actions.ts'
import { getRecommendation } from '#modules/deliberation/recommendation/recommendation-page.ts'
import { nameOf } from '#modules/directory/page-links.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessMay } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const recommendation = await locals.ask(getRecommendation, { recommendation: params.reference })
	refuseUnlessMay({ locals, url }, recommendation.next.includes('submit'), 'recommendation.submit')
	const options = (some: typeof recommendation.above.structures) =>
		some.map((one) => ({ value: one.reference, label: nameOf(locals.words, one) }))
	return {
		...formOf(locals, recommendation),
		warning: submittingWarning(recommendation),
		isPassedOn: recommendation.status === 'received' || recommendation.status === 'under-review',
		isReturned: recommendation.status === 'returned',
		isNextUnseen: recommendation.above.isNextUnseen,
		structures: options(recommendation.above.structures),
		actors: options(recommendation.above.actors)
	}
}

export const actions: Actions = {
	default: formAction(
		submitRecommendation,
		({ params }, form) => ({ recommendation: params['reference'], ...submitLevel(form) }),
		backTo('recommendation')
	)
}
