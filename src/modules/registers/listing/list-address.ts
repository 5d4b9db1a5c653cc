import type { View } from '../declaration/declaration.ts'
import { BY_STATE, OWN_SORTS, type Offer } from './offer.ts'

const STATES = ['active', 'withdrawn'] as const
const ORIGINS = ['reference', 'invented', 'entered'] as const

/** All entries, in the place of a view: no key of a declared one may begin so. */
export const ALL_ENTRIES = '_all'

/** What the address of a list asks for: a saved view is nothing else. */
export type ListAsked = {
	words: string | undefined
	/** States of the register's own life. */
	standing: readonly string[]
	state: readonly (typeof STATES)[number][]
	origin: readonly (typeof ORIGINS)[number][]
	fields: Readonly<Record<string, readonly string[] | { from?: string; until?: string }>>
	/** Fields in which nothing stands, and fields in which something does. */
	empty: readonly string[]
	filled: readonly string[]
	sort: string | undefined
	group: string | undefined
	columns: readonly string[]
}

/** What an address carries beside what is asked for: the place in the list, and where it came from. */
const OF_PAGE = new Set(['view', 'of', 'limit', 'after', 'before', 'choose'])

/** Most values of one filter, as the lists take them. */
const VALUES_MOST = 60
export const COLUMNS_MOST = 12

const NAMED = /^(field|from|until)\[([a-z][a-z0-9_]{0,39})\]$/
const OWN = { 'filter[standing]': 'standing', 'filter[state]': 'state', 'filter[origin]': 'origin' } as const
type Own = keyof typeof OWN

const isOwn = (name: string): name is Own => name in OWN
const once = (values: readonly string[]) => [
	...new Set(values.map((value) => value.trim()).filter((value) => value !== ''))
]
const several = (params: URLSearchParams, name: string) =>
	once(params.getAll(name).flatMap((value) => value.split(',')))
const knownOf = <T extends string>(values: readonly string[], known: readonly T[]): T[] =>
	values.flatMap((value) => known.filter((one) => one === value))
const one = (params: URLSearchParams, name: string) => params.get(name)?.trim() || undefined

/**
 * Reads what the address of a list asks for. What the list does not offer is told apart: pages hand it on, for the list to
 * refuse; a view that holds it is not saved.
 */
export function readAddress(params: URLSearchParams, offer: Offer): { asked: ListAsked; unknown: string[] } {
	const unknown = new Set<string>()
	const fields: Record<string, readonly string[] | { from?: string; until?: string }> = {}
	for (const name of new Set(params.keys())) {
		const [, how, key = ''] = NAMED.exec(name) ?? []
		if (how === undefined) {
			if (!isOwn(name) && !PLAIN.has(name) && !OF_PAGE.has(name)) unknown.add(name)
			continue
		}
		const narrows = offer.filters.get(key)?.narrows
		if (narrows === undefined || (how !== 'field' && narrows !== 'range')) unknown.add(name)
		if (how === 'field') {
			// A text is looked for as it was typed; it may hold a comma.
			const values = narrows === 'exact' ? once(params.getAll(name)) : several(params, name)
			if (values.length > 0) fields[key] = values.slice(0, VALUES_MOST)
			continue
		}
		const [from, until] = [one(params, `from[${key}]`), one(params, `until[${key}]`)]
		if (from !== undefined || until !== undefined)
			fields[key] = { ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }) }
	}
	const sort = one(params, 'sort')
	const group = one(params, 'group')
	const columns = several(params, 'column').slice(0, COLUMNS_MOST)
	const sorted = sort?.replace(/^-/, '')
	if (sorted !== undefined && !offer.sorts.has(sorted) && !OWN_SORTS.some((own) => own === sorted)) unknown.add('sort')
	if (group !== undefined && !offer.groups.includes(group)) unknown.add('group')
	if (columns.some((key) => !offer.columns.includes(key))) unknown.add('column')
	const state = knownOf(several(params, 'filter[state]'), STATES)
	const origin = knownOf(several(params, 'filter[origin]'), ORIGINS)
	const [empty, filled] = FILLING.map((name) => several(params, `filter[${name}]`).slice(0, VALUES_MOST))
	for (const [name, keys] of [['filter[empty]', empty] as const, ['filter[filled]', filled] as const])
		if (keys?.some((key) => !offer.filters.has(key))) unknown.add(name)
	for (const name of ['filter[state]', 'filter[origin]'])
		if (several(params, name).length > (name === 'filter[state]' ? state : origin).length) unknown.add(name)
	return {
		asked: {
			words: one(params, 'filter[words]'),
			standing: several(params, 'filter[standing]'),
			state,
			origin,
			fields,
			empty: empty ?? [],
			filled: filled ?? [],
			sort,
			group,
			columns
		},
		unknown: [...unknown]
	}
}

