import { redirect } from '@sveltejs/kit'
import { differencesOf } from '#modules/deliberation/recommendation/wording-difference.ts'
import { getRecommendation } from '#modules/deliberation/recommendation/recommendation-page.ts'
import { isToBeDone } from '#modules/deliberation/recommendation/recommendation-rules.ts'
import { addComment } from '#platform/records/discussion.ts'
import { formAction } from '../../../face.server.ts'
import { mayAssignFor } from '../../action/assigning.server.ts'
import { recordParts, todayOf } from '../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
	const recommendation = await locals.ask(getRecommendation, { recommendation: params.reference })
	if (recommendation.reference !== params.reference)
		redirect(303, `/${params.workspace}/recommendation/${recommendation.reference}`)
	const { status, state, holder, structure } = recommendation
	const watches = state === 'active' && isToBeDone(status) ? (holder?.kind === 'structure' ? holder : structure) : null
	const [parts, mayAssign] = await Promise.all([recordParts(locals, recommendation), mayAssignFor(locals, watches)])
	return {
		recommendation,
		mayAssign,
		differences: differencesOf(recommendation.wordings),
		today: todayOf(locals),
		parts
	}
}

export const actions: Actions = {
	comment: formAction(
		addComment,
		({ params }) => ({ record: params['reference'], kind: 'recommendation' }),
		(_done, { url }) => `${url.pathname}#discussion`
	)
}
