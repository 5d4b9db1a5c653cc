import { render } from 'svelte/server'
import { beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { addEntry } from '#modules/registers/entry/entry-commands.ts'
import { listEntries } from '#modules/registers/entry/entry-queries.ts'
import { getEntryImport, importEntries } from '#modules/registers/exchange/exchange-operations.ts'
import { exportDeclaration } from '#modules/registers/register-queries.ts'
import { WORDS } from '#ui/words.ts'
import { sendFile } from '../../../../tests/fixtures/register-files.ts'
import { aClock, workDue, workplaceOf } from '../../../../tests/fixtures/workplace.ts'
import { aWorkspace, type SeatKey, type TestWorkspace } from '../../../../tests/fixtures/workspace.ts'
import * as next from './[register]/declaration/+page.server.ts'
import NextPage from './[register]/declaration/+page.svelte'
import * as progress from './[register]/declaration/progress/+page.server.ts'
import ProgressPage from './[register]/declaration/progress/+page.svelte'
import * as first from './all/declaration/+page.server.ts'
import FirstPage from './all/declaration/+page.svelte'
import { called, visitorOf, type Visitor } from './visit.testing.ts'

const PAGES = {
	first: { server: first, page: FirstPage },
	next: { server: next, page: NextPage },
	progress: { server: progress, page: ProgressPage }
}
const Rendered = z.object({ body: z.string() })
const Redirect = z.object({ status: z.literal(303), location: z.string() })
const Refused = z.object({ status: z.number(), data: z.unknown() })

let made: TestWorkspace
let eventOf: Visitor<SeatKey>['eventOf']
beforeEach(async () => {
	made = await aWorkspace()
	;({ eventOf } = visitorOf(made, 'agreement'))
})

type Sent = { action: 'look' | 'declare'; fields: Record<string, string> }

/** A page on which a register is declared, as the server sends it to a seat, with what became of its form where it was sent. */
async function visit(
	which: keyof typeof PAGES,
	seat: SeatKey,
	{ sent, search = '' }: { sent?: Sent; search?: string } = {}
) {
	const { server, page } = PAGES[which]
	let form: unknown = null
	if (sent && 'actions' in server) {
		const body = new FormData()
		for (const [name, value] of Object.entries({ acting: seat, ...sent.fields })) body.set(name, value)
		const answer = await called(
			Reflect.get(server.actions, sent.action),
			await eventOf(seat, {}, { body, search: `?/${sent.action}` })
		).catch((thrown: unknown) => thrown)
		const done = Redirect.safeParse(answer)
		if (done.success) return { html: '', text: '', location: done.data.location }
		if (answer instanceof Error) throw answer
		form = Refused.safeParse(answer).data?.data ?? answer
	}
	const event = { ...(await eventOf(seat, {}, { search })), setHeaders: () => undefined }
	const data = await called(server.load, event)
	const context = new Map<string, unknown>([[WORDS, event.locals.words]])
	const props = { data, form, params: { workspace: made.workspace.key, register: 'agreement' } }
	const { body: html } = Rendered.parse(Reflect.apply(render, undefined, [page, { props, context }]))
	const text = html
		.replaceAll(/<!--.*?-->/gs, '')
		.replaceAll(/<[^>]*>/g, ' ')
		.replaceAll(/\s+/g, ' ')
	return { html, text, location: null }
}

const decoded = (text: string) =>
	text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
// A form sends line feeds with carriage returns before them, which no reader of a page sees.
const textIn = (html: string) =>
	decoded(/<textarea[^>]*>\n?([\s\S]*?)<\/textarea>/.exec(html)?.[1] ?? '').replaceAll('\r\n', '\n')
const hidden = (html: string) =>
	Object.fromEntries(
		[...html.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].flatMap(([tag]) => {
			const [, name] = /name="([^"]*)"/.exec(tag) ?? []
			const [, value = ''] = /value="([^"]*)"/.exec(tag) ?? []
			return name === undefined ? [] : [[name, decoded(value)]]
		})
	)
const template = async () => textIn((await visit('first', 'administrator', { search: '?template' })).html)
const look = (which: keyof typeof PAGES, text: string, seat: SeatKey = 'administrator') =>
	visit(which, seat, { sent: { action: 'look', fields: { text } } })
const declare = (which: keyof typeof PAGES, html: string, seat: SeatKey = 'administrator') =>
	visit(which, seat, { sent: { action: 'declare', fields: hidden(html) } })

/** Declares the template as it stands. */
async function declared() {
	const looked = await look('first', await template())
	const { location } = await declare('first', looked.html)
	return location
}

