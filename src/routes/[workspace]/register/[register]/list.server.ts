import { redirect } from '@sveltejs/kit'
import type { View } from '#modules/registers/declaration/declaration.ts'
import { mayAddSome, mayChangeSome, mayMoveSome, type AskingSeat } from '#modules/registers/entry/entry-access.ts'
import { listEntries } from '#modules/registers/entry/entry-queries.ts'
import { readyRegister } from '#modules/registers/entry/said/ready-register.ts'
import { sayState, sayValue } from '#modules/registers/entry/said/say-value.ts'
import {
	ALL_ENTRIES,
	askedByView,
	filterOf,
	isAsking,
	readAddress,
	writeAddress,
	type ListAsked
} from '#modules/registers/listing/list-address.ts'
import { groupEntriesBy } from '#modules/registers/listing/list-queries.ts'
import { BY_STATE, columnsAtFirst, offerOf, type Offer } from '#modules/registers/listing/offer.ts'
import { groupOf, narrowedTo, sayGroup, sortOfGroup } from '#modules/registers/listing/say-groups.ts'
import { listViews } from '#modules/registers/listing/view-operations.ts'
import { readRegister } from '#modules/registers/register-queries.ts'
import { nameOf } from '#modules/directory/page-links.ts'
import { absent, isRefusal, type Issue } from '#platform/operation/refusal.ts'
import { listPart, originInColumn } from '../../../list-page.ts'
import { refusalSentence, refusePage } from '../../../face.server.ts'
import type { Session } from '../../../session.server.ts'

export type Page = { locals: Session; params: { workspace: string; register: string }; url: URL }

const askingOf = ({ seat }: Session): AskingSeat => ({
	role: seat.role,
	actorId: seat.actorId,
	audience: seat.audience
})

/**
 * A view narrowed by what the seat does not see would show it more than was meant, and one that is laid out by it nothing but
 * that there is such a field: neither is offered, nor known by its address.
 */
const isOffered = (offer: Offer) => (view: View) =>
	Object.keys(view.where).every((key) => key === BY_STATE || offer.filters.has(key)) &&
	[view.group, view.day, view.until, view.place, view.across].every(
		(key) => key === undefined || key === BY_STATE || offer.filters.has(key) || offer.columns.includes(key)
	)

/** A register as its pages need it: what is declared, made ready, and what its list offers to the seat. */
export async function registerPage({ locals, params }: Omit<Page, 'url'>) {
	const register = await locals.ask(readRegister, { register: params.register })
	const compiled = readyRegister(register.declaration)
	const seat = askingOf(locals)
	const offer = offerOf(compiled, seat)
	const changes =
		mayChangeSome(compiled, seat) || compiled.declaration.moves.some((move) => mayMoveSome(compiled, move, seat))
	return {
		register,
		compiled,
		offer,
		/** The views it declares, as far as the seat may ask for what they show. */
		views: compiled.declaration.views.filter(isOffered(offer)),
		home: `/${params.workspace}/register/${params.register}`,
		may: { add: register.may.add && mayAddSome(compiled, seat), change: register.state === 'active' && changes }
	}
}
export type RegisterPage = Awaited<ReturnType<typeof registerPage>>

type SavedView = { id: string; address: string; isFirst: boolean }

const NOTHING: ListAsked = {
	words: undefined,
	standing: [],
	state: [],
	origin: [],
	fields: {},
	empty: [],
	filled: [],
	sort: undefined,
	group: undefined,
	columns: []
}

/** The declared view that shows all entries in its own way, and so stands in their place: the one of the key `all`, where it narrows nothing. */
const wholeIn = ({ views }: RegisterPage) =>
	views.find(({ key, shows, where }) => key === WHOLE && shows === 'list' && Object.keys(where).length === 0)
const WHOLE = 'all'

/** What an address asks for, and the view it began with: one that it names, the first of the seat, or none. */
function askedIn(
	{ locals, url }: Page,
	page: RegisterPage,
	saved: readonly SavedView[]
): { asked: ListAsked; of: string } {
	const { views, offer, home } = page
	const params = url.searchParams
	const first = () => saved.find(({ isFirst }) => isFirst)?.id ?? wholeIn(page)?.key
	const named = params.get('view') ?? (isAsking(params) ? undefined : first())
	if (named === undefined) return { asked: readAddress(params, offer).asked, of: params.get('of') ?? ALL_ENTRIES }
	const declared = views.find(({ key }) => key === named)
	if (declared && declared.shows !== 'list') redirect(303, `${home}/${declared.shows}?view=${declared.key}`)
	if (declared) return { asked: askedByView(declared, offer), of: declared.key }
	// Addresses that were kept before called all entries so.
	if (named === ALL_ENTRIES || named === WHOLE) return { asked: NOTHING, of: ALL_ENTRIES }
	const view = saved.find(({ id }) => id === named)
	if (!view) return refusePage(locals, url, absent('registers.no-such-view'))
	return { asked: readAddress(new URLSearchParams(view.address), offer).asked, of: view.id }
}

/** Why a field cannot be looked for, and what was typed there. */
export type FilterFault = { sentence: string; found: string | null }

/**
 * The entries an address asks for. A bound that is no number or no day is told where it was typed, and the list stands without
 * it: an error page would throw away whatever else was asked for.
 */
