import { render } from 'svelte/server'
import { beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { beginDraft } from '#modules/registers/drafting/draft-commands.ts'
import { readDraft } from '#modules/registers/drafting/draft-queries.ts'
import { listHomeFigures } from '#modules/registers/drafting/home-figures.ts'
import { addEntry } from '#modules/registers/entry/entry-commands.ts'
import { exportDeclaration } from '#modules/registers/register-queries.ts'
import { WORDS } from '#ui/words.ts'
import { sendFile } from '#tests/fixtures/register-files.ts'
import { aWorkspace, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import * as home from '../../+page.server.ts'
import HomeFigures from '../../HomeFigures.svelte'
import * as figures from '../../home-figures/+page.server.ts'
import FiguresPage from '../../home-figures/+page.svelte'
import { load as figuresOfRegister } from '../[register]/figures/+page.server.ts'
import { called, visitorOf, type Visitor } from '../visit.testing.ts'
import * as list from './+page.server.ts'
import ListPage from './+page.svelte'
import * as overview from './[draft]/+page.server.ts'
import OverviewPage from './[draft]/+page.svelte'
import * as discard from './[draft]/discard/+page.server.ts'
import DiscardPage from './[draft]/discard/+page.svelte'
import * as edit from './[draft]/edit/[...piece]/+page.server.ts'
import EditPage from './[draft]/edit/[...piece]/+page.svelte'
import * as preview from './[draft]/preview/+page.server.ts'
import PreviewPage from './[draft]/preview/+page.svelte'
import * as text from './[draft]/text/+page.server.ts'
import TextPage from './[draft]/text/+page.svelte'
import * as begun from './new/+page.server.ts'
import NewPage from './new/+page.svelte'
import { sample } from './sample-declaration.testing.ts'
import * as sheet from './sheet/[file=identifier]/+page.server.ts'
import SheetPage from './sheet/[file=identifier]/+page.svelte'

const PAGES = {
	list: { server: list, page: ListPage },
	new: { server: begun, page: NewPage },
	sheet: { server: sheet, page: SheetPage },
	overview: { server: overview, page: OverviewPage },
	edit: { server: edit, page: EditPage },
	preview: { server: preview, page: PreviewPage },
	text: { server: text, page: TextPage },
	discard: { server: discard, page: DiscardPage },
	home: { server: home, page: HomeFigures },
	figures: { server: figures, page: FiguresPage }
}
type Which = keyof typeof PAGES
const Rendered = z.object({ body: z.string() })
const Redirect = z.object({ status: z.literal(303), location: z.string() })
const AtHome = z.object({ figures: z.array(z.unknown()) })
const Placing = z.object({ placing: z.array(z.object({ value: z.string() })), mayPlaceForAll: z.boolean() })
const Refused = z.object({ status: z.number(), data: z.unknown() })

let made: TestWorkspace
let eventOf: Visitor<SeatKey>['eventOf']
beforeEach(async () => {
	made = await aWorkspace()
	;({ eventOf } = visitorOf(made, 'study-visit'))
})

type Asked = {
	params?: Record<string, string>
	search?: string
	sent?: { action: string; fields: Record<string, string | string[]> }
}

const decoded = (html: string) =>
	html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')

/** A page as the server sends it to a seat, with what became of its form where it was sent. */
async function visit(which: Which, { params = {}, search = '', sent }: Asked = {}, seat: SeatKey = 'administrator') {
	const { server, page } = PAGES[which]
	let form: unknown = null
	if (sent && 'actions' in server) {
		const body = new FormData()
		for (const [name, values] of Object.entries({ acting: seat, ...sent.fields }))
			for (const value of [values].flat()) body.append(name, value)
		const answer = await called(
			Reflect.get(server.actions, sent.action),
			await eventOf(seat, params, { body, search: search || `?/${sent.action}` })
		).catch((thrown: unknown) => thrown)
		const done = Redirect.safeParse(answer)
		if (done.success) return { html: '', text: '', location: done.data.location }
		if (answer instanceof Error) throw answer
		form = Refused.safeParse(answer).data?.data ?? answer
	}
	const event = await eventOf(seat, params, { search })
	const data = await called(server.load, event)
	const context = new Map<string, unknown>([[WORDS, event.locals.words]])
	const props = {
		// The figures of a home page are a part of it.
		...AtHome.safeParse(data).data,
		data,
		form,
		params: { workspace: made.workspace.key, register: 'study-visit', ...params }
	}
	const { body: html } = Rendered.parse(Reflect.apply(render, undefined, [page, { props, context }]))
	const shown = decoded(
		html
			.replaceAll(/<!--.*?-->/gs, '')
			.replaceAll(/<[^>]*>/g, ' ')
			.replaceAll(/\s+/g, ' ')
	)
	return { html, text: shown, location: null }
}

const here = (path: string) => `/${made.workspace.key}/register/draft${path}`
const read = async (draft = 'study-visit') => (await made.as('administrator')).ask(readDraft, { draft })

const begin = () =>
	visit('new', {
		sent: {
			action: 'default',
			fields: { 'one:en': 'Study visit', 'many:en': 'Study visits', 'about:en': 'Who went where.' }
		}
	})

/** Sends the form of a piece as its page does. */
async function save(piece: string, fields: Record<string, string | string[]>, type = '') {
	const { version } = await read()
	return visit('edit', {
		params: { draft: 'study-visit', piece },
		search: type === '' ? '?/save' : `?/save&type=${type}`,
		sent: { action: 'save', fields: { draft: 'study-visit', version: String(version), ...fields } }
	})
}

describe('a register made by forms', () => {
	test('is begun, given fields, looked at, declared, and stands in the list of registers', async () => {
		expect((await begin()).location).toBe(here('/study-visit'))
		const types = await visit('edit', { params: { draft: 'study-visit', piece: 'fields/+' } })
		expect(types.text).toContain('What kind is it?')
		const blank = await visit('edit', { params: { draft: 'study-visit', piece: 'fields/+' }, search: '?type=money' })
		expect(blank.html).toContain('name="of:currency"')
		expect(blank.html).not.toContain('name="of:digits"')
		const saved = await save('fields/+', { 'of:names:en': 'Cost', 'of:currency': 'USD', 'of:filtered': 'on' }, 'money')
		expect(saved.location).toBe(here('/study-visit/edit/fields'))
		const fields = await visit('edit', { params: { draft: 'study-visit', piece: 'fields' } })
		expect(fields.text).toMatch(/Cost cost An amount of money/)
		const looked = await visit('preview', { params: { draft: 'study-visit' } })
		expect(looked.text).toContain('Declare it')
		const { version } = await read()
		const declared = await visit('preview', {
			params: { draft: 'study-visit' },
			sent: { action: 'declare', fields: { draft: 'study-visit', version: String(version) } }
		})
		expect(declared.location).toBe(`/${made.workspace.key}/register/study-visit`)
		expect((await visit('list')).text).toContain('Nothing is in the making.')
	})

	test('shows list, form and page by what draws the real ones, every value on them marked as made up', async () => {
		await begin()
		await save('lists/+', { 'of:names:en': 'Form', 'of:codes': 'In person\nOnline' })
		await save('fields/+', { 'of:names:en': 'Form', 'of:codes': 'list:form', 'of:filtered': 'on' }, 'one-of')
		await save('fields/+', { 'of:names:en': 'Day', 'of:filtered': 'on' }, 'date')
		await save('tables/+', { 'of:names:en': 'Visitors', 'of:row:en': 'Visitor' })
		await save('tables/visitors/+', { 'of:names:en': 'Person' }, 'text')
		const { html, text: shown } = await visit('preview', { params: { draft: 'study-visit' } })
		expect(shown).toContain('The list: Study visits')
		expect(html).toContain('name="field[form]"')
		expect(html).toMatch(/<fieldset disabled[\s\S]*name="values:form"/)
		expect(shown).toContain('Every value on it is an example, and invented.')
		expect(shown).toMatch(/An example Open In person/)
		expect(shown).toContain('Example: Person')
	})

	test('tells each fault with a link to the form in which it is mended, and draws nothing while there is one', async () => {
		await begin()
		await save('fields/+', { 'of:names:en': 'Kind', 'of:codes': 'list:kinds' }, 'one-of')
		const { html, text: shown } = await visit('preview', { params: { draft: 'study-visit' } })
		expect(shown).toContain('There is no list kinds.')
		expect(html).toContain(`href="${here('/study-visit/edit/fields/kind')}"`)
		expect(html).not.toContain('?/declare')
		expect(shown).not.toContain('The list:')
		expect((await visit('overview', { params: { draft: 'study-visit' } })).text).toContain('1 thing is still wrong')
	})

	test('draws the life of an entry, with a table behind the picture', async () => {
		await begin()
		await save('states/+', { 'of:names:en': 'Put off' })
		await save('moves/+', { 'of:names:en': 'Put off', 'of:from': ['open'], 'of:to': 'put_off', 'of:by': ['keepers'] })
		const { html, text: shown } = await visit('edit', { params: { draft: 'study-visit', piece: 'moves' } })
		expect(html).toMatch(/<svg[^>]*aria-label="2 moves between the states of an entry/)
		expect(shown).toMatch(/Put off Open Put off Those who keep it/)
	})

	test('keeps what was typed where it is refused, at the field at fault', async () => {
		await begin()
		const { html } = await save('fields/+', { 'of:hint:en': 'Typed already', 'of:currency': 'USD' }, 'money')
		expect(html).toContain('Typed already')
		expect(html).toMatch(/aria-invalid="true"[^>]*>|name="of:names:en"[^>]*aria-invalid="true"/)
	})

	test('of two administrators takes the first; the second is told what was changed, by whom, and finds what they typed', async () => {
		await begin()
		const { version } = await read()
		const sent = (name: string, seat: SeatKey) =>
			visit(
				'edit',
				{
					params: { draft: 'study-visit', piece: 'fields/+' },
					search: '?/save&type=text',
					sent: { action: 'save', fields: { draft: 'study-visit', version: String(version), 'of:names:en': name } }
				},
				seat
			)
		expect((await sent('Theirs', 'second-administrator')).location).not.toBeNull()
		const { html, text: shown } = await sent('Mine', 'administrator')
		expect(shown).toContain('Piece of a draft changed')
		expect(html).toContain('value="Mine"')
		expect((await read()).declaration).not.toContain('Mine')
	})

	test('as text is the same declaration, to the letter', async () => {
		await begin()
		const { declaration, version } = await read()
		const shown = await visit('text', { params: { draft: 'study-visit' } })
		expect(decoded(shown.html)).toContain(declaration)
		const mine = `# My own words\n${declaration}`
		await visit('text', {
			params: { draft: 'study-visit' },
			sent: {
				action: 'change',
				fields: { draft: 'study-visit', version: String(version), declaration: mine.replaceAll('\n', '\r\n') }
			}
		})
		expect((await read()).declaration).toBe(mine)
	})

	test('is discarded with a reason', async () => {
		await begin()
		const { version } = await read()
		const sent = { action: 'default', fields: { draft: 'study-visit', version: String(version), reason: 'Not needed' } }
		expect((await visit('discard', { params: { draft: 'study-visit' }, sent })).location).toBe(here(''))
		expect((await visit('overview', { params: { draft: 'study-visit' } })).text).toContain('This draft is over')
	})

	test('is for administrators', async () => {
		await begin()
		for (const which of ['list', 'new', 'overview', 'preview', 'text'] as const)
			await expect(visit(which, { params: { draft: 'study-visit' } }, 'secretariat')).rejects.toMatchObject({
				status: 403
			})
	})
})

describe('every piece of a declaration', () => {
	test('has a form that, sent as it stands, changes nothing', async () => {
		const acting = await made.as('administrator')
		const { draft } = await acting.run(beginDraft, { from: 'text', declaration: sample })
		const overviewed = await visit('overview', { params: { draft } })
		const lists = [...overviewed.html.matchAll(/edit\/([a-z]+)"/g)].map(([, piece = '']) => piece)
		const pieces = new Set(['head', 'retention', 'public-form'])
		for (const piece of lists) {
			const page = await visit('edit', { params: { draft, piece } })
			for (const [, found = ''] of page.html.matchAll(/edit\/([^"+]+\/[^"+]+)"/g)) pieces.add(found)
		}
		expect(pieces.size).toBeGreaterThan(20)
		for (const piece of pieces) {
			const { html } = await visit('edit', { params: { draft, piece } })
			const { version, declaration: before } = await acting.ask(readDraft, { draft })
			await visit('edit', {
				params: { draft, piece },
				search: '?/save',
				sent: { action: 'save', fields: { ...inputsIn(html), draft, version: String(version) } }
			})
			expect((await acting.ask(readDraft, { draft })).declaration, piece).toBe(before)
		}
	})
})

/** What a browser would send of the first form of a page that saves. */
function inputsIn(html: string): Record<string, string[]> {
	const [, body = ''] = /<form[^>]*action="\?\/save[^"]*"[^>]*>([\s\S]*?)<\/form>/.exec(html) ?? []
	const sent: Record<string, string[]> = {}
	const put = (name: string | undefined, value: string) => {
		if (name?.startsWith('of:')) (sent[name] ??= []).push(decoded(value))
	}
	for (const [, name, value = ''] of body.matchAll(/<textarea[^>]*name="([^"]*)"[^>]*>\n?([\s\S]*?)<\/textarea>/g))
		put(name, value)
	for (const [, name, options = ''] of body.matchAll(/<select[^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g)) {
		const chosen = [...options.matchAll(/<option value="([^"]*)"([^>]*)>/g)].find(([, , rest = '']) =>
			/\bselected\b/.test(rest)
		)
		put(name, chosen?.[1] ?? '')
	}
	for (const [tag] of body.matchAll(/<input[^>]*>/g)) {
		const [, name] = /name="([^"]*)"/.exec(tag) ?? []
		const [, type = 'text'] = /type="([^"]*)"/.exec(tag) ?? []
		const [, value = type === 'checkbox' ? 'on' : ''] = /value="([^"]*)"/.exec(tag) ?? []
		if (type !== 'checkbox' || /\bchecked\b/.test(tag)) put(name, value)
	}
	return sent
}

