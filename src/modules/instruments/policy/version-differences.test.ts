import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contentsOf } from './contents.ts'
import { provisionTitle } from './provision-title.ts'
import { differencesOf, inOneOrder, inTime, mainChange, type Standing } from './version-differences.ts'
import { whyNotReadAgain } from './version-rules.ts'

const one = (id: string, position: number, more: Partial<Standing> = {}): Standing => ({
	id,
	position,
	number: String(position),
	heading: null,
	above: null,
	text: `words of ${id}`,
	...more
})

const changes = (older: readonly Standing[], newer: readonly Standing[]) =>
	Object.fromEntries(differencesOf(older, newer))

test('each change is told apart from the others', () => {
	const older = [one('a', 1), one('b', 2), one('c', 3), one('d', 4)]
	const newer = [
		one('a', 1, { text: 'other words' }),
		one('new', 2),
		one('b', 3, { number: '3' }),
		one('d', 4, { number: '4' }),
		one('c', 5, { number: '3' })
	]
	const found = changes(older, newer)
	expect(found['a']).toEqual(['reworded'])
	expect(found['new']).toEqual(['added'])
	expect(found['b']).toEqual(['renumbered'])
	expect([...(found['c'] ?? []), ...(found['d'] ?? [])]).toEqual(['moved'])
	expect(changes(older, [one('a', 1, { heading: 'A heading' })])['a']).toEqual(['reworded'])
})

test.each([
	{ name: 'a Part that is renamed', before: ['Part I Fees'], after: ['Part I Charges'], to: 'Charges', changes: [] },
	{
		name: 'a Part above a unit without a heading',
		before: ['Part I Fees', '3'],
		after: ['Part I Charges', '3'],
		to: 'Charges',
		changes: []
	},
	{ name: 'a heading of its own', before: ['Part I'], after: ['Part I'], to: 'Charges', changes: ['reworded'] },
	{
		name: 'a heading that is dropped',
		before: ['Part I'],
		after: ['Part I Charges'],
		to: 'Charges',
		changes: ['reworded']
	}
])('$name says of a provision: $changes', ({ before, after, to, changes: expected }) => {
	const older = [one('a', 1, { heading: 'Fees', above: before })]
	const newer = [one('a', 1, { heading: to, above: after })]
	expect(changes(older, newer)['a']).toEqual(expected)
})

test('a provision that stands first now moved alone, and those that follow it did not', () => {
	const older = [one('a', 1), one('b', 2), one('c', 3)]
	const newer = [one('c', 1, { number: '3' }), one('a', 2, { number: '1' }), one('b', 3, { number: '2' })]
	expect(changes(older, newer)).toEqual({ c: ['moved'], a: [], b: [] })
})

test('of several changes the one that matters most is noted', () => {
	expect(mainChange([])).toBe('unchanged')
	expect(mainChange(['renumbered', 'moved'])).toBe('moved')
	expect(mainChange(['reworded', 'renumbered', 'moved'])).toBe('reworded')
})

test('what was removed stands behind what it stood behind', () => {
	const older = [one('a', 1), one('b', 2), one('c', 3), one('d', 4)]
	const newer = [one('c', 1), one('a', 2)]
	expect(inOneOrder(older, newer).map(({ before, after }) => `${before?.id ?? ''}>${after?.id ?? ''}`)).toEqual([
		'c>c',
		'd>',
		'a>a',
		'b>'
	])
})

const version = fc
	.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'), { maxLength: 8 })
	.chain((ids) =>
		fc
			.tuple(...ids.map((id) => fc.record({ id: fc.constant(id), text: fc.constantFrom('x', 'y') })))
			.map((found) => found.map(({ id, text }, index) => one(id, index + 1, { text })))
	)

test('of any two versions every provision is told once, a comparison with itself finds nothing, and turned round it tells the opposite', () => {
	fc.assert(
		fc.property(version, version, (older, newer) => {
			const ids = inOneOrder(older, newer).map(({ before, after }) => (after ?? before).id)
			expect([...ids].sort()).toEqual([...new Set([...older, ...newer].map(({ id }) => id))].sort())
			for (const found of differencesOf(older, older).values()) expect(found).toEqual([])
			const [forth, back] = [differencesOf(older, newer), differencesOf(newer, older)]
			const count = (all: typeof forth, change: string) =>
				[...all.values()].filter((found) => found.some((each) => each === change)).length
			for (const change of ['reworded', 'renumbered', 'moved']) expect(count(forth, change)).toBe(count(back, change))
			expect(count(forth, 'added')).toBe(older.length === 0 ? newer.length : ids.length - older.length)
		})
	)
})

test('versions stand in the order of the days they bear, else of those on which they were added', () => {
	const versions = [
		{ position: 1, day: null, added: '2026-03-02' },
		{ position: 2, day: '2014-06-01', added: '2026-03-02' },
		{ position: 3, day: '2026-03-02', added: '2026-03-03' }
	]
	expect(inTime(versions).map(({ position }) => position)).toEqual([2, 1, 3])
})

test('the contents of a text are its units, each with where it begins and how much stands in it', () => {
	const text = [
		{ position: 1, number: '', above: [] },
		{ position: 2, number: '1', above: ['Part I'] },
		{ position: 3, number: '2', above: ['Part II', 'Chapter 1'] },
		{ position: 4, number: '3', above: ['Part II', 'Chapter 1'] },
		{ position: 5, number: '4', above: ['Part II', 'Chapter 2'] },
		{ position: null, number: '9', above: ['Part IX'] }
	]
	expect(
		contentsOf(text).map(({ title, depth, position, provisions }) => [title, depth, position, provisions])
	).toEqual([
		['Part I', 1, 2, 1],
		['Part II', 1, 3, 3],
		['Chapter 1', 2, 3, 2],
		['Chapter 2', 2, 5, 1]
	])
})

test('a provision is called by its number and heading, else by its first words', () => {
	expect(provisionTitle({ number: '12(2)', heading: 'Fees', text: 'No fee.' })).toBe('12(2) Fees')
	expect(provisionTitle({ number: '', heading: null, text: 'Whereas the people have resolved' })).toBe(
		'Whereas the people have resolved'
	)
	expect(provisionTitle({ number: '1', heading: null, text: 'word '.repeat(40) }).endsWith('…')).toBe(true)
})

test('a text is read once more only where it came to nothing and nobody reads it', () => {
	const version = { state: 'unread', hasFile: true, work: 'done' } as const
	expect(whyNotReadAgain(version)).toBeNull()
	expect(whyNotReadAgain({ ...version, state: 'read' })).toBe('instruments.version-read')
	expect(whyNotReadAgain({ ...version, hasFile: false })).toBe('instruments.version-without-file')
	expect(whyNotReadAgain({ ...version, state: 'waiting', work: 'running' })).toBe('instruments.version-being-read')
	expect(whyNotReadAgain({ ...version, state: 'waiting', work: 'failed' })).toBeNull()
})
