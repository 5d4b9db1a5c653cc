import { getRecommendation } from '#modules/deliberation/recommendation/recommendation-page.ts'
import { retakeRecommendation } from '#modules/deliberation/recommendation/taken-commands.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessCan, todayOf } from '../../../record-page.server.ts'
import { membersOf, namesOf, votedOf } from '../../../decision/decision-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const recommendation = await locals.ask(getRecommendation, { recommendation: params.reference })
	const { may, whyNot } = recommendation.retaking
	refuseUnlessCan(
		{ locals, url },
		{ may, whyNot, params: { reference: recommendation.reference } },
		'recommendation.retake'
	)
	const { structure, meetingDay } = recommendation
	return {
		...formOf(locals, recommendation),
		members: structure ? await membersOf(locals, structure.reference, meetingDay ?? todayOf(locals)) : [],
		saved: {
			manner: recommendation.manner,
			votes: recommendation.votes,
			voted: votedOf(recommendation.positions)
		}
	}
}

export const actions: Actions = {
	default: formAction(
		retakeRecommendation,
		({ params }, form) => ({ recommendation: params['reference'], ...namesOf(form) }),
		backTo('recommendation')
	)
}
