import { expect, test } from 'vitest'
import { speak } from '#platform/languages/words.ts'
import { catalogue } from '#words'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { addEntry } from '../entry/entry-commands.ts'
import { listEntries } from '../entry/entry-queries.ts'
import { calendarEntries } from '../figures/calendar-queries.ts'
import { NOTHING_ASKED } from '../figures/say-figures.ts'
import { sampleRegister } from '../figures/sample-register.testing.ts'
import { readTaken } from '../declaration/read-declaration.ts'
import { declareRegister } from '../register-commands.ts'
import { narrowedTo } from './say-groups.ts'

const declaration = sampleRegister()
	.replace('  - { key: tags,', '  - { key: held, type: period, names: { en: Held }, filtered: true }\n  - { key: tags,')
	.replace(
		'  - { key: note,',
		'  - { key: kept, type: period, names: { en: Kept }, filtered: true, seen: keepers }\n  - { key: note,'
	)

type Held = { from: string; to?: string }

async function somePeriods() {
	const made = await aWorkspace()
	await (await made.as('administrator')).run(declareRegister, { declaration })
	const keeper = await made.as('secretariat')
	const add = (name: string, values: { held?: Held; kept?: Held }) =>
		keeper.run(addEntry, { register: 'sample', values: { name, ...values, kind: 'one' } })
	await add('Long', { held: { from: '2026-02-20', to: '2026-04-10' }, kept: { from: '2026-02-20', to: '2026-04-10' } })
	await add('Over', { held: { from: '2026-02-01', to: '2026-02-28' } })
	await add('Within', { held: { from: '2026-03-05', to: '2026-03-06' } })
	await add('Open', { held: { from: '2026-01-15' } })
	await add('None', {})
	const reader = await made.as('observer')
	const found = async (bounds: { from?: string; until?: string }, sort = 'held') => {
		const filter = { fields: { held: bounds } }
		const page = await reader.ask(listEntries, { register: 'sample', filter, sort })
		expect(page.total).toBe(page.items.length)
		return page.items.map(({ title }) => title['en'])
	}
	return { made, keeper, reader, found }
}

test('a list finds a period by all of its days, the first and the last among them', async () => {
	const { found } = await somePeriods()
	expect(await found({ from: '2026-03-01', until: '2026-03-31' })).toEqual(['Open', 'Long', 'Within'])
	expect(await found({ from: '2026-02-28', until: '2026-02-28' })).toEqual(['Open', 'Over', 'Long'])
	expect(await found({ from: '2026-04-10' })).toEqual(['Open', 'Long'])
	expect(await found({ until: '2026-01-15' })).toEqual(['Open'])
	expect(await found({ until: '2026-01-14' })).toEqual([])
	expect(await found({ from: '2026-03-06', until: '2026-03-06' }, 'title')).toEqual(['Long', 'Open', 'Within'])
})

test('a period without an end is found by any day since it began, and what holds none by no day', async () => {
	const { found } = await somePeriods()
	expect(await found({ from: '2031-01-01' })).toEqual(['Open'])
})

test('a period that few see is found by its days by them alone', async () => {
	const { keeper, reader } = await somePeriods()
	const filter = { fields: { kept: { from: '2026-03-01', until: '2026-03-31' } } }
	const page = await keeper.ask(listEntries, { register: 'sample', filter })
	expect(page.items.map(({ title }) => title['en'])).toEqual(['Long'])
	await expect(reader.ask(listEntries, { register: 'sample', filter })).rejects.toMatchObject({ kind: 'invalid' })
})

test('a group of periods, which are counted by their first day, leads to no list, which would find others', () => {
	const read = readTaken(declaration)
	if (!('register' in read)) throw new Error('not read')
	const { register: compiled } = read
	const words = speak(catalogue, 'en')
	const named = { names: [], seats: [], areas: [] }
	const narrowed = (by: string) => narrowedTo(NOTHING_ASKED, { compiled, by, value: '2026' }, named, words)
	expect(narrowed('held')).toBeNull()
	expect(narrowed('day')).toMatchObject({ fields: { day: { from: '2026-01-01', until: '2026-12-31' } } })
})

test('a calendar narrowed by the days of its own field shows what touches both', async () => {
	const { reader } = await somePeriods()
	const shown = await reader.ask(calendarEntries, {
		register: 'sample',
		day: 'held',
		from: '2026-02-01',
		until: '2026-02-28',
		filter: { fields: { held: { from: '2026-03-01' } } }
	})
	expect(shown.items.map(({ title }) => title['en'])).toEqual(['Long'])
})
