import { expect, test } from 'vitest'
import { withEmptySpans } from './empty-spans.ts'

const group = (value: string) => ({ value, isHidden: false, records: 3, sums: [] })
const told = (...values: string[]) =>
	withEmptySpans(values.map(group)).map(({ value, records }) => (records === 0 ? `(${value})` : value))

test('years and months in which there is nothing stand between those in which there is something', () => {
	expect(told('2021', '2024', '2025', '')).toEqual(['2021', '(2022)', '(2023)', '2024', '2025', ''])
	expect(told('2025-11', '2026-02')).toEqual(['2025-11', '(2025-12)', '(2026-01)', '2026-02'])
	expect(told('')).toEqual([''])
})

test('a year that lies far off is not reached over all that lies between', () => {
	expect(told('0202', '2026')).toEqual(['0202', '2026'])
})