describe('a register from a spreadsheet', () => {
	test('shows its columns with the types they were taken for, to be changed, and begins with those that were chosen', async () => {
		const rows = Array.from(
			{ length: 4 },
			(_, index) => `Visit ${String(index)},${index % 2 ? 'Online' : 'In person'},${String(index)}`
		)
		const file = await sendFile(await made.as('administrator'), {
			name: 'visits.csv',
			bytes: Buffer.from(['Name,Form,People', ...rows].join('\n'))
		})
		const { html, text: shown } = await visit('sheet', { params: { file } })
		expect(shown).toContain('3 columns and 4 rows were read.')
		expect(shown).toContain('Its codes: In person and Online.')
		expect(html).toMatch(/value="one-of" selected/)
		const { location } = await visit('sheet', {
			params: { file },
			sent: {
				action: 'default',
				fields: {
					'one:en': 'Study visit',
					'about:en': 'Who went where.',
					'column:title': '0',
					'column:0:header': 'Name',
					'column:0:type': 'text',
					'column:1:header': 'Form',
					'column:1:type': 'one-of',
					'column:1:filtered': 'on',
					'column:2:header': 'People',
					'column:2:type': 'out'
				}
			}
		})
		expect(location).toBe(here('/study-visit'))
		const { declaration, file: kept } = await read()
		expect(kept).toBe(file)
		expect(declaration).toContain('key: form')
		expect(declaration).not.toContain('people')
	})
})

