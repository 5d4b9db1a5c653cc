import { linkIfAny, nameOf, pageOf } from '#modules/directory/page-links.ts'
import { listAgreements } from '#modules/instruments/agreement/agreement-queries.ts'
import { sayParties } from '#modules/instruments/agreement/agreement-view.ts'
import { keepsInstruments } from '#modules/instruments/rules.ts'
import { listPart, originInColumn } from '../../list-page.ts'
import { countryOptions } from '../instrument/instrument-page.server.ts'
import { areaFilter, optionsOf } from '../record-page.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const { words } = locals
	const [found, actors, areas] = await Promise.all([
		locals.askFrom(listAgreements, url),
		optionsOf(locals, 'actor'),
		areaFilter(locals, 'agreement', url)
	])
	const list = listPart(found, (one) => ({
		href: pageOf(workspace, one),
		name: nameOf(words, one),
		form: one.form,
		stage: one.stage,
		parties: sayParties(words, one.parties),
		signed: one.signedOn,
		expiry: one.expiryDay,
		notice: one.noticeDay,
		lead: linkIfAny(words, workspace, one.lead),
		state: one.state,
		origin: originInColumn(one)
	}))
	return {
		list,
		actors,
		areas,
		countries: countryOptions(locals, found.countries),
		mayAdd: keepsInstruments(locals.seat)
	}
}
