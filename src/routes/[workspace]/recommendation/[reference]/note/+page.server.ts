import { getRecommendation } from '#modules/deliberation/recommendation/recommendation-page.ts'
import { noteOnRecommendation } from '#modules/deliberation/recommendation/taken-commands.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessCan, todayOf } from '../../../record-page.server.ts'
import { notedOf } from '../../../decision/decision-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const recommendation = await locals.ask(getRecommendation, { recommendation: params.reference })
	const { may, whyNot } = recommendation.retaking
	refuseUnlessCan(
		{ locals, url },
		{ may, whyNot, params: { reference: recommendation.reference } },
		'recommendation.note'
	)
	const { structure, meetingDay } = recommendation
	return {
		...formOf(locals, recommendation),
		members: structure ? await notedOf(locals, structure.reference, meetingDay ?? todayOf(locals)) : []
	}
}

export const actions: Actions = {
	default: formAction(
		noteOnRecommendation,
		({ params }) => ({ recommendation: params['reference'] }),
		backTo('recommendation')
	)
}
