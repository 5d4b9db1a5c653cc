import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { aWorkspace, type SeatKey, type TestWorkspace } from '../../../../tests/fixtures/workspace.ts'
import { changeEntries } from '../entry/bulk-commands.ts'
import { addEntry } from '../entry/entry-commands.ts'
import { listEntries } from '../entry/entry-queries.ts'
import { declareRegister } from '../register-commands.ts'
import { listRegisters } from '../register-queries.ts'
import { previewEntries } from './bulk-preview.ts'
import { groupEntriesBy, listChoices } from './list-queries.ts'
import { changeView, listViews, removeView, saveView } from './view-operations.ts'

const training = readFileSync(new URL('../../../../tests/fixtures/training.yaml', import.meta.url), 'utf8')
// The same with fields that a group alone sees: what nobody else may learn by any list.
const guarded = training.replace(
	'  - key: certificate\n',
	`  - key: fee
    type: whole-number
    seen: coordinators
    filtered: true
    names: { en: Fee }
  - key: rating
    type: one-of
    codes: { list: sex }
    seen: coordinators
    filtered: true
    names: { en: Rating }
  - key: certificate
`
)

let made: TestWorkspace
beforeEach(async () => {
	made = await aWorkspace()
	await (await made.as('administrator')).run(declareRegister, { declaration: guarded })
})

const whole = { name: 'Border data', provider: 'labour', mode: 'online' }
const add = async (values: object) =>
	(await made.as('secretariat')).run(addEntry, { register: 'training', values: { ...whole, ...values } })
const asked = { register: 'training' }
const as = (seat: SeatKey) => made.as(seat)

describe('the registers', () => {
	test('are listed with what they are about and how many entries the seat sees of each', async () => {
		await add({})
		await add({})
		const of = async (seat: SeatKey) => (await (await as(seat)).ask(listRegisters, {})).items
		expect(await of('observer')).toMatchObject([{ reference: 'training', entries: 2 }])
		expect((await of('observer'))[0]?.about['en']).toContain('Trainings offered')
		expect(await of('public')).toMatchObject([{ reference: 'training', entries: 0 }])
	})
})

