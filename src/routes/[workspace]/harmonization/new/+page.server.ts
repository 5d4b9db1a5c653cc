import { addHarmonization } from '#modules/instruments/relation/harmonization-commands.ts'
import { keepsInstruments } from '#modules/instruments/rules.ts'
import { formAction, formKeys } from '../../../face.server.ts'
import { onTo, refuseUnlessMay } from '../../record-page.server.ts'
import { harmonizationOptions, relationOptions, ticked } from '../harmonization-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
	refuseUnlessMay({ locals, url }, keepsInstruments(locals.seat), 'harmonization.add')
	const [offered, relations] = await Promise.all([harmonizationOptions(locals), relationOptions(locals, url)])
	return { keys: formKeys(locals), offered, relations }
}

export const actions: Actions = {
	default: formAction(
		addHarmonization,
		(_event, form) => {
			const actors = ticked(form, 'actors')
			// Nobody named means the leaders of the laws on both sides.
			return { relations: ticked(form, 'relations'), ...(actors.length > 0 ? { actors } : {}) }
		},
		onTo('harmonization')
	)
}
