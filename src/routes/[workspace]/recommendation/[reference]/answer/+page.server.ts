import { answerRecommendation } from '#modules/deliberation/recommendation/chain-commands.ts'
import { getRecommendation } from '#modules/deliberation/recommendation/recommendation-page.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessMay } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const recommendation = await locals.ask(getRecommendation, { recommendation: params.reference })
	refuseUnlessMay({ locals, url }, recommendation.next.includes('accept'), 'recommendation.answer')
	return formOf(locals, recommendation)
}

export const actions: Actions = {
	default: formAction(
		answerRecommendation,
		({ params }) => ({ recommendation: params['reference'] }),
		backTo('recommendation')
	)
}
