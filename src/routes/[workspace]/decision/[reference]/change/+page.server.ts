import { changeDecision } from '#modules/deliberation/decision/decision-change-commands.ts'
import { getDecision } from '#modules/deliberation/decision/decision-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { areaGroups, backTo, formOf, refuseUnlessCan } from '../../../record-page.server.ts'
import { membersOf, votedOf, votesOf } from '../../decision-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const decision = await locals.ask(getDecision, { decision: params.reference })
	refuseUnlessCan(
		{ locals, url },
		{ may: decision.may.change, whyNot: decision.whyNot.change, params: { decision: decision.reference } },
		'decision.change'
	)
	const structure = decision.structure?.reference
	const [members, groups] = await Promise.all([
		structure ? membersOf(locals, structure, decision.decidedDay) : [],
		areaGroups(locals)
	])
	return {
		...formOf(locals, decision),
		members,
		groups,
		areas: decision.areas.map(({ reference }) => reference),
		saved: {
			title: locals.words.name(decision.title),
			text: decision.text,
			language: decision.language,
			basis: decision.basis,
			effectDay: decision.effectDay,
			manner: decision.manner,
			votes: decision.votes,
			voted: votedOf(decision.positions)
		}
	}
}

export const actions: Actions = {
	default: formAction(
		changeDecision,
		({ params }, form) => ({ decision: params['reference'], ...votesOf(form) }),
		backTo('decision')
	)
}
