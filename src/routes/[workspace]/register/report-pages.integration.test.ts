import { render } from 'svelte/server'
import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { addTemplate } from '#modules/registers/edition/template-commands.ts'
import { getTemplate, listTemplates } from '#modules/registers/edition/template-queries.ts'
import { visitsRegister, visitsReport } from '#modules/registers/edition/visits-register.testing.ts'
import { addEntry } from '#modules/registers/entry/entry-commands.ts'
import { declareRegister } from '#modules/registers/register-commands.ts'
import { WORDS } from '#ui/words.ts'
import { aWorkspace, type SeatKey, type TestWorkspace } from '../../../../tests/fixtures/workspace.ts'
import * as compare from './[register]/report/edition/[edition]/compare/+page.server.ts'
import ComparePage from './[register]/report/edition/[edition]/compare/+page.svelte'
import * as correct from './[register]/report/edition/[edition]/correct/+page.server.ts'
import CorrectPage from './[register]/report/edition/[edition]/correct/+page.svelte'
import * as edition from './[register]/report/edition/[edition]/+page.server.ts'
import EditionPage from './[register]/report/edition/[edition]/+page.svelte'
import * as write from './[register]/report/edition/[edition]/write/+page.server.ts'
import WritePage from './[register]/report/edition/[edition]/write/+page.svelte'
import * as editions from './[register]/report/editions/+page.server.ts'
import EditionsPage from './[register]/report/editions/+page.svelte'
import * as block from './[register]/report/template/[template]/block/+page.server.ts'
import BlockPage from './[register]/report/template/[template]/block/+page.svelte'
import * as change from './[register]/report/template/[template]/change/+page.server.ts'
import ChangePage from './[register]/report/template/[template]/change/+page.svelte'
import * as preview from './[register]/report/template/[template]/preview/+page.server.ts'
import PreviewPage from './[register]/report/template/[template]/preview/+page.svelte'
import * as template from './[register]/report/template/[template]/+page.server.ts'
import TemplatePage from './[register]/report/template/[template]/+page.svelte'
import * as fresh from './[register]/report/template/new/+page.server.ts'
import NewPage from './[register]/report/template/new/+page.svelte'
import * as atom from './all/reports/feed.atom/+server.ts'
import * as json from './all/reports/feed.json/+server.ts'
import { called, visitorOf, type Visitor } from './visit.testing.ts'

const PAGES = {
	editions: { server: editions, page: EditionsPage },
	new: { server: fresh, page: NewPage },
	template: { server: template, page: TemplatePage },
	preview: { server: preview, page: PreviewPage },
	change: { server: change, page: ChangePage },
	block: { server: block, page: BlockPage },
	edition: { server: edition, page: EditionPage },
	write: { server: write, page: WritePage },
	correct: { server: correct, page: CorrectPage },
	compare: { server: compare, page: ComparePage }
}
const Rendered = z.object({ body: z.string() })
const Redirect = z.object({ status: z.literal(303), location: z.string() })
const Refused = z.object({ status: z.number(), data: z.unknown() })

let made: TestWorkspace
let eventOf: Visitor<SeatKey>['eventOf']

beforeAll(async () => {
	made = await aWorkspace()
	;({ eventOf } = visitorOf(made, 'visit'))
	await (await made.as('administrator')).run(declareRegister, { declaration: visitsRegister() })
	const keeper = await made.as('secretariat')
	for (const [name, kind, day] of [
		['Alpha', 'one', '2025-03-03'],
		['Beta', 'two', '2025-04-04'],
		['Gamma', 'two', '2024-04-04']
	] as const)
		await keeper.run(addEntry, { register: 'visit', values: { name, kind, day } })
})

type Fields = Readonly<Record<string, string | readonly string[]>>
type Visit = { params?: Record<string, string>; search?: string; sent?: { action?: string; fields: Fields } }

