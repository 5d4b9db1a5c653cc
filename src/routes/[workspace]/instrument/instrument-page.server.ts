import type { RequestEvent } from '@sveltejs/kit'
import { isCalendarDay } from '#platform/operation/fields.ts'
import { COUNTRIES } from '#platform/languages/countries.ts'
import { nameOf } from '#modules/directory/page-links.ts'
import { listInstruments } from '#modules/instruments/instrument/instrument-queries.ts'
import type { Option } from '#ui/types.ts'
import { optionsOf, areaGroups } from '../record-page.server.ts'

type Locals = RequestEvent['locals']

/** The day that an address asks for, where it is one: what is no day shows the page of today. */
export function dayIn(url: URL, name = 'on'): string | undefined {
	const day = url.searchParams.get(name)
	return day !== null && isCalendarDay(day) ? day : undefined
}

/** Countries by their names, as options: all of them, or those named. */
export const countryOptions = ({ words }: Locals, countries: readonly string[] = COUNTRIES) =>
	countries
		.map((value) => ({ value, label: words.country(value) }))
		.sort((one, other) => words.order(one.label, other.label))

/** Instruments by their names, as options; the one an address asks for is among them, however many there are. */
export async function instrumentOptions(locals: Locals, chosen: string | null = null): Promise<Option[]> {
	const { items } = await locals.ask(listInstruments, { sort: 'title', limit: 200 })
	const options = items.map((one) => ({ value: one.reference, label: nameOf(locals.words, one) }))
	return chosen && !options.some(({ value }) => value === chosen)
		? [{ value: chosen, label: chosen }, ...options]
		: options
}

/** An address with nothing but its filters, for what is told of the whole list and not of one page of it. */
export function filterIn(url: URL): URL {
	const filters = new URL(url)
	for (const name of url.searchParams.keys()) if (!name.startsWith('filter[')) filters.searchParams.delete(name)
	return filters
}

/** What the form of an instrument offers to choose from. */
export async function instrumentChoices(locals: Locals) {
	const [actors, groups] = await Promise.all([optionsOf(locals, 'actor'), areaGroups(locals)])
	return { actors, groups }
}

/** What of an instrument's form is not sent where nothing is ticked. */
export const tickedIn = (form: FormData) => ({
	areas: form.getAll('areas').map(String),
	entryFirstOfMonth: form.get('entryFirstOfMonth') === 'on'
})
