import { randomUUID } from 'node:crypto'
import { render } from 'svelte/server'
import { beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { addEntry } from '#modules/registers/entry/entry-commands.ts'
import { getEntry, listEntries } from '#modules/registers/entry/entry-queries.ts'
import { listSubmissions, readSubmission } from '#modules/registers/submission/office-queries.ts'
import { followSubmission } from '#modules/registers/submission/receipt-commands.ts'
import { WORDS } from '#ui/words.ts'
import { send, stranger, withConcerns } from '#tests/fixtures/public-concern.ts'
import { aWorkspace, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { called, visitorOf, type Visitor } from '../../visit.testing.ts'
import * as queue from './+page.server.ts'
import * as one from './[number]/+page.server.ts'
import OnePage from './[number]/+page.svelte'
import * as accept from './[number]/accept/+page.server.ts'
import AcceptPage from './[number]/accept/+page.svelte'
import * as merge from './[number]/merge/+page.server.ts'
import MergePage from './[number]/merge/+page.svelte'

const REGISTER = 'concern-test'
const PAGES = {
	one: { server: one, page: OnePage },
	accept: { server: accept, page: AcceptPage },
	merge: { server: merge, page: MergePage }
}
const Rendered = z.object({ body: z.string() })
const Redirect = z.object({ status: z.literal(303), location: z.string() })
const Refused = z.object({ status: z.number(), data: z.object({ failure: z.object({ kind: z.string() }) }) })

let made: TestWorkspace
let eventOf: Visitor<SeatKey>['eventOf']
beforeEach(async () => {
	made = await aWorkspace()
	await withConcerns(made)
	;({ eventOf } = visitorOf(made, REGISTER))
})

const reviewer = () => made.as('secretariat')
const numberOf = async (what: string) => {
	const { items } = await (await reviewer()).ask(listSubmissions, { filter: { register: REGISTER } })
	return items.find((item) => item.what === what)?.number ?? ''
}
const read = async (submission: string) => (await reviewer()).ask(readSubmission, { register: REGISTER, submission })
const home = () => `/${made.workspace.key}/register/${REGISTER}`

/** A page about a submission as the server sends it, without what only machines read. */
async function look(which: keyof typeof PAGES, number: string, search = '') {
	const { server, page } = PAGES[which]
	const event = { ...(await eventOf('secretariat', { number }, { search })), setHeaders: () => undefined }
	const data = await called(server.load, event)
	const context = new Map<string, unknown>([[WORDS, event.locals.words]])
	const props = { data, form: null, params: { workspace: made.workspace.key, register: REGISTER, number } }
	const { body: html } = Rendered.parse(Reflect.apply(render, undefined, [page, { props, context }]))
	return { html, text: html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ') }
}

/** What a form of the page holds unseen, as the browser sends it along. */
const hiddenIn = (html: string, action: string) => {
	const [, form = ''] = new RegExp(`<form[^>]*action="[^"]*${action}"[^>]*>([\\s\\S]*?)</form>`).exec(html) ?? []
	return Object.fromEntries(
		[...form.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([tag]) => [
			/name="([^"]*)"/.exec(tag)?.[1] ?? '',
			(/value="([^"]*)"/.exec(tag)?.[1] ?? '').replaceAll('&quot;', '"')
		])
	)
}

type Sending = { action: unknown; number?: string; search?: string; fields: Record<string, string | string[]> }

/** Sends a form; where it leads, or the kind of refusal. */
async function press({ action, number, search = '', fields }: Sending) {
	const body = new FormData()
	for (const [name, values] of Object.entries({ acting: 'secretariat', ...fields }))
		for (const value of [values].flat()) body.append(name, value)
	const event = await eventOf('secretariat', number === undefined ? {} : { number }, { body, search })
	const answer = await called(action, { ...event, setHeaders: () => undefined }).catch((thrown: unknown) => thrown)
	const done = Redirect.safeParse(answer)
	return done.success ? done.data.location : Refused.parse(answer).data.failure.kind
}

