import { getInstrument } from '#modules/instruments/instrument/instrument-queries.ts'
import { importStatuses } from '#modules/instruments/instrument/status-table-commands.ts'
import { keepsInstruments } from '#modules/instruments/rules.ts'
import { takeFile } from '../../../../import-page.server.ts'
import { formOf, refuseUnlessCan, refuseUnlessMay } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const instrument = await locals.ask(getInstrument, { instrument: params.reference })
	const stand = { may: instrument.may.change, whyNot: instrument.whyNot.change }
	refuseUnlessCan({ locals, url }, stand, importStatuses.name)
	return formOf(locals, instrument)
}

export const actions: Actions = {
	default: (event) => {
		const { locals, url } = event
		refuseUnlessMay({ locals, url }, keepsInstruments(locals.seat), importStatuses.name)
		return takeFile(event)
	}
}
