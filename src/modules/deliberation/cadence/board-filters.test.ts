import { expect, test } from 'vitest'
import { boardFilters, isOnBoard } from './board-filters.ts'

const address = (search: string) => new URL(`http://pitso/zwe/status?${search}`)
const sleeping = { functionality: 'dormant', disagreement: { propose: 'needs-reactivation' } } as const
const working = { functionality: 'active', disagreement: null } as const

test('the board shows every structure until it is narrowed', () => {
	for (const one of [sleeping, working]) expect(isOnBoard(one, boardFilters(address('')))).toBe(true)
})

test('the board is narrowed by what structures do, and by whether that is what is declared', () => {
	const dormant = boardFilters(address('filter[functionality]=dormant,never-met'))
	expect([sleeping, working].map((one) => isOnBoard(one, dormant))).toEqual([true, false])
	const agreeing = boardFilters(address('filter[agreement]=agrees'))
	expect([sleeping, working].map((one) => isOnBoard(one, agreeing))).toEqual([false, true])
	const both = boardFilters(
		address('filter[functionality]=dormant&filter[functionality]=active&filter[agreement]=disagrees')
	)
	expect([sleeping, working].map((one) => isOnBoard(one, both))).toEqual([true, false])
})

test('what the board does not know to be filtered by narrows nothing', () => {
	expect(boardFilters(address('filter[functionality]=asleep&filter[agreement]=perhaps'))).toEqual({
		functionality: [],
		agreement: []
	})
})
