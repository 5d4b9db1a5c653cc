import { addReportingDuty } from '#modules/instruments/instrument/duty-commands.ts'
import { getInstrument } from '#modules/instruments/instrument/instrument-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessCan } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const instrument = await locals.ask(getInstrument, { instrument: params.reference })
	const stand = { may: instrument.may.change, whyNot: instrument.whyNot.change }
	refuseUnlessCan({ locals, url }, stand, addReportingDuty.name)
	return formOf(locals, instrument)
}

export const actions: Actions = {
	default: formAction(addReportingDuty, ({ params }) => ({ instrument: params['reference'] }), backTo('instrument'))
}
