import { replaceDecision } from '#modules/deliberation/decision/decision-commands.ts'
import { getDecision, listDecisions } from '#modules/deliberation/decision/decision-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessMay } from '../../../record-page.server.ts'
import { optionsFrom } from '../../decision-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const decision = await locals.ask(getDecision, { decision: params.reference })
	refuseUnlessMay({ locals, url }, decision.may.replace, 'decision.replace')
	const { items } = await locals.ask(listDecisions, {
		filter: { standing: ['in-force'], from: decision.decidedDay },
		sort: '-day',
		limit: 200
	})
	return {
		...formOf(locals, decision),
		later: optionsFrom(
			locals,
			items.filter(({ id }) => id !== decision.id)
		)
	}
}

export const actions: Actions = {
	default: formAction(replaceDecision, ({ params }) => ({ decision: params['reference'] }), backTo('decision'))
}
