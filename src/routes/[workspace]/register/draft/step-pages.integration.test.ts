import { render } from 'svelte/server'
import { beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { beginDraft, changeDraft } from '#modules/registers/drafting/draft-commands.ts'
import { GRANTS, nextOf } from '#modules/registers/conversion/grant.testing.ts'
import { readDraft } from '#modules/registers/drafting/draft-queries.ts'
import { addEntry } from '#modules/registers/entry/entry-commands.ts'
import { getEntry } from '#modules/registers/entry/entry-queries.ts'
import { declareRegister } from '#modules/registers/register-commands.ts'
import { WORDS } from '#ui/words.ts'
import { declarationOf } from '#tests/fixtures/declared.ts'
import { aWorkspace, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { called, visitorOf, type Visitor } from '../visit.testing.ts'
import * as preview from './[draft]/preview/+page.server.ts'
import PreviewPage from './[draft]/preview/+page.svelte'
import * as steps from './[draft]/steps/+page.server.ts'
import StepsPage from './[draft]/steps/+page.svelte'

const REGISTER = 'kept-list'
const PAGES = { steps: { server: steps, page: StepsPage }, preview: { server: preview, page: PreviewPage } }
const Rendered = z.object({ body: z.string() })
const Redirect = z.object({ status: z.literal(303), location: z.string() })
const Refused = z.object({ data: z.unknown() })

let made: TestWorkspace
let eventOf: Visitor<SeatKey>['eventOf']
let draft: string
let entry: string

const changed = (text: string) =>
	text
		.replace(
			'{ key: remark, names: { en: Remark }, type: text }',
			'{ key: remark, names: { en: Remark }, type: decimal }'
		)
		.replace('{ key: b, names: { en: B } }', '{ key: c, names: { en: C } }')
		.replace('{ key: memo,', '{ key: given, names: { en: Given name }, type: text }\n  - { key: memo,')

/** A register with an entry, and a draft of its next version that keeps some of it otherwise. */
beforeEach(async () => {
	made = await aWorkspace()
	;({ eventOf } = visitorOf(made, REGISTER))
	const acting = await made.as('administrator')
	const declaration = declarationOf({ key: REGISTER, code: 'KPL', title: 'Kept list', seen: 'workspace' })
	await acting.run(declareRegister, { declaration })
	const values = { name: 'One', remark: '12,5', category: 'b' }
	entry = (await acting.run(addEntry, { register: REGISTER, values })).reference
	;({ draft } = await acting.run(beginDraft, { from: 'next', register: REGISTER }))
	const begun = await acting.ask(readDraft, { draft })
	await acting.run(changeDraft, { draft, version: begun.version, declaration: changed(begun.declaration) })
})

const read = async () => (await made.as('administrator')).ask(readDraft, { draft })

const decoded = (html: string) =>
	html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')

/** A page of the draft as the server sends it to an administrator, with what became of its form where it was sent. */
async function visit(
	which: keyof typeof PAGES,
	search = '',
	sent?: { action: string; fields: Record<string, string | string[]> },
	seat: SeatKey = 'administrator'
) {
	const { server, page } = PAGES[which]
	let form: unknown = null
	if (sent) {
		const body = new FormData()
		const all = { acting: seat, draft, version: String((await read()).version), ...sent.fields }
		for (const [name, values] of Object.entries(all)) for (const value of [values].flat()) body.append(name, value)
		const answer = await called(
			Reflect.get(server.actions, sent.action),
			await eventOf(seat, { draft }, { body, search })
		).catch((thrown: unknown) => thrown)
		const done = Redirect.safeParse(answer)
		if (done.success) return { html: '', text: '', location: done.data.location }
		if (answer instanceof Error) throw answer
		form = Refused.safeParse(answer).data?.data ?? answer
	}
	const event = await eventOf(seat, { draft }, { search })
	const data = await called(server.load, event)
	const context = new Map<string, unknown>([[WORDS, event.locals.words]])
	const props = { data, form, params: { workspace: made.workspace.key, draft } }
	const { body: html } = Rendered.parse(Reflect.apply(render, undefined, [page, { props, context }]))
	const text = decoded(
		html
			.replaceAll(/<!--.*?-->/gs, '')
			.replaceAll(/<[^>]*>/g, ' ')
			.replaceAll(/\s+/g, ' ')
	)
	return { html: decoded(html), text, location: null }
}

/** The consents that the form of a page asks for, as a browser would send them with every box ticked. */
const consentsIn = (html: string) =>
	Object.fromEntries(
		[...html.matchAll(/<input[^>]*name="consent:\d+"[^>]*>/g)].map(([tag]) => [
			/name="([^"]*)"/.exec(tag)?.[1] ?? '',
			/value="([^"]*)"/.exec(tag)?.[1] ?? ''
		])
	)

const note = (search: string, fields: Record<string, string | string[]>) =>
	visit('steps', search, { action: 'note', fields })

