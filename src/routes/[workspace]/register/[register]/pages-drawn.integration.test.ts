import fc from 'fast-check'
import type { Component } from 'svelte'
import { render } from 'svelte/server'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { compileDeclaration } from '#modules/registers/declaration/compile-declaration.ts'
import { writeDeclaration } from '#modules/registers/declaration/read-declaration.ts'
import { declareRegister } from '#modules/registers/register-commands.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import { speak } from '#platform/languages/words.ts'
import { fillRegister, marksIn, registerWithSecrets, SECRETS, sees } from '#tests/fixtures/marked-register.ts'
import { aWorkspace, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
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

type Server = { load: (event: unknown) => unknown }
const servers = import.meta.glob<Server>(
	'./{figures,board,calendar,map,pivot,report,views,export,import}/+page.server.ts'
)
const own = import.meta.glob<Server>('./+page.server.ts')
const shown = import.meta.glob<{ default: Component<Record<string, unknown>> }>([
	'./+page.svelte',
	'./{figures,board,calendar,map,pivot,report,views,export,import}/+page.svelte'
])
const WAYS = ['', 'board', 'calendar', 'map', 'pivot', 'figures', 'report', 'views', 'export', 'import'] as const
type Way = (typeof WAYS)[number]

const Redirect = z.object({ status: z.literal(303), location: z.string() })
const ErrorPage = z.object({ status: z.number().min(400), body: z.object({ message: z.string() }) })

type Asked = { way: Way; search: string; by: SeatKey; language: string }

/** A page as a seat is sent it; where it is led to, or the number of the error page. */
async function pageOf(made: TestWorkspace, { way, search, by, language }: Asked) {
	const { seat, ask, opening } = await made.as(by)
	const home = `/${made.workspace.key}/register/drawn`
	const params = { workspace: made.workspace.key, register: 'drawn' }
	at.url = new URL(`https://pitso.example${home}${way === '' ? '' : `/${way}`}${search}`)
	const words = speak(catalogue, language, { timeZone: 'Africa/Harare' })
	const locals = { words, seat, workspace: made.workspace, opening, ask, attempt: ask, held: [], person: undefined }
	const path = way === '' ? '.' : `./${way}`
	const server = await (servers[`${path}/+page.server.ts`] ?? own[`${path}/+page.server.ts`])?.()
	const page = await shown[`${path}/+page.svelte`]?.()
	if (!server || !page) throw new Error(`there is no page ${way}`)
	try {
		const data: unknown = await server.load({ locals, params, url: at.url, setHeaders: () => undefined })
		const props = { data, params, form: null }
		const { body } = render(page.default, { props, context: new Map([[WORDS, words]]) })
		return { html: body.replaceAll(/<!--.*?-->/gs, ''), led: null, status: 200 }
	} catch (thrown) {
		const led = Redirect.safeParse(thrown).data?.location
		if (led !== undefined) return { html: '', led, status: 303 }
		const refused = isRefusal(thrown) ? 422 : ErrorPage.safeParse(thrown).data?.status
		if (refused === undefined) throw thrown
		return { html: '', led: null, status: refused }
	}
}

// What a page asks for besides, chosen anew for each declaration.
const LINKS_MOST = 12

/** The ways of this register that a page leads to. */
function linksOf(html: string, home: string): { way: Way; search: string }[] {
	const links = [...html.matchAll(/href="([^"]+)"/g)].flatMap(([, href = '']) => {
		const url = new URL(href.replaceAll('&amp;', '&'), `https://pitso.example${home}`)
		const way = WAYS.find((one) => url.pathname === (one === '' ? home : `${home}/${one}`))
		return way === undefined ? [] : [{ way, search: url.search }]
	})
	return [...new Map(links.map((link) => [`${link.way}${link.search}`, link])).values()]
}

const SECRET_VIEWS: readonly (readonly [view: string, way: Way])[] = [
	['list', ''],
	['days', ''],
	['board', 'board'],
	['days', 'calendar'],
	['map', 'map'],
	['pivot', 'pivot'],
	['list', 'report']
]

const SEATS: readonly SeatKey[] = ['secretariat', 'member', 'observer', 'public']