async function listedWithout<Listed>(
	{ locals }: Page,
	asked: ListAsked,
	list: (asked: ListAsked, ask: Session['ask']) => Promise<Listed>
): Promise<{ taken: ListAsked; faults: Record<string, FilterFault>; listed: Listed }> {
	try {
		return { taken: asked, faults: {}, listed: await list(asked, locals.attempt) }
	} catch (thrown) {
		if (!isRefusal(thrown)) throw thrown
		const faults: Record<string, FilterFault> = {}
		for (const issue of thrown.issues) {
			const [, within, key] = issue.path
			const found = issue.params?.['found']
			if (within === 'fields' && typeof key === 'string' && issue.code.startsWith('registers.value.'))
				faults[key] = {
					sentence: refusalSentence(locals.words, issue),
					found: typeof found === 'string' ? found : null
				}
		}
		const isAnother = (issue: Issue) => faults[String(issue.path[2])] === undefined || issue.path[1] !== 'fields'
		if (thrown.issues.length === 0 || thrown.issues.some(isAnother))
			return { taken: asked, faults: {}, listed: await list(asked, locals.ask) }
		const fields = Object.fromEntries(Object.entries(asked.fields).filter(([key]) => faults[key] === undefined))
		const taken = { ...asked, fields }
		return { taken, faults, listed: await list(taken, locals.ask) }
	}
}

/** The list of a register for one address: its views, its rows as they are said, its groups. */
export async function registerList(page: Page) {
	const { locals, params, url } = page
	const { words } = locals
	const shown = await registerPage(page)
	const { register, compiled, offer } = shown
	const { views: saved } = await locals.ask(listViews, { register: register.reference })
	const { asked, of } = askedIn(page, shown, saved)
	const columns = asked.columns.length > 0 ? asked.columns : columnsAtFirst(offer)
	const { group } = asked
	const byGroup = group === undefined ? null : sortOfGroup(compiled, group)
	const sort = asked.sort ?? byGroup ?? undefined
	const needed =
		group === undefined || group === 'state' || !compiled.fields.has(group)
			? columns
			: [...new Set([...columns, group])]
	const limit = Number(url.searchParams.get('limit') ?? NaN)
	const cursor = (name: 'after' | 'before') => {
		const value = url.searchParams.get(name)
		return value === null ? {} : { [name]: value }
	}
	const listing = (from: ListAsked) => ({
		register: register.reference,
		filter: filterOf(from),
		...(sort === undefined ? {} : { sort }),
		...(group === undefined || byGroup === null ? {} : { group }),
		columns: [...needed],
		...(Number.isInteger(limit) && limit >= 1 && limit <= 200 ? { limit } : {}),
		...cursor('after'),
		...cursor('before')
	})
	const { taken, faults, listed } = await listedWithout(page, asked, (from, ask) => ask(listEntries, listing(from)))
	const grouped =
		group === undefined
			? null
			: await locals.ask(groupEntriesBy, { register: register.reference, filter: filterOf(taken), by: group })
	const names = {
		records: new Map(listed.names.map((one) => [one.id, one])),
		seats: new Map(listed.seats.map((seat) => [seat.id, seat])),
		areas: register.areas
	}
	const list = listPart(listed, (entry) => ({
		href: `/${params.workspace}/register/${entry.register}/${entry.reference}`,
		reference: entry.reference,
		version: entry.version,
		name: nameOf(words, entry),
		state: entry.state,
		standing: sayState(words, compiled.declaration, entry.standing),
		origin: originInColumn(entry),
		group: group === undefined ? null : groupOf(compiled.fields.get(group), group, entry),
		cells: Object.fromEntries(
			columns.flatMap((key) => {
				const field = compiled.fields.get(key)?.field
				const value = entry.values[key]
				if (!field || value === undefined) return []
				const said = sayValue(words, field, compiled, value, names)
				const href = said.record
					? `/${params.workspace}/${said.record.kind}/${said.record.reference}`
					: (said.href ?? null)
				return [[key, { text: said.text, href }]]
			})
		)
	}))
	const toAddress = (wanted: ListAsked) => `?${writeAddress(wanted).toString()}&of=${encodeURIComponent(of)}`
	const named = { names: grouped?.names ?? [], seats: grouped?.seats ?? [], areas: register.areas }
	const groups =
		group === undefined || !grouped
			? null
			: {
					by: group,
					isMore: grouped.isMore,
					without: grouped.without,
					/** The list of those in no group; every entry stands in a state. */
					withoutHref: offer.filters.has(group)
						? toAddress({ ...asked, group: undefined, empty: [...new Set([...asked.empty, group])] })
						: null,
					/** True where the rows stand in their groups: where each may stand in several, they do not. */
					isInOrder: byGroup !== null,
					items: grouped.groups.map(({ value, records, isMore }) => {
						const one = { compiled, by: group, value }
						const narrowed = narrowedTo(asked, one, named, words)
						return {
							value,
							label: sayGroup(words, one, named),
							records,
							isMore,
							href: narrowed && toAddress(narrowed)
						}
					})
				}
	return {
		...shown,
		asked,
		/** What cannot be looked for, by the field it was typed for. */
		faults,
		of,
		saved,
		columns,
		list,
		groups,
		/** The declared view that stands in the place of all entries, where there is one. */
		whole: wholeIn(shown) ?? null
	}
}
