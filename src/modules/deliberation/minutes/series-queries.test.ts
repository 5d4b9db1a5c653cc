import { expect, test } from 'vitest'
import { firstWithin } from './series-queries.ts'

test('of meetings so many are read as one that none of them is cut, and one in any case', () => {
	const weigh = (weight: number) => weight
	expect(firstWithin([], weigh, 10)).toEqual([])
	expect(firstWithin([4, 4, 2], weigh, 10)).toEqual([4, 4, 2])
	expect(firstWithin([4, 4, 3, 1], weigh, 10)).toEqual([4, 4])
	expect(firstWithin([12, 1], weigh, 10)).toEqual([12])
})