describe('entries are grouped', () => {
	beforeEach(async () => {
		await add({ mode: 'online', provider: 'labour', begins: '2025-03-01', rating: 'male' })
		await add({ mode: 'online', provider: 'health', begins: '2026-01-01' })
		await add({ mode: 'mixed', provider: 'labour', place: { country: 'ZWE', area: 'Harare' }, begins: '2026-12-31' })
		await add({ mode: 'mixed', provider: 'labour', place: { country: 'LSO' } })
	})
	const by = async (field: string, filter = {}, seat: SeatKey = 'secretariat') =>
		(await as(seat)).ask(groupEntriesBy, { ...asked, by: field, filter })
	const told = ({ groups }: Awaited<ReturnType<typeof by>>) =>
		Object.fromEntries(groups.map(({ value, records }) => [value, records]))

	test('by a code, by state, by the year of a day and by place', async () => {
		expect(told(await by('mode'))).toEqual({ online: 2, mixed: 2 })
		expect(told(await by('state'))).toEqual({ planned: 4 })
		expect(await by('begins')).toMatchObject({
			groups: [
				{ value: '2026', records: 2 },
				{ value: '2025', records: 1 }
			],
			without: 1
		})
		expect(told(await by('place'))).toEqual({ Harare: 1, LSO: 1 })
	})
	test('and each group is sorted in itself, page by page, there and back', async () => {
		await add({ mode: 'mixed', provider: 'health', place: { country: 'LSO' }, begins: '2026-06-01' })
		const seat = await as('secretariat')
		const list = (more: object) => seat.ask(listEntries, { ...asked, columns: ['mode', 'begins'], ...more })
		const told = ({ items }: Awaited<ReturnType<typeof list>>) =>
			items.map(({ values }) => [values['mode'], values['begins']].map(String).join(' '))
		// Online is declared before what is mixed.
		const inOrder = [
			'online 2026-01-01',
			'online 2025-03-01',
			'mixed 2026-12-31',
			'mixed 2026-06-01',
			'mixed undefined'
		]
		expect(told(await list({ group: 'mode', sort: '-begins' }))).toEqual(inOrder)
		const years = [['2026-12-31', '2026-06-01', '2026-01-01'], ['2025-03-01'], ['undefined']].flat()
		const byYear = await list({ group: 'begins', sort: 'mode' })
		expect(byYear.items.map(({ values }) => values['begins'] ?? 'undefined')).toEqual(years)

		const there: string[] = []
		const ways = { group: 'mode', sort: '-begins', limit: 2 }
		let page = await list(ways)
		const pages = [told(page)]
		there.push(...told(page))
		while (page.next !== null) {
			page = await list({ ...ways, after: page.next })
			pages.push(told(page))
			there.push(...told(page))
		}
		expect(there).toEqual(inOrder)
		const back = await list({ ...ways, before: page.previous ?? '' })
		expect(told(back)).toEqual(pages.at(-2))
		expect(told(await list({ ...ways, before: back.previous ?? '' }))).toEqual(pages.at(-3))
		expect(back.next).not.toBeNull()
	})
	test('and stands in the order in which its groups are read, whatever it is grouped and sorted by', async () => {
		await add({
			mode: 'in-person',
			provider: 'home-affairs',
			place: { country: 'ZWE', area: 'Bulawayo' },
			begins: '2024-05-01'
		})
		await add({ mode: 'online', provider: 'health', begins: '2026-02-01', rating: 'female' })
		const seat = await as('secretariat')
		const list = (more: object) => seat.ask(listEntries, { ...asked, limit: 100, ...more })
		const groups = async (group: string, sort: string) => {
			const { items } = await list({ group, sort, columns: group === 'state' ? [] : [group] })
			const values = items.map(({ values, standing }) =>
				group === 'state' ? standing : JSON.stringify(values[group] ?? null)
			)
			return values.filter((value, index) => value !== values[index - 1])
		}
		// As they are declared; by name, not by identifier; what is not stated last.
		expect(await groups('mode', 'title')).toEqual(['"in-person"', '"online"', '"mixed"'])
		const providers = await groups('provider', '-begins')
		const { names } = await list({ columns: ['provider'] })
		const called = providers.map((id) => names.find((one) => `"${one.id}"` === id)?.title['en'])
		expect(called).toEqual(called.toSorted())
		expect(new Set(called).size).toBe(3)
		expect((await groups('place', 'number')).at(-1)).toBe('null')
		for (const group of ['mode', 'provider', 'place', 'rating', 'begins', 'state'])
			for (const sort of [
				'title',
				'-begins',
				'number',
				'-since',
				group === 'state' ? 'standing' : group,
				`-${group === 'state' ? 'standing' : group}`
			]) {
				const whole = (await list({ group, sort })).items.map(({ reference }) => reference)
				expect(whole, `${group} ${sort}`).toHaveLength(6)
				let page = await list({ group, sort, limit: 2 })
				const there = [page.items]
				while (page.next !== null) {
					page = await list({ group, sort, limit: 2, after: page.next })
					there.push(page.items)
				}
				expect(there.flat().map(({ reference }) => reference)).toEqual(whole)
				const back: string[] = []
				while (page.previous !== null) {
					page = await list({ group, sort, limit: 2, before: page.previous })
					back.unshift(...page.items.map(({ reference }) => reference))
				}
				expect(back).toEqual(whole.slice(0, 4))
			}
		expect(await groups('mode', '-mode')).toEqual((await groups('mode', 'mode')).toReversed())
	})
	test('but never by what is hidden from the seat, nor by amounts', async () => {
		const refused = async (seat: SeatKey, group: string) => {
			const told = await (
				await as(seat)
			)
				.ask(listEntries, { ...asked, group, sort: 'mode' })
				.catch((thrown: unknown) => thrown)
			return told instanceof Error && 'issues' in told ? JSON.stringify(told.issues).replaceAll(group, '…') : 'listed'
		}
		expect(await refused('secretariat', 'rating')).toBe('listed')
		expect(await refused('observer', 'rating')).toBe(await refused('observer', 'nothing'))
		expect(await refused('observer', 'rating')).toContain('registers.not-filtered')
		expect(await refused('secretariat', 'came')).toContain('registers.not-grouped')
	})
	test('by an actor, under its name', async () => {
		const found = await by('provider')
		const name = (id: string) => found.names.find((one) => one.id === id)?.reference
		expect(Object.fromEntries(found.groups.map(({ value, records }) => [name(value), records]))).toEqual({
			labour: 3,
			health: 1
		})
	})
	test('as far as a filter goes, and each group is what a list narrowed to it holds', async () => {
		const filter = { fields: { provider: ['labour'] } }
		const groups = told(await by('mode', filter))
		expect(groups).toEqual({ online: 1, mixed: 2 })
		const keeper = await as('secretariat')
		for (const [mode, records] of Object.entries(groups)) {
			const list = await keeper.ask(listEntries, { ...asked, filter: { fields: { ...filter.fields, mode: [mode] } } })
			expect(list.total).toBe(records)
		}
	})
	test('not by an amount', async () => {
		await expect(by('came')).rejects.toMatchObject({ issues: [{ code: 'registers.not-grouped' }] })
	})
	test('and a list is offered what stands in its entries', async () => {
		const { fields, names } = await (await as('member')).ask(listChoices, asked)
		expect(fields.map(({ key }) => key)).toEqual(['provider', 'place'])
		expect(fields[1]).toEqual({ key: 'place', values: ['Harare', 'LSO'], isMore: false })
		expect(names.map(({ reference }) => reference).sort()).toEqual(['health', 'labour'])
	})
})

