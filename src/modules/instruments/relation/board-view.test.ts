import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countPairs, drawPairs, groupBoard, groupClashes, separatePairs } from './board-view.ts'
import { HARMONIZATION_STATES } from './relation-rules.ts'

const law = (id: string) => ({ id, kind: 'policy', reference: id, title: { en: id }, acronym: null })
const named = fc.constantFrom('a', 'b', 'c').map(law)
const pair = fc.tuple(named, named).map(([one, other]) => ({ one, other }))
const item = fc.record({
	id: fc.uuid(),
	standing: fc.constantFrom(...HARMONIZATION_STATES),
	pairs: fc.uniqueArray(pair, { selector: ({ one, other }) => `${one.id} ${other.id}`, maxLength: 3 })
})

test('every item stands under its state, once for each pair of laws it is about', () => {
	fc.assert(
		fc.property(fc.uniqueArray(item, { selector: ({ id }) => id }), (items) => {
			const groups = groupBoard(items)
			expect(groups.map(({ state }) => state)).toEqual([...HARMONIZATION_STATES])
			for (const { state, count, pairs } of groups) {
				const own = items.filter(({ standing }) => standing === state)
				expect(count).toBe(own.length)
				const shown = pairs.flatMap((group) => group.items.map(({ id }) => `${id} ${group.key}`))
				const wanted = own.flatMap(({ id, pairs: about }) =>
					about.length === 0 ? [`${id} `] : about.map(({ one, other }) => `${id} ${one.id} ${other.id}`)
				)
				expect(shown.sort()).toEqual(wanted.sort())
			}
		})
	)
})

test('laws that several items are about stand apart; an item alone with its laws stands once, however many they are', () => {
	const about = (id: string, ...pairs: string[]) => ({
		id,
		standing: 'open' as const,
		pairs: pairs.map(([one = '', other = '']) => ({ one: law(one), other: law(other) }))
	})
	const [open] = groupBoard([about('1', 'ab', 'cd', 'ef'), about('2', 'ab'), about('3', 'gh'), about('4')])
	const { shared, alone } = separatePairs(open ?? { pairs: [] })

	expect(shared.map(({ key, items }) => [key, items.map(({ id }) => id)])).toEqual([
		['a b', ['1', '2']],
		['', ['4']]
	])
	expect(alone.map(({ id }) => id).sort()).toEqual(['1', '3'])
})

test('clashes of two laws stand together whichever of the two is named first', () => {
	const end = (id: string) => ({ record: law(id), whole: law(id), lead: null })
	const groups = groupClashes([
		{ from: end('b'), to: end('a') },
		{ from: end('a'), to: end('c') },
		{ from: end('a'), to: end('b') }
	])
	expect(groups.map(({ key, relations }) => [key, relations.length])).toEqual([
		['a b', 2],
		['a c', 1]
	])
})

test('the picture counts what is not settled between two laws, taken up or not, whichever is named first', () => {
	const end = (id: string) => ({ record: law(id), whole: law(id), lead: null })
	const about = (standing: 'open' | 'resolved', one: string, other: string) => ({
		id: `${standing} ${one}`,
		standing,
		pairs: [{ one: law(one), other: law(other) }]
	})
	const groups = groupBoard([about('open', 'b', 'a'), about('resolved', 'a', 'b'), about('open', 'c', 'a')])
	const loose = [{ from: end('a'), to: end('b'), type: 'overlaps' as const }]
	const counted = countPairs(groups, groupClashes(loose))
	expect(counted.map(({ count, taken, types }) => [count, taken, types.get('overlaps')])).toEqual([
		[2, 1, 1],
		[1, 1, undefined]
	])
	expect([counted[0]?.pair.one.id, counted[0]?.pair.other.id].sort()).toEqual(['a', 'b'])
	const drawn = drawPairs(counted, ({ one, other }) => `${one.id} ${other.id}`, String)
	expect(drawn?.parts.map(([part]) => part)).toEqual(['taken', 'overlaps'])
})

test('no picture is drawn where no pair of laws has more than one clash: bars of one length tell nothing', () => {
	const end = (id: string) => ({ record: law(id), whole: law(id), lead: null })
	const loose = [
		{ from: end('a'), to: end('b'), type: 'overlaps' as const },
		{ from: end('a'), to: end('c'), type: 'contradicts' as const }
	]
	expect(drawPairs(countPairs([], groupClashes(loose)), () => '', String)).toBeNull()
	expect(drawPairs([], () => '', String)).toBeNull()
})
