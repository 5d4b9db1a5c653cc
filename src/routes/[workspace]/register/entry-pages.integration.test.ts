import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, test } from 'vitest'
import { declareRegister } from '#modules/registers/register-commands.ts'
import { changeEntry } from '#modules/registers/entry/entry-commands.ts'
import { getEntry, listEntries } from '#modules/registers/entry/entry-queries.ts'
import { importEntries } from '#modules/registers/exchange/exchange-operations.ts'
import { sentOf } from '#modules/registers/entry/said/sent-of.testing.ts'
import { withdrawRecord } from '#platform/records/record-operations.ts'
import { sendFile } from '../../../../tests/fixtures/register-files.ts'
import { aWorkspace, type SeatKey, type TestWorkspace } from '../../../../tests/fixtures/workspace.ts'
import * as history from '../[kind=recordkind]/[reference]/history/+page.server.ts'
import * as audience from '../[kind]/[reference]/audience/+page.server.ts'
import * as leading from '../entry/[reference]/+page.server.ts'
import { called, visitorOf, type Visitor } from './visit.testing.ts'

const training = readFileSync('tests/fixtures/training.yaml', 'utf8')

let made: TestWorkspace
let visit: Visitor<SeatKey>['visit']
let eventOf: Visitor<SeatKey>['eventOf']
beforeEach(async () => {
	made = await aWorkspace()
	;({ visit, eventOf } = visitorOf(made, 'training'))
	await (await made.as('administrator')).run(declareRegister, { declaration: training })
})

const numberIn = (location: string | null) => location?.split('/').at(-1) ?? ''

/** Sends a form again with one more row, as the button without a script does. */
async function withRow(which: 'new' | 'change', seat: SeatKey, sent: FormData, params: Record<string, string> = {}) {
	sent.set('row', 'add:sessions')
	const { html } = await visit(which, seat, params, sent)
	return sentOf(html)
}

async function aTraining(seat: SeatKey, more: Record<string, string> = {}) {
	const sent = sentOf((await visit('new', seat)).html)
	for (const [name, value] of Object.entries({
		'values:name': 'Border data',
		'values:provider': 'labour',
		'values:mode': 'online',
		...more
	}))
		sent.set(name, value)
	const { location, text } = await visit('new', seat, {}, sent)
	if (!location) throw new Error(`it was refused: ${text}`)
	return { reference: numberIn(location) }
}

const kept = async (reference: string, seat: SeatKey = 'secretariat') =>
	(await made.as(seat)).ask(getEntry, { entry: reference })