describe('a field that is out of sight', () => {
	const others = ['member', 'observer', 'police', 'public'] as const
	beforeEach(async () => {
		await add({ fee: 100, rating: 'female' })
	})
	test('narrows, sorts, groups and stands in no list, in the same words as one that is not there', async () => {
		for (const seat of others) {
			const acting = await as(seat)
			const refusalsFor = async (fee: string, rating: string) => {
				const each = await Promise.allSettled([
					acting.ask(listEntries, { ...asked, filter: { fields: { [fee]: { from: '1' } } } }),
					acting.ask(listEntries, { ...asked, filter: { fields: { [rating]: ['female'] } } }),
					acting.ask(listEntries, { ...asked, sort: `-${fee}` }),
					acting.ask(listEntries, { ...asked, columns: [fee] }),
					acting.ask(groupEntriesBy, { ...asked, by: rating }),
					acting.ask(groupEntriesBy, { ...asked, by: 'mode', filter: { fields: { [fee]: ['100'] } } })
				])
				return each.map((one) =>
					one.status === 'rejected' ? JSON.stringify(one.reason).replaceAll(fee, 'f').replaceAll(rating, 'r') : 'told'
				)
			}
			const hidden = await refusalsFor('fee', 'rating')
			expect(hidden).not.toContain('told')
			expect(hidden).toEqual(await refusalsFor('nothing', 'nowhere'))
		}
		const { items } = await (await as('member')).ask(listEntries, asked)
		expect(JSON.stringify(items)).not.toContain('fee')
	})
	test('serves those who see it', async () => {
		const keeper = await as('secretariat')
		await add({ fee: 5, rating: 'male' })
		const { items } = await keeper.ask(listEntries, {
			...asked,
			sort: '-fee',
			columns: ['fee'],
			filter: { fields: { fee: { from: '1' } } }
		})
		expect(items.map(({ values }) => values)).toEqual([{ fee: '100' }, { fee: '5' }])
		expect((await keeper.ask(groupEntriesBy, { ...asked, by: 'rating' })).groups).toHaveLength(2)
	})
	test('stands in no view of theirs, nor in one that is shared with them', async () => {
		const address = 'from[fee]=50&sort=-fee'
		for (const seat of ['member', 'observer'] as const)
			await expect((await as(seat)).run(saveView, { ...asked, name: 'Dear', address })).rejects.toMatchObject({
				issues: [{ code: 'registers.view-address' }]
			})
		await (await as('secretariat')).run(saveView, { ...asked, name: 'Dear', address, shared: true })
		expect((await (await as('member')).ask(listViews, asked)).views).toEqual([])
		expect((await (await as('administrator')).ask(listViews, asked)).views).toMatchObject([
			{ name: 'Dear', isOwn: false }
		])
	})
})

