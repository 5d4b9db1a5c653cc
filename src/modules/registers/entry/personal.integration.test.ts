import { beforeEach, expect, test } from 'vitest'
import { clockSeat } from '#platform/access/seat.ts'
import { openFile } from '#platform/files/file-operations.ts'
import { verifyHistory } from '#platform/events/verify.server.ts'
import { run } from '#platform/operation/perform.server.ts'
import { getHistory } from '#platform/records/record-history.ts'
import { searchRecords } from '#platform/records/record-search.ts'
import { sendFile } from '#tests/fixtures/register-files.ts'
import { rowsOf } from '#tests/fixtures/workplace.ts'
import { aWorkspace, SECRET, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { pivotEntries } from '../figures/pivot-queries.ts'
import { groupEntriesBy, listChoices } from '../listing/list-queries.ts'
import { declareRegister } from '../register-commands.ts'
import { addEntry, changeEntry, moveEntry } from './entry-commands.ts'
import { getEntry, listEntries } from './entry-queries.ts'
import { retainEntries } from './retention.ts'

const LOANS = (does: string, from = 'end') => `register: loan
version: 1
code: LOA
names: { en: { one: Loan, many: Loans } }
about: { en: People lent to others. }
title: post
added: [keepers]
changed: [keepers]
retention: { from: ${from}, years: 5, does: ${does} }
groups: [{ key: keepers, names: { en: Keepers }, roles: [administrator, secretariat] }]
fields:
  - { key: person, type: text, personal: true, seen: keepers, names: { en: Person } }
  - { key: post, type: text, names: { en: Post } }
  - { key: lent_on, type: date, filtered: true, names: { en: Lent on } }
  - { key: helpers_many, type: formula, formula: count(helpers), tells: [helpers], digits: 0, names: { en: Helpers } }
tables:
  - key: helpers
    names: { en: Helpers }
    row: { en: Helper }
    seen: keepers
    fields:
      - { key: name, type: text, personal: true, names: { en: Name } }
      - { key: post, type: text, names: { en: Post } }
states: [{ key: lent, names: { en: Lent } }, { key: back, end: true, names: { en: Back } }]
moves: [{ key: come_back, names: { en: Come back }, from: [lent], to: back, by: [keepers] }]
`

// What is personal is read by formulas in parts of their own, and handed on by a move.
const CARDS = `register: card
version: 1
code: CAX
names: { en: { one: Card, many: Cards } }
about: { en: Cards for guests. }
title: card
added: [keepers]
changed: [keepers]
retention: { from: end, years: 5, does: erase-personal }
groups:
  - { key: keepers, names: { en: Keepers }, roles: [administrator, secretariat] }
  - { key: clerks, names: { en: Clerks }, roles: [administrator, secretariat, analyst] }
fields:
  - { key: card, type: text, names: { en: Card } }
  - { key: guest, type: text, personal: true, filtered: true, names: { en: Guest } }
  - { key: country, type: country, personal: true, filtered: true, names: { en: Country } }
  - { key: passport, type: file, personal: true, names: { en: Passport } }
  - { key: greeting, type: formula, formula: '"Dear " + guest', digits: 0, seen: clerks, names: { en: Greeting } }
  - { key: letter, type: formula, formula: 'greeting + "!"', digits: 0, seen: clerks, names: { en: Letter } }
  - { key: label, type: text, seen: clerks, names: { en: Label } }
states: [{ key: given, names: { en: Given } }, { key: back, end: true, names: { en: Back } }]
moves: [{ key: come_back, names: { en: Come back }, from: [given], to: back, by: [keepers], does: [{ set: label, to: letter }, { notify: clerks, text: { en: A card came back. } }] }]
`

let made: TestWorkspace
beforeEach(async () => {
	made = await aWorkspace()
})

const declare = async (does: string, from?: string) =>
	(await made.as('administrator')).run(declareRegister, { declaration: LOANS(does, from) })
async function lent(values: object = {}) {
	const keeper = await made.as('secretariat')
	return keeper.run(addEntry, {
		register: 'loan',
		values: { person: 'Tariro Zvaita', post: 'Clerk', ...values },
		tables: { helpers: [{ name: 'Lerato Moleko', post: 'Driver' }] }
	})
}
const LATER = new Date('2031-03-03T09:00:00Z')
async function retainAt(now: Date) {
	const { opening } = await made.as('secretariat', now)
	return run({ ...opening, seat: clockSeat, via: 'job' }, retainEntries, {})
}
const linesOf = async (operation: string) =>
	(await rowsOf(made, 'access_log')).filter((line) => line['operation'] === operation).map((line) => line['role'])

test('who reads personal values of an entry stands in the access log, and nobody else does', async () => {
	await declare('erase-personal')
	const { reference } = await lent()
	const keeper = await made.as('secretariat')
	await (await made.as('member')).ask(getEntry, { entry: reference })
	await keeper.ask(listEntries, { register: 'loan', columns: ['post'] })
	expect([...(await linesOf('entry.get')), ...(await linesOf('entry.list'))]).toEqual([])
	await keeper.ask(getEntry, { entry: reference })
	await keeper.ask(listEntries, { register: 'loan', columns: ['person'] })
	await keeper.ask(listEntries, { columns: ['person'] })
	expect(await linesOf('entry.get')).toEqual(['secretariat'])
	expect(await linesOf('entry.list')).toEqual(['secretariat', 'secretariat'])
})

test('what is personal is erased when its time is over, in the entry, its search and its history, which says so', async () => {
	await declare('erase-personal')
	const { id, reference } = await lent()
	const keeper = await made.as('secretariat')
	await keeper.run(changeEntry, { entry: reference, version: 1, values: { person: 'Tariro Moyo' } })
	await keeper.run(moveEntry, { entry: reference, version: 2, move: 'come_back' })
	const running = await keeper.run(addEntry, { register: 'loan', values: { person: 'Nomsa Dube', post: 'Driver' } })
	expect(await retainAt(new Date('2031-03-01T09:00:00Z'))).toEqual({ done: 0, isMore: false })
	expect(await retainAt(LATER)).toEqual({ done: 1, isMore: false })
	expect(await retainAt(LATER)).toEqual({ done: 0, isMore: false })
	const page = await keeper.ask(getEntry, { entry: reference })
	expect(page).toMatchObject({
		values: { post: 'Clerk', helpers_many: '1' },
		tables: { helpers: [{ post: 'Driver' }] }
	})
	const history = await keeper.ask(getHistory, { record: id })
	const told = JSON.stringify([page, history])
	for (const name of ['Tariro', 'Moyo', 'Lerato']) expect(told).not.toContain(name)
	expect(history.items.filter(({ erased }) => erased?.includes('5 years'))).not.toEqual([])
	expect(history.items[0]).toMatchObject({ operation: 'entry.retain', by: { role: 'clock' } })
	expect((await keeper.ask(searchRecords, { words: 'Tariro' })).items).toEqual([])
	const rows = await everythingKept()
	expect(/Tariro|Moyo|Lerato/.test(rows)).toBe(false)
	expect((await keeper.ask(getEntry, { entry: running.reference })).values).toMatchObject({ person: 'Nomsa Dube' })
	// Filled in again, it is erased again.
	await keeper.run(changeEntry, { entry: reference, version: page.version, values: { person: 'Tariro Moyo' } })
	expect(await retainAt(LATER)).toEqual({ done: 1, isMore: false })
})

const KEPT = [
	'record',
	'entry_part',
	'entry_document',
	'entry_row',
	'entry_tally',
	'event_payload',
	'record_search',
	'file',
	'mail',
	'link'
] as const

/** All that stands in the tables of entries and of their history, as text. */
async function everythingKept() {
	const { workspace, database } = made
	return database.read({ workspaceId: workspace.id, audience: ['system'] }, async (tx) => {
		const of = async (table: (typeof KEPT)[number]) =>
			(await tx.selectFrom(table).selectAll().where('workspace_id', '=', workspace.id).execute()).map((row) =>
				JSON.stringify(row)
			)
		const all = await Promise.all(KEPT.map(of))
		return all.flat().join('\n')
	})
}

test('an entry is withdrawn with its parts when its time is over, counted from a day of its own', async () => {
	await declare('withdraw', 'lent_on')
	const old = await lent({ lent_on: '2026-03-01' })
	const young = await lent({ lent_on: '2026-03-20' })
	expect(await retainAt(LATER)).toEqual({ done: 1, isMore: false })
	const keeper = await made.as('secretariat')
	const state = async (entry: string) => (await keeper.ask(getEntry, { entry })).state
	expect(await state(old.reference)).toBe('withdrawn')
	expect(await state(young.reference)).toBe('active')
})

test('nobody but the clock does so', async () => {
	await declare('withdraw')
	for (const seat of ['administrator', 'secretariat', 'public'] satisfies SeatKey[])
		await expect((await made.as(seat)).run(retainEntries, {})).rejects.toMatchObject({ kind: 'forbidden' })
})

test('the chain of the history holds after an erasure', async () => {
	await declare('erase-personal')
	const { reference } = await lent()
	await (await made.as('secretariat')).run(moveEntry, { entry: reference, version: 1, move: 'come_back' })
	await retainAt(LATER)
	const { database, workspace, dataFolder } = made
	expect(await verifyHistory(database, workspace, { dataFolder, secret: SECRET })).toMatchObject({ faults: [] })
})

test('what reads a person is as personal as the person, in whichever part it stands, and so are files that came before', async () => {
	await (await made.as('administrator')).run(declareRegister, { declaration: CARDS })
	const keeper = await made.as('secretariat')
	const send = (name: string) => sendFile(keeper, { name, bytes: Buffer.from(name) })
	const [first, second] = [await send('passport-of-tariro.txt'), await send('passport-two-of-tariro.txt')]
	const { reference } = await keeper.run(addEntry, {
		register: 'card',
		values: { card: '12', guest: 'Tariro', country: 'ZWE', passport: first }
	})
	await keeper.run(changeEntry, { entry: reference, version: 1, values: { passport: second } })
	// A file that was replaced hangs on nothing, and nobody opens it any more.
	await expect(keeper.ask(openFile, { file: first })).rejects.toMatchObject({ kind: 'absent' })
	await expect(keeper.ask(openFile, { file: second })).resolves.toMatchObject({ size: 26 })
	const analyst = await made.as('analyst')
	expect((await analyst.ask(getEntry, { entry: reference })).values).toMatchObject({ greeting: 'Dear Tariro' })
	await keeper.run(moveEntry, { entry: reference, version: 2, move: 'come_back' })
	expect((await keeper.ask(getEntry, { entry: reference })).values).toMatchObject({ label: 'Dear Tariro!' })
	expect(await rowsOf(made, 'mail')).not.toEqual([])
	expect(await retainAt(LATER)).toEqual({ done: 1, isMore: false })
	expect((await keeper.ask(getEntry, { entry: reference })).values).toEqual({ card: '12' })
	await expect(keeper.ask(openFile, { file: second })).rejects.toMatchObject({ kind: 'absent' })
	expect(/.{0,300}tariro.{0,60}/i.exec(await everythingKept())?.[0]).toBeUndefined()
})

test('persons that are told by groups, choices, a cross table or the history stand in the access log too', async () => {
	await (await made.as('administrator')).run(declareRegister, { declaration: CARDS })
	const keeper = await made.as('secretariat')
	const { id } = await keeper.run(addEntry, {
		register: 'card',
		values: { card: '12', guest: 'Tariro', country: 'ZWE' }
	})
	const member = await made.as('member')
	await member.ask(groupEntriesBy, { register: 'card', by: 'state' })
	expect(await linesOf('entry.group')).toEqual([])
	await member.ask(groupEntriesBy, { register: 'card', by: 'guest' })
	await member.ask(pivotEntries, { register: 'card', rows: 'country', columns: 'state' })
	await member.ask(listChoices, { register: 'card' })
	await member.ask(getHistory, { record: id })
	for (const operation of ['entry.group', 'entry.pivot', 'entry.choices', 'record.history'])
		expect(await linesOf(operation)).toEqual(['member'])
})

test('a history that tells of nobody stands in no access log', async () => {
	await declare('erase-personal')
	const { id } = await lent()
	await (await made.as('member')).ask(getHistory, { record: id })
	expect(await linesOf('record.history')).toEqual([])
})
