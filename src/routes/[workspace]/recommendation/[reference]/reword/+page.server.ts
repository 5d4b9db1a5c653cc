import { rewordRecommendation } from '#modules/deliberation/recommendation/recommendation-commands.ts'
import { getRecommendation } from '#modules/deliberation/recommendation/recommendation-page.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessMay } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const recommendation = await locals.ask(getRecommendation, { recommendation: params.reference })
	refuseUnlessMay({ locals, url }, recommendation.next.includes('reword'), 'recommendation.reword')
	const { text = '', language = '' } = recommendation.wordings.at(-1) ?? {}
	return { ...formOf(locals, recommendation), text, language }
}

export const actions: Actions = {
	default: formAction(
		rewordRecommendation,
		({ params }) => ({ recommendation: params['reference'] }),
		(result, event) => `${backTo('recommendation')(result, event)}#wording`
	)
}
