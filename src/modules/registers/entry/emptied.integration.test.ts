import { beforeEach, expect, test } from 'vitest'
import { aWorkspace, type Acting } from '#tests/fixtures/workspace.ts'
import { declareRegister } from '../register-commands.ts'
import { changeEntries } from './bulk-commands.ts'
import { addEntry, changeEntry, moveEntry } from './entry-commands.ts'
import { getEntry } from './entry-queries.ts'

// What is asked for hangs on what is asked for before it.
const POSTS = `register: post
version: 1
code: PST
names: { en: { one: Post, many: Posts } }
about: { en: Posts. }
title: name
added: [keepers]
changed: [keepers, holders]
groups:
  - { key: keepers, names: { en: Keepers }, roles: [administrator, secretariat] }
  - { key: holders, names: { en: Holders }, roles: [member] }
fields:
  - { key: name, type: text, required: true, names: { en: Name } }
  - { key: capacity, type: text, names: { en: Capacity } }
  - { key: to, type: text, asked: capacity = "working", names: { en: Handed to } }
  - { key: day, type: date, asked: to != empty, names: { en: Handed on } }
  - { key: judged, type: text, asked: capacity = "working", seen: keepers, names: { en: Judged } }
states: [{ key: open, names: { en: Open } }, { key: over, end: true, names: { en: Over } }]
moves: [{ key: close, names: { en: Close }, from: [open], to: over, by: [keepers] }]
`

let keeper: Acting
let member: Acting
let entry = ''

beforeEach(async () => {
	const made = await aWorkspace()
	await (await made.as('administrator')).run(declareRegister, { declaration: POSTS })
	keeper = await made.as('secretariat')
	member = await made.as('member')
	const values = { name: 'Desk', capacity: 'working', to: 'Another', day: '2026-03-01' }
	entry = (await keeper.run(addEntry, { register: 'post', values })).reference
})

const kept = async () => (await keeper.ask(getEntry, { entry })).values
const version = async () => (await keeper.ask(getEntry, { entry })).version

test('a change by which what stands elsewhere would be lost is refused, and names it all', async () => {
	const change = async (values: Record<string, string | null>) =>
		keeper.run(changeEntry, { entry, version: await version(), values })
	await expect(change({ capacity: 'none' })).rejects.toMatchObject({
		code: 'registers.would-be-emptied',
		params: { fields: 'Handed to, Handed on' }
	})
	await expect(change({ capacity: 'none', to: null })).rejects.toMatchObject({ params: { fields: 'Handed on' } })
	expect(await kept()).toMatchObject({ capacity: 'working', to: 'Another', day: '2026-03-01' })

	await change({ capacity: 'none', to: null, day: null })
	expect(await kept()).toEqual({ name: 'Desk', capacity: 'none' })
})

test('so is a change of many together, and what is filled in with a move', async () => {
	const entries = [{ entry, version: await version() }]
	await expect(
		keeper.run(changeEntries, { register: 'post', entries, values: { capacity: 'none' } })
	).rejects.toMatchObject({
		issues: [{ code: 'registers.would-be-emptied' }]
	})
	const moving = { entry, version: await version(), move: 'close', values: { capacity: 'none' } }
	await expect(keeper.run(moveEntry, moving)).rejects.toMatchObject({ code: 'registers.would-be-emptied' })
	expect(await kept()).toMatchObject({ to: 'Another', day: '2026-03-01' })
})

test('what a seat does not see is not told to it by such a refusal', async () => {
	await keeper.run(changeEntry, { entry, version: await version(), values: { judged: 'Well' } })
	await member.run(changeEntry, { entry, version: await version(), values: { capacity: 'none', to: null, day: null } })
	expect(await kept()).toEqual({ name: 'Desk', capacity: 'none' })
})
