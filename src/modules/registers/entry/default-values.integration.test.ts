import { beforeAll, describe, expect, test } from 'vitest'
import { sendFile } from '#tests/fixtures/register-files.ts'
import { aWorkspace, TODAY, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { importEntries } from '../exchange/exchange-operations.ts'
import { previewEntryImport } from '../exchange/preview-entries.ts'
import { declareRegister } from '../register-commands.ts'
import { addEntry, changeEntry } from './entry-commands.ts'
import { getEntry, listEntries } from './entry-queries.ts'

const CASES = `register: case
version: 1
code: CSE
names: { en: { one: Case, many: Cases } }
about: { en: Cases. }
title: name
seen: everyone
added: [keepers, owners, anybody]
changed: [keepers, owners]
groups:
  - { key: keepers, names: { en: Keepers }, roles: [secretariat] }
  - { key: owners, names: { en: Owners }, actor_in: [owner] }
  - { key: judges, names: { en: Judges }, actor_in: [judge], roles: [secretariat] }
  - { key: anybody, names: { en: Anybody }, roles: [member] }
lists: [{ key: way, names: { en: Way }, codes: [{ key: post, names: { en: Post } }, { key: hand, names: { en: Hand } }] }]
fields:
  - { key: name, type: text, required: true, names: { en: Name } }
  - { key: owner, type: actor, default: own, filtered: true, names: { en: Owner } }
  - { key: judge, type: actor, default: own, changed: keepers, filtered: true, names: { en: Judge } }
  - { key: way, type: one-of, required: true, codes: { list: way }, default: post, filtered: true, names: { en: Way } }
  - { key: day, type: date, default: today, filtered: true, names: { en: Day } }
  - { key: urgent, type: yes-no, default: false, filtered: true, names: { en: Urgent } }
  - { key: stamp, type: whole-number, default: 5, asked: way = "post", names: { en: Stamp } }
  - { key: cost, type: formula, formula: stamp * 2, digits: 0, filtered: true, names: { en: Cost } }
  - { key: hidden, type: text, default: kept, seen: keepers, names: { en: Hidden } }
states: [{ key: open, names: { en: Open } }]
`

let made: TestWorkspace
beforeAll(async () => {
	made = await aWorkspace()
	await (await made.as('administrator')).run(declareRegister, { declaration: CASES })
})

const actor = async (seat: SeatKey) => (await made.as(seat)).seat.actorId
async function added(seat: SeatKey, values: Record<string, string | null>) {
	const { reference } = await (
		await made.as(seat)
	).run(addEntry, { register: 'case', values: { name: 'A', ...values } })
	return (await (await made.as('secretariat')).ask(getEntry, { entry: reference })).values
}

describe('an entry that is added', () => {
	test('begins with what its fields begin with, where nothing is said of them', async () => {
		expect(await added('secretariat', {})).toEqual({
			name: 'A',
			owner: await actor('secretariat'),
			judge: await actor('secretariat'),
			way: 'post',
			day: TODAY,
			urgent: false,
			stamp: '5',
			cost: '10',
			hidden: 'kept'
		})
	})
	test('stays empty where it is said to, and holds what is given', async () => {
		const values = await added('secretariat', { owner: null, day: null, urgent: 'yes', way: 'hand' })
		expect(values).toMatchObject({ way: 'hand', urgent: true })
		for (const key of ['owner', 'day', 'stamp', 'cost']) expect(values).not.toHaveProperty(key)
		await expect(added('secretariat', { way: null })).rejects.toMatchObject({
			issues: [{ path: ['values', 'way'], code: 'platform.field.missing' }]
		})
	})
	test('names the own actor of nobody who could not name it there', async () => {
		const values = await added('member', {})
		expect(values).toMatchObject({ owner: await actor('member'), hidden: 'kept', day: TODAY })
		expect(values).not.toHaveProperty('judge')
		await expect(added('member', { judge: 'labour' })).rejects.toMatchObject({ kind: 'invalid' })
	})
	test('and later is changed as any other: nothing is put in again', async () => {
		const keeper = await made.as('secretariat')
		const { reference } = await keeper.run(addEntry, { register: 'case', values: { name: 'B' } })
		await keeper.run(changeEntry, { entry: reference, version: 1, values: { day: null } })
		await keeper.run(changeEntry, { entry: reference, version: 2, values: { name: 'C' } })
		expect((await keeper.ask(getEntry, { entry: reference })).values).not.toHaveProperty('day')
	})
})

describe('a row of a file', () => {
	test('begins with it where the file has no column, and not where the cell is empty', async () => {
		const keeper = await made.as('secretariat')
		const bytes = Buffer.from('name,owner,day,urgent\r\nFrom a file,,2026-01-05,\r\n')
		const file = await sendFile(keeper, { name: 'entries.csv', bytes })
		const preview = await keeper.ask(previewEntryImport, { register: 'case', file })
		expect(preview.faults).toEqual([])
		await keeper.run(importEntries, { register: 'case', file })
		const { items } = await keeper.ask(listEntries, { register: 'case', filter: { words: 'From a file' } })
		const [item] = items
		const { values } = await keeper.ask(getEntry, { entry: item?.reference ?? '' })
		expect(values).toEqual({
			name: 'From a file',
			day: '2026-01-05',
			way: 'post',
			judge: await actor('secretariat'),
			stamp: '5',
			cost: '10',
			hidden: 'kept'
		})
	})
})
