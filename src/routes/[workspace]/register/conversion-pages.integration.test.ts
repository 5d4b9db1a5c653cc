import { render } from 'svelte/server'
import { beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { addEntry } from '#modules/registers/entry/entry-commands.ts'
import { getEntry } from '#modules/registers/entry/entry-queries.ts'
import { GRANTS, nextOf } from '#modules/registers/conversion/grant.testing.ts'
import { declareDraft } from '#modules/registers/drafting/draft-commands.ts'
import { readDraft } from '#modules/registers/drafting/draft-queries.ts'
import { noteStep } from '#modules/registers/drafting/step-commands.ts'
import { previewDeclaration } from '#modules/registers/exchange/preview-declaration.ts'
import { declareRegister } from '#modules/registers/register-commands.ts'
import { WORDS } from '#ui/words.ts'
import { aWorkspace, type SeatKey, type TestWorkspace } from '../../../../tests/fixtures/workspace.ts'
import * as server from './[register]/declaration/+page.server.ts'
import Page from './[register]/declaration/+page.svelte'
import { POST as losses } from './[register]/declaration/losses/+server.ts'
import { called, visitorOf, type Visitor } from './visit.testing.ts'

const Rendered = z.object({ body: z.string() })
const Redirect = z.object({ status: z.literal(303), location: z.string() })
const Refused = z.object({ status: z.number(), data: z.unknown() })

let made: TestWorkspace
let eventOf: Visitor<SeatKey>['eventOf']
beforeEach(async () => {
	made = await aWorkspace()
	;({ eventOf } = visitorOf(made, 'grant'))
	await (await made.as('administrator')).run(declareRegister, { declaration: GRANTS })
})

/** The page on which the next version is declared, after one of its forms was sent. */
async function visit(sent?: { action: 'look' | 'back' | 'draft' | 'declare'; fields: Record<string, string> }) {
	let form: unknown = null
	if (sent) {
		const body = new FormData()
		for (const [name, value] of Object.entries({ acting: 'administrator', ...sent.fields })) body.set(name, value)
		const event = await eventOf('administrator', {}, { body, search: `?/${sent.action}` })
		const answer = await called(server.actions[sent.action], event).catch((thrown: unknown) => thrown)
		const done = Redirect.safeParse(answer)
		if (done.success) return { text: '', html: '', location: done.data.location }
		if (answer instanceof Error) throw answer
		form = Refused.safeParse(answer).data?.data ?? answer
	}
	const event = { ...(await eventOf('administrator', {})), setHeaders: () => undefined }
	const data = await called(server.load, event)
	const props = { data, form, params: { workspace: made.workspace.key, register: 'grant' } }
	const context = new Map<string, unknown>([[WORDS, event.locals.words]])
	const { body: html } = Rendered.parse(Reflect.apply(render, undefined, [Page, { props, context }]))
	const text = html
		.replaceAll(/<!--.*?-->/gs, '')
		.replaceAll(/<[^>]*>/g, ' ')
		.replaceAll(/\s+/g, ' ')
	return { html, text, location: null }
}

const NUMBERS = nextOf(
	GRANTS,
	[['key: amount, type: text', 'key: amount, type: whole-number']],
	['{ step: convert, field: amount }']
)
const consentIn = (html: string) => {
	const [tag = ''] = /<input[^>]*name="consent:0"[^>]*>/.exec(html) ?? []
	return /value="([^"]*)"/.exec(tag)?.[1] ?? ''
}
const add = async (values: Record<string, string>) =>
	(await made.as('secretariat')).run(addEntry, { register: 'grant', values, tables: {} })

test('what a step would lose is listed, and declared only with its box ticked', async () => {
	const { reference } = await add({ name: 'First', amount: 'about ten' })
	await add({ name: 'Second', amount: '1 250' })
	const looked = await visit({ action: 'look', fields: { text: NUMBERS } })
	for (const said of [
		'What the steps do',
		'Amount becomes a field of the type',
		'about ten',
		'‘about ten’ becomes nothing',
		'It is not understood',
		reference,
		'1 value is to be lost'
	])
		expect(looked.text).toContain(said)
	const consent = consentIn(looked.html)
	expect(consent).toMatch(/^1\.[0-9a-f]{64}\.0$/)
	const without = await visit({ action: 'declare', fields: { declaration: NUMBERS } })
	expect(without.text).toContain('Step 1 loses 1 value')
	// Refused, the page shows again what is lost, and asks for it.
	expect(consentIn(without.html)).toBe(consent)
	const done = await visit({ action: 'declare', fields: { declaration: NUMBERS, 'consent:0': consent } })
	expect(done.location).toBe(`/${made.workspace.key}/register/grant`)
	const { values } = await (await made.as('observer')).ask(getEntry, { entry: reference })
	expect(values).not.toHaveProperty('amount')
})

