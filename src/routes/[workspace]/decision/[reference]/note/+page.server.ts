import { noteOnDecision } from '#modules/deliberation/decision/decision-change-commands.ts'
import { getDecision } from '#modules/deliberation/decision/decision-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessCan } from '../../../record-page.server.ts'
import { notedOf } from '../../decision-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const decision = await locals.ask(getDecision, { decision: params.reference })
	refuseUnlessCan(
		{ locals, url },
		{ may: decision.may.note, whyNot: decision.whyNot.note, params: { decision: decision.reference } },
		'decision.note'
	)
	const structure = decision.structure?.reference
	return {
		...formOf(locals, decision),
		members: structure ? await notedOf(locals, structure, decision.decidedDay) : []
	}
}

export const actions: Actions = {
	default: formAction(noteOnDecision, ({ params }) => ({ decision: params['reference'] }), backTo('decision'))
}
