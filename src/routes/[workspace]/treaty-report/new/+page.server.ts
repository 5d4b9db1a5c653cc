import { getInstrument } from '#modules/instruments/instrument/instrument-queries.ts'
import { addTreatyReport } from '#modules/instruments/instrument/report-commands.ts'
import { keepsInstruments } from '#modules/instruments/rules.ts'
import { formAction } from '../../../face.server.ts'
import { instrumentOptions } from '../../instrument/instrument-page.server.ts'
import { formOf, onTo, optionsOf, refuseUnlessCan, refuseUnlessMay } from '../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
	refuseUnlessMay({ locals, url }, keepsInstruments(locals.seat), addTreatyReport.name)
	const reference = url.searchParams.get('instrument')
	if (!reference) return { chosen: null, instruments: await instrumentOptions(locals) }
	const instrument = await locals.ask(getInstrument, { instrument: reference })
	const stand = { may: instrument.may.change, whyNot: instrument.whyNot.change }
	refuseUnlessCan({ locals, url }, stand, addTreatyReport.name)
	return {
		chosen: {
			...formOf(locals, instrument),
			actors: await optionsOf(locals, 'actor'),
			duty: instrument.duties.find(({ id }) => id === url.searchParams.get('duty'))?.id ?? null,
			duties: instrument.duties.map(({ id, article, body }) => ({
				value: id,
				label: article === null ? body : `${article}: ${body}`
			}))
		}
	}
}

export const actions: Actions = {
	default: formAction(
		addTreatyReport,
		({ url }) => ({ instrument: url.searchParams.get('instrument') }),
		onTo('treaty-report')
	)
}