test('a column counts the entries that name each, as the seat sees them', async () => {
	const text = readFileSync(
		new URL('../../../../reference/registers/diaspora-association.yaml', import.meta.url),
		'utf8'
	)
	await (await made.as('administrator')).run(declareRegister, { declaration: text })
	const keeper = await as('secretariat')
	const register = 'diaspora-association'
	const common = { type: 'education', host_country: 'ZAF', kept_by: 'labour', agreed: 'yes' }
	const addOne = async (name: string, umbrella: string | null) =>
		(await keeper.run(addEntry, { register, values: { ...common, name, umbrella } })).reference
	const roof = await addOne('Roof', null)
	await addOne('First', roof)
	await addOne('Second', roof)
	const { items } = await keeper.ask(listEntries, { register, columns: ['belonging'], sort: 'number' })
	expect(items.map(({ values }) => values['belonging'])).toEqual(['2', '0', '0'])
})

describe('a saved view', () => {
	const save = async (seat: SeatKey, more: object = {}) =>
		(await as(seat)).run(saveView, {
			...asked,
			name: 'Online',
			address: '?field[mode]=online&sort=-begins&after=x&column=mode',
			...more
		})
	const views = async (seat: SeatKey) => (await (await as(seat)).ask(listViews, asked)).views

	test('is its holder’s alone until it is shared, then everybody’s who sees the register', async () => {
		const { id } = await save('member')
		expect(await views('member')).toMatchObject([
			{
				id,
				name: 'Online',
				address: 'field%5Bmode%5D=online&sort=-begins&column=mode',
				isOwn: true,
				isShared: false,
				stands: true
			}
		])
		expect(await views('secretariat')).toEqual([])
		await expect((await as('secretariat')).run(removeView, { view: id })).rejects.toMatchObject({ kind: 'absent' })
		await (await as('member')).run(changeView, { view: id, shared: true, name: 'By wire' })
		for (const seat of ['secretariat', 'observer', 'public'] as const)
			expect(await views(seat)).toMatchObject([{ name: 'By wire', isOwn: false, isShared: true, isFirst: false }])
	})
	test('is changed by its holder and removed by them or the secretariat', async () => {
		const { id } = await save('member', { shared: true })
		for (const seat of ['secretariat', 'outsider'] as const)
			await expect((await as(seat)).run(changeView, { view: id, name: 'Mine' })).rejects.toMatchObject({
				kind: 'forbidden'
			})
		await expect((await as('outsider')).run(removeView, { view: id })).rejects.toMatchObject({ kind: 'forbidden' })
		await expect(save('public')).rejects.toMatchObject({ kind: 'forbidden' })
		await (await as('secretariat')).run(removeView, { view: id })
		expect(await views('member')).toEqual([])
	})
	test('has a name of its own and asks only what the register’s list answers', async () => {
		await save('member')
		await expect(save('member')).rejects.toMatchObject({ kind: 'conflict', code: 'registers.view-name-taken' })
		// Two that differ by capitals or blanks alone nobody tells apart.
		const [own] = await views('member')
		const alike = `  ${own?.name.toUpperCase().replace(' ', '  ') ?? ''}`
		await expect(save('member', { name: alike })).rejects.toMatchObject({
			code: 'registers.view-name-taken',
			params: { name: own?.name }
		})
		const { id } = await save('member', { name: 'Other' })
		const rename = (name: string) => as('member').then((acting) => acting.run(changeView, { view: id, name }))
		await expect(rename(alike)).rejects.toMatchObject({ code: 'registers.view-name-taken' })
		await rename('OTHER')
		await save('outsider')
		for (const address of [
			'field[nothing]=1',
			'sort=password',
			'group=came',
			'column=id',
			'filter[audience]=x',
			'next=//evil',
			'field[mode]=by-post',
			'from[begins]=soon'
		])
			await expect(save('member', { name: 'Other', address }), address).rejects.toMatchObject({ kind: 'invalid' })
	})
	test('can be the first a seat finds, one at a time', async () => {
		const { id } = await save('member', { first: true })
		const { id: later } = await save('member', { name: 'All', address: '', first: true })
		expect(await views('member')).toMatchObject([
			{ id: later, isFirst: true, address: '' },
			{ id, isFirst: false }
		])
	})
})