async function visit(which: keyof typeof PAGES, seat: SeatKey, { params = {}, search = '', sent }: Visit = {}) {
	const { server, page } = PAGES[which]
	let form: unknown = null
	if (sent && 'actions' in server) {
		const { action = 'default', fields } = sent
		const body = new FormData()
		body.set('acting', (await made.as(seat)).seat.key ?? 'public')
		for (const [name, value] of Object.entries(fields))
			for (const one of typeof value === 'string' ? [value] : value) body.append(name, one)
		const address = action === 'default' ? search : `?/${action}${search.replace('?', '&')}`
		const answer = await called(
			Reflect.get(server.actions, action),
			await eventOf(seat, params, { body, search: address })
		).catch((thrown: unknown) => thrown)
		const done = Redirect.safeParse(answer)
		if (done.success) return { html: '', text: '', location: done.data.location }
		if (answer instanceof Error) throw answer
		form = Refused.safeParse(answer).data?.data ?? answer
	}
	const event = await eventOf(seat, params, { search })
	const data = await called(server.load, event)
	const context = new Map<string, unknown>([[WORDS, event.locals.words]])
	const props = { data, form, params: { workspace: made.workspace.key, register: 'visit', ...params } }
	const { body: html } = Rendered.parse(Reflect.apply(render, undefined, [page, { props, context }]))
	const text = html
		.replaceAll(/<!--.*?-->/gs, '')
		.replaceAll(/<[^>]*>/g, ' ')
		.replaceAll(/\s+/g, ' ')
	return { html, text, location: null }
}

const lastOf = (location: string | null) => /([A-Z0-9]+-[A-Z]+-\d{4}-\d{3,})/.exec(location ?? '')?.[1] ?? ''
const versionIn = (html: string) => /name="version" value="(\d+)"/.exec(html)?.[1] ?? ''

const SETTINGS = {
	'report:names.en': 'Visits of the year',
	'report:period': 'year',
	'report:day': 'day',
	'report:audience': 'public',
	'report:compare': ['before'],
	'report:made': 'by-hand',
	'report:after': '14',
	'report:groups': ['keepers']
}

