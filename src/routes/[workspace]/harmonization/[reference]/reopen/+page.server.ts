import { reopenHarmonization } from '#modules/instruments/relation/harmonization-commands.ts'
import { getHarmonization } from '#modules/instruments/relation/harmonization-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessCan } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const item = await locals.ask(getHarmonization, { harmonization: params.reference })
	refuseUnlessCan({ locals, url }, { may: item.may.reopen, whyNot: item.whyNot.reopen }, 'harmonization.reopen')
	return formOf(locals, item)
}

export const actions: Actions = {
	default: formAction(
		reopenHarmonization,
		({ params }) => ({ harmonization: params['reference'] }),
		backTo('harmonization')
	)
}
