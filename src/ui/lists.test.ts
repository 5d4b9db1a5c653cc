import { createRawSnippet } from 'svelte'
import { speak } from '#platform/languages/words.ts'
import { expect, test } from 'vitest'
import DataTable from './DataTable.svelte'
import Filters from './Filters.svelte'
import Pager from './Pager.svelte'
import { sortHref, values, withCursor, withoutParam } from './address.ts'
import { activeFilters, emptyOf, foundIn, keptParams, type FilterField } from './filters.ts'
import { show } from './show.testing.ts'
import { spans } from './spans.ts'
import en from './words/en.json' with { type: 'json' }
import type { Column } from './table.ts'

const at = (search: string) => new URL(`https://pitso.example/zwe/structures${search}`)
const status: FilterField = {
	kind: 'choices',
	name: 'filter[status]',
	label: 'Status',
	options: [
		{ value: 'active', label: 'Active' },
		{ value: 'proposed', label: 'Proposed' }
	]
}

type Row = Record<string, string>
const columns: Column<Row>[] = [
	{ key: 'name', label: 'Name', sort: 'name', heading: true, value: ({ name }) => name },
	{ key: 'kind', label: 'Kind', value: ({ kind }) => kind }
]
const rows: Row[] = [{ name: 'Committee', kind: 'Interministerial' }]

test('a column tells how it is sorted and links to the other way round', () => {
	const { html } = show(DataTable<Row>, { caption: 'Structures', columns, rows, address: at('?sort=name') })
	expect(html).toContain('aria-sort="ascending"')
	expect(html).toContain('href="?sort=-name"')
	expect(html).toMatch(/<th scope="row"[^>]*>Committee<\/th>/)
})

test('a table that becomes cards keeps its roles', () => {
	const { html } = show(DataTable<Row>, { caption: 'Structures', columns, rows })
	for (const role of ['table', 'row', 'columnheader', 'rowheader', 'cell']) expect(html).toContain(`role="${role}"`)
	expect(html).toContain('data-label="Kind"')
})

test('a list without rows says so', () => {
	expect(show(DataTable<Row>, { caption: 'Structures', columns, rows: [] }).text).toBe('Nothing matches.')
})

test('values of a filter are read repeated and together', () => {
	expect(values(at('?filter[status]=active&filter[status]=proposed'), 'filter[status]')).toEqual(['active', 'proposed'])
	expect(values(at('?filter[status]=active,proposed'), 'filter[status]')).toEqual(['active', 'proposed'])
})

test('changing the order or the filter goes back to the first page', () => {
	expect(sortHref(at('?after=x&sort=name'), 'name')).toBe('?sort=-name')
	expect(withoutParam(at('?after=x&q=forum'), 'q')).toBe('?')
	expect(withCursor(at('?after=x&q=forum'), 'before', 'y')).toBe('?q=forum&before=y')
})

test('the choices of a select stand under what groups them, and one that is on says it', () => {
	const area: FilterField = {
		kind: 'select',
		name: 'filter[area]',
		label: 'Theme',
		options: [
			{ value: 'gcm-1', label: 'Data', group: 'Global Compact' },
			{ value: 'sdg-1', label: 'Remittances', group: 'SDGs' },
			{ value: 'gcm-2', label: 'Drivers', group: 'Global Compact' }
		]
	}
	const address = at('?filter[area]=gcm-2')
	const { html } = show(Filters, { address, fields: [area] })

	expect(
		[...html.matchAll(/<optgroup label="([^"]*)">(.*?)<\/optgroup>/gs)].map(([, group, choices]) => [
			group,
			choices?.split('<option').length
		])
	).toEqual([
		['Global Compact', 3],
		['SDGs', 2]
	])
	expect(html).toMatch(/<option value="gcm-2" selected="">Drivers/)
	expect(activeFilters(address, [area]).map(({ label }) => label)).toEqual(['Global Compact: Drivers'])
})

test('a filter that is on can be taken off by itself', () => {
	const chips = activeFilters(at('?filter[status]=active,proposed&sort=name'), [status])
	expect(chips.map(({ label }) => label)).toEqual(['Active', 'Proposed'])
	expect(values(at(chips[0]?.href ?? ''), 'filter[status]')).toEqual(['proposed'])
})

test('filtering keeps the order and forgets the page', () => {
	expect(keptParams(at('?sort=name&after=x&filter[status]=active'), [status])).toEqual([['sort', 'name']])
	const { html } = show(Filters, { address: at('?sort=name&filter[status]=active'), fields: [status] })
	expect(html).toContain('<input type="hidden" name="sort" value="name"/>')
	expect(html).toMatch(/value="active" checked/)
})

test('a list counts to ten thousand and then says more than', () => {
	expect(show(Pager, { address: at(''), shown: 25, total: 48 }).text).toBe('25 of 48 Only these rows are printed.')
	expect(show(Pager, { address: at(''), shown: 25, total: 10_001 }).text).toBe(
		'25 of more than 10,000 Only these rows are printed.'
	)
})

test('the pager links only to pages there are', () => {
	const { text, html } = show(Pager, { address: at('?q=forum'), shown: 25, total: 48, next: 'abc' })
	expect(text).toBe('25 of 48 Only these rows are printed. Next')
	expect(html).toContain('href="?q=forum&amp;after=abc"')
})

test('the pager offers more rows at once where a list gives them, for paper too, and says that the rest is not printed', () => {
	const { text, html } = show(Pager, { address: at('?q=forum'), shown: 25, total: 48, next: 'abc', widens: true })
	expect(text).toBe('25 of 48 Only these rows are printed. Show up to 200 at once Next')
	expect(html).toContain('href="?q=forum&amp;limit=200"')
	expect(
		show(Pager, { address: at('?limit=200'), shown: 200, total: 480, next: 'abc', widens: true }).html
	).not.toContain('limit=200">Show')
})

