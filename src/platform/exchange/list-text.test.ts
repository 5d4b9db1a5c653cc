import fc from 'fast-check'
import { expect, test } from 'vitest'
import { joinList, splitList } from './list-text.ts'

test('values are split at semicolons, trimmed, and none stands twice', () => {
	expect(splitList(' Labour ; Work;;Labour')).toEqual(['Labour', 'Work'])
	expect(splitList('one\\; and more;two\\\\three;C:\\dir')).toEqual(['one; and more', 'two\\three', 'C:\\dir'])
	expect(splitList('')).toEqual([])
})

test('any values that are written are the same when read', () => {
	const value = fc.string({ unit: fc.constantFrom('a', ';', '\\', ' ', 'é', '\n') }).map((text) => text.trim())
	fc.assert(
		fc.property(fc.uniqueArray(value.filter((text) => text !== '')), (values) => {
			expect(splitList(joinList(values))).toEqual(values)
		})
	)
})