describe('entries chosen together', () => {
	const chosen = async (...values: object[]) => {
		const made = []
		for (const one of values) made.push(await add(one))
		return made.map(({ reference, version = 1 }) => ({ entry: reference, version }))
	}
	const preview = async (seat: SeatKey, input: object) =>
		(await as(seat)).runRaw(previewEntries, { ...asked, ...input })

	test('are told what would change in each, and which are left and why, and nothing is done by it', async () => {
		const entries = await chosen(
			{ begins: '2026-03-01' },
			{ begins: '2026-05-01', ends: '2026-05-02' },
			{ provider: 'health' }
		)
		const wanted = { entries, values: { ends: '2026-04-01', mode: 'mixed', place: { locality: 'Harare' } } }
		expect(await preview('member', wanted)).toMatchObject({
			planned: [
				{
					reference: entries[0]?.entry,
					changes: [
						{ field: 'mode', before: 'online', after: 'mixed' },
						{ field: 'place', before: null, after: { locality: 'Harare' } },
						{ field: 'ends', before: null, after: '2026-04-01' },
						{ field: 'days', before: null, after: '32' }
					]
				}
			],
			refused: [
				{ entry: entries[1]?.entry, code: 'registers.check' },
				{ entry: entries[2]?.entry, code: 'platform.not-allowed' }
			]
		})
		const { items } = await (await as('secretariat')).ask(listEntries, { ...asked, columns: ['mode'] })
		expect(items.map(({ version, values }) => [version, values])).toEqual([
			[1, { mode: 'online' }],
			[1, { mode: 'online' }],
			[1, { mode: 'online' }]
		])
	})
	test('are changed as they were told, whole or not at all', async () => {
		const entries = await chosen({ begins: '2026-03-01' }, { begins: '2026-05-01', ends: '2026-05-02' })
		const keeper = await as('secretariat')
		const values = { ends: '2026-04-01' }
		await expect(keeper.run(changeEntries, { ...asked, entries, values })).rejects.toMatchObject({ kind: 'invalid' })
		const of = async () =>
			(await keeper.ask(listEntries, { ...asked, sort: 'number', columns: ['ends'] })).items.map(
				(one) => one.values['ends']
			)
		expect(await of()).toEqual([undefined, '2026-05-02'])
		await keeper.run(changeEntries, { ...asked, entries: entries.slice(0, 1), values })
		expect(await of()).toEqual(['2026-04-01', '2026-05-02'])
	})
	test('are told what a move would do', async () => {
		const entries = await chosen({ begins: '2026-03-01', ends: '2026-03-02' }, {})
		expect(await preview('secretariat', { entries, move: 'announce' })).toMatchObject({
			planned: [{ reference: entries[0]?.entry, from: 'planned', to: 'announced', changes: [] }],
			refused: [{ entry: entries[1]?.entry, code: 'registers.move-not-filled' }]
		})
		await expect(preview('member', { entries, move: 'announce' })).rejects.toMatchObject({ kind: 'forbidden' })
	})
	test('tell nothing of a field that is out of sight', async () => {
		const entries = await chosen({ fee: 7 })
		for (const [field, value] of [
			['fee', 8],
			['nothing', 8]
		] as const)
			expect(await preview('member', { entries, values: { [field]: value } })).toMatchObject({
				planned: [],
				refused: [{ code: 'platform.field.unknown', path: ['values', field] }]
			})
		const told = await preview('member', { entries, values: { begins: '2026-03-01' } })
		expect(JSON.stringify(told)).not.toContain('fee')
	})
})

test('a total beyond what is counted says so', async () => {
	const keeper = await as('secretariat')
	await add({})
	await sql`update tally set records = 10001 where workspace_id = ${made.workspace.id} and kind = 'entry' and records > 0`.execute(
		made.database.owner
	)
	expect(await keeper.ask(listEntries, asked)).toMatchObject({ total: 10_000, totalIsMore: true })
	expect(await keeper.ask(listEntries, { ...asked, filter: { fields: { mode: ['online'] } } })).toMatchObject({
		total: 1,
		totalIsMore: false
	})
})
