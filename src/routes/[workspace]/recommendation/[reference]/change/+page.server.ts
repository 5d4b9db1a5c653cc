import { changeRecommendation } from '#modules/deliberation/recommendation/recommendation-commands.ts'
import { getRecommendation } from '#modules/deliberation/recommendation/recommendation-page.ts'
import { formAction } from '../../../../face.server.ts'
import { areaGroups, backTo, formOf, optionsOf, refuseUnlessMay } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const recommendation = await locals.ask(getRecommendation, { recommendation: params.reference })
	refuseUnlessMay({ locals, url }, recommendation.next.includes('change'), 'recommendation.change')
	return {
		...formOf(locals, recommendation),
		saved: {
			title: recommendation.title,
			addresseeActor: recommendation.addresseeActor?.reference ?? null,
			addresseeStructure: recommendation.addresseeStructure?.reference ?? null,
			addressee: recommendation.addressee,
			actionWord: recommendation.actionWord,
			deadlineClass: recommendation.deadlineClass,
			dueDay: recommendation.dueDay,
			areas: recommendation.areas.map(({ reference }) => reference)
		},
		actors: await optionsOf(locals, 'actor'),
		structures: await optionsOf(locals, 'structure'),
		areas: await areaGroups(locals)
	}
}

export const actions: Actions = {
	default: formAction(
		changeRecommendation,
		({ params }, form) => ({
			recommendation: params['reference'],
			// Nothing ticked sends nothing: the areas are then none.
			...(form.has('areas') ? {} : { areas: [] })
		}),
		backTo('recommendation')
	)
}