describe('a training is entered', () => {
	test('with two sessions, added by buttons without a script; a fault keeps all that was typed', async () => {
		let sent = sentOf((await visit('new', 'secretariat')).html)
		sent.set('values:provider', 'labour')
		sent.set('values:mode', 'online')
		sent.set('values:cost', '1200.50')
		sent.set('values:cost:currency', 'USD')
		sent = await withRow('new', 'secretariat', sent)
		sent.set('tables:sessions:0:subject', 'Law')
		sent.set('tables:sessions:0:day', '2026-03-01')
		sent = await withRow('new', 'secretariat', sent)
		sent.set('tables:sessions:1:subject', 'Practice')
		expect(sent.get('values:cost')).toBe('1200.50')
		const refused = await visit('new', 'secretariat', {}, sent)
		expect(refused.text).toContain('Session 2, Day')
		expect(refused.html).toContain('href="#entry-tables:sessions:1:day"')
		expect(refused.html).toContain('href="#entry-values:name"')
		const again = sentOf(refused.html)
		expect(again.get('tables:sessions:0:subject')).toBe('Law')
		expect(again.get('values:cost:currency')).toBe('USD')
		again.set('values:name', 'Border data')
		again.set('tables:sessions:1:day', '2026-03-02')
		const { location } = await visit('new', 'secretariat', {}, again)
		expect(await kept(numberIn(location))).toMatchObject({
			values: { name: 'Border data', cost: { amount: '1200.5', currency: 'USD' } },
			tables: { sessions: [{ subject: 'Law' }, { subject: 'Practice', day: '2026-03-02' }] }
		})
		const page = await visit('read', 'secretariat', { reference: numberIn(location) })
		for (const said of [
			'Border data',
			'Planned since 2 March 2026',
			'USD',
			'1,200.50',
			'Ministry of Labour',
			'Practice',
			'Online'
		])
			expect(page.text).toContain(said)
	})

	test('by its provider, whose own name stands in the form, and who is asked for no participants', async () => {
		const { html, text } = await visit('new', 'member')
		expect(text).not.toContain('Participants')
		expect(sentOf(html).get('values:provider')).toBe('labour')
		const { reference } = await aTraining('member')
		const secretariat = await made.as('secretariat')
		await secretariat.run(changeEntry, {
			entry: reference,
			version: 1,
			tables: { participants: [{ person: 'Tariro Zvaita', sex: 'female' }] }
		})
		const page = await visit('read', 'member', { reference })
		expect(page.text).not.toContain('Tariro')
		expect(page.text).not.toContain('Participants')
		const form = await visit('change', 'member', { reference })
		expect(form.text).not.toContain('Participants')
		const sent = sentOf(form.html)
		sent.set('values:seats', '25')
		expect((await visit('change', 'member', { reference }, sent)).location).toContain(reference)
		expect(await kept(reference)).toMatchObject({
			values: { seats: '25' },
			tables: { participants: [{ person: 'Tariro Zvaita' }] }
		})
	})

	test('by its provider, who is offered nobody else in its own place, since nobody else is taken', async () => {
		const providers = (html: string) =>
			[
				...(/<select[^>]*name="values:provider"[\s\S]*?<\/select>/.exec(html)?.[0] ?? '').matchAll(/value="([^"]+)"/g)
			].map(([, value]) => value)
		expect(providers((await visit('new', 'member')).html)).toEqual(['labour'])
		expect(providers((await visit('new', 'secretariat')).html).length).toBeGreaterThan(1)
		const { reference } = await aTraining('member')
		expect(providers((await visit('change', 'member', { reference })).html)).toEqual(['labour'])
		const refused = sentOf((await visit('change', 'member', { reference })).html)
		refused.set('values:provider', 'health')
		expect((await visit('change', 'member', { reference }, refused)).location).toBeNull()
	})

	test('in a place of the provinces and districts that are known, or already written', async () => {
		const { reference } = await aTraining('secretariat', {
			'values:mode': 'mixed',
			'values:place': 'The hall',
			'values:place:area': 'matabeleland NORTH'
		})
		expect(await kept(reference)).toMatchObject({ values: { place: { area: 'Matabeleland North' } } })
		await aTraining('secretariat', { 'values:mode': 'mixed', 'values:place:area': 'Upper Valley' })
		const { html } = await visit('new', 'secretariat')
		expect(html).toMatch(/name="values:place:area"[^>]*list="choices-area"/)
		const listed = /<datalist id="choices-area">[\s\S]*?<\/datalist>/.exec(html)?.[0] ?? ''
		for (const area of ['Manicaland', 'Matabeleland North', 'Upper Valley']) expect(listed).toContain(`value="${area}"`)
		expect(listed.match(/Matabeleland North/g)).toHaveLength(1)
	})

	test('what is not asked for is told before it is dropped, and out of sight once the form was sent', async () => {
		const hidden = (html: string) => /data-group="values:place" hidden/.test(html)
		const sent = sentOf((await visit('new', 'secretariat')).html)
		for (const [name, value] of Object.entries({
			'values:name': 'Border data',
			'values:provider': 'labour',
			'values:mode': 'online',
			'values:place': 'The hall'
		}))
			sent.set(name, value)
		expect(hidden((await visit('new', 'secretariat')).html)).toBe(false)
		const told = await visit('new', 'secretariat', {}, sent)
		expect(told.text).toContain('Not asked for, as the form stands: Place. What stands in them will not be kept.')
		expect(hidden(told.html)).toBe(true)
		const again = sentOf(told.html)
		expect(again.get('values:place')).toBe('The hall')
		again.set('values:mode', 'mixed')
		again.set('row', 'again')
		const shown = await visit('new', 'secretariat', {}, again)
		expect(hidden(shown.html)).toBe(false)
		expect(shown.text).not.toContain('Not asked for')
		const { location } = await visit('new', 'secretariat', {}, sentOf(told.html))
		const { values } = await kept(numberIn(location))
		expect(values).toMatchObject({ mode: 'online' })
		expect(values).not.toHaveProperty('place')
	})

	test('by nobody whom the register does not name', async () => {
		await expect(visit('new', 'public')).rejects.toMatchObject({
			status: 303,
			location: expect.stringContaining('/sign-in')
		})
		const { reference } = await aTraining('secretariat')
		await expect(visit('change', 'outsider', { reference })).rejects.toMatchObject({ status: 403 })
		await expect(visit('read', 'public', { reference })).rejects.toMatchObject({ status: 404 })
	})
})

