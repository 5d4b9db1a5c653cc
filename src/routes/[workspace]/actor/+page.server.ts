import { listActors } from '#modules/directory/actor-queries.ts'
import { listActorCountries } from '#modules/directory/country-queries.ts'
import { countryName, linkIfAny, nameOf, pageOf } from '#modules/directory/page-links.ts'
import { keepsDirectory } from '#modules/directory/rules.ts'
import { listPart, originInColumn } from '../../list-page.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const { words, seat } = locals
	const [found, countries] = await Promise.all([locals.askFrom(listActors, url), locals.ask(listActorCountries, {})])
	const list = listPart(found, (actor) => ({
		href: pageOf(workspace, actor),
		name: nameOf(words, actor),
		kind: actor.actorKind,
		status: actor.status,
		state: actor.state,
		country: countryName(words, actor.country),
		parent: linkIfAny(words, workspace, actor.parent),
		isEnforcement: actor.isEnforcement,
		seats: actor.seats,
		leads: actor.leads,
		origin: originInColumn(actor)
	}))
	const options = countries.items.map(({ country }) => ({
		value: country,
		label: countryName(words, country) ?? country
	}))
	options.sort((one, other) => words.order(one.label, other.label))
	return { list, countries: options, mayAdd: keepsDirectory(seat) }
}
