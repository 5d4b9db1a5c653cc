import { readFileSync } from 'node:fs'
import { createRawSnippet } from 'svelte'
import { expect, test } from 'vitest'
import FormPanel from './FormPanel.svelte'
import KeptForms from './KeptForms.svelte'
import Shell from './Shell.svelte'
import { show } from './show.testing.ts'

const script = readFileSync(new URL('../../static/offline.js', import.meta.url), 'utf8')
const words = (html: string) => new Set([...html.matchAll(/data-word="([^"]+)"/g)].map(([, name]) => name))

test('every sentence the script says stands in the page for it', () => {
	const there = words(show(KeptForms, { owner: 'o', list: '/zwe/kept' }).html)
	const said = [...script.matchAll(/\bsay\('([a-z-]+)'/g)].map(([, name]) => name)
	const counted = [...script.matchAll(/\bsaySome\('([a-z-]+)'/g)].flatMap(([, name = '']) => [name, `${name}-one`])
	const states = ['draft', 'going', 'waiting', 'refused'].map((state) => `state-${state}`)
	const acts = [...script.matchAll(/\bnamed\('([a-z-]+)'/g)].map(([, name]) => name)
	expect([...said, ...counted, ...states, ...acts].filter((name) => !there.has(name ?? ''))).toEqual([])
	expect(said.length).toBeGreaterThan(10)
})

test('what the script fills in keeps its place in the sentence', () => {
	const { html } = show(KeptForms, {})
	expect(html).toMatch(/data-word="waiting"[^>]*>\{count\} forms wait/)
	expect(html).toMatch(/data-word="draft"[^>]*>[^<]*\{at\}/)
	expect(html).toMatch(/data-word="kept"[^>]*>“\{title\}”/)
})

test('the place for kept forms is there for who may have some, and for nobody else', () => {
	const children = createRawSnippet(() => ({ render: () => '<p>The page</p>' }))
	const page = {
		navigation: [],
		languages: [],
		theme: 'auto' as const,
		choicesAction: '/',
		back: '/',
		about: '/',
		children
	}
	expect(show(Shell, page).html).not.toContain('id="kept"')
	expect(show(Shell, { ...page, kept: { owner: 'o', list: '/zwe/kept' } }).html).toContain('data-owner="o"')
})

test('a form with a password, a file or a secret to show once is never kept', () => {
	const form = (more: object) =>
		show(FormPanel, { action: '?', submit: 'Save', hidden: { seat: 's', once: 'k' }, ...more }).html
	expect(form({ fields: [{ name: 'text', label: 'Text' }] })).toContain('data-keep')
	expect(form({ fields: [{ name: 'secret', kind: 'password', label: 'Password' }] })).not.toContain('data-keep')
	expect(form({ fields: [{ name: 'file', kind: 'file', label: 'File' }], upload: true })).not.toContain('data-keep')
	expect(form({ keep: false })).not.toContain('data-keep')
	const withFile = { fields: [{ name: 'file', kind: 'file', label: 'File' }], upload: true }
	expect(form({ ...withFile, keepRest: true }), 'all but its file').toContain('data-keep')
	expect(form({ keep: false, keepRest: true })).not.toContain('data-keep')
	// Without a key a second sending would act twice.
	expect(form({ hidden: { seat: 's' } })).not.toContain('data-keep')
})