describe('a training is changed', () => {
	test('a form that others were quicker than shows what they saved, and loses neither', async () => {
		const { reference } = await aTraining('secretariat')
		const sent = sentOf((await visit('change', 'secretariat', { reference })).html)
		await (
			await made.as('administrator')
		).run(changeEntry, { entry: reference, version: 1, values: { name: 'Theirs', seats: 9 } })
		sent.set('values:name', 'Mine')
		const shown = await visit('change', 'secretariat', { reference }, sent)
		expect(shown.text).toContain('Theirs')
		expect(shown.text).toMatch(/Office of administrator[^.]*Name/)
		const merged = sentOf(shown.html)
		expect(merged.get('values:seats')).toBe('9')
		merged.set('choice:values:name', 'yours')
		expect((await visit('change', 'secretariat', { reference }, merged)).location).toContain(reference)
		expect(await kept(reference)).toMatchObject({ values: { name: 'Mine', seats: '9' } })
	})

	test('a long table is changed in parts, and its other rows stay', async () => {
		const { reference } = await aTraining('secretariat')
		const participants = Array.from({ length: 60 }, (_, index) => ({
			person: `Person ${String(index)}`,
			sex: 'female'
		}))
		await (await made.as('secretariat')).run(changeEntry, { entry: reference, version: 1, tables: { participants } })
		const whole = await visit('change', 'secretariat', { reference })
		expect(whole.html).toContain('?table=participants')
		expect(whole.text).not.toContain('Participant 1')
		const page = await visit('read', 'secretariat', { reference })
		expect(page.text).toContain('Rows 1 to 50 of 60')
		expect(page.text).not.toContain('Person 55')
		const before = (await kept(reference)).rows['participants']
		const search = '?table=participants&part=2'
		const part = await visit('change', 'secretariat', { reference }, undefined, search)
		expect(part.text).toContain('Participant 26')
		const sent = sentOf(part.html)
		sent.set('tables:participants:25:person', 'Renamed')
		sent.delete('rows:participants')
		for (let row = 25; row < 49; row += 1) sent.append('rows:participants', String(row))
		expect((await visit('change', 'secretariat', { reference }, sent, search)).location).toContain(reference)
		const { tables, rows } = await kept(reference)
		const people = tables['participants']?.map(({ person }) => person)
		expect(people).toHaveLength(59)
		expect([people?.[0], people?.[25], people?.[49]]).toEqual(['Person 0', 'Renamed', 'Person 50'])
		expect(rows['participants']).toEqual(before?.filter((_, index) => index !== 49))
	})

	test('a file goes with the form, and need not be chosen again after a fault', async () => {
		const { reference } = await aTraining('secretariat')
		const sent = sentOf((await visit('change', 'secretariat', { reference })).html)
		sent.set('values:certificate', new File(['Programme'], 'programme.txt', { type: 'text/plain' }))
		sent.set('values:name', '')
		const refused = await visit('change', 'secretariat', { reference }, sent)
		expect(refused.text).toContain('programme.txt was received')
		const again = sentOf(refused.html)
		again.set('values:name', 'Border data')
		expect((await visit('change', 'secretariat', { reference }, again)).location).toContain(reference)
		expect(await kept(reference)).toMatchObject({ files: [{ name: 'programme.txt' }] })
		expect((await visit('read', 'secretariat', { reference })).text).toContain('programme.txt')
		expect((await visit('change', 'secretariat', { reference })).text).toContain('Take programme.txt away')
	})
})

