import { render } from 'svelte/server'
import { z } from 'zod'
import { speak } from '#platform/languages/words.ts'
import { ask, run, type Opening } from '#platform/operation/perform.server.ts'
import { WORDS } from '#ui/words.ts'
import { catalogue } from '#words'
import { askingOfPage } from '../../asking.server.ts'
import type { Session } from '../../session.server.ts'
import * as adding from './[register]/new/+page.server.ts'
import AddPage from './[register]/new/+page.svelte'
import * as reading from './[register]/[reference=entrynumber]/+page.server.ts'
import ReadPage from './[register]/[reference=entrynumber]/+page.svelte'
import * as changing from './[register]/[reference=entrynumber]/change/+page.server.ts'
import ChangePage from './[register]/[reference=entrynumber]/change/+page.svelte'
import * as moving from './[register]/[reference=entrynumber]/move/[move]/+page.server.ts'
import MovePage from './[register]/[reference=entrynumber]/move/[move]/+page.svelte'

const PAGES = {
	new: { server: adding, page: AddPage },
	read: { server: reading, page: ReadPage },
	change: { server: changing, page: ChangePage },
	move: { server: moving, page: MovePage }
}
type Which = keyof typeof PAGES
type Params = Record<string, string>
type Asking = { body?: FormData; search?: string }

const Rendered = z.object({ body: z.string() })
const Redirect = z.object({ status: z.literal(303), location: z.string() })
const Refused = z.object({ status: z.number(), data: z.unknown() })

/** Calls what a page exports with an event of ours, which has what our pages read of it. */
export const called = (target: unknown, event: unknown): Promise<unknown> =>
	typeof target === 'function'
		? Promise.resolve(Reflect.apply(target, undefined, [event]))
		: Promise.reject(new Error('no function'))

/** A workspace of a test: whoever acts in it by the key of a seat. */
type Made<Key extends string> = {
	workspace: Opening['workspace']
	as(key: Key): Promise<{ seat: Opening['seat']; opening: Opening }>
}

/** Opens the pages of a register's entries as the server sends them, and sends their forms, without a browser. */
export function visitorOf<Key extends string>(made: Made<Key>, register: string) {
	async function eventOf(key: Key, params: Params, { body, search = '' }: Asking = {}) {
		const acting = await made.as(key)
		const url = new URL(`http://pitso.example/page${search}`)
		const session: Session = {
			workspace: made.workspace,
			seat: acting.seat,
			person: undefined,
			held: [],
			waiting: undefined,
			words: speak(catalogue, 'en', { timeZone: 'Africa/Harare' }),
			theme: 'auto',
			opening: acting.opening,
			run: (command, input, once) => run(acting.opening, command, input, once),
			ask: (query, input) => ask(acting.opening, query, input),
			attempt: (query, input) => ask(acting.opening, query, input),
			askFrom: () => Promise.reject(new Error('these pages ask nothing by their address'))
		}
		const locals = { ...session, ...askingOfPage(session, url) }
		const event = {
			locals,
			params: { workspace: made.workspace.key, register, ...params },
			url,
			cookies: { get: () => undefined, set: () => undefined, delete: () => undefined },
			request: new Request(url, body ? { method: 'POST', body } : {})
		}
		return event
	}

	/** A page as the server sends it to a seat, with what became of its form where it was sent. */
	async function visit(which: Which, seat: Key, params: Params = {}, sent?: FormData, search = '') {
		const { server, page } = PAGES[which]
		let form: unknown = null
		if (sent) {
			sent.set('acting', (await made.as(seat)).seat.key ?? 'public')
			const action: unknown = Reflect.get(server.actions, 'default')
			const event = await eventOf(seat, params, { body: sent, search })
			const answer = await called(action, event).catch((thrown: unknown) => thrown)
			const done = Redirect.safeParse(answer)
			if (done.success) return { html: '', text: '', location: done.data.location }
			if (answer instanceof Error) throw answer
			form = Refused.safeParse(answer).data?.data ?? answer
		}
		const event = await eventOf(seat, params, { search })
		const data = await called(server.load, event)
		const context = new Map<string, unknown>([[WORDS, event.locals.words]])
		const props = { data, form, params: { workspace: made.workspace.key, register, ...params } }
		const { body: html } = Rendered.parse(Reflect.apply(render, undefined, [page, { props, context }]))
		const text = html
			.replaceAll(/<!--.*?-->/gs, '')
			.replaceAll(/<template>.*?<\/template>/gs, '')
			.replaceAll(/<[^>]*>/g, ' ')
			.replaceAll(/\s+/g, ' ')
		return { html, text, location: null }
	}

	return { eventOf, visit }
}
export type Visitor<Key extends string> = ReturnType<typeof visitorOf<Key>>
