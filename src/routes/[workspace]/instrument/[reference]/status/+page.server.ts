import { getInstrument } from '#modules/instruments/instrument/instrument-queries.ts'
import { setStatus } from '#modules/instruments/instrument/status-commands.ts'
import { listStatuses } from '#modules/instruments/instrument/status-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessCan } from '../../../record-page.server.ts'
import { countryOptions } from '../../instrument-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

const TEXT_SHOWN = 80

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { words } = locals
	const instrument = await locals.ask(getInstrument, { instrument: params.reference })
	const stand = { may: instrument.may.change, whyNot: instrument.whyNot.change }
	refuseUnlessCan({ locals, url }, stand, setStatus.name)
	const { items } = await locals.ask(listStatuses, { instrument: params.reference })
	return {
		...formOf(locals, instrument),
		country: instrument.country,
		countries: countryOptions(locals),
		statements: items
			.filter(({ event }) => event === 'reservation' || event === 'declaration')
			.map(({ id, country, event, text }) => ({
				value: id,
				label: `${words.country(country)}, ${words.t(`instrument.event.${event}`)}: ${(text ?? '').slice(0, TEXT_SHOWN)}`
			}))
	}
}

export const actions: Actions = {
	default: formAction(setStatus, ({ params }) => ({ instrument: params['reference'] }), backTo('instrument'))
}
