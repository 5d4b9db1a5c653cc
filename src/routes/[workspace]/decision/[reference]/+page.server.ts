import { redirect } from '@sveltejs/kit'
import { getDecision } from '#modules/deliberation/decision/decision-queries.ts'
import { addComment } from '#platform/records/discussion.ts'
import { formAction } from '../../../face.server.ts'
import { mayAssignFor } from '../../action/assigning.server.ts'
import { recordParts } from '../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
	const decision = await locals.ask(getDecision, { decision: params.reference })
	if (decision.reference !== params.reference) redirect(303, `/${params.workspace}/decision/${decision.reference}`)
	const watches = decision.state === 'active' && decision.standing === 'in-force' ? decision.structure : null
	const [parts, mayAssign] = await Promise.all([recordParts(locals, decision), mayAssignFor(locals, watches)])
	return { decision, parts, mayAssign }
}

export const actions: Actions = {
	comment: formAction(
		addComment,
		({ params }) => ({ record: params['reference'], kind: 'decision' }),
		(_done, { url }) => `${url.pathname}#discussion`
	)
}
