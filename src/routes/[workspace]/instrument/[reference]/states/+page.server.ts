import { getInstrument } from '#modules/instruments/instrument/instrument-queries.ts'
import { listStates } from '#modules/instruments/instrument/status-queries.ts'
import { headOf, todayOf } from '../../../record-page.server.ts'
import { dayIn } from '../../instrument-page.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { words } = locals
	const on = dayIn(url)
	const [instrument, states] = await Promise.all([
		locals.ask(getInstrument, { instrument: params.reference }),
		locals.ask(listStates, { instrument: params.reference, ...(on ? { day: on } : {}) })
	])
	return {
		record: headOf(instrument),
		own: instrument.country,
		states: states.items
			.map(({ country, position }) => ({ country, name: words.country(country), ...position }))
			.sort((one, other) => words.order(one.name, other.name)),
		on: on ?? null,
		today: todayOf(locals)
	}
}
