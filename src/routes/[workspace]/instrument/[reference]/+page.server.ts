import { redirect } from '@sveltejs/kit'
import { getInstrument } from '#modules/instruments/instrument/instrument-queries.ts'
import { listStates, statusAt } from '#modules/instruments/instrument/status-queries.ts'
import { addComment } from '#platform/records/discussion.ts'
import { formAction } from '../../../face.server.ts'
import { recordParts, todayOf } from '../../record-page.server.ts'
import { dayIn } from '../instrument-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const instrument = await locals.ask(getInstrument, { instrument: params.reference })
	if (instrument.reference !== params.reference)
		redirect(303, `/${params.workspace}/instrument/${instrument.reference}${url.search}`)
	const on = dayIn(url)
	const asked = { instrument: params.reference, ...(on ? { day: on } : {}) }
	const [parts, states, position] = await Promise.all([
		recordParts(locals, instrument),
		locals.ask(listStates, asked),
		instrument.country === null ? null : locals.ask(statusAt, asked)
	])
	return {
		instrument,
		parts,
		position,
		others: states.items
			.filter(({ country }) => country !== instrument.country)
			.map(({ position: { standing } }) => standing),
		on: on ?? null,
		today: todayOf(locals)
	}
}

export const actions: Actions = {
	comment: formAction(
		addComment,
		({ params }) => ({ record: params['reference'], kind: 'instrument' }),
		(_done, { url }) => `${url.pathname}#discussion`
	)
}
