import { sql, type SqlBool } from 'kysely'
import { expect, test } from 'vitest'
import { ALL, byCondition } from './concerned.server.ts'

const condition = (same: string) => ({ sql: sql<SqlBool>`true`, same })

test('registers that ask the same of their entries are asked together, so that sixty of them are no sixty branches', () => {
	const searches = [
		{ register: 'one', condition: ALL },
		{ register: 'two', condition: condition('holds labour') },
		{ register: 'three', condition: condition('holds labour') },
		{ register: 'four', condition: condition('holds health') },
		{ register: 'five', condition: ALL }
	] as const
	const together = byCondition(searches).map((one) => one.searches.map(({ register }) => register))
	expect(together).toEqual([['one', 'five'], ['two', 'three'], ['four']])
	expect(byCondition([])).toEqual([])
})
