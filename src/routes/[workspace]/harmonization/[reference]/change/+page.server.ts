import { changeHarmonization } from '#modules/instruments/relation/harmonization-commands.ts'
import { getHarmonization } from '#modules/instruments/relation/harmonization-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessCan } from '../../../record-page.server.ts'
import { harmonizationOptions, ticked } from '../../harmonization-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const item = await locals.ask(getHarmonization, { harmonization: params.reference })
	refuseUnlessCan({ locals, url }, { may: item.may.change, whyNot: item.whyNot.change }, 'harmonization.change')
	return {
		...formOf(locals, item),
		offered: await harmonizationOptions(locals),
		saved: {
			title: locals.words.name(item.title),
			text: item.text,
			language: item.language,
			structure: item.structure?.reference ?? null,
			due: item.dueDay,
			actors: item.agreers.map(({ actor }) => actor.reference)
		}
	}
}

export const actions: Actions = {
	default: formAction(
		changeHarmonization,
		({ params }, form) => ({ harmonization: params['reference'], actors: ticked(form, 'actors') }),
		backTo('harmonization')
	)
}
