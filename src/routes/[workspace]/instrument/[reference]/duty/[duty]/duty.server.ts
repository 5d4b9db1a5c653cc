import type { RequestEvent } from '@sveltejs/kit'
import { getInstrument } from '#modules/instruments/instrument/instrument-queries.ts'
import { absent } from '#platform/operation/refusal.ts'
import { refusePage } from '../../../../../face.server.ts'
import { formOf, refuseUnlessCan } from '../../../../record-page.server.ts'

type Page = Pick<RequestEvent, 'locals' | 'url'> & { params: { reference: string; duty: string } }

/** An instrument with one of its duties to report, for a form that acts on that. */
export async function dutyOf({ locals, params, url }: Page, operation: string) {
	const instrument = await locals.ask(getInstrument, { instrument: params.reference })
	refuseUnlessCan({ locals, url }, { may: instrument.may.change, whyNot: instrument.whyNot.change }, operation)
	const duty = instrument.duties.find(({ id }) => id === params.duty)
	if (!duty) refusePage(locals, url, absent('instruments.no-such-duty'))
	const { body, article, firstMonths, everyMonths, language, note } = duty
	return { ...formOf(locals, instrument), saved: { body, article, firstMonths, everyMonths, language, note } }
}
