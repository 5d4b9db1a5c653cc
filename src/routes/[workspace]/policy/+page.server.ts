import { countryName, linkIfAny, nameOf, pageOf } from '#modules/directory/page-links.ts'
import { listPolicies } from '#modules/instruments/policy/policy-queries.ts'
import { keepsInstruments } from '#modules/instruments/rules.ts'
import { listPart, originInColumn } from '../../list-page.ts'
import { areaFilter, optionsOf } from '../record-page.server.ts'
import { countriesOf } from './policy-page.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const { words } = locals
	const [found, actors, areas, countries] = await Promise.all([
		locals.askFrom(listPolicies, url),
		optionsOf(locals, 'actor'),
		areaFilter(locals, 'policy', url),
		countriesOf(locals)
	])
	const list = listPart(found, (policy) => ({
		href: pageOf(workspace, policy),
		name: nameOf(words, policy),
		form: policy.form,
		stage: policy.stage,
		next: policy.next,
		year: policy.yearOf,
		country: countryName(words, policy.country) ?? policy.region,
		lead: linkIfAny(words, workspace, policy.lead),
		provisions: policy.provisions,
		state: policy.state,
		origin: originInColumn(policy)
	}))
	return { list, actors, areas, countries, mayAdd: keepsInstruments(locals.seat) }
}