test('a page that lists what would be lost says nowhere that nothing is', async () => {
	await add({ name: 'First', amount: 'about ten' })
	const asked = nextOf(
		GRANTS,
		[
			['key: amount, type: text', 'key: amount, type: whole-number'],
			['fields:\n', 'fields:\n  - { key: given_by, type: text, required: true, names: { en: Given by } }\n']
		],
		['{ step: convert, field: amount }']
	)
	const losing = await visit({ action: 'look', fields: { text: asked } })
	expect(losing.text).toContain('They lack it')
	expect(losing.text).toContain('What would be lost')
	expect(losing.text).not.toMatch(/loses? nothing|Nothing that entries hold is lost/)
	const keeping = await visit({
		action: 'look',
		fields: { text: asked.replace('type: whole-number, filtered: true', 'type: long-text') }
	})
	expect(keeping.text).toMatch(/loses nothing[\s\S]*Nothing that entries hold is lost/)
})

test('what is lost out of sight is told by its number once it is refused, and can be consented to', async () => {
	await add({ name: 'First', secret: 'hush' })
	const text = nextOf(
		GRANTS,
		[['key: secret, type: text', 'key: secret, type: whole-number']],
		['{ step: convert, field: secret }']
	)
	const refused = await visit({ action: 'declare', fields: { declaration: text } })
	expect(refused.text).not.toContain('hush')
	expect(refused.text).toContain('1 value that you do not see')
	const consent = consentIn(refused.html)
	expect(consent).toMatch(/^0\.[0-9a-f]{64}\.1$/)
	expect(
		(await visit({ action: 'declare', fields: { declaration: text, 'consent:0': consent } })).location
	).not.toBeNull()
})

test('all that is lost is had as a file, in which nothing runs', async () => {
	const { reference } = await add({ name: 'First', amount: '=cmd()' })
	const body = new FormData()
	body.set('declaration', NUMBERS)
	const response = z.instanceof(Response).parse(await called(losses, await eventOf('administrator', {}, { body })))
	expect(response.headers.get('content-type')).toContain('text/csv')
	expect(await response.text()).toBe(
		`"Entry","Field","What stands there","What is kept","Why","Step"\r\n"${reference}","Amount","'=cmd()","","It is not understood","1"\r\n`
	)
})

test('the version before is brought back from the page, after it was looked through', async () => {
	const { reference } = await add({ name: 'First', amount: '1 250' })
	await (await made.as('administrator')).run(declareRegister, { declaration: NUMBERS })
	const page = await visit()
	expect(page.text).toContain('Bring back version 1')
	const looked = await visit({ action: 'back', fields: { to: '1' } })
	expect(looked.text).toContain('from version 2 to version 3')
	const [, declaration = ''] =
		/name="declaration"[^>]*value="([^"]*)"/.exec(looked.html) ??
		/value="([^"]*)"[^>]*name="declaration"/.exec(looked.html) ??
		[]
	const text = declaration
		.replaceAll('&quot;', '"')
		.replaceAll('&amp;', '&')
		.replaceAll('&lt;', '<')
		.replaceAll('&#39;', "'")
	expect((await visit({ action: 'declare', fields: { declaration: text } })).location).not.toBeNull()
	const { values } = await (await made.as('observer')).ask(getEntry, { entry: reference })
	expect(values).toMatchObject({ amount: '1 250' })
})

test('what brings the version before back can be changed first, as a draft that says what becomes of its values', async () => {
	const acting = await made.as('administrator')
	await acting.run(declareRegister, { declaration: NUMBERS })
	const { reference } = await add({ name: 'First', amount: '12' })
	const begun = await visit({ action: 'draft', fields: { to: '1' } })
	expect(begun.location).toBe(`/${made.workspace.key}/register/draft/grant/steps`)
	const draft = await acting.ask(readDraft, { draft: 'grant' })
	const step = { step: 'convert' as const, field: 'amount', by: { 12: 'a dozen' } }
	const { version = 0 } = await acting.run(noteStep, { draft: 'grant', version: draft.version, step })
	const { declaration } = await acting.ask(readDraft, { draft: 'grant' })
	const { steps: told } = await acting.ask(previewDeclaration, { declaration })
	const consents = told?.steps.map(({ step: number, losses: lost, digest, unseen }) => ({
		step: number,
		losses: lost,
		digest,
		unseen
	}))
	await acting.run(declareDraft, { draft: 'grant', version, consents })
	const { values } = await (await made.as('observer')).ask(getEntry, { entry: reference })
	expect(values).toMatchObject({ amount: 'a dozen' })
})
