import { beforeEach, expect, test } from 'vitest'
import { createActor } from '#modules/directory/actor-commands.ts'
import { setStructureStatus } from '#modules/directory/structure-commands.ts'
import { succeedActor } from '#modules/directory/succession.ts'
import { mergeRecords } from '#platform/records/record-operations.ts'
import { aWorkspace, TODAY, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { addEntry, moveEntry } from '../entry/entry-commands.ts'
import { getEntry, listEntries } from '../entry/entry-queries.ts'
import { declareRegister } from '../register-commands.ts'

const LICENCES = `register: licence
version: 1
code: LIX
names: { en: { one: Licence, many: Licences } }
about: { en: Licences. }
title: name
seen: [keepers, holder, committee]
added: [keepers]
changed: [keepers, holder]
groups:
  - { key: keepers, names: { en: Keepers }, roles: [administrator, secretariat] }
  - { key: holder, names: { en: Holder }, actor_in: [holder] }
  - { key: committee, names: { en: Committee }, members_in: [committee] }
fields:
  - { key: name, type: text, required: true, names: { en: Name } }
  - { key: holder, type: actor, required: true, names: { en: Holder } }
  - { key: payer, type: actor, filtered: true, names: { en: Payer } }
  - { key: committee, type: structure, names: { en: Committee } }
tables:
  - key: users
    names: { en: Users }
    row: { en: User }
    fields: [{ key: user, type: actor, names: { en: User } }]
states: [{ key: valid, names: { en: Valid } }, { key: over, end: true, names: { en: Over } }]
moves: [{ key: end, names: { en: End }, from: [valid], to: over, by: [keepers] }]
`

let made: TestWorkspace
beforeEach(async () => {
	made = await aWorkspace()
	const administrator = await made.as('administrator')
	await administrator.run(declareRegister, { declaration: LICENCES })
	await administrator.run(createActor, { key: 'port', kind: 'agency', name: 'Port Authority' })
})

const added = async (values: object = {}) =>
	(await made.as('secretariat')).run(addEntry, {
		register: 'licence',
		values: { name: 'Licence', holder: 'health', ...values },
		tables: { users: [{ user: 'health' }] }
	})
const read = async (by: SeatKey, entry: string) => (await made.as(by)).ask(getEntry, { entry })
const idOf = (page: { names: { id: string; reference: string }[] }, reference: string) =>
	page.names.find((one) => one.reference === reference)?.id

test('where two actors were one, every entry that names the one names the other, in fields, rows and lists', async () => {
	const open = await added({ payer: 'health' })
	const over = await added()
	const keeper = await made.as('secretariat')
	await keeper.run(moveEntry, { entry: over.reference, version: 1, move: 'end' })
	await keeper.run(mergeRecords, { record: 'health', kind: 'actor', into: 'labour', version: 1, reason: 'Twice.' })
	for (const { reference } of [open, over]) {
		const page = await read('member', reference)
		const labour = idOf(page, 'labour')
		expect(page.values['holder']).toBe(labour)
		expect(page.tables['users']).toEqual([{ user: labour }])
	}
	const { items } = await keeper.ask(listEntries, { register: 'licence', filter: { fields: { payer: ['labour'] } } })
	expect(items.map(({ id }) => id)).toEqual([open.id])
})

test('an actor that ends leaves its open entries to its successor, who sees them from then on', async () => {
	const open = await added()
	const over = await added()
	const administrator = await made.as('administrator')
	await administrator.run(moveEntry, { entry: over.reference, version: 1, move: 'end' })
	await expect(read('member', open.reference)).rejects.toMatchObject({ kind: 'absent' })
	await administrator.run(succeedActor, {
		actor: 'health',
		version: 1,
		kind: 'merge',
		successors: ['labour'],
		day: '2026-03-01',
		legalBasis: 'Act 1'
	})
	const page = await read('member', open.reference)
	expect(page.values['holder']).toBe(idOf(page, 'labour'))
	// What was over stays as it was, and so does what rows tell of the past.
	expect(page.tables['users']).toEqual([{ user: idOf(page, 'health') }])
	const past = await read('secretariat', over.reference)
	expect(past.values['holder']).toBe(idOf(past, 'health'))
})

test('an actor that ends with no successor takes its open entries along where that is chosen, and only there', async () => {
	const { id, reference } = await added({ holder: 'port' })
	const administrator = await made.as('administrator')
	const abolish = (choices: { item: string; id: string; to: string }[]) =>
		administrator.run(succeedActor, {
			actor: 'port',
			version: 1,
			kind: 'abolish',
			successors: [],
			day: '2026-03-01',
			legalBasis: 'Act 2',
			choices
		})
	await expect(abolish([])).rejects.toMatchObject({
		issues: [{ code: 'directory.choice-missing', path: ['choices', 'entry', id] }]
	})
	await abolish([{ item: 'entry', id, to: 'end' }])
	expect(await read('secretariat', reference)).toMatchObject({ state: 'withdrawn' })
})

test('a structure is not dissolved while entries are before it', async () => {
	const { reference } = await added({ committee: 'committee' })
	const administrator = await made.as('administrator')
	const dissolve = () =>
		administrator.run(setStructureStatus, {
			structure: 'committee',
			version: 1,
			status: 'dissolved',
			day: TODAY,
			reason: 'Done.'
		})
	await expect(dissolve()).rejects.toMatchObject({ code: 'registers.structure-in-open-entries', params: { count: 1 } })
	await administrator.run(moveEntry, { entry: reference, version: 1, move: 'end' })
	await dissolve()
})
