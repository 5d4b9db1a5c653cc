import fc from 'fast-check'
import { expect, test } from 'vitest'
import { refuseUnsound } from './unsound-input.server.ts'

const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth))
const fault = (path: (string | number)[], code: string) => expect.objectContaining({ kind: 'invalid', issues: [{ path, code }] })

test('text the database cannot hold is refused where it stands', () => {
	expect(() => refuseUnsound({ a: ['x', 'y\0'] })).toThrow(fault(['a', 1], 'platform.field.control-character'))
	expect(() => refuseUnsound({ a: 'half \ud800' })).toThrow(fault(['a'], 'platform.field.control-character'))
})

test('a field with such a name is refused too', () => {
	expect(() => refuseUnsound({ 'a\0': 1 })).toThrow(fault([], 'platform.field.control-character'))
})

test('a number that JSON reads as endless is refused', () => {
	expect(() => refuseUnsound(JSON.parse('{"n":1e999}'))).toThrow(fault(['n'], 'platform.field.endless-number'))
})

test('what is nested too deep is refused, however deep it is', () => {
	expect(() => refuseUnsound(nested(400_000))).toThrow(expect.objectContaining({ kind: 'invalid' }))
})

test('more values than can be walked at once are refused', () => {
	expect(() => refuseUnsound(Array.from({ length: 300_000 }, () => 1))).toThrow(fault([], 'platform.field.too-many'))
})

test('whatever else JSON can say passes', () => {
	fc.assert(
		fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
			fc.pre(!JSON.stringify(value).includes('\\u0000'))
			refuseUnsound(value)
		})
	)
})