test('what entries hold and the next version keeps otherwise leads from the preview to where it is said, by forms alone', async () => {
	const held = await visit('preview')
	expect(held.html).toContain(`href="/${made.workspace.key}/register/draft/${draft}/steps"`)
	expect(held.html).not.toContain('?/declare')

	const offered = await visit('steps')
	expect(offered.text).toContain('Remark becomes a field of the type')
	expect(offered.text).toContain('It takes something else now')
	const converted = { 'step:field': 'remark', 'step:decimal': 'comma' }
	expect((await note('?/note&kind=convert', converted)).location).not.toBeNull()
	const merged = { 'step:codes': ['b'], 'step:into': 'a' }
	expect((await note('?/note&kind=merge&about=sorts', merged)).location).not.toBeNull()
	const noted = await visit('steps')
	expect(noted.text).not.toContain('It takes something else now')
	expect(noted.text).toContain('Merged into A: B')

	// The preview says what would be lost, and takes it with consent alone.
	const looked = await visit('preview')
	expect(looked.text).toContain('What is replaced is kept until')
	const consents = consentsIn(looked.html)
	const declared = await visit('preview', '?/declare', { action: 'declare', fields: consents })
	expect(declared.location).toBe(`/${made.workspace.key}/register/${REGISTER}`)
	const { values } = await (await made.as('administrator')).ask(getEntry, { register: REGISTER, entry })
	expect(values).toMatchObject({ remark: '12.5', category: 'a' })
})

test('a proposal is noted as it stands, told as noted, and taken out again', async () => {
	const { html } = await visit('steps')
	const [, ready = ''] = /name="step:ready" value="(\{"step":"convert".*?\})"/.exec(html) ?? []
	await note('?/note', { 'step:ready': ready })
	expect((await read()).declaration).toContain('steps:')
	await visit('steps', '?/out', { action: 'out', fields: { piece: 'steps/~0' } })
	expect((await read()).declaration).not.toContain('steps:')
	expect((await visit('steps')).text).toContain('Nothing is noted yet.')
})

test('of two administrators takes the first, and the second keeps what they chose', async () => {
	const { version } = await read()
	await note('?/note&kind=remove', { 'step:field': 'memo' })
	const second = await visit('steps', '?/note&kind=split', {
		action: 'note',
		fields: {
			version: String(version),
			'step:field': 'name',
			'step:into1': 'name',
			'step:into2': 'given',
			'step:pattern': '{name}, {given}'
		}
	})
	expect(second.text).toContain('Noted what becomes of what entries hold')
	expect(second.html).toContain('value="{name}, {given}"')
	expect((await read()).declaration).not.toContain('split')
})

test('what is missing in the form of a step is told, and nothing is noted', async () => {
	const { text, location } = await note('?/note&kind=join', { 'step:fields1': 'name' })
	expect(location).toBeNull()
	expect(text).toContain('Join fields into one')
	expect((await read()).declaration).not.toContain('steps:')
})

test('a step that cannot be done is noted, and what is wrong with it is told beside it, types by their names', async () => {
	const begun = await read()
	await (
		await made.as('administrator')
	).run(changeDraft, {
		draft,
		version: begun.version,
		declaration: begun.declaration.replace(
			'- { key: memo,',
			'- { key: both, names: { en: Both }, type: text }\n  - { key: memo,'
		)
	})
	await note('?/note&kind=join', { 'step:fields1': 'day', 'step:fields2': 'name', 'step:into': 'both' })
	const { text } = await visit('steps')
	expect(text).toMatch(
		/It cannot be done so: These types cannot be joined so: “A day”, “Text of a line” and “Text of a line”/
	)
	expect((await visit('preview')).text).toContain('“A day”')
	const joined = await visit('steps', '?kind=join')
	expect(joined.text).toContain('The fields that are joined by their keys in braces')
})

test('what is lost out of sight is told by its number once it is refused, and can be consented to', async () => {
	const acting = await made.as('administrator')
	await acting.run(declareRegister, { declaration: GRANTS })
	const values = { name: 'First', secret: 'hush' }
	await (await made.as('secretariat')).run(addEntry, { register: 'grant', values, tables: {} })
	const next = nextOf(
		GRANTS,
		[['key: secret, type: text', 'key: secret, type: whole-number']],
		['{ step: convert, field: secret }']
	)
	;({ draft } = await acting.run(beginDraft, { from: 'text', declaration: next }))
	const refused = await visit('preview', '?/declare', { action: 'declare', fields: {} })
	expect(refused.text).not.toContain('hush')
	expect(refused.text).toContain('1 value that you do not see')
	const consents = consentsIn(refused.html)
	expect(consents['consent:0']).toMatch(/^0\.[0-9a-f]{64}\.1$/)
	const declared = await visit('preview', '?/declare', { action: 'declare', fields: consents })
	expect(declared.location).toBe(`/${made.workspace.key}/register/grant`)
})

test('is for administrators', async () => {
	await expect(visit('steps', '', undefined, 'secretariat')).rejects.toMatchObject({ status: 403 })
})
