import { unrelateHarmonization } from '#modules/instruments/relation/harmonization-commands.ts'
import { getHarmonization } from '#modules/instruments/relation/harmonization-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessCan } from '../../../record-page.server.ts'
import { relationLabel } from '../../harmonization-page.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const item = await locals.ask(getHarmonization, { harmonization: params.reference })
	refuseUnlessCan({ locals, url }, { may: item.may.change, whyNot: item.whyNot.change }, 'harmonization.unrelate')
	return {
		...formOf(locals, item),
		chosen: url.searchParams.get('relation'),
		relations: item.relations.map((one) => ({ value: one.id, label: relationLabel(locals.words, one) }))
	}
}

export const actions: Actions = {
	default: formAction(
		unrelateHarmonization,
		({ params }) => ({ harmonization: params['reference'] }),
		backTo('harmonization')
	)
}
