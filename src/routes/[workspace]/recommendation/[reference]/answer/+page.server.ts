import { answerRecommendation } from '#modules/deliberation/recommendation/answer-commands.ts'
import { answeredWhere } from '#modules/deliberation/recommendation/answer-fields.ts'
import { findAnswering } from '#modules/deliberation/recommendation/answering-queries.ts'
import { isShownToFew } from '#modules/deliberation/recommendation/page-actions.ts'
import { getRecommendation } from '#modules/deliberation/recommendation/recommendation-page.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessMay } from '../../../record-page.server.ts'
import { wordsFound } from '../../finding.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const recommendation = await locals.ask(getRecommendation, { recommendation: params.reference })
	refuseUnlessMay({ locals, url }, recommendation.next.includes('accept'), 'recommendation.answer')
	const find = wordsFound(url)
	const places = await locals.ask(findAnswering, {
		recommendations: [recommendation.reference],
		...(find === '' ? {} : { words: find })
	})
	const languages = [...(locals.workspace?.languages ?? [])]
	return { ...formOf(locals, recommendation), languages, isRestricted: isShownToFew(recommendation), find, places }
}

export const actions: Actions = {
	default: formAction(
		answerRecommendation,
		({ params }, form) => ({ recommendation: params['reference'], ...answeredWhere(form) }),
		backTo('recommendation')
	)
}