const FILLING = ['empty', 'filled'] as const
const PLAIN = new Set(['filter[words]', 'filter[empty]', 'filter[filled]', 'sort', 'group', 'column'])

const isList = (wanted: ListAsked['fields'][string]): wanted is readonly string[] => Array.isArray(wanted)

/** The address that asks for this, always in the same order; reading it gives the same again. */
export function writeAddress(asked: ListAsked): URLSearchParams {
	const params = new URLSearchParams()
	if (asked.words !== undefined) params.append('filter[words]', asked.words)
	for (const [name, own] of Object.entries(OWN)) for (const value of asked[own]) params.append(name, value)
	for (const name of FILLING) for (const key of asked[name]) params.append(`filter[${name}]`, key)
	for (const key of Object.keys(asked.fields).sort()) {
		const wanted = asked.fields[key] ?? []
		if (isList(wanted)) for (const value of wanted) params.append(`field[${key}]`, value)
		else {
			if (wanted.from !== undefined) params.append(`from[${key}]`, wanted.from)
			if (wanted.until !== undefined) params.append(`until[${key}]`, wanted.until)
		}
	}
	if (asked.sort !== undefined) params.append('sort', asked.sort)
	if (asked.group !== undefined) params.append('group', asked.group)
	for (const key of asked.columns) params.append('column', key)
	return params
}

/** The filter of the lists of entries for what an address asks for. */
export const filterOf = ({ words, standing, state, origin, fields, empty, filled }: ListAsked) => ({
	...(words === undefined ? {} : { words }),
	...(standing.length > 0 ? { standing: [...standing] } : {}),
	...(state.length > 0 ? { state: [...state] } : {}),
	...(origin.length > 0 ? { origin: [...origin] } : {}),
	...(empty.length > 0 ? { empty: [...empty] } : {}),
	...(filled.length > 0 ? { filled: [...filled] } : {}),
	...(Object.keys(fields).length > 0
		? {
				fields: Object.fromEntries(
					Object.entries(fields).map(([key, wanted]) => [key, isList(wanted) ? [...wanted] : { ...wanted }])
				)
			}
		: {})
})

/** What a view that the register declares asks for, as far as the seat may see its fields. */
export function askedByView(view: View, offer: Offer): ListAsked {
	const standing = view.where[BY_STATE] ?? []
	const fields = Object.entries(view.where).filter(([key]) => key !== BY_STATE && offer.filters.has(key))
	const sorted = view.sort?.replace(/^-/, '')
	const isSorted = sorted !== undefined && (offer.sorts.has(sorted) || OWN_SORTS.some((own) => own === sorted))
	const { group } = view
	return {
		words: undefined,
		standing,
		state: [],
		origin: [],
		fields: Object.fromEntries(fields),
		empty: [],
		filled: [],
		sort: isSorted ? view.sort : undefined,
		group: group !== undefined && offer.groups.includes(group) ? group : undefined,
		columns: (view.columns ?? []).filter((key) => offer.columns.includes(key))
	}
}

/** True where an address says what is asked for, be it by naming a view. */
export const isAsking = (params: URLSearchParams) =>
	[...params.keys()].some((name) => name !== 'limit' && name !== 'choose')