test('a report is laid out, made, written, completed, corrected and compared by forms alone', async () => {
	const began = await visit('new', 'secretariat')
	expect(began.text).toContain('Say of which period')
	const added = await visit('new', 'secretariat', { sent: { fields: { ...SETTINGS, 'report:key': 'yearly' } } })
	const params = { template: lastOf(added.location) }
	expect(added.location).toContain('/report/template/')
	// Its first parts tell what everybody may read of it: the sum of a cost is not among them.
	const laid = await visit('template', 'secretariat', { params })
	expect(laid.text).toContain('By kind')
	expect(laid.text).not.toContain('Cost')

	const figure = {
		'report:headlines': ['all'],
		'report:figure.0.name': 'Of the second kind',
		'report:figure.0.where': ['kind=two']
	}
	const blockForm = await visit('block', 'secretariat', { params, search: '?place=0' })
	await visit('block', 'secretariat', {
		params,
		search: '?place=0',
		sent: { fields: { version: versionIn(blockForm.html), ...figure } }
	})
	const textForm = await visit('block', 'secretariat', { params, search: '?kind=text' })
	const sentence = { 'report:text.en': 'In {period}, {figure.all} visits.', 'report:complete': 'must' }
	const wrong = await visit('block', 'secretariat', {
		params,
		search: '?kind=text',
		sent: { fields: { version: versionIn(textForm.html), ...sentence, 'report:text.en': 'See {figure.nothing}.' } }
	})
	expect(wrong.text).toContain('The text names figure.nothing')
	await visit('block', 'secretariat', {
		params,
		search: '?kind=text',
		sent: { fields: { version: versionIn(textForm.html), ...sentence } }
	})
	const changed = await visit('change', 'secretariat', { params })
	const renamed = { ...SETTINGS, 'report:names.en': 'All visits', version: versionIn(changed.html) }
	expect((await visit('change', 'secretariat', { params, sent: { fields: renamed } })).location).toContain(
		params.template
	)
	expect((await visit('template', 'secretariat', { params })).text).toContain('All visits')

	// Looked at before it is made, no edition comes of it.
	expect((await visit('template', 'secretariat', { params })).html).toContain(`${params.template}/preview`)
	const looked = await visit('preview', 'secretariat', { params, search: '?day=2025-06-01' })
	expect(looked.text).toContain('Of: 2025')
	// As its readers would have it: neither visit is public.
	expect(looked.text).toContain('In 2025, 0 visits.')
	expect(looked.text).toContain('Of the second kind')
	expect((await visit('preview', 'secretariat', { params, search: '?day=2026-12-01' })).text).toContain(
		'This period is not over yet'
	)
	expect((await visit('template', 'secretariat', { params })).text).toContain('There is no edition of a report yet')

	const future = { action: 'make', fields: { 'report:day': '2026-12-01' } }
	expect((await visit('template', 'secretariat', { params, sent: future })).text).toContain(
		'This period is not over yet'
	)
	const making = { action: 'make', fields: { 'report:day': '2025-06-01' } }
	const madeIt = await visit('template', 'secretariat', { params, sent: making })
	const of = { edition: lastOf(madeIt.location) }
	expect((await visit('edition', 'secretariat', { params: of })).text).toContain('This is a draft')
	const writing = await visit('write', 'secretariat', { params: of })
	expect(writing.text).toContain('Something is still to be written')
	// Each language has a sentence of its own to be written.
	const [name = '', other = ''] = [
		...new Set([...writing.html.matchAll(/text:[a-z]+:[a-z0-9-]+/g)].map(([found]) => found))
	]
	expect(name).toContain('text:en:')
	// What the layout asks for stands above the field, which is empty until somebody writes it.
	expect(writing.text).toContain('It must be written. The layout asks: In 2025,')
	expect(writing.html).not.toMatch(/<textarea[^>]*>\s*In 2025/)
	const written = {
		action: 'write',
		fields: { version: versionIn(writing.html), [name]: 'Two went, and both came back.', [other]: 'Deux sont allés.' }
	}
	await visit('write', 'secretariat', { params: of, sent: written })
	const ready = await visit('write', 'secretariat', { params: of })
	// What is typed comes along with whichever button is pressed.
	const counting = {
		action: 'recount',
		fields: { version: versionIn(ready.html), [name]: 'Two went.', [other]: 'Deux.' }
	}
	await visit('write', 'secretariat', { params: of, sent: counting })
	const recounted = await visit('write', 'secretariat', { params: of })
	expect(recounted.text).toContain('Two went.')
	const completing = {
		action: 'complete',
		fields: { version: versionIn(recounted.html), [name]: 'Two went, and both came back.', [other]: 'Deux.' }
	}
	expect((await visit('write', 'secretariat', { params: of, sent: completing })).location).toContain(of.edition)

	// It tells what everybody may read, and both visits of the year stand inside.
	const shown = await visit('edition', 'public', { params: of })
	expect(shown.text).toContain('Two went, and both came back.')
	expect(shown.text).toContain('How to cite it')
	expect(shown.text).not.toContain('Alpha')
	expect(shown.text).not.toContain('Complete the draft')

	const correcting = await visit('correct', 'secretariat', { params: of })
	const correction = {
		fields: { version: versionIn(correcting.html), reason: 'A word was wrong.', [name]: 'Two went.' }
	}
	await visit('correct', 'secretariat', { params: of, sent: correction })
	const corrected = await visit('edition', 'public', { params: of })
	expect(corrected.text).toContain('A word was wrong.')
	expect(corrected.text).toContain('Two went.')
	expect((await visit('edition', 'public', { params: of, search: '?issue=1' })).text).toContain(
		'This issue was corrected'
	)

	const earlier = await visit('template', 'secretariat', {
		params,
		sent: { action: 'make', fields: { 'report:day': '2024-06-01' } }
	})
	const beside = await visit('compare', 'secretariat', { params: of, search: `?with=${lastOf(earlier.location)}` })
	expect(beside.text).toContain('Of the second kind')
	expect((await visit('editions', 'public')).text).toContain('All visits: 2025')
})

