import type { Component } from 'svelte'
import { render } from 'svelte/server'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { addEntry } from '#modules/registers/entry/entry-commands.ts'
import { startPivot } from '#modules/registers/figures/pivot-operations.ts'
import { sampleRegister } from '#modules/registers/figures/sample-register.testing.ts'
import { declareRegister } from '#modules/registers/register-commands.ts'
import { speak } from '#platform/languages/words.ts'
import { inventEntries } from '#tests/fixtures/invented-entries.ts'
import { aClock, workDue, workplaceOf } from '#tests/fixtures/workplace.ts'
import { aWorkspace, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { WORDS } from '#ui/words.ts'
import { catalogue } from '#words'

const at = vi.hoisted(() => ({ url: new URL('https://pitso.example') }))
vi.mock('$app/state', () => ({
	page: {
		get url() {
			return at.url
		},
		data: {}
	}
}))
// Other files of the same worker say for themselves whether a missing word is a defect.
beforeAll(() => vi.stubEnv('PITSO_STRICT_WORDS', '1'))
afterAll(() => vi.unstubAllEnvs())

type Server = { load: (event: unknown) => Promise<Record<string, unknown>> }
const servers = import.meta.glob<Server>('./{figures,board,calendar,map,pivot}/**/+page.server.ts')
const pages = import.meta.glob<{ default: Component<Record<string, unknown>> }>(
	'./{figures,board,calendar,map,pivot}/**/+page.svelte'
)

const withSite = sampleRegister().replace(
	'  - { key: tags,',
	'  - { key: site, type: place, names: { en: Site }, filtered: true, public: true }\n  - { key: tags,'
)

const ADDRESSES: readonly (readonly [route: string, query: string])[] = [
	['figures', ''],
	['board', ''],
	['board', '?by=kind&field[country]=LSO'],
	['calendar', '?month=2026-03'],
	['map', ''],
	['map', '?place=site&field[kind]=two'],
	['pivot', ''],
	['pivot', '?rows=day&rowSpan=month&across=kind'],
	['pivot/[pivot=identifier]', '']
]

type Reader = 'secretariat' | 'member' | 'public'
type Asked = { route: string; query: string; by: Reader; language: string; pivot?: string }

/** A page as a seat is sent it. */
async function pageOf(made: TestWorkspace, { route, query, by, language, pivot = '' }: Asked): Promise<string> {
	const seat = await made.as(by)
	const params = { workspace: made.workspace.key, register: 'sample', pivot }
	at.url = new URL(`https://pitso.example/${made.workspace.key}/register/sample/${route}${query}`)
	const words = speak(catalogue, language, { timeZone: 'Africa/Harare' })
	const locals = { words, seat: seat.seat, workspace: made.workspace, ask: seat.ask, attempt: seat.ask }
	const [server, page] = await Promise.all([
		servers[`./${route}/+page.server.ts`]?.(),
		pages[`./${route}/+page.svelte`]?.()
	])
	if (!server || !page) throw new Error(`there is no page ${route}`)
	const data = await server.load({ locals, params, url: at.url, setHeaders: () => undefined })
	const { body } = render(page.default, { props: { data, params }, context: new Map([[WORDS, words]]) })
	return body.replaceAll(/<!--.*?-->/gs, '')
}

test(
	'every way to look at a register shows in every language, and tells of no field that is hidden',
	{ timeout: 300_000 },
	async () => {
		const made = await aWorkspace()
		await (await made.as('administrator')).run(declareRegister, { declaration: withSite })
		const keeper = await made.as('secretariat')
		const site = { country: 'ZWE', area: 'Harare', locality: 'Mbare', latitude: '-17.8', longitude: '31' }
		for (const [index, kind] of ['one', 'two', 'two'].entries()) {
			const cost = { amount: '5', currency: index === 0 ? 'LSL' : 'USD' }
			const values = {
				name: `Sample ${String(index)}`,
				owner: 'labour',
				kind,
				day: `2026-03-0${String(index + 1)}`,
				site
			}
			await keeper.run(addEntry, {
				register: 'sample',
				values: { ...values, country: index === 0 ? 'USA' : 'LSO', tags: ['one'], cost, score: index }
			})
		}
		const { id: pivot } = await keeper.run(startPivot, { register: 'sample', rows: 'kind', columns: 'state' })
		await workDue(made, workplaceOf(made, aClock()))
		const shown = async (route: string, query: string, as: { by: Reader; language: string }) =>
			(await pageOf(made, { route, query, pivot, ...as })).replaceAll(/<[^>]*>/g, ' ')
		for (const [route, query] of ADDRESSES)
			for (const by of ['secretariat', 'member', 'public'] as const) {
				// What was counted for one seat is shown to no other.
				if (route.startsWith('pivot/') && by !== 'secretariat') continue
				for (const language of ['en', 'fr', 'pt']) {
					const text = await shown(route, query, { by, language })
					expect(text).toMatch(/Samples/)
					expect(text).not.toMatch(/undefined|NaN|\[object/)
					if (by !== 'secretariat') expect(text).not.toContain('Score')
					if (by === 'public') expect(text).not.toMatch(/Cost|Tags|Sample \d/)
				}
			}
		// All parts of the world are shaded by the same steps: they are told once, an empty square among them.
		const map = await shown('map', '?place=country', { by: 'secretariat', language: 'en' })
		expect(map.match(/No entry/g)).toHaveLength(1)
		expect(map.match(/\b1 entry\b/g)).toHaveLength(1)
		expect(map).toContain('three letters of its code (ISO 3166)')
		const figures = await shown('figures', '', { by: 'secretariat', language: 'en' })
		expect(figures.replaceAll(/\s+/g, ' ')).toContain('Cost LSL 5.00 and USD 10.00 over 3 entries')
	}
)

test(
	'what is invented is marked as such on every way to look at a register, and nothing else is',
	{ timeout: 300_000 },
	async () => {
		const made = await aWorkspace()
		await (await made.as('administrator')).run(declareRegister, { declaration: sampleRegister() })
		const keeper = await made.as('secretariat')
		const values = { name: 'Entered', kind: 'one', country: 'ZWE', day: '2026-03-01' }
		await keeper.run(addEntry, { register: 'sample', values })
		const marks = async (route: string, query = '', pivot = '') => {
			const body = await pageOf(made, { route, query, pivot, by: 'secretariat', language: 'en' })
			// The origin stands among the filters too.
			const shown = body.replaceAll(/<option[^>]*>.*?<\/option>|<label[^>]*>.*?<\/label>/gs, '')
			return shown.match(/>(Invented for demonstration|Some of the entries counted here are invented)/g) ?? []
		}
		const ways = ['figures', 'board', 'calendar', 'map', 'pivot'].map(
			(way) => [way, way === 'calendar' ? '?month=2026-03' : ''] as const
		)
		for (const [way, query] of ways) expect([way, await marks(way, query)]).toEqual([way, []])

		await inventEntries(made, 'sample', 'name,kind,country,day\nInvented,two,LSO,2026-03-02')
		const { id: pivot } = await keeper.run(startPivot, { register: 'sample', rows: 'kind', columns: 'state' })
		await workDue(made, workplaceOf(made, aClock()))
		const [one, some] = ['>Invented for demonstration', '>Some of the entries counted here are invented']
		expect(await marks('board')).toEqual([one])
		// On its day, and in the list underneath.
		expect(await marks('calendar', '?month=2026-03')).toEqual([one, one])
		for (const way of ['figures', 'map', 'pivot']) expect([way, await marks(way)]).toEqual([way, [some]])
		expect(await marks('pivot/[pivot=identifier]', '', pivot)).toEqual([some])
		expect(await marks('pivot', '?field[kind]=one')).toEqual([])
	}
)

test('a cross table stands in the order of names, and says for the sake of which field entries are left out of it', async () => {
	const made = await aWorkspace()
	await (await made.as('administrator')).run(declareRegister, { declaration: sampleRegister() })
	const keeper = await made.as('secretariat')
	// By their codes they would stand the other way round.
	for (const country of ['DEU', 'DZA', 'CHE'])
		await keeper.run(addEntry, { register: 'sample', values: { name: country, country, owner: 'labour' } })
	const textOf = async (query: string, language = 'en') =>
		(await pageOf(made, { route: 'pivot', query, by: 'secretariat', language })).replace(/.*<table/s, '')
	const inOrder = async (language: string, names: string[]) => {
		const table = await textOf('?rows=country&across=state', language)
		const places = names.map((name) => table.indexOf(`>${name}<`))
		expect(places).toEqual(places.toSorted((one, other) => one - other))
		expect(places).not.toContain(-1)
	}
	await inOrder('en', ['Algeria', 'Germany', 'Switzerland'])
	await inOrder('fr', ['Algérie', 'Allemagne', 'Suisse'])
	expect(await textOf('?rows=kind&across=state')).not.toContain('are left out')
	expect(await textOf('?rows=kind&across=state&sum=cost')).not.toContain('are left out')
	expect(await textOf('?rows=note&across=state')).toContain(
		'Entries in which your seat does not see this are left out: Note.'
	)
})
