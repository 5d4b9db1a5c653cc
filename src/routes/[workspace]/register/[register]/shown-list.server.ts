import { filterFields } from '#modules/registers/listing/filter-fields.ts'
import { ALL_ENTRIES, writeAddress } from '#modules/registers/listing/list-address.ts'
import { listChoices } from '#modules/registers/listing/list-queries.ts'
import { waysToLook } from '#modules/registers/listing/ways.ts'
import { reviewersOf } from '#modules/registers/submission/asked-form.ts'
import { takesPart } from '#platform/records/rules.ts'
import { originFilters, wordsFilter } from '../../../record-filters.ts'
import { registerList, type Page } from './list.server.ts'
import { tellApart } from './tell-apart.ts'

const hasQueue = ({ seat }: Page['locals'], compiled: Parameters<typeof reviewersOf>[0]) =>
	compiled.declaration.public_form !== undefined &&
	(seat.role === 'administrator' || reviewersOf(compiled).some((role) => role === seat.role))

const isSameName = (one: string, other: string) => one.toLowerCase() === other.toLowerCase()

/** The list of a register as its page shows it: rows, groups, filters, columns, views, and the other ways to look at it. */
export async function shownList(page: Page) {
	const { locals, url } = page
	const { words } = locals
	const found = await registerList(page)
	const { register, compiled, offer, home, may, asked, faults, of, saved, columns, list, groups, views, whole } = found
	const choices = await locals.ask(listChoices, { register: register.reference })
	const narrowed = writeAddress(asked)
	const limit = url.searchParams.get('limit')
	const address = new URLSearchParams([...narrowed, ['of', of], ...(limit === null ? [] : [['limit', limit]])])
	const link = (key: string, label: string, href: string) => ({ href, label, current: key === of })
	const ways = waysToLook(compiled, offer).map((way) => {
		const label = words.t(`registers.list.way.${way}`)
		// A view that is called as the way it shows is that way, and stands there once.
		const view = views.find(({ shows, names }) => shows === way && isSameName(words.name(names), label))
		return { view, label, href: view ? `${home}/${way}?view=${view.key}` : `${home}/${way}` }
	})
	const asWays = new Set(ways.map(({ view }) => view))
	const adding = compiled.declaration.groups.filter(({ key }) => compiled.declaration.added.includes(key))
	return {
		title: words.name(register.title),
		about: words.name(compiled.declaration.about),
		state: register.state,
		upgrade: register.upgrade,
		home,
		/** Whether the seat looks through what is sent by the public form, or opens and closes it. */
		hasQueue: hasQueue(locals, compiled),
		may: { ...may, pick: may.change && takesPart(locals.seat), save: locals.seat.id !== null },
		address: address.toString(),
		narrowed: narrowed.toString(),
		list,
		groups,
		/** Whether entries were to be changed together and none was ticked. */
		isNothingTicked: url.searchParams.get('choose') === 'none',
		asked: { group: asked.group ?? '', isNarrowed: narrowed.size > 0 },
		fields: [
			wordsFilter(words),
			...filterFields(words, { register: { compiled, areas: register.areas, choices }, offer, asked, faults }),
			...originFilters(words)
		],
		columns: columns.flatMap((key) => {
			const one = compiled.fields.get(key)
			if (!one) return []
			const isNumeric =
				one.column?.kind === 'number' ||
				one.field.type === 'whole-number' ||
				one.field.type === 'decimal' ||
				one.field.type === 'money'
			return [{ key, label: words.name(one.field.names), sort: offer.sorts.has(key), isNumeric }]
		}),
		offered: {
			columns: offer.columns.flatMap((key) => {
				const field = compiled.fields.get(key)?.field
				return field ? [{ value: key, label: words.name(field.names) }] : []
			}),
			groups: offer.groups.map((key) => {
				const field = compiled.fields.get(key)?.field
				const label = field ? words.name(field.names) : words.t('registers.list.state')
				return {
					value: key,
					label:
						compiled.fields.get(key)?.column?.kind === 'day'
							? words.t('registers.list.by-year', { field: label })
							: label
				}
			})
		},
		/** The list of all entries, whatever view stands first. */
		all: `${home}?view=${ALL_ENTRIES}`,
		views: tellApart(words, [
			...(whole ? [] : [link(ALL_ENTRIES, words.t('registers.list.all'), `${home}?view=${ALL_ENTRIES}`)]),
			...views
				.filter((view) => !asWays.has(view))
				.map(({ key, names, shows }) => ({
					...link(key, words.name(names), shows === 'list' ? `${home}?view=${key}` : `${home}/${shows}?view=${key}`),
					current: key === of || (key === whole?.key && of === ALL_ENTRIES)
				})),
			...saved
				.filter(({ stands }) => stands)
				.map(({ id, name, isOwn, sharedBy }) => ({
					...link(id, name, `${home}?view=${id}`),
					holder: isOwn ? words.t('registers.views.yours') : (sharedBy ?? words.t('registers.views.of-another'))
				}))
		]),
		ways: ways.map(({ href, label }) => ({ href, label })),
		/** The groups that may add entries, in words. */
		added: words.t('registers.list.added-by', {
			groups: words.list(adding.map(({ names }) => words.t('registers.condition.name', { name: words.name(names) })))
		})
	}
}