describe('figures on the home page', () => {
	/** A register with a chart, and entries of which one is only for those with a seat. */
	async function declared() {
		await begin()
		await save('fields/+', { 'of:names:en': 'Day', 'of:filtered': 'on' }, 'date')
		await save('charts/+', { 'of:names:en': 'Visits by year', 'of:by': 'day', 'of:span': 'year' })
		await save('headlines/+', { 'of:names:en': 'Visits so far' })
		const { version } = await read()
		await visit('preview', {
			params: { draft: 'study-visit' },
			sent: { action: 'declare', fields: { draft: 'study-visit', version: String(version) } }
		})
		const keeper = await made.as('secretariat')
		for (const day of ['2025-03-01', '2026-03-01', '2026-04-01'])
			await keeper.run(addEntry, { register: 'study-visit', values: { name: day, day } })
	}
	const place = (figure: string, forAll: 'yes' | 'no', seat: SeatKey) =>
		visit('figures', { sent: { action: 'place', fields: { register: 'study-visit', figure, forAll } } }, seat)

	test('stand there for the seat that put them, or for everybody, each told as the seat sees it', async () => {
		await declared()
		const offered = async (seat: SeatKey) => Placing.parse(await called(figuresOfRegister, await eventOf(seat, {})))
		expect(await offered('member')).toEqual({
			placing: [{ value: 'headline.visits-so-far' }, { value: 'chart.visits-by-year' }],
			mayPlaceForAll: false
		})
		expect((await offered('administrator')).mayPlaceForAll).toBe(true)
		expect((await place('chart.visits-by-year', 'no', 'member')).location).toBe(`/${made.workspace.key}`)
		expect((await visit('home', {}, 'member')).text).toMatch(/Visits by year[\s\S]*2026/)
		expect((await visit('home', {}, 'observer')).text).not.toContain('Visits by year')
		await place('headline.visits-so-far', 'yes', 'administrator')
		expect((await visit('home', {}, 'observer')).text).toMatch(/Visits so far 3/)
		// The register is not known to the public, so nothing of it is.
		expect((await visit('home', {}, 'public')).text).not.toContain('Visits so far')
	})

	test('are put on everybody’s page by administrators alone, and are arranged and taken off', async () => {
		await declared()
		expect((await place('chart.visits-by-year', 'yes', 'member')).text).toContain(
			'Whoever holds a seat may do this on their own home page'
		)
		await place('headline.visits-so-far', 'no', 'member')
		await place('chart.visits-by-year', 'no', 'member')
		const member = await made.as('member')
		const order = async () => (await member.ask(listHomeFigures, {})).figures.map(({ figure }) => figure)
		expect(await order()).toEqual(['headline.visits-so-far', 'chart.visits-by-year'])
		const [, last] = (await member.ask(listHomeFigures, {})).figures
		await visit('figures', { sent: { action: 'move', fields: { figure: last?.id ?? '', by: 'up' } } }, 'member')
		expect(await order()).toEqual(['chart.visits-by-year', 'headline.visits-so-far'])
		await visit('figures', { sent: { action: 'off', fields: { figure: last?.id ?? '' } } }, 'member')
		expect(await order()).toEqual(['headline.visits-so-far'])
	})

	test('follow the declaration: what it no longer has, or a register that was retired, stands on no page', async () => {
		await declared()
		await place('chart.visits-by-year', 'yes', 'administrator')
		const { declaration } = await (await made.as('administrator')).ask(exportDeclaration, { register: 'study-visit' })
		const { draft } = await (await made.as('administrator')).run(beginDraft, { from: 'next', register: 'study-visit' })
		expect(declaration).toContain('visits-by-year')
		const before = await read(draft)
		await visit('text', {
			params: { draft },
			sent: {
				action: 'change',
				fields: {
					draft,
					version: String(before.version),
					declaration: before.declaration.replace(/charts:[\s\S]*?(?=\n\w|$)/, 'charts: []')
				}
			}
		})
		const { version } = await read(draft)
		await visit('preview', {
			params: { draft },
			sent: { action: 'declare', fields: { draft, version: String(version) } }
		})
		expect((await (await made.as('observer')).ask(listHomeFigures, {})).figures).toEqual([])
	})
})
