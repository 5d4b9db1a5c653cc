import { expect, test } from 'vitest'
import { listPart, originInColumn, originOf } from './list-page.ts'

const listed = { items: [1, 2], total: 10_000, totalIsMore: true, next: 'n', previous: null }

test('a list that goes on beyond what is counted is told as more than that', () => {
	expect(listPart(listed, String)).toEqual({ rows: ['1', '2'], total: 10_001, next: 'n', previous: null })
	expect(listPart({ ...listed, totalIsMore: false }, String).total).toBe(10_000)
})

test('a source that names its year is not told it twice', () => {
	expect(originOf({ origin: 'reference', source: 'Assessment (2018), Table 2', year: 2018 }).year).toBeNull()
	expect(originOf({ origin: 'reference', source: 'Assessment, Table 2', year: 2018 }).year).toBe(2018)
	expect(originOf({ origin: 'entered' })).toEqual({ origin: 'entered', source: null, year: null })
})

test('in a column a reference is told by its year', () => {
	expect(originInColumn({ origin: 'reference', source: 'Assessment', year: 2018 })).toEqual({
		origin: 'reference',
		source: '2018'
	})
	expect(originInColumn({ origin: 'reference', source: 'Assessment', year: null }).source).toBeNull()
})
