import { expect, test } from 'vitest'
import { sharesWithRoom } from './table-shares.ts'

const sum = (shares: readonly number[]) => shares.reduce((total, share) => total + share, 0)

test('a column with numbers of records is as wide as they are long, and the others keep their proportions', () => {
	const columns = [{ share: 1 }, { share: 5 }, { share: 2.5 }]
	const [number = 0, what = 0, due = 0] = sharesWithRoom(columns, [['ZWE-ACT-2026-008', 'Review', '4 December']])
	expect((number / (number + what + due)) * 456).toBeGreaterThan('ZWE-ACT-2026-008'.length * 7)
	expect(what / due).toBeCloseTo(2)
	expect(number + what + due).toBeCloseTo(8.5)
})

test('a table without such numbers, or with room for them, is left as it is', () => {
	expect(sharesWithRoom([{}, { share: 3 }], [['a', 'b']])).toEqual([1, 3])
	expect(sharesWithRoom([{}, {}], [['ZWE-ACT-2026-008', 'b']])).toEqual([1, 1])
})

test('numbers in every column leave the shares as given', () => {
	const row = ['ZWE-ACT-2026-008', 'ZWE-ACT-2026-009', 'ZWE-ACT-2026-010', 'ZWE-ACT-2026-011', 'x']
	const shares = sharesWithRoom(
		row.map(() => ({})),
		[row]
	)
	expect(sum(shares)).toBe(5)
	expect(new Set(shares)).toEqual(new Set([1]))
})
