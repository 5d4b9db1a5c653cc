import { expect, test } from 'vitest'
import { areasMet, crosswalkFrom } from './crosswalk.ts'

const frameworks = new Map([
	['a1', 'a'],
	['a2', 'a'],
	['b1', 'b'],
	['c1', 'c'],
	['c2', 'c'],
	['d1', 'd']
])
const said = (from_id: string, type: string, to_id: string) => ({ from_id, type, to_id })

test.each([
	['the same, whichever is named first', [said('b1', 'same-as', 'a1')], { b1: ['b1'] }],
	['a narrower one', [said('a1', 'broader-than', 'b1')], { b1: ['b1'] }],
	['no broader one', [said('b1', 'broader-than', 'a1')], {}],
	[
		'what the same takes in, over one framework',
		[said('a1', 'same-as', 'b1'), said('b1', 'broader-than', 'c1')],
		{ b1: ['b1'], c1: ['b1', 'c1'] }
	],
	[
		'what stands closer by the shorter way',
		[said('a1', 'same-as', 'b1'), said('b1', 'same-as', 'c1'), said('a1', 'broader-than', 'c1')],
		{ b1: ['b1'], c1: ['c1'] }
	],
	[
		'nothing over two frameworks',
		[said('a1', 'same-as', 'b1'), said('b1', 'same-as', 'c1'), said('c1', 'same-as', 'd1')],
		{ b1: ['b1'], c1: ['b1', 'c1'] }
	],
	[
		'nothing of its own framework by way of another',
		[said('a1', 'same-as', 'b1'), said('b1', 'same-as', 'a2')],
		{ b1: ['b1'] }
	],
	['no area that is out of use', [said('a1', 'same-as', 'gone'), said('gone', 'same-as', 'c2')], {}]
])('an area meets %s', (_what, links, wanted) => {
	expect(Object.fromEntries(areasMet(crosswalkFrom(frameworks, links), 'a1'))).toEqual({ a1: [], ...wanted })
})
