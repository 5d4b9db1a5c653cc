import { addInstrument } from '#modules/instruments/instrument/instrument-commands.ts'
import { keepsInstruments } from '#modules/instruments/rules.ts'
import { formAction, formKeys } from '../../../face.server.ts'
import { onTo, refuseUnlessMay } from '../../record-page.server.ts'
import { instrumentChoices, tickedIn } from '../instrument-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
	refuseUnlessMay({ locals, url }, keepsInstruments(locals.seat), addInstrument.name)
	return {
		keys: formKeys(locals),
		languages: [...(locals.workspace?.languages ?? [])],
		...(await instrumentChoices(locals))
	}
}

export const actions: Actions = {
	default: formAction(addInstrument, (_event, form) => tickedIn(form), onTo('instrument'))
}
