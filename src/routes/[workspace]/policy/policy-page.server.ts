import type { RequestEvent } from '@sveltejs/kit'
import { listActorCountries } from '#modules/directory/country-queries.ts'
import { countryName } from '#modules/directory/page-links.ts'
import { areaGroups, optionsOf } from '../record-page.server.ts'

type Locals = RequestEvent['locals']

/** What the forms of a law choose from: actors, areas and countries. */
export async function choicesOfPolicy(locals: Locals) {
	const [actors, groups, countries] = await Promise.all([
		optionsOf(locals, 'actor'),
		areaGroups(locals),
		countriesOf(locals)
	])
	return { actors, groups, countries }
}

/** The countries of the workspace’s actors, by their names. */
export async function countriesOf(locals: Locals) {
	const { items } = await locals.ask(listActorCountries, {})
	const own = locals.workspace?.country
	const codes = new Set([...(own ? [own] : []), ...items.map(({ country }) => country)])
	return [...codes]
		.map((value) => ({ value, label: countryName(locals.words, value) ?? value }))
		.sort((one, other) => locals.words.order(one.label, other.label))
}

/** The boxes that were ticked: none of them sends no field at all. */
export const tickedIn = (form: FormData) => ({
	contributors: form.getAll('contributors').map(String),
	areas: form.getAll('areas').map(String)
})
