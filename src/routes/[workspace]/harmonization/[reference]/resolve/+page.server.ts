import { resolveHarmonization } from '#modules/instruments/relation/harmonization-commands.ts'
import { getHarmonization } from '#modules/instruments/relation/harmonization-queries.ts'
import { isAgreed } from '#modules/instruments/relation/relation-rules.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessCan } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const item = await locals.ask(getHarmonization, { harmonization: params.reference })
	refuseUnlessCan({ locals, url }, { may: item.may.resolve, whyNot: item.whyNot.resolve }, 'harmonization.resolve')
	return { ...formOf(locals, item), isAgreed: isAgreed(item.agreers) }
}

export const actions: Actions = {
	default: formAction(
		resolveHarmonization,
		({ params }) => ({ harmonization: params['reference'] }),
		backTo('harmonization')
	)
}
