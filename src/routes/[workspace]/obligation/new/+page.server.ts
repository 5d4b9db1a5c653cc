import { getInstrument } from '#modules/instruments/instrument/instrument-queries.ts'
import { addObligation } from '#modules/instruments/instrument/obligation-commands.ts'
import { keepsInstruments } from '#modules/instruments/rules.ts'
import { formAction, formKeys } from '../../../face.server.ts'
import { areaGroups, formOf, onTo, refuseUnlessCan, refuseUnlessMay } from '../../record-page.server.ts'
import { instrumentOptions } from '../../instrument/instrument-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
	refuseUnlessMay({ locals, url }, keepsInstruments(locals.seat), addObligation.name)
	const reference = url.searchParams.get('instrument')
	if (!reference) return { chosen: null, keys: formKeys(locals), instruments: await instrumentOptions(locals) }
	const instrument = await locals.ask(getInstrument, { instrument: reference })
	const stand = { may: instrument.may.change, whyNot: instrument.whyNot.change }
	refuseUnlessCan({ locals, url }, stand, addObligation.name)
	return { chosen: { ...formOf(locals, instrument), groups: await areaGroups(locals) } }
}

export const actions: Actions = {
	default: formAction(
		addObligation,
		({ url }, form) => ({ instrument: url.searchParams.get('instrument'), areas: form.getAll('areas').map(String) }),
		onTo('obligation')
	)
}
