import { render } from 'svelte/server'
import { beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { beginDraft, changeDraft } from '#modules/registers/drafting/draft-commands.ts'
import { readDraft } from '#modules/registers/drafting/draft-queries.ts'
import { LORRIES, POSTS } from '#modules/registers/drafting/two-registers.testing.ts'
import { WORDS } from '#ui/words.ts'
import { aWorkspace, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { called, visitorOf, type Visitor } from '../visit.testing.ts'
import * as overview from './[draft]/+page.server.ts'
import OverviewPage from './[draft]/+page.svelte'
import * as edit from './[draft]/edit/[...piece]/+page.server.ts'
import EditPage from './[draft]/edit/[...piece]/+page.svelte'
import * as preview from './[draft]/preview/+page.server.ts'
import PreviewPage from './[draft]/preview/+page.svelte'

const PAGES = {
	overview: { server: overview, page: OverviewPage },
	edit: { server: edit, page: EditPage },
	preview: { server: preview, page: PreviewPage }
}
const Rendered = z.object({ body: z.string() })
const Redirect = z.object({ status: z.literal(303), location: z.string() })

let made: TestWorkspace
let eventOf: Visitor<SeatKey>['eventOf']
beforeEach(async () => {
	made = await aWorkspace()
	;({ eventOf } = visitorOf(made, 'posts'))
})

const begin = async (declaration: string) =>
	(await (await made.as('administrator')).run(beginDraft, { from: 'text', declaration })).draft
const read = async (draft: string) => (await made.as('administrator')).ask(readDraft, { draft })

async function visit(which: keyof typeof PAGES, draft: string, { piece = '', search = '' } = {}) {
	const { server, page } = PAGES[which]
	const params = { draft, ...(piece === '' ? {} : { piece }) }
	const event = await eventOf('administrator', params, { search })
	const data = await called(server.load, event)
	const context = new Map<string, unknown>([[WORDS, event.locals.words]])
	const props = { data, form: null, params: { workspace: made.workspace.key, register: 'posts', ...params } }
	const { body } = Rendered.parse(Reflect.apply(render, undefined, [page, { props, context }]))
	const html = body.replaceAll(/<!--.*?-->/gs, '')
	return { html, text: html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ') }
}

test('drafts that name each other are shown together, and declared by one button', async () => {
	const [posts, lorries] = [await begin(POSTS), await begin(LORRIES)]
	expect((await visit('overview', posts)).text).toContain('It can be declared as it stands, together with Lorries')
	const { html, text } = await visit('preview', posts)
	expect(text).toContain('Declared with it: Lorries')
	expect(text).toContain('Declare them together')
	const own = await read(posts)
	const sent = new FormData()
	sent.set('acting', 'administrator')
	sent.set('draft', posts)
	sent.set('version', String(own.version))
	for (const [, name = '', value = ''] of html.matchAll(/<input[^>]*name="(with:[^"]+)"[^>]*value="([^"]*)"/g))
		sent.set(name, value)
	expect([...sent.keys()]).toContain(`with:${lorries}`)
	const event = await eventOf('administrator', { draft: posts }, { body: sent, search: '?/declare' })
	const answer = await called(preview.actions['declare'], event).catch((thrown: unknown) => thrown)
	expect(Redirect.parse(answer).location).toBe(`/${made.workspace.key}/register/posts`)
	expect(await read(lorries)).toMatchObject({ isOpen: false })
})

test('what is wrong with a draft that comes along is said, and nothing is offered to be declared', async () => {
	const [posts, lorries] = [await begin(POSTS), await begin(LORRIES)]
	const { version } = await read(lorries)
	const declaration = LORRIES.replace('changed: [keepers]', 'changed: [gone]')
	await (await made.as('administrator')).run(changeDraft, { draft: lorries, version, declaration })
	const { html, text } = await visit('preview', posts)
	expect(text).toContain('Something is still wrong with what is declared with it: Lorries')
	expect(html).not.toContain('?/declare')
	// A field of the other may name a register in the making.
	const form = await visit('edit', lorries, { piece: 'fields/+', search: '?type=entry' })
	expect(form.text).toContain('Posts (in the making)')
})

test('a draft with a fault of its own is not told to be declared with others', async () => {
	const posts = await begin(POSTS)
	const { html, text } = await visit('preview', posts)
	expect(html).not.toContain('?/declare')
	expect(text).not.toContain('Declared with it')
})

test('a list of things reads out no column in which nothing stands, and a piece is left for its list', async () => {
	const posts = await begin(POSTS)
	const groups = await visit('edit', posts, { piece: 'groups' })
	expect(groups.text).toContain('Keepers')
	expect(groups.text).not.toContain('Not stated')
	const states = await visit('edit', posts, { piece: 'states' })
	expect(states.text).not.toContain('Not stated')
	const home = `/${made.workspace.key}/register/draft/${posts}`
	const field = await visit('edit', posts, { piece: 'fields/name' })
	expect(field.html).toMatch(new RegExp(`href="${home}/edit/fields"[^>]*>\\s*Cancel`))
	const head = await visit('edit', posts, { piece: 'head' })
	expect(head.html).toMatch(new RegExp(`href="${home}"[^>]*>\\s*Cancel`))
})
