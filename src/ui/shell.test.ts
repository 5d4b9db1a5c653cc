import { createRawSnippet } from 'svelte'
import { expect, test } from 'vitest'
import Shell from './Shell.svelte'
import type { NavigationEntry } from './shell.ts'
import { show } from './show.testing.ts'

const children = createRawSnippet(() => ({ render: () => '<p>The page</p>' }))
const navigation: NavigationEntry[] = [
	{ href: '/zwe', label: 'Home' },
	{
		label: 'Directory',
		links: [
			{ href: '/zwe/structures', label: 'Structures', current: true },
			{ href: '/zwe/map', label: 'Map' }
		]
	}
]
const page = {
	workspace: { name: 'Zimbabwe', href: '/zwe' },
	navigation,

	search: { action: '/zwe/search' },
	languages: [
		{ value: 'en', label: 'English' },
		{ value: 'pt', label: 'Português' }
	],
	theme: 'auto' as const,
	choicesAction: '/choices',
	back: '/zwe/structures',
	about: '/about',
	children
}

test('a page begins with a way past its head', () => {
	expect(show(Shell, page).html).toMatch(/^ ?<a class="skip" href="#main">/)
})

test('the page one is on is marked in the navigation', () => {
	expect(show(Shell, page).html).toContain('<a href="/zwe/structures" aria-current="page">')
})

test('pages that belong together stand under one name, which is marked where one of them is open, and opens without a script', () => {
	const { html } = show(Shell, page)
	expect(html).toMatch(/<details name="navigation"[^>]*><summary aria-current="true">Directory/)
	const elsewhere = navigation.map((entry) =>
		'links' in entry ? { ...entry, links: entry.links.map((link) => ({ ...link, current: false })) } : entry
	)
	expect(show(Shell, { ...page, navigation: elsewhere }).html).toMatch(
		/<details name="navigation"[^>]*><summary>Directory/
	)
})

test('the menu of a small screen names the page one is on and lists all pages by what they are about', () => {
	const { html, text } = show(Shell, page)
	expect(text).toContain('Menu: Structures')
	const [, id] = /<p id="([^"]+)">Directory<\/p>/.exec(html) ?? []
	expect(html).toContain(`<ul aria-labelledby="${id ?? 'none'}">`)
})

test('the search can be reached by a key and works without a script', () => {
	const { html } = show(Shell, page)
	expect(html).toMatch(/<form[^>]*method="get" action="\/zwe\/search" role="search"/)
	expect(html).toContain('accesskey="s"')
})

test('a demonstration says that it is one, any other workspace does not', () => {
	const demonstration = { ...page, demonstration: true }
	expect(show(Shell, demonstration).text).toContain('some of what stands here is invented')
	expect(show(Shell, page).text).not.toContain('invented')
})

test('who has no seat can sign in, who has one can sign out and change it', () => {
	expect(show(Shell, { ...page, signIn: '/sign-in' }).html).toContain('href="/sign-in"')
	const others = [{ value: 'police', label: 'Police' }]
	const seat = { person: 'T. Moyo', label: 'Secretariat', others, switchAction: '/seat', signOutAction: '/sign-out' }
	const { html } = show(Shell, { ...page, seat })
	expect(html).toContain('action="/sign-out"')
	expect(html).toContain('<option value="police">Police</option>')
})

test('language and appearance are chosen by forms that come back to the page', () => {
	const { html } = show(Shell, page)
	expect(html).toContain('name="language"')
	expect(html).toContain('name="theme"')
	expect(html.match(/name="back" value="\/zwe\/structures"/g)).toHaveLength(2)
})

test('no page carries a style or a script of its own', () => {
	expect(show(Shell, page).html).not.toMatch(/ style=|<script| on[a-z]+=/)
})
