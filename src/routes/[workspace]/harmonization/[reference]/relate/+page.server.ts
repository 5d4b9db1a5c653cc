import { relateHarmonization } from '#modules/instruments/relation/harmonization-commands.ts'
import { getHarmonization } from '#modules/instruments/relation/harmonization-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessCan } from '../../../record-page.server.ts'
import { relationOptions, ticked } from '../../harmonization-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const item = await locals.ask(getHarmonization, { harmonization: params.reference })
	refuseUnlessCan({ locals, url }, { may: item.may.change, whyNot: item.whyNot.change }, 'harmonization.relate')
	return { ...formOf(locals, item), relations: await relationOptions(locals, url) }
}

export const actions: Actions = {
	default: formAction(
		relateHarmonization,
		({ params }, form) => ({ harmonization: params['reference'], relations: ticked(form, 'relations') }),
		backTo('harmonization')
	)
}
