import { expect, test } from 'vitest'
import { figuresByKind, slowestOf, type Asked } from './load-figures.ts'

const asked = (kind: string, milliseconds: number, outcome: Asked['outcome'] = 'done'): Asked => ({
	kind,
	path: `/${kind}`,
	milliseconds,
	outcome
})

test('of a hundred answers the middle one, the one in twenty, the one in a hundred and the slowest are told', () => {
	const all = Array.from({ length: 100 }, (_one, index) => asked('home', index + 1))
	const { kinds, all: whole } = figuresByKind(all, 10)
	expect(kinds).toEqual([
		{ kind: 'home', requests: 100, perSecond: 10, p50: 51, p95: 96, p99: 100, slowest: 100, heldBack: 0, failed: 0 }
	])
	expect(whole).toEqual({ ...kinds[0], kind: 'all' })
})

test('what failed or was held back is counted by itself and makes no page look quick', () => {
	const { kinds } = figuresByKind(
		[asked('search', 40), asked('search', 1, 'failed'), asked('search', 1, 'held-back')],
		1
	)
	expect(kinds).toMatchObject([{ requests: 3, perSecond: 1, p50: 40, slowest: 40, heldBack: 1, failed: 1 }])
})

test('the slowest answers are named, the slowest first', () => {
	const found = slowestOf([asked('a', 5), asked('b', 50), asked('c', 20), asked('d', 99, 'failed')], 2)
	expect(found.map(({ kind }) => kind)).toEqual(['b', 'c'])
})
