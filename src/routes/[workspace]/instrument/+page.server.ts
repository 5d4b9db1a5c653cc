import { linkIfAny, nameOf, pageOf } from '#modules/directory/page-links.ts'
import { instrumentFigures } from '#modules/instruments/instrument/figures-queries.ts'
import { listInstruments } from '#modules/instruments/instrument/instrument-queries.ts'
import { sayStated, saySince } from '#modules/instruments/instrument/position-view.ts'
import { keepsInstruments } from '#modules/instruments/rules.ts'
import { COUNTRIES } from '#platform/languages/countries.ts'
import { listPart, originInColumn } from '../../list-page.ts'
import { areaFilter, todayOf } from '../record-page.server.ts'
import { countryOptions, dayIn, filterIn } from './instrument-page.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const { words } = locals
	const on = dayIn(url, 'filter[on]')
	const country = COUNTRIES.find((code) => code === url.searchParams.get('filter[country]'))
	const [found, figures, areas] = await Promise.all([
		locals.askFrom(listInstruments, url),
		locals.askFrom(instrumentFigures, filterIn(url)),
		areaFilter(locals, 'instrument', url)
	])
	const list = listPart(found, (instrument) => ({
		href: pageOf(workspace, instrument),
		name: nameOf(words, instrument),
		form: instrument.form,
		scope: instrument.scope,
		adopted: instrument.adoptedOn,
		inForce: instrument.inForceOn,
		isInForce: instrument.isInForce,
		depositary: linkIfAny(words, workspace, instrument.depositaryActor),
		depositaryName: instrument.depositary,
		position: instrument.position?.standing ?? null,
		since: saySince(words, instrument.position && { ...instrument.position, statedIn: null }),
		// Most of what has no day is stated by one source: it is said once, and pointed to.
		note: sayStated(words, instrument.position?.statedIn ?? null),
		state: instrument.state,
		origin: originInColumn(instrument)
	}))
	return {
		list,
		cells: figures.cells,
		areas,
		countries: countryOptions(locals, figures.countries),
		asked: { on: on ?? null, country: country ?? locals.workspace?.country ?? null, today: todayOf(locals) },
		mayAdd: keepsInstruments(locals.seat)
	}
}
