import {
	completeRecommendation,
	implementRecommendation,
	lapseRecommendation,
	receiveRecommendation,
	reviewRecommendation
} from '#modules/deliberation/recommendation/chain-commands.ts'
import { PLAIN_DEEDS } from '#modules/deliberation/recommendation/form-fields.ts'
import { getRecommendation } from '#modules/deliberation/recommendation/recommendation-page.ts'
import { absent } from '#platform/operation/refusal.ts'
import { formAction, refusePage } from '../../../../../face.server.ts'
import { backTo, formOf, refuseUnlessMay } from '../../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const deed = PLAIN_DEEDS.find((one) => one === params.deed)
	if (!deed) refusePage(locals, url, absent('platform.no-such-page'))
	const recommendation = await locals.ask(getRecommendation, { recommendation: params.reference })
	refuseUnlessMay({ locals, url }, recommendation.next.includes(deed), `recommendation.${deed}`)
	return { ...formOf(locals, recommendation), deed }
}

type Addressed = { params: Readonly<Record<string, string | undefined>> }
const about = ({ params }: Addressed) => ({ recommendation: params['reference'] })
const back = backTo('recommendation')

export const actions: Actions = {
	receive: formAction(receiveRecommendation, about, back),
	review: formAction(reviewRecommendation, about, back),
	implement: formAction(implementRecommendation, about, back),
	complete: formAction(completeRecommendation, about, back),
	lapse: formAction(lapseRecommendation, about, back)
}
