import { revokeDecision } from '#modules/deliberation/decision/decision-change-commands.ts'
import { getDecision } from '#modules/deliberation/decision/decision-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessCan } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const decision = await locals.ask(getDecision, { decision: params.reference })
	refuseUnlessCan(
		{ locals, url },
		{ may: decision.may.revoke, whyNot: decision.whyNot.revoke, params: { decision: decision.reference } },
		'decision.revoke'
	)
	return formOf(locals, decision)
}

export const actions: Actions = {
	default: formAction(revokeDecision, ({ params }) => ({ decision: params['reference'] }), backTo('decision'))
}
