import { getInstrument } from '#modules/instruments/instrument/instrument-queries.ts'
import { addInstrumentText } from '#modules/instruments/instrument/text-commands.ts'
import { actionWithFile } from '../../../attached-file.server.ts'
import { backTo, formOf, refuseUnlessCan } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const instrument = await locals.ask(getInstrument, { instrument: params.reference })
	const stand = { may: instrument.may.change, whyNot: instrument.whyNot.change }
	refuseUnlessCan({ locals, url }, stand, addInstrumentText.name)
	return formOf(locals, instrument)
}

export const actions: Actions = {
	default: actionWithFile({
		command: addInstrumentText,
		fixed: ({ params }) => ({ instrument: params['reference'] }),
		next: backTo('instrument'),
		isRequired: true
	})
}