describe('a training moves on', () => {
	test('once what it needs is filled, on the form of the move itself', async () => {
		const { reference } = await aTraining('secretariat')
		const page = await visit('read', 'secretariat', { reference })
		expect(page.text).toContain('Announce asks first for: Begins , Ends')
		expect(page.html).toContain('/change#entry-values:begins')
		const form = await visit('move', 'secretariat', { reference, move: 'announce' })
		expect(form.text).toContain('The state goes from “Planned” to “Announced”')
		// Whoever makes it is told that strangers will read it, and what.
		expect(form.text).toMatch(
			/From then on the public sees this entry: its name, number and state, and Offered by, [^<]*Begins[^<]*Ends/
		)
		expect(form.text).not.toMatch(/the public sees[^.]*Participants/)
		const sent = sentOf(form.html)
		const bare = await visit('move', 'secretariat', { reference, move: 'announce' }, sentOf(form.html))
		expect(bare.text).toContain('The move “Announce” needs these to be filled in: Begins and Ends.')
		sent.set('values:begins', '2026-04-02')
		sent.set('values:ends', '2026-04-01')
		const refused = await visit('move', 'secretariat', { reference, move: 'announce' }, sent)
		expect(refused.text).toContain('A training ends on the day it begins or later.')
		const again = sentOf(refused.html)
		again.set('values:ends', '2026-04-03')
		expect((await visit('move', 'secretariat', { reference, move: 'announce' }, again)).location).toContain(reference)
		expect(await kept(reference)).toMatchObject({ standing: 'announced', values: { ends: '2026-04-03', days: '2' } })
		const announced = await visit('read', 'secretariat', { reference })
		expect(announced.text).toContain('Not yet: Record as held. It waits until this holds: “Ends” ≤ today.')
		expect(announced.text).toContain('From Planned to Announced')
		expect((await visit('read', 'public', { reference })).text).toContain('Border data')
		const back = await visit('move', 'secretariat', { reference, move: 'call_off' })
		expect(back.text).toContain('The public sees this entry no longer')
	})

	test('with its reason, where the register asks for one, and not at all for a seat that may not', async () => {
		const { reference } = await aTraining('secretariat')
		const sent = sentOf((await visit('move', 'secretariat', { reference, move: 'call_off' })).html)
		const refused = await visit('move', 'secretariat', { reference, move: 'call_off' }, sent)
		expect(refused.html).toContain('href="#entry-reason"')
		const again = sentOf(refused.html)
		again.set('reason', 'No money this year')
		expect((await visit('move', 'secretariat', { reference, move: 'call_off' }, again)).location).toContain(reference)
		expect(await kept(reference)).toMatchObject({ standing: 'called_off' })
		await expect(visit('move', 'member', { reference, move: 'call_off' })).rejects.toMatchObject({ status: 409 })
		await expect(visit('move', 'member', { reference, move: 'nothing' })).rejects.toMatchObject({ status: 404 })
	})
})

test('since when an entry stands in its state is told by its own days, and not by the day it was brought in', async () => {
	const keeper = await made.as('secretariat')
	const rows = [
		'name,provider,mode,begins,ends,state',
		'Held,labour,online,2020-02-01,2020-02-03,held',
		'Called off,labour,online,2020-02-01,2020-02-03,called_off'
	]
	const file = await sendFile(keeper, { name: 'entries.csv', bytes: Buffer.from(rows.join('\n')) })
	await keeper.run(importEntries, { register: 'training', file })
	const { items } = await keeper.ask(listEntries, { register: 'training', sort: 'number' })
	const pageOf = async (standing: string) =>
		(await visit('read', 'secretariat', { reference: items.find((one) => one.standing === standing)?.reference ?? '' }))
			.text
	expect(await pageOf('held')).toContain('Held since 3 February 2020')
	expect(await pageOf('called_off')).toContain('Called off when it was entered here, on ')
	expect(await pageOf('called_off')).not.toContain('Called off since')
})

test('the address of an entry among all records leads on to its page', async () => {
	const { reference } = await aTraining('secretariat')
	const event = await eventOf('secretariat', { reference })
	await expect(called(leading.load, event)).rejects.toMatchObject({
		location: `/${made.workspace.key}/register/training/${reference}`
	})
})

test('its history tells what was changed by the names of its register, and its readers are nobody’s to set', async () => {
	const { reference } = await aTraining('secretariat')
	const secretariat = await made.as('secretariat')
	await secretariat.run(changeEntry, {
		entry: reference,
		version: 1,
		values: { mode: 'mixed', place: { locality: 'Maseru', country: 'LSO' } },
		tables: { sessions: [{ day: '2026-03-01', subject: 'Law' }] }
	})
	const event = await eventOf('secretariat', { reference, kind: 'entry' })
	const told = JSON.stringify(await called(history.load, event))
	for (const said of ['Way it is held', 'Online', 'Mixed', 'Maseru', 'Session', 'Subject: Law', '"after":"Planned"'])
		expect(told).toContain(said)
	expect(told).not.toContain('in-person')
	await expect(called(audience.load, event)).rejects.toMatchObject({ status: 409 })
})

test('a withdrawn training says so, is not changed, and can be restored', async () => {
	const { reference } = await aTraining('secretariat')
	const withdrawing = { record: reference, kind: 'entry', version: 1, reason: 'Entered twice' }
	await (await made.as('secretariat')).run(withdrawRecord, withdrawing)
	const page = await visit('read', 'secretariat', { reference })
	expect(page.text).toContain('Entered twice')
	expect(page.html).toContain(`/entry/${reference}/withdraw`)
	expect(page.html).not.toContain('/move/')
	await expect(visit('change', 'secretariat', { reference })).rejects.toMatchObject({ status: 409 })
	await expect(visit('move', 'secretariat', { reference, move: 'announce' })).rejects.toMatchObject({ status: 409 })
})
