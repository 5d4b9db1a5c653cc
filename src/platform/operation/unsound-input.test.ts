import fc from 'fast-check'
import { expect, test } from 'vitest'
import { refuseUnsound } from './unsound-input.server.ts'

const nested = (depth: number) => {
	const value: unknown = JSON.parse('['.repeat(depth) + ']'.repeat(depth))
	return value
}

function expectRefused(input: unknown, issue: { path?: (string | number)[]; code: string }) {
	expect(() => refuseUnsound(input)).toThrow(
		expect.objectContaining({ kind: 'invalid', issues: [expect.objectContaining(issue)] })
	)
}

test('text the database cannot hold is refused where it stands', () => {
	expectRefused({ a: ['x', 'y\0'] }, { path: ['a', 1], code: 'platform.field.control-character' })
	expectRefused({ a: 'half \ud800' }, { path: ['a'], code: 'platform.field.control-character' })
})

test('a field with such a name is refused too', () => {
	expectRefused({ 'a\0': 1 }, { path: [], code: 'platform.field.control-character' })
})

test('a number that JSON reads as endless is refused', () => {
	expectRefused(JSON.parse('{"n":1e999}'), { path: ['n'], code: 'platform.field.endless-number' })
})

test('what is nested too deep is refused, however deep it is', () => {
	expectRefused(nested(400_000), { code: 'platform.field.too-deep' })
})

test('more values than can be walked at once are refused', () => {
	expectRefused(
		Array.from({ length: 300_000 }, () => 1),
		{ path: [], code: 'platform.field.too-many' }
	)
})

test('whatever else JSON can say passes', () => {
	fc.assert(
		fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
			fc.pre(!JSON.stringify(value).includes('\\u0000'))
			refuseUnsound(value)
		})
	)
})
