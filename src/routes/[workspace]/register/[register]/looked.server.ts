import { filterFields } from '#modules/registers/listing/filter-fields.ts'
import {
	ALL_ENTRIES,
	askedByView,
	filterOf,
	readAddress,
	writeAddress,
	type ListAsked
} from '#modules/registers/listing/list-address.ts'
import { listChoices } from '#modules/registers/listing/list-queries.ts'
import { waysToLook, type Way } from '#modules/registers/listing/ways.ts'
import type { Telling } from '#modules/registers/figures/say-figures.ts'
import { originFilters, wordsFilter } from '../../../record-filters.ts'
import type { Session } from '../../../session.server.ts'
import { registerPage } from './list.server.ts'

export type LookedPage = { locals: Session; params: { workspace: string; register: string }; url: URL }

/** A register looked at in another way than as a list: narrowed by its address as the list is, or by a view it declares. */
export async function lookedAt({ locals, params, url }: LookedPage, way: Way) {
	const { words } = locals
	const shown = await registerPage({ locals, params })
	const { register, compiled, offer, home, views } = shown
	const named = url.searchParams.get('view')
	// A report may begin with any view, and keeps how its list is shaped.
	const isReport = way === 'report'
	const view = views.find(({ key, shows }) => (isReport || shows === way) && key === named) ?? null
	const read = view ? askedByView(view, offer) : readAddress(url.searchParams, offer).asked
	const asked: ListAsked = isReport ? read : { ...read, sort: undefined, group: undefined, columns: [] }
	const choices = await locals.ask(listChoices, { register: register.reference })
	const telling = (named: Omit<Telling['named'], 'areas'>): Telling => ({
		words,
		compiled,
		offer,
		home,
		named: { ...named, areas: register.areas }
	})
	const { names } = compiled.declaration
	const all = `${home}?view=${ALL_ENTRIES}`
	const link = (one: Way | 'list') => ({
		href: one === 'list' ? all : `${home}/${one}`,
		label: words.t(`registers.list.way.${one}`),
		current: one === way
	})
	return {
		...shown,
		view,
		asked,
		filter: filterOf(asked),
		telling,
		/** What every such page shows, with what of its address is its own. */
		page: (own: Readonly<Record<string, string>> = {}) => {
			const address = writeAddress(asked)
			for (const [name, value] of Object.entries(own)) if (value !== '') address.set(name, value)
			return {
				title: words.name(register.title),
				many: words.name(Object.fromEntries(Object.entries(names).map(([language, { many }]) => [language, many]))),
				home,
				/** The list of all entries. */
				all,
				address: address.toString(),
				narrowed: writeAddress(asked).toString(),
				ways: [link('list'), ...waysToLook(compiled, offer).map(link)],
				filters: [
					wordsFilter(words),
					...filterFields(words, { register: { compiled, areas: register.areas, choices }, offer, asked }),
					...originFilters(words)
				]
			}
		},
		/** The fields that may be chosen for something, by their names. */
		options: (keys: readonly string[]) =>
			keys.map((key) => {
				const field = compiled.fields.get(key)?.field
				return { value: key, label: field ? words.name(field.names) : words.t('registers.list.state') }
			})
	}
}
