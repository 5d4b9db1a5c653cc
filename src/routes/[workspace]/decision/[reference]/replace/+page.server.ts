import { replaceDecision } from '#modules/deliberation/decision/decision-change-commands.ts'
import { getDecision, listDecisions } from '#modules/deliberation/decision/decision-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessCan } from '../../../record-page.server.ts'
import { optionsFrom } from '../../decision-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const decision = await locals.ask(getDecision, { decision: params.reference })
	refuseUnlessCan(
		{ locals, url },
		{ may: decision.may.replace, whyNot: decision.whyNot.replace, params: { decision: decision.reference } },
		'decision.replace'
	)
	const { items } = await locals.ask(listDecisions, {
		filter: { replacing: decision.reference },
		sort: '-day',
		limit: 200
	})
	return {
		...formOf(locals, decision),
		later: optionsFrom(locals, items)
	}
}

export const actions: Actions = {
	default: formAction(replaceDecision, ({ params }) => ({ decision: params['reference'] }), backTo('decision'))
}
