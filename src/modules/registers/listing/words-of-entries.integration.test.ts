import { expect, test } from 'vitest'
import { setRecordAudience } from '#platform/records/record-operations.ts'
import { searchRecords } from '#platform/records/record-search.ts'
import { versionOf } from '#tests/fixtures/directory.ts'
import { aWorkspace, type SeatKey } from '#tests/fixtures/workspace.ts'
import { addEntry, moveEntry } from '../entry/entry-commands.ts'
import { listEntries } from '../entry/entry-queries.ts'
import { sampleRegister } from '../figures/sample-register.testing.ts'
import { declareRegister } from '../register-commands.ts'
import { listViews, saveView } from './view-operations.ts'

const declaration = sampleRegister().replace(
	'  - { key: tags,',
	'  - { key: remark, type: text, names: { en: Remark }, seen: keepers }\n  - { key: tags,'
)

async function someEntries() {
	const made = await aWorkspace()
	await (await made.as('administrator')).run(declareRegister, { declaration })
	const keeper = await made.as('secretariat')
	const add = (values: Record<string, string | string[]>) => keeper.run(addEntry, { register: 'sample', values })
	const guarded = await add({
		name: 'Guarded',
		owner: 'labour',
		kind: 'two',
		country: 'LSO',
		remark: 'Ostrich feathers'
	})
	await add({ name: 'Plain', owner: 'health', kind: 'one', tags: ['three'] })
	return { made, keeper, guarded }
}

test('the words of a list find what stands in any part the seat sees, and the names of what entries hold', async () => {
	const { made } = await someEntries()
	const found = async (words: string, seat: SeatKey = 'secretariat') =>
		(await (await made.as(seat)).ask(listEntries, { register: 'sample', filter: { words }, sort: 'title' })).items.map(
			({ title }) => title['en']
		)
	expect(await found('ostrich')).toEqual(['Guarded'])
	expect(await found('ostrich', 'observer')).toEqual([])
	expect(await found('guard')).toEqual(['Guarded'])
	expect(await found('labour')).toEqual(['Guarded'])
	expect(await found('labour', 'observer')).toEqual(['Guarded'])
	expect(await found('lesot', 'observer')).toEqual(['Guarded'])
	expect(await found('three')).toEqual(['Plain'])
	expect(await found('nowhere')).toEqual([])
	expect(await found('!?')).toEqual([])
})

test('an actor that is out of sight leads by its name to no entry, and a view that others share names it to nobody', async () => {
	const { made, keeper } = await someEntries()
	await keeper.run(saveView, { register: 'sample', name: 'Of labour', address: 'field[owner]=labour', shared: true })
	const shown = async (seat: SeatKey) =>
		(await (await made.as(seat)).ask(listViews, { register: 'sample' })).views.map(({ name }) => name)
	expect(await shown('observer')).toEqual(['Of labour'])
	const version = await versionOf(made, 'actor', 'labour')
	await keeper.run(setRecordAudience, {
		record: 'labour',
		kind: 'actor',
		version,
		audience: 'secretariat',
		reason: 'x'
	})
	expect(await shown('observer')).toEqual([])
	expect(await shown('secretariat')).toEqual(['Of labour'])
	const { items } = await (
		await made.as('observer')
	).ask(listEntries, { register: 'sample', filter: { words: 'labour' } })
	expect(items).toEqual([])
})

test('search finds an entry once, by whichever of its parts, and says in which it was found', async () => {
	const { made, keeper, guarded } = await someEntries()
	const search = async (words: string, seat: SeatKey = 'secretariat', kinds?: string[]) =>
		(await made.as(seat)).ask(searchRecords, { words, ...(kinds ? { kinds } : {}) })
	expect(await search('ostrich')).toMatchObject({
		total: 1,
		byKind: [{ kind: 'entry', total: 1 }],
		items: [{ kind: 'entry', reference: guarded.reference, foundIn: { en: 'Keepers' } }]
	})
	expect(await search('ostrich', 'observer')).toMatchObject({ total: 0, items: [] })
	expect(await search('guarded')).toMatchObject({ total: 1, items: [{ foundIn: null }] })
	expect(await search('ostrich', 'secretariat', ['entry'])).toMatchObject({ total: 1 })
	await keeper.run(moveEntry, { entry: guarded.reference, version: guarded.version ?? 1, move: 'show' })
	expect(await search('ostrich', 'public')).toMatchObject({ total: 0, items: [] })
})