describe('the first register of a workspace', () => {
	test('is declared from the template, once what comes of it was looked at', async () => {
		const looked = await look('first', await template())
		expect(looked.text).toContain('This is a new register: Agreements.')
		expect(looked.text).toMatch(/Its entries have numbers such as \w+-AGT-2026-001\./)
		expect(looked.text).toContain('The list shows: Kind, With whom and Since.')
		expect(looked.text).toMatch(/Name Text of a line Yes/)
		const { location } = await declare('first', looked.html)
		expect(location).toBe(`/${made.workspace.key}/register/agreement`)
	})

	test('tells its faults by line in plain words, and keeps the text', async () => {
		const wrong = (await template()).replace('list: kind', 'list: kinds')
		const { text, html } = await look('first', wrong)
		expect(text).toMatch(/\b\d+ fields\.1\.codes There is no list kinds\. Declare it under lists/)
		expect(textIn(html)).toBe(wrong)
		expect(html).not.toContain('?/declare')
		const nothing = await look('first', '   ')
		expect(nothing.text).toContain('What is wrong with it')
	})

	test('warns of names in a language that nobody reads here, and shows what entries begin with', async () => {
		const text = (await template())
			.replace('key: begins, type: date,', 'key: begins, type: date, default: today,')
			.replace(/key: treaty, names: \{ en:/, 'key: treaty, names: { xx: Tratado, en:')
		const looked = await look('first', text)
		expect(looked.text).toContain('A name is written in “xx”, which is no language that anybody reads here.')
		expect(looked.text).toContain('Begins with')
		expect(looked.text).toContain('The day it is added')
		expect((await declare('first', looked.html)).location).not.toBeNull()
		const sound = await look('first', await template())
		expect(sound.text).not.toContain('probably a mistake')
		expect(sound.text).not.toContain('Begins with')
	})

	test('is offered to administrators alone', async () => {
		await expect(visit('first', 'secretariat')).rejects.toMatchObject({ status: 403 })
	})
})

describe('the next version', () => {
	const later = (text: string) => text.replace('version: 1', 'version: 2')

	test('tells how many entries lack what must be filled from now on, and leads to them', async () => {
		await declared()
		const { reference } = await (
			await made.as('secretariat')
		).run(addEntry, { register: 'agreement', values: { name: 'First' } })
		const text = later(await template()).replace('key: begins, type: date,', 'key: begins, type: date, required: true,')
		const looked = await look('next', text)
		expect(looked.text).toMatch(/Since 1 They lack it, and stay so\./)
		expect(looked.html).toContain(`/${made.workspace.key}/register/agreement/${reference}"`)
	})

	test('that takes a used code away is told how many entries hold it, with their list', async () => {
		await declared()
		await (
			await made.as('secretariat')
		).run(addEntry, { register: 'agreement', values: { name: 'First', kind: 'treaty' } })
		const text = later(await template()).replace(/.*key: treaty.*\n/, '')
		const looked = await look('next', text)
		expect(looked.text).toContain('1 entry holds the code treaty')
		expect(looked.text).toContain('retired: true')
		expect(decodeURIComponent(looked.html)).toContain(`/register/agreement?field[kind]=treaty`)
	})

	test('of two administrators is declared by the first; the second is told, and finds the text again', async () => {
		await declared()
		const mine = later(await template()).replace('Remarks', 'Notes')
		const theirs = later(await template()).replace('With whom', 'Party')
		const [looked, other] = [await look('next', mine), await look('next', theirs, 'second-administrator')]
		expect((await declare('next', looked.html)).location).not.toBeNull()
		const refused = await declare('next', other.html, 'second-administrator')
		expect(refused.text).toContain('Somebody else declared version 2 of this register meanwhile.')
		expect(textIn(refused.html)).toBe(theirs)
		const stands = await (await made.as('observer')).ask(exportDeclaration, { register: 'agreement' })
		expect(stands.declaration).toBe(mine)
	})

	test('of very many entries is declared by a job, whose page says how far it is; whole, or not at all', async () => {
		await declared()
		const keeper = await made.as('secretariat')
		const rows = Array.from({ length: 2_001 }, (_one, index) => `Agreement ${String(index)},treaty`)
		const bytes = Buffer.from(['name,kind', ...rows].join('\r\n'))
		await keeper.run(importEntries, {
			register: 'agreement',
			file: await sendFile(keeper, { name: 'entries.csv', bytes })
		})
		const text = later(await template()).replace('key: kind, type: one-of,', 'key: kind, type: one-of, seen: keepers,')
		const { location } = await declare('next', (await look('next', text)).html)
		expect(location).toMatch(/\/register\/agreement\/declaration\/progress\?job=[0-9a-f-]{36}$/)
		const search = (location ?? '').slice((location ?? '').indexOf('?'))
		const version = async () =>
			(await (await made.as('administrator')).ask(exportDeclaration, { register: 'agreement' })).declaration.match(
				/version: (\d+)/
			)?.[1]
		expect([await version(), (await visit('progress', 'administrator', { search })).text]).toEqual([
			'1',
			expect.stringContaining('Waiting for its turn')
		])
		await workDue(made, workplaceOf(made, aClock()))
		expect(await version()).toBe('2')
		const done = await visit('progress', 'administrator', { search })
		expect(done.text).toContain('The new version holds, and all entries are kept by it.')
		const seen = async (seat: SeatKey) =>
			(await (await made.as(seat)).ask(listEntries, { register: 'agreement', limit: 1 })).items[0]?.values
		expect(await seen('secretariat')).toMatchObject({ kind: 'treaty' })
		expect(await seen('observer')).not.toHaveProperty('kind')
		const job = new URLSearchParams(search).get('job') ?? ''
		expect(await (await made.as('administrator')).ask(getEntryImport, { job })).toMatchObject({
			progress: { step: 'finishing', done: 2_001, total: 2_001 }
		})
		await expect(visit('progress', 'second-administrator', { search })).rejects.toMatchObject({ status: 404 })
	})

	test('is promised to nobody who may only read how the register is declared', async () => {
		await declared()
		const { text, html } = await visit('next', 'secretariat')
		expect(text).toContain('How the register is declared')
		expect(text).toContain('Administrators of the workspace may change it')
		expect(html).not.toContain('<form')
	})
})
