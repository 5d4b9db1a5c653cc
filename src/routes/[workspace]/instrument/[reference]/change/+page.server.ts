import { changeInstrument } from '#modules/instruments/instrument/instrument-commands.ts'
import { getInstrument } from '#modules/instruments/instrument/instrument-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessCan } from '../../../record-page.server.ts'
import { instrumentChoices, tickedIn } from '../../instrument-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const instrument = await locals.ask(getInstrument, { instrument: params.reference })
	const stand = { may: instrument.may.change, whyNot: instrument.whyNot.change }
	refuseUnlessCan({ locals, url }, stand, changeInstrument.name)
	const { form, scope, isBinding, bindingBasis, adoptedOn, inForceOn, isInForce, signableUntil } = instrument
	const { place, depositary, depositaryActor, adoptingBody, adoptingActor, region, entry } = instrument
	const { leavingMonths, summary, language, title, acronym } = instrument
	return {
		...formOf(locals, instrument),
		...(await instrumentChoices(locals)),
		areas: instrument.areas.map(({ reference }) => reference),
		saved: {
			title,
			acronym,
			form,
			scope,
			isBinding,
			bindingBasis,
			adoptedOn,
			inForceOn,
			isInForce,
			signableUntil,
			place,
			depositary,
			depositaryActor,
			adoptingBody,
			adoptingActor,
			region,
			entry,
			leavingMonths,
			summary,
			language
		}
	}
}

export const actions: Actions = {
	default: formAction(
		changeInstrument,
		({ params }, form) => ({ instrument: params['reference'], ...tickedIn(form) }),
		backTo('instrument')
	)
}