test('what is like something that is there is taken over into it by its page, field by field as it is ticked', async () => {
	const { reference, id } = await (
		await reviewer()
	).run(addEntry, { register: REGISTER, values: { subject: 'Passport kept', country: 'BWA' } })
	await send(made, { values: { subject: 'Passport kept', country: 'ZAF', text: 'Since May.' } })
	const number = await numberOf('Passport kept')
	const shown = await look('one', number)
	expect(shown.text).toContain(reference)
	expect(shown.text).toContain('no address was left')
	expect(shown.text).toMatch(/in this language: English/)

	const suggested = await look('merge', number)
	expect(suggested.html).toContain(`merge?entry=${reference}`)
	expect((await look('merge', number, '?entry=nowhere')).text).toContain('There is no such entry')
	const beside = await look('merge', number, `?entry=${reference}`)
	const hidden = hiddenIn(beside.html, `\\?entry=${reference}`)
	const location = await press({
		action: merge.actions.default,
		number,
		search: `?entry=${reference}`,
		fields: { ...hidden, version: '1', entry: reference, entryVersion: '1', take: ['text'], answer: 'We know of it.' }
	})
	expect(location).toBe(`${home()}/${reference}`)
	expect((await (await reviewer()).ask(getEntry, { entry: id })).values).toMatchObject({
		country: 'BWA',
		text: 'Since May.'
	})
	expect(await read(number)).toMatchObject({ state: 'merged', messages: [{ text: 'We know of it.' }] })
	expect((await look('one', number)).html).not.toContain('/accept"')
})

test('it is declined with a reason that the receipt tells, once: who presses the button again is told', async () => {
	const { code } = await send(made, { values: { subject: 'Lost luggage' } })
	const number = await numberOf('Lost luggage')
	const fields = hiddenIn((await look('one', number)).html, '/decline')
	const decline = (once = fields['once'] ?? '') =>
		press({
			action: one.actions.decline,
			number,
			search: '?/decline',
			fields: { ...fields, once, reason: 'Ask the airline.' }
		})
	expect(await press({ action: one.actions.decline, number, search: '?/decline', fields })).toBe('invalid')
	expect(await decline()).toBe(`${home()}/submissions`)
	expect(await read(number)).toMatchObject({ state: 'declined', entry: null })
	// The button pressed twice is one answer; another page that still shows it open is told.
	expect(await decline()).toBe(`${home()}/submissions`)
	expect(await decline(randomUUID())).toBe('conflict')
	expect((await read(number)).messages).toHaveLength(1)
	const told = await (await made.as('public')).run(followSubmission, { code })
	expect(told).toMatchObject({ state: 'declined', messages: [{ text: 'Ask the airline.' }] })
	const { items } = await (await reviewer()).ask(listEntries, { register: REGISTER })
	expect(items).toEqual([])
})

test('several that are ticked in the queue are marked as abuse together, and nobody is told why', async () => {
	const sent: string[] = []
	for (const index of [1, 2])
		sent.push((await send(made, { from: stranger(index * 300), values: { subject: `Buy ${String(index)}` } })).code)
	const numbers = [await numberOf('Buy 1'), await numberOf('Buy 2')]
	const fields = { 'chosen:submission': numbers.map((number) => `${number} 1`) }
	await press({ action: queue.actions.abuse, search: '?/abuse', fields })
	for (const number of numbers) expect(await read(number)).toMatchObject({ state: 'abuse', messages: [] })
	const told = await (await made.as('public')).run(followSubmission, { code: sent[0] ?? '' })
	expect(told).toMatchObject({ state: 'declined', messages: [] })
	// Somebody who still has the list open decides nothing a second time.
	expect(await press({ action: queue.actions.abuse, search: '?/abuse', fields })).toBe('conflict')
})

test('it is accepted in the form of the register, as it was corrected there', async () => {
	await send(made, { values: { subject: 'Pasport kept', text: 'Since May.' } })
	const number = await numberOf('Pasport kept')
	const shown = await look('accept', number)
	expect(shown.html).toContain('value="Pasport kept"')
	const location = await press({
		action: accept.actions.default,
		number,
		fields: { 'of:version': '1', 'values:subject': 'Passport kept', 'values:text': 'Since May.' }
	})
	const entry = location.split('/').at(-1) ?? ''
	expect(location).toBe(`${home()}/${entry}`)
	expect((await (await reviewer()).ask(getEntry, { entry })).values).toMatchObject({ subject: 'Passport kept' })
	expect(await read(number)).toMatchObject({ state: 'accepted', entry: { reference: entry } })
})
