import { beforeEach, describe, expect, test } from 'vitest'
import { listAttention } from '#platform/records/attention.ts'
import { doing } from '#tests/fixtures/workplace.ts'
import { aWorkspace, TODAY, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { addEntry, changeEntry, moveEntry } from '../entry/entry-commands.ts'
import { declareRegister } from '../register-commands.ts'
import { entryDues } from './dues.ts'

const REQUESTS = `register: request
version: 1
code: RQX
names: { en: { one: Request, many: Requests } }
about: { en: Requests. }
title: name
seen: [keepers, asker, committee]
added: [keepers, asker]
changed: [keepers, asker]
groups:
  - { key: keepers, names: { en: Keepers }, roles: [secretariat] }
  - { key: asker, names: { en: Asker }, actor_in: [asker] }
  - { key: committee, names: { en: Committee }, members_in: [committee] }
fields:
  - { key: name, type: text, required: true, names: { en: Name } }
  - { key: asker, type: actor, required: true, names: { en: Asked by } }
  - { key: committee, type: structure, names: { en: Committee } }
  - { key: answer_by, type: date, filtered: true, names: { en: Answer by } }
  - { key: closing, type: date, filtered: true, seen: keepers, names: { en: Closing } }
states:
  - { key: asked, names: { en: Asked } }
  - { key: returned, names: { en: Returned } }
  - { key: over, end: true, names: { en: Over } }
moves:
  - { key: return, names: { en: Return }, from: [asked], to: returned, by: [keepers] }
  - { key: end, names: { en: End }, from: [asked, returned], to: over, by: [keepers] }
dues:
  - { key: answer, names: { en: Answer due, fr: Réponse attendue }, day: answer_by, states: [asked, returned], group: asker }
  - { key: closing, names: { en: Closing }, day: closing, states: [asked] }
waiting:
  - { key: to-look-at, names: { en: Requests to look at }, states: [asked], for: keepers }
  - { key: to-mend, names: { en: Requests to mend }, states: [returned], for: asker }
  - { key: to-discuss, names: { en: Requests to discuss }, states: [asked, returned], for: committee }
`

let made: TestWorkspace
beforeEach(async () => {
	made = await aWorkspace()
	await (await made.as('administrator')).run(declareRegister, { declaration: REQUESTS })
})

const added = async (values: object = {}) =>
	(await made.as('secretariat')).run(addEntry, {
		register: 'request',
		values: { name: 'Help', asker: 'labour', answer_by: '2026-03-10', closing: '2026-03-05', ...values }
	})
const mattersOf = async (by: SeatKey) =>
	(await (await made.as(by)).ask(listAttention, {})).items
		.filter(({ code }) => code.startsWith('register:'))
		.map(({ code, whose, total, first }) => [
			code.slice('register:request:'.length),
			whose,
			total,
			first.map(({ day }) => day)
		])
const duesOf = async (by: SeatKey, asked: { actorId?: string; structureId?: string } = {}) => {
	const seat = await made.as(by)
	const find = doing((here) => entryDues.dues(here, { from: TODAY, until: '2026-12-31', limit: 10, ...asked }))
	const found = await seat.run(find, {})
	return found.map(({ names, day, record }) => [names?.['en'], day, record.reference])
}

describe('what waits', () => {
	test('is told to those whom the register names, with how many and since when', async () => {
		const first = await added()
		await added({ asker: 'health', committee: 'committee' })
		await (await made.as('secretariat')).run(moveEntry, { entry: first.reference, version: 1, move: 'return' })
		expect(await mattersOf('secretariat')).toEqual([['to-look-at', 'mine', 1, [TODAY]]])
		expect(await mattersOf('member')).toEqual([
			['to-mend', 'actor', 1, [TODAY]],
			['to-discuss', 'structure', 1, [TODAY]],
			['answer', 'actor', 1, ['2026-03-10']]
		])
		expect(await mattersOf('outsider')).toEqual([['answer', 'actor', 1, ['2026-03-10']]])
		for (const seat of ['observer', 'public', 'police', 'administrator'] as const)
			expect(await mattersOf(seat)).toEqual([])
	})

	test('leads to the list of those that wait, under the name that is declared', async () => {
		await added()
		const [matter] = (await (await made.as('secretariat')).ask(listAttention, {})).items
		expect(matter).toMatchObject({
			names: { en: 'Requests to look at' },
			path: '/register/request?filter[standing]=asked'
		})
	})

	test('is no longer told once it has moved on', async () => {
		const { reference } = await added()
		await (await made.as('secretariat')).run(moveEntry, { entry: reference, version: 1, move: 'end' })
		expect(await mattersOf('secretariat')).toEqual([])
		expect(await mattersOf('member')).toEqual([])
	})
})

describe('what falls due', () => {
	test('falls due for the group that is declared, on days that the seat sees', async () => {
		const { reference } = await added()
		const other = await added({ asker: 'health', answer_by: '2026-04-01', closing: null })
		expect(await duesOf('member')).toEqual([['Answer due', '2026-03-10', reference]])
		expect(await duesOf('outsider')).toEqual([['Answer due', '2026-04-01', other.reference]])
		// A day that only its keepers see falls due for nobody else, though no group is declared for it.
		expect(await duesOf('secretariat')).toEqual([['Closing', '2026-03-05', reference]])
		for (const seat of ['observer', 'public', 'police'] as const) expect(await duesOf(seat)).toEqual([])
	})

	test('is narrowed to an actor or a structure that stands in the entry', async () => {
		const { reference } = await added({ committee: 'committee' })
		await added({ asker: 'health' })
		const { seat } = await made.as('member')
		expect(await duesOf('member', { actorId: seat.actorId ?? '' })).toEqual([['Answer due', '2026-03-10', reference]])
		expect(await duesOf('outsider', { actorId: seat.actorId ?? '' })).toEqual([])
		const keeper = await made.as('secretariat')
		const { id } = await keeper.run(
			doing((here) =>
				here.tx.selectFrom('record').select('id').where('key', '=', 'committee').executeTakeFirstOrThrow()
			),
			{}
		)
		expect(await duesOf('secretariat', { structureId: id })).toEqual([
			['Closing', '2026-03-05', reference],
			['Answer due', '2026-03-10', reference]
		])
	})

	test('goes with the day, the state and the entry', async () => {
		const { reference } = await added()
		const keeper = await made.as('secretariat')
		await keeper.run(changeEntry, { entry: reference, version: 1, values: { answer_by: '2026-05-05' } })
		expect(await duesOf('member')).toEqual([['Answer due', '2026-05-05', reference]])
		await keeper.run(moveEntry, { entry: reference, version: 2, move: 'end' })
		expect(await duesOf('member')).toEqual([])
	})
})
