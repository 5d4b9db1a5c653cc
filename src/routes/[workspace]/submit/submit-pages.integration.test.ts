import { beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { listSubmissions, readSubmission } from '#modules/registers/submission/office-queries.ts'
import { CONCERNS, send, stranger, withConcerns, workFor } from '#tests/fixtures/public-concern.ts'
import { aWorkspace, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { called, visitorOf, type Visitor } from '../register/visit.testing.ts'
import * as form from './[register]/+page.server.ts'
import { extraFields } from './[register]/public-form.ts'

const REGISTER = 'concern-test'
const Page = z.object({
	contact: z.boolean(),
	address: z.string().nullable(),
	refused: z.string().nullable(),
	ticket: z.object({ text: z.string() })
})
const Sent = z.object({ sent: z.object({ code: z.string(), mailed: z.boolean() }) })
const Refused = z.object({
	data: z.object({
		failure: z.object({
			issues: z.array(z.object({ path: z.array(z.union([z.string(), z.number()])), code: z.string() })),
			values: z.record(z.string(), z.unknown())
		})
	})
})

let made: TestWorkspace
let eventOf: Visitor<SeatKey>['eventOf']
beforeEach(async () => {
	made = await aWorkspace()
	;({ eventOf } = visitorOf(made, REGISTER))
})

const withEmail = CONCERNS.replace(
	'  - { key: remark,',
	'  - { key: mail, type: email, personal: true, names: { en: E-mail } }\n  - { key: remark,'
).replace('paper, phone]', 'paper, phone, mail]')

/** What a stranger who opens the form is told, and what it asks beside the fields of the register. */
async function open() {
	const event = { ...(await eventOf('public', {})), setHeaders: () => undefined }
	const page = Page.parse(await called(form.load, event))
	return { ...page, asks: extraFields(event.locals.words, { ...page, failure: null }) }
}

/** Sends the form as a browser with a script does. */
async function fillIn(fields: Record<string, string>) {
	const { ticket } = await open()
	const body = new FormData()
	for (const [name, value] of Object.entries({ ticket: ticket.text, proof: workFor(ticket.text), ...fields }))
		body.set(name, value)
	const event = { ...(await eventOf('public', {}, { body })), setHeaders: () => undefined }
	return called(form.actions.default, event)
}

const first = async () => {
	const reviewer = await made.as('secretariat')
	const { items } = await reviewer.ask(listSubmissions, { filter: { register: REGISTER } })
	return reviewer.ask(readSubmission, { register: REGISTER, submission: items[0]?.number ?? '' })
}

test('a form that asks for an e-mail address asks for no second one: whoever ticks it is told there', async () => {
	await withConcerns(made, withEmail)
	const { asks } = await open()
	expect(asks.map(({ name, kind }) => [name, kind])).toEqual([
		['tell', 'checkbox'],
		['website', undefined]
	])
	expect(asks[0]?.label).toContain('“E-mail”')
	const answer = await fillIn({ 'values:subject': 'Mine', 'values:mail': 'me@example.org', tell: 'on' })
	expect(Sent.parse(answer).sent.mailed).toBe(true)
	expect(await first()).toMatchObject({ emails: ['me@example.org'] })
})

test('ticked without an address it is told at the address, and nothing of it is lost', async () => {
	await withConcerns(made, withEmail)
	const { failure } = Refused.parse(await fillIn({ 'values:subject': 'Mine', tell: 'on' })).data
	expect(failure.issues).toMatchObject([{ path: ['values:mail'], code: 'platform.field.missing' }])
	expect(failure.values).toMatchObject({ 'values:subject': 'Mine', tell: 'on' })
})

test('an address that is given and not ticked is part of what was sent, and nobody writes to it', async () => {
	await withConcerns(made, withEmail)
	const answer = await fillIn({ 'values:subject': 'Mine', 'values:mail': 'me@example.org' })
	expect(Sent.parse(answer).sent.mailed).toBe(false)
	expect(await first()).toMatchObject({ emails: [] })
})

test('a form that asks for no e-mail address asks where the answer goes', async () => {
	await withConcerns(made)
	expect((await open()).asks.map(({ name }) => name)).toEqual(['email', 'website'])
	const answer = await fillIn({ 'values:subject': 'Mine', email: 'me@example.org' })
	expect(Sent.parse(answer).sent.mailed).toBe(true)
})

test('a queue that is full is said to whoever opens the form, before anything is typed', async () => {
	await withConcerns(made, CONCERNS.replace('most_waiting: 30', 'most_waiting: 2'))
	expect((await open()).refused).toBeNull()
	for (const number of [1, 2]) await send(made, { from: stranger(number * 300), values: { subject: String(number) } })
	expect((await open()).refused).toBe('submission.queue-full')
})
