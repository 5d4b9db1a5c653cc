import { getInstrument } from '#modules/instruments/instrument/instrument-queries.ts'
import { withdrawStatus } from '#modules/instruments/instrument/status-commands.ts'
import { listStatuses } from '#modules/instruments/instrument/status-queries.ts'
import { absent } from '#platform/operation/refusal.ts'
import { formAction, refusePage } from '../../../../../../face.server.ts'
import { backTo, formOf, refuseUnlessCan } from '../../../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const instrument = await locals.ask(getInstrument, { instrument: params.reference })
	const stand = { may: instrument.may.change, whyNot: instrument.whyNot.change }
	refuseUnlessCan({ locals, url }, stand, withdrawStatus.name)
	const { items } = await locals.ask(listStatuses, { instrument: params.reference })
	const line = items.find(({ id }) => id === params.status)
	if (!line) refusePage(locals, url, absent('instruments.no-such-status'))
	return { ...formOf(locals, instrument), line: { country: line.country, event: line.event, day: line.day } }
}

export const actions: Actions = {
	default: formAction(withdrawStatus, ({ params }) => ({ status: params['status'] }), backTo('instrument'))
}