test(
	'every page of any declaration shows in every language, leads only to pages that are there, and tells nobody what is hidden',
	{ timeout: 600_000 },
	async () => {
		const languages = fc.constantFrom('en', 'fr', 'pt')
		await fc.assert(
			fc.asyncProperty(registerWithSecrets, languages, fc.nat(), async (declaration, language, start) => {
				const { register: compiled } = compileDeclaration(declaration)
				if (!compiled) throw new Error('the drawn declaration is not sound')
				const made = await aWorkspace()
				await (await made.as('administrator')).run(declareRegister, { declaration: writeDeclaration(declaration) })
				const { marked, entries } = await fillRegister(made, compiled)
				const rows = await made.database.owner
					.selectFrom('record')
					.select(['id', 'key'])
					.where('kind', '=', 'actor')
					.where('workspace_id', '=', made.workspace.id)
					.execute()
				const actors = new Map(rows.map(({ id, key }) => [key ?? '', id]))
				const home = `/${made.workspace.key}/register/drawn`
				const told = new Set<string>()
				for (const by of SEATS) {
					const acting = await made.as(by)
					const sights = entries.map((entry) => sees(compiled, acting, entry, actors))
					const seen = new Set(marked.filter(({ part, entry }) => sights[entry]?.(part)).map(({ mark }) => mark))
					const hidden = new Set(marked.map(({ mark }) => mark).filter((mark) => !seen.has(mark)))
					const isKeeper = by === 'secretariat'
					const looked = async (way: Way, search: string) => {
						const page = await pageOf(made, { way, search, by, language })
						const where = `${by} at ${way}${search}`
						// A calendar has every day of its month, whatever stands in it.
						const isDay = (mark: string) => way === 'calendar' && /^\d{4}-/.test(mark)
						const leaks = marksIn(page.html).filter((mark) => hidden.has(mark) && !isDay(mark))
						expect(leaks, where).toEqual([])
						if (!isKeeper)
							expect(
								SECRETS.filter((field) => new RegExp(`\\b${field}\\b`).test(page.html)),
								where
							).toEqual([])
						for (const mark of marksIn(page.html)) told.add(mark)
						return page
					}
					const first = await pageOf(made, { way: '', search: '', by, language })
					const isIn = first.status === 200
					// A register without a place has no map, and who may bring nothing in no page for it: what the list leads to is there.
					const offered = new Set(linksOf(first.html, home).map(({ way }) => way))
					const links: { way: Way; search: string; from: string }[] = []
					for (const way of WAYS) {
						const page = await looked(way, '')
						// Who sees nothing of a register finds none of its pages.
						if (!isIn) expect(page.status, `${by} at ${way}`).not.toBe(200)
						else if (offered.has(way)) expect(page.status, `${by} at ${way}`).toBe(200)
						links.push(...linksOf(page.html, home).map((link) => ({ ...link, from: way })))
					}
					const some = links.filter((_link, index) => (index + start) % Math.ceil(links.length / LINKS_MOST) === 0)
					for (const { way, search, from } of some) {
						const { status } = await looked(way, search)
						expect([200, 303], `${by}: ${from} leads to ${way}${search}, which answers ${String(status)}`).toContain(
							status
						)
					}
					for (const way of ['', 'report'] as const) await looked(way, '?column=s_text&column=s_place')
					// What is hidden cannot be asked for by its address either.
					if (isKeeper || !isIn) continue
					for (const [view, way] of SECRET_VIEWS) {
						const known = await looked(way, `?view=secret-${view}`)
						const unknown = await looked(way, '?view=not-there')
						expect([known.status, known.html.replaceAll(`secret-${view}`, '')], `${by} at secret-${view}`).toEqual([
							unknown.status,
							unknown.html.replaceAll('not-there', '')
						])
					}
				}
				// Whoever keeps the register is shown what is hidden: the pages would tell it.
				const secret = new Set(marked.flatMap(({ mark, part }) => (part === 'group:keepers' ? [mark] : [])))
				expect([...told].some((mark) => secret.has(mark))).toBe(true)
			}),
			{ numRuns: process.env['PITSO_TEST_NIGHTLY'] ? 30 : 3, endOnFailure: true }
		)
	}
)
