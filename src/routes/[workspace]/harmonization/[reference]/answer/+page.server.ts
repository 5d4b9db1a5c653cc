import { nameOf } from '#modules/directory/page-links.ts'
import { answerHarmonization } from '#modules/instruments/relation/harmonization-commands.ts'
import { getHarmonization } from '#modules/instruments/relation/harmonization-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessMay } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const item = await locals.ask(getHarmonization, { harmonization: params.reference })
	const mine = item.agreers.filter(({ mayAnswer }) => mayAnswer)
	refuseUnlessMay({ locals, url }, mine.length > 0, 'harmonization.answer')
	const asked = url.searchParams.get('actor')
	const chosen = mine.find(({ actor }) => actor.reference === asked) ?? mine[0]
	return {
		...formOf(locals, item),
		actors: mine.map(({ actor }) => ({ value: actor.reference, label: nameOf(locals.words, actor) })),
		saved: chosen ? { actor: chosen.actor.reference, answer: chosen.answer, note: chosen.note } : null
	}
}

export const actions: Actions = {
	default: formAction(
		answerHarmonization,
		({ params }) => ({ harmonization: params['reference'] }),
		backTo('harmonization')
	)
}
