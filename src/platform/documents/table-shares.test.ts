import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LYING, neededBy, UPRIGHT, widthsWithRoom } from './table-shares.ts'

const sum = (widths: readonly number[]) => widths.reduce((total, width) => total + width, 0)

test('a column with numbers of records is as wide as they are long, and the others keep their proportions', () => {
	const columns = [{ share: 1 }, { share: 5 }, { share: 2.5 }]
	const [number = 0, what = 0, due = 0] = widthsWithRoom(
		columns,
		[['ZWE-ACT-2026-008', 'Review', '4 December']],
		UPRIGHT
	)
	expect(number).toBeGreaterThan('ZWE-ACT-2026-008'.length * 7)
	expect(what / due).toBeCloseTo(2)
	expect(number + what + due).toBeCloseTo(UPRIGHT)
})

test('a table with room for its words is left as it is', () => {
	expect(widthsWithRoom([{}, { share: 3 }], [['a', 'b']], UPRIGHT)).toEqual([114, 342])
	expect(widthsWithRoom([{}, {}], [['ZWE-ACT-2026-008', 'b']], UPRIGHT)).toEqual([228, 228])
})

test('an amount with its currency is one word, and a title counts as its cells do', () => {
	const [amount = 0, name = 0] = neededBy(
		[{ title: 'Cost' }, { title: 'Responsibilities' }],
		[['USD\u00a012,000.00', 'a']]
	)
	expect(amount).toBeGreaterThan('USD 12,000.00'.length * 5)
	expect(name).toBeGreaterThan('Responsibilities'.length * 5)
})

test('an address takes no more than a word of some length', () => {
	const [address = 0] = neededBy([{}], [[`https://example.test/${'a'.repeat(400)}`]])
	expect(address).toBeLessThan(UPRIGHT / 2)
})

test('columns fill the page, and each has room for its words where the page has', () => {
	const text = fc.string({ maxLength: 30 })
	const table = fc.integer({ min: 1, max: 9 }).chain((many) =>
		fc.tuple(
			fc.array(fc.record({ title: text, share: fc.integer({ min: 1, max: 6 }) }), {
				minLength: many,
				maxLength: many
			}),
			fc.array(fc.array(text, { minLength: many, maxLength: many }), { maxLength: 5 }),
			fc.constantFrom(UPRIGHT, LYING)
		)
	)
	fc.assert(
		fc.property(table, ([columns, rows, page]) => {
			const widths = widthsWithRoom(columns, rows, page)
			expect(sum(widths)).toBeCloseTo(page)
			const needed = neededBy(columns, rows)
			if (sum(needed) > page) return
			for (const [index, width] of widths.entries()) expect(width).toBeGreaterThanOrEqual((needed[index] ?? 0) - 1e-6)
		})
	)
})