const editionOfNobody = /Nobody: it is read on its page/

test('a layout says to whom it goes, its texts which figures they may name, and a form loses nothing it does not offer', async () => {
	const administrator = await made.as('administrator')
	const definition = {
		key: 'declared',
		names: { en: 'Declared', sn: 'Zvinyorwa' },
		period: 'year',
		day: 'day',
		to: { groups: [], structures: [], seats: ['member'] },
		blocks: [
			{
				block: 'figures',
				key: 'figures',
				figures: [{ headline: 'all' }, { key: 'hosted', names: { en: 'Hosted' }, where: { kind: ['two'] } }]
			}
		]
	}
	const { reference } = await administrator.run(addTemplate, {
		register: 'visit',
		definition: visitsReport(definition)
	})
	const params = { template: reference }
	const seen = await visit('template', 'secretariat', { params })
	expect(seen.text).toMatch(/Sent to +1 seat/)

	const textForm = await visit('block', 'secretariat', { params, search: '?kind=text' })
	expect(textForm.text).toContain('{figure.all} (All visits), {figure.hosted} (Hosted)')
	// A summary goes to the top by the form that writes it.
	const summary = {
		version: versionIn(textForm.html),
		'report:text.en': 'Summary: {figure.hosted}.',
		'report:complete': 'may',
		'report:stands': '0'
	}
	await visit('block', 'secretariat', { params, search: '?kind=text', sent: { fields: summary } })
	const { definition: now } = await administrator.ask(getTemplate, { template: reference })
	expect(now.blocks.map(({ block }) => block)).toEqual(['text', 'figures'])

	const changing = await visit('change', 'secretariat', { params })
	const settings = { ...SETTINGS, 'report:names.en': 'Changed', version: versionIn(changing.html) }
	await visit('change', 'secretariat', { params, sent: { fields: settings } })
	const changed = await administrator.ask(getTemplate, { template: reference })
	expect(changed.definition).toMatchObject({ names: { en: 'Changed', sn: 'Zvinyorwa' }, to: { seats: ['member'] } })
	expect((await visit('template', 'secretariat', { params })).text).not.toMatch(editionOfNobody)
})

test('a report that is given no key takes one from its name', async () => {
	const added = await visit('new', 'secretariat', {
		sent: { fields: { ...SETTINGS, 'report:names.en': 'Visits, été & hiver', 'report:groups': [] } }
	})
	const shown = await visit('template', 'secretariat', { params: { template: lastOf(added.location) } })
	expect(shown.text).toMatch(editionOfNobody)
	const { items } = await (await made.as('secretariat')).ask(listTemplates, { filter: { register: 'visit' } })
	expect(items.map(({ key }) => key)).toContain('visits-ete-hiver')
})

test('only who keeps the register is offered to lay out its reports', async () => {
	expect((await visit('editions', 'secretariat')).text).toContain('Lay out a report')
	expect((await visit('editions', 'member')).text).not.toContain('Lay out a report')
	await expect(visit('new', 'member')).rejects.toMatchObject({ status: 403 })
})

test('the feeds tell of what is public, in the two forms that programs read', async () => {
	const event = await eventOf('public', {})
	const read = async (target: unknown) =>
		z
			.instanceof(Response)
			.parse(await called(target, event))
			.text()
	const feed = await read(atom.GET)
	expect(feed).toContain('<feed xmlns="http://www.w3.org/2005/Atom"')
	expect(feed).toContain('<title>All visits: 2025</title>')
	// The draft of the year before is nobody's yet.
	expect(feed).not.toContain('2024')
	const items = z.object({ items: z.array(z.object({ title: z.string() })) }).parse(JSON.parse(await read(json.GET)))
	expect(items.items.map(({ title }) => title)).toEqual(['All visits: 2025'])
})
