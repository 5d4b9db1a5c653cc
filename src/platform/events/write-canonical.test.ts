import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalText } from './chain.ts'
import { writeCanonical } from './write-canonical.ts'

test('whatever JSON can say is written as the library writes it', () => {
	fc.assert(
		fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
			const written = writeCanonical(value)
			expect(written).toBe(canonicalize(value))
			expect(JSON.parse(written ?? '')).toEqual(JSON.parse(JSON.stringify(value)))
		})
	)
})

test('keys stand by their units of UTF-16, numbers and digits in keys among them', () => {
	const value = { b: 1, a: -0, '10': 1e21, '9': 0.1, é: null, '\u{1f600}': [], '\ufb33': {}, 'a"\n': '\u2028\u007f' }
	expect(writeCanonical(value)).toBe(canonicalize(value))
})

test('what is empty is left out of records', () => {
	expect(writeCanonical({ after: undefined, before: null })).toBe('{"before":null}')
})

const circle: Record<string, unknown> = {}
circle['circle'] = circle

test.each([
	['a day as an object', { at: new Date(0) }],
	['nothing in a list', [undefined]],
	['no number', { value: Number.NaN }],
	['half of a character', 'a\ud800'],
	['half of a character in a key', { '\udc00': 1 }],
	['a circle', circle],
	['a map', new Map()]
])('%s is left to the library', (_what, value) => {
	expect(writeCanonical(value)).toBeUndefined()
})

test('half of a character has no canonical text, and a day has that of its JSON', () => {
	expect(() => canonicalText('a\ud800')).toThrow()
	expect(canonicalText({ at: new Date(0) })).toBe('{"at":"1970-01-01T00:00:00.000Z"}')
})
