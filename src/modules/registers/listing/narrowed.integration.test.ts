import { sql } from 'kysely'
import pg from 'pg'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { aWorkspace, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { addEntry, moveEntry } from '../entry/entry-commands.ts'
import { getEntry, listEntries } from '../entry/entry-queries.ts'
import { exportEntries } from '../exchange/export-operations.ts'
import { declareRegister } from '../register-commands.ts'
import { groupEntriesBy } from './list-queries.ts'
import { listViews, saveView } from './view-operations.ts'

const GRANTS = `register: grant
version: 1
code: GRA
names: { en: { one: Grant, many: Grants } }
about: { en: Grants. }
title: name
added: [keepers]
changed: [keepers]
groups: [{ key: keepers, names: { en: Keepers }, roles: [administrator, secretariat] }]
lists: [{ key: kind, names: { en: Kind }, codes: [{ key: small, names: { en: Small } }, { key: large, names: { en: Large } }] }]
fields:
  - { key: name, type: text, required: true, filtered: true, public: true, names: { en: Name } }
  - { key: place, type: text, filtered: true, public: true, names: { en: Place } }
  - { key: use, type: text, filtered: true, public: true, names: { en: Use } }
  - { key: kind, type: one-of, codes: { list: kind }, filtered: true, public: true, names: { en: Kind } }
  - { key: weight, type: whole-number, filtered: true, public: true, names: { en: Weight } }
  - { key: mark, type: whole-number, filtered: true, seen: keepers, names: { en: Mark } }
states: [{ key: draft, names: { en: Draft } }, { key: told, public: true, end: true, names: { en: Told } }]
moves: [{ key: tell, names: { en: Tell }, from: [draft], to: told, by: [keepers] }]
`

let made: TestWorkspace
const list = async (seat: SeatKey, more: object = {}) =>
	(await made.as(seat)).ask(listEntries, {
		register: 'grant',
		filter: { fields: { kind: ['small'] } },
		sort: 'weight',
		columns: ['name'],
		...more
	})
const named = ({ items }: Awaited<ReturnType<typeof list>>) =>
	items.map(({ values: { name } }) => (typeof name === 'string' ? name : ''))

async function add(values: object, isTold = false) {
	const keeper = await made.as('secretariat')
	const { reference } = await keeper.run(addEntry, { register: 'grant', values: { kind: 'small', ...values } })
	const { version } = await keeper.ask(getEntry, { entry: reference })
	if (isTold) await keeper.run(moveEntry, { entry: reference, move: 'tell', version })
}

beforeAll(async () => {
	made = await aWorkspace()
	await (await made.as('administrator')).run(declareRegister, { declaration: GRANTS })
	// More of them than are asked for at once stand before the first that the public sees, whichever way the list goes.
	for (let weight = 1; weight <= 12; weight++) await add({ name: `Draft ${String(weight)}`, weight })
	for (const weight of [5, 6, 7]) await add({ name: `Told ${String(weight)}`, weight }, true)
	await add({ name: 'Told, of no weight' }, true)
	await add({ name: 'Draft, of no weight' })
	await add({ name: 'Told again, of no weight' }, true)
	await add({ name: 'Large', kind: 'large', weight: 6 }, true)
	for (let weight = 21; weight <= 32; weight++) await add({ name: `Draft ${String(weight)}`, weight })
})

const empty = ['Told, of no weight', 'Told again, of no weight']

describe('a list that fields narrow', () => {
	test('shows all that a seat sees, however many that it does not see come before', async () => {
		const up = ['Told 5', 'Told 6', 'Told 7']
		expect(named(await list('public'))).toEqual([...up, ...empty])
		expect(named(await list('public', { sort: '-weight' }))).toEqual([...up.toReversed(), ...empty])
		expect(named(await list('public', { limit: 2 }))).toEqual(up.slice(0, 2))
		expect(named(await list('public', { sort: '-number', limit: 1 }))).toEqual(['Told again, of no weight'])
		expect(await list('public')).toMatchObject({ total: 5, totalIsMore: false })
	})
	test.each(['weight', '-weight', 'number', '-number', 'standing', '-standing', 'kind', 'title', '-since'])(
		'tells by %s page by page, there and back, what it tells at once',
		async (sort) => {
			for (const seat of ['secretariat', 'public'] as const) {
				const whole = named(await list(seat, { sort, limit: 100 }))
				expect(whole).toHaveLength(seat === 'public' ? 5 : 30)
				let page = await list(seat, { sort, limit: 4 })
				const there = [named(page)]
				while (page.next !== null) {
					page = await list(seat, { sort, limit: 4, after: page.next })
					there.push(named(page))
				}
				expect(there.flat()).toEqual(whole)
				const back: string[][] = []
				while (page.previous !== null) {
					page = await list(seat, { sort, limit: 4, before: page.previous })
					back.unshift(named(page))
				}
				expect(back).toEqual(there.slice(0, -1))
			}
		}
	)
	test('is counted once for all its pages, until something changes', async () => {
		const query = vi.spyOn(pg.Client.prototype, 'query')
		const counted = async (seat: SeatKey, more: object) => {
			query.mockClear()
			const { total, next } = await list(seat, { filter: { fields: { kind: ['large'] } }, ...more })
			const texts = query.mock.calls.map((call: unknown[]) => JSON.stringify(call[0]))
			return { total, next, statements: texts.filter((text) => text.includes('count(*) as')).length }
		}
		await add({ name: 'Second', kind: 'large', weight: 8 })
		const first = await counted('secretariat', { limit: 1 })
		expect(first).toMatchObject({ total: 2, statements: 1 })
		expect(await counted('secretariat', { limit: 1, after: first.next })).toMatchObject({ total: 2, statements: 0 })
		// Whoever sees other entries is told another total.
		expect(await counted('public', {})).toMatchObject({ total: 1, statements: 1 })
		await add({ name: 'Third', kind: 'large', weight: 9 }, true)
		expect(await counted('public', {})).toMatchObject({ total: 2, statements: 1 })
		query.mockRestore()
	})
	test('is refused to who sees none of a field, also where its total is kept', async () => {
		const filter = { fields: { mark: { from: '1' } } }
		await add({ name: 'Marked', mark: 3 })
		expect(await list('secretariat', { filter })).toMatchObject({ total: 1 })
		for (const seat of ['member', 'observer', 'public'] as const)
			await expect(list(seat, { filter })).rejects.toMatchObject({ issues: [{ code: 'registers.not-filtered' }] })
	})
})

describe('a list of what is empty, and of what is not', () => {
	test('keeps to what the seat sees, sorted, counted, grouped and exported as any other', async () => {
		expect(named(await list('public', { filter: { empty: ['weight'] } }))).toEqual(empty)
		const all = await list('secretariat', {
			filter: { fields: { kind: ['small'] }, empty: ['weight'] },
			sort: 'number'
		})
		expect(named(all)).toEqual([empty[0], 'Draft, of no weight', empty[1], 'Marked'])
		expect(all).toMatchObject({ total: 4 })
		const filled = await list('public', { filter: { empty: ['place'], filled: ['weight', 'kind'] } })
		expect(named(filled)).toEqual(expect.arrayContaining(['Told 5', 'Large']))
		expect(named(filled)).not.toContain(empty[0])
		const seat = await made.as('secretariat')
		const { groups } = await seat.ask(groupEntriesBy, { register: 'grant', by: 'kind', filter: { empty: ['weight'] } })
		expect(groups).toEqual([{ value: 'small', records: 4, isMore: false }])
		const file = await seat.ask(exportEntries, {
			register: 'grant',
			format: 'json',
			language: 'en',
			filter: { empty: ['weight'] }
		})
		const text = Buffer.from(file.content).toString('utf8')
		expect(text).toContain('Draft, of no weight')
		expect(text).not.toContain('Told 5')
	})
	test('is told of another total than the whole, also where that is kept', async () => {
		const totals = await Promise.all(
			[{}, { empty: ['weight'] }, { filled: ['weight'] }].map(
				async (filter) => (await list('public', { filter })).total
			)
		)
		expect(totals[0]).toBe((totals[1] ?? 0) + (totals[2] ?? 0))
		expect(totals[1]).toBe(2)
	})
	test('asks for no field that is hidden, in the words of one that is not there', async () => {
		for (const filling of ['empty', 'filled'])
			for (const key of ['mark', 'nothing'])
				await expect(list('observer', { filter: { [filling]: [key] } })).rejects.toMatchObject({
					issues: [{ path: ['filter', filling, 0], code: 'registers.not-filtered', params: { field: key } }]
				})
	})
	test('is kept in a saved view, unless it asks for what is hidden', async () => {
		const address = 'filter%5Bempty%5D=weight&filter%5Bfilled%5D=kind'
		const seat = await made.as('observer')
		const { id } = await seat.run(saveView, { register: 'grant', name: 'Of no weight', address })
		const { views } = await seat.ask(listViews, { register: 'grant' })
		expect(views.find((view) => view.id === id)).toMatchObject({ address, stands: true })
		await expect(
			seat.run(saveView, { register: 'grant', name: 'Of no mark', address: 'filter[empty]=mark' })
		).rejects.toMatchObject({ issues: [{ code: 'registers.view-address' }] })
		const keeper = await made.as('secretariat')
		await keeper.run(saveView, { register: 'grant', name: 'Of no mark', address: 'filter[empty]=mark', shared: true })
		const others = await seat.ask(listViews, { register: 'grant' })
		expect(others.views.map(({ name }) => name)).not.toContain('Of no mark')
	})
})

describe('the indexes that lists are narrowed by', () => {
	// A condition on another column is met before a row is read where the index has it among its keys.
	test('carry the other fields that they are mostly narrowed by', async () => {
		const carried = ['state', 'text_1', 'text_2', 'text_3', 'reference_1', 'reference_2', 'number_1', 'day_1']
		for (const column of ['text_1', 'text_2', 'text_3', 'reference_1', 'reference_2']) {
			const { rows } = await sql<{ name: string }>`
				select attribute.attname as name from pg_index
				join pg_attribute as attribute on attribute.attrelid = pg_index.indexrelid and attribute.attnum <= pg_index.indnkeyatts
				where pg_index.indexrelid = ${`entry_part_by_${column}`}::regclass order by attribute.attnum`.execute(
				made.database.owner
			)
			const keys = rows.map(({ name }) => name)
			expect(keys.slice(0, 5)).toEqual(['workspace_id', 'register_id', 'part', column, 'entry_id'])
			expect(keys).toEqual(expect.arrayContaining(carried))
		}
	})
	test('take the longest texts together', async () => {
		// Letters of three bytes, none twice, so that nothing is pressed together.
		const long = (from: number) =>
			String.fromCodePoint(...Array.from({ length: 200 }, (_one, at) => 0x4e00 + from + at * 7))
		await add({ name: long(1), place: long(2_000), use: long(4_000), weight: 1 })
		expect(await list('secretariat', { filter: { fields: { place: [long(2_000)] } } })).toMatchObject({
			total: 1
		})
	})
})
