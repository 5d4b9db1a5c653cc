import type { CompiledRegister } from '#modules/registers/declaration/compile-declaration.ts'
import { exampleEntry } from '#modules/registers/drafting/example-entry.ts'
import { newEntryFor } from '#modules/registers/entry/said/new-entry.ts'
import {
	factGroups,
	namesIn,
	shownTables,
	type Shown,
	type Showing,
	type ShownFact
} from '#modules/registers/entry/said/shown-entry.ts'
import { sayState, sayValue, type AreaName } from '#modules/registers/entry/said/say-value.ts'
import { filterFields } from '#modules/registers/listing/filter-fields.ts'
import { askedByView, readAddress } from '#modules/registers/listing/list-address.ts'
import { columnsAtFirst, offerOf } from '#modules/registers/listing/offer.ts'
import { originFilters, wordsFilter } from '../../../../../record-filters.ts'
import { todayOf } from '../../../../record-page.server.ts'
import { askingOf } from '../../../entry-page.server.ts'
import { entryForm } from '../../../entry-form.server.ts'

// What is made up leads nowhere.
const plain = ({ text, lines }: Shown): Shown => ({ text, ...(lines ? { lines } : {}) })
const plainFact = (fact: ShownFact): ShownFact => ({ ...fact, shown: plain(fact.shown) })

/** How a register would look whose declaration is sound: its list, its form and the page of an entry, by what draws the real ones. */
export async function pictureOf(locals: App.Locals, compiled: CompiledRegister) {
	const { words, workspace } = locals
	const { declaration } = compiled
	const seat = askingOf(locals)
	const today = todayOf(locals)
	const areas: AreaName[] = []
	const number = `${workspace?.numberPrefix ?? ''}-${declaration.code}-${today.slice(0, 4)}-001`
	const entry = exampleEntry({ words, compiled, areas, today, number })
	const showing: Showing = { words, workspace: workspace?.key ?? '', compiled, areas, entry, today }
	const offer = offerOf(compiled, seat)
	const [first] = declaration.views.filter(({ shows }) => shows === 'list')
	const asked = first ? askedByView(first, offer) : readAddress(new URLSearchParams(), offer).asked
	const chosen = asked.columns.length > 0 ? asked.columns : columnsAtFirst(offer)
	const columns = chosen.flatMap((key) => {
		const one = compiled.fields.get(key)
		return one
			? [
					{
						key,
						label: words.name(one.field.names),
						sort: false,
						isNumeric: one.column?.kind === 'number' || one.field.type === 'money'
					}
				]
			: []
	})
	const names = namesIn(entry, areas)
	const cells = Object.fromEntries(
		chosen.flatMap((key) => {
			const field = compiled.fields.get(key)?.field
			const value = entry.values[key]
			return field && value !== undefined
				? [[key, { text: sayValue(words, field, compiled, value, names).text, href: null }] as const]
				: []
		})
	)
	const { asks, values } = newEntryFor(compiled, seat, today)
	const { groups, worked, empty } = factGroups(showing)
	const standing = sayState(words, declaration, entry.standing)
	return {
		title: words.name(
			Object.fromEntries(Object.entries(declaration.names).map(([language, { many }]) => [language, many]))
		),
		one: words.name(
			Object.fromEntries(Object.entries(declaration.names).map(([language, { one }]) => [language, one]))
		),
		about: words.name(declaration.about),
		views: declaration.views.map(({ key, names: called }) => ({
			href: '#list',
			label: words.name(called),
			current: key === first?.key
		})),
		filters: [
			wordsFilter(words),
			...filterFields(words, {
				register: { compiled, areas, choices: { fields: [], names: [], seats: [] } },
				offer,
				asked
			}),
			...originFilters(words)
		],
		columns,
		rows: [
			{
				href: null,
				reference: number,
				version: 1,
				name: entry.title['en'] ?? '',
				state: 'active',
				standing,
				origin: { origin: 'invented' as const },
				cells
			}
		],
		form: await entryForm(locals, { declaration, areas, asks, values, tables: {}, names: {} }),
		page: {
			title: entry.title['en'] ?? '',
			number,
			standing,
			groups: groups.map((group) => ({
				...group,
				facts: group.facts.map(plainFact),
				texts: group.texts.map(plainFact)
			})),
			worked: worked.map(plainFact),
			empty: empty.map(({ label }) => label),
			tables: shownTables(showing, () => 1).map((table) => ({
				...table,
				rows: table.rows.map((row) =>
					Object.fromEntries(Object.entries(row).map(([key, shown]) => [key, plain(shown)]))
				)
			}))
		}
	}
}