test('a number of a record does not break at its hyphens, and what is for the screen only is marked so', () => {
	const columns: Column<{ reference: string }>[] = [
		{ key: 'pick', label: 'Choose', onScreen: true, value: () => 'x' },
		{ key: 'number', label: 'Number', value: ({ reference }) => reference }
	]
	const { html } = show(DataTable<{ reference: string }>, {
		caption: 'All',
		columns,
		rows: [{ reference: 'ZWE-ACT-2026-008' }]
	})
	expect(html).toMatch(/<td[^>]*class="reference"/)
	expect(html.match(/class="on-screen"/g)).toHaveLength(2)
})

test('the parts of a bar fill it without a gap', () => {
	const drawn = spans([{ value: 1 }, { value: 0 }, { value: 2 }])
	expect(drawn.map(({ x, width }) => [x, width])).toEqual([
		[0, 33.33],
		[33.33, 66.67]
	])
})

test('a select says what it stands for while nothing is chosen', () => {
	const held: FilterField = { ...status, kind: 'select', any: 'Those who hold a seat now' }
	const first = (fields: FilterField[]) =>
		/<option value="">([^<]*)</.exec(show(Filters, { address: at(''), fields }).html)?.[1]
	expect(first([held])).toBe('Those who hold a seat now')
	expect(first([{ ...status, kind: 'select' }])).toBe('Any')
})

test('a cell drawn by a snippet that says nothing is marked, so that narrow screens leave its label out', () => {
	const cell = createRawSnippet(() => ({ render: () => '<span></span>' }))
	const drawn: Column<Row> = { key: 'about', label: 'About', cell, isBlank: ({ kind }) => kind === '' }
	const { html } = show(DataTable<Row>, {
		caption: 'Structures',
		columns: [drawn],
		rows: [{ kind: '' }, { kind: 'x' }]
	})
	expect(html.match(/<td[^>]*blank/g)).toHaveLength(1)
	expect(html.match(/<td/g)).toHaveLength(2)
})

const places: FilterField = { kind: 'number', name: 'from[places]', label: 'Places: from' }

test('a filter by number takes digits, and says what is wrong where it was typed', () => {
	const plain = show(Filters, { address: at('?from[places]=3'), fields: [places] })
	expect(plain.html).toMatch(/type="text" inputmode="decimal" name="from\[places\]" value="3"/)
	expect(plain.text).toContain('Places: from: 3')
	const { html, text } = show(Filters, {
		address: at('?from[places]=many'),
		fields: [{ ...places, fault: 'This is not a number: many.' }]
	})
	const told = /<p class="fault" id="([^"]+)"/.exec(html)?.[1] ?? 'none'
	expect(html).toContain(`aria-describedby="${told}"`)
	expect(html).toMatch(/<input[^>]*aria-invalid="true"[^>]*autofocus/)
	expect(text).toContain('This is not a number: many.')
	// It narrows nothing, so it is not among the filters that are on.
	expect(html).not.toContain('class="chips"')
})

test('a narrowed list says how many were found and, on paper, by what it is narrowed', () => {
	const address = at('?filter[status]=active')
	const words = { t: (key: string, params?: object) => `${key} ${JSON.stringify(params)}`, number: String }
	expect(foundIn(words, { address, fields: [status], total: 3 })).toBe('ui.filters.found {"count":3}')
	expect(foundIn(words, { address, fields: [status], total: 10_001 })).toBe('ui.filters.found-more {"most":"10000"}')
	expect(foundIn(words, { address: at(''), fields: [status], total: 3 })).toBeUndefined()
	const { html, text } = show(Filters, { address, fields: [status], found: '3 found' })
	expect(html).toMatch(/role="status">3 found/)
	expect(text).toContain('Only what matches these filters is listed: Status: Active')
	expect(show(Filters, { address: at(''), fields: [status], found: undefined }).html).not.toContain('role="status"')
})

test('many filters are opened on a small screen by a box one sees, which is on while one of them is', () => {
	const fields = [status, places, { ...places, name: 'until[places]' }]
	expect(show(Filters, { address: at(''), fields }).html).toMatch(
		/<label class="show-filters"><input class="checkbox[^>]*type="checkbox" autocomplete="off"\/>Show the filters/
	)
	expect(show(Filters, { address: at('?from[places]=3'), fields }).html).toMatch(
		/type="checkbox" checked="" autocomplete/
	)
	expect(show(Filters, { address: at(''), fields: [status] }).html).not.toContain('show-filters')
})

test('an empty cell says what its emptiness means, where the column knows', () => {
	const drawn: Column<Row>[] = [{ key: 'answered', label: 'Answered', blank: 'Not yet', value: () => null }]
	const { html, text } = show(DataTable<Row>, { caption: 'Way', columns: drawn, rows: [{}] })
	expect(text).toContain('Not yet')
	expect(text).not.toContain('Not stated')
	expect(html).not.toMatch(/<td[^>]*blank/)
})

test('a list without a row says that nothing is there, and only a narrowed one that nothing matches', () => {
	const say = (search: string) =>
		emptyOf(speak({ en }, 'en'), {
			address: at(search),
			fields: [status],
			unmatched: 'No structure matches these filters.'
		})
	expect(say('?sort=name')).toBe('There is nothing here yet that you may see.')
	expect(say('?filter[status]=active')).toBe('No structure matches these filters.')
})
