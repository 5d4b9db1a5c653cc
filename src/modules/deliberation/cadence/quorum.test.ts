import fc from 'fast-check'
import { expect, test } from 'vitest'
import { QUORUM_KINDS, quorumOf } from './quorum.ts'

test.each([
	['none', 9, null],
	['half', 0, 1],
	['half', 1, 1],
	['half', 2, 1],
	['half', 9, 5],
	['half', 10, 5],
	['majority', 0, 1],
	['majority', 1, 1],
	['majority', 2, 2],
	['majority', 9, 5],
	['majority', 10, 6],
	['two-thirds', 0, 1],
	['two-thirds', 3, 2],
	['two-thirds', 9, 6],
	['two-thirds', 10, 7]
] as const)('a quorum of %s among %d full members asks for %s', (quorum_kind, members, required) => {
	expect(quorumOf({ quorum_kind, quorum_number: null }, members)).toEqual({ required })
})

test('a quorum by number is that number, however many members there are', () => {
	expect(quorumOf({ quorum_kind: 'number', quorum_number: 7 }, 3)).toEqual({ required: 7 })
})

test('no quorum but one by number asks for more members than there are', () => {
	fc.assert(
		fc.property(fc.constantFrom(...QUORUM_KINDS), fc.integer({ min: 1, max: 500 }), (quorum_kind, members) => {
			const { required } = quorumOf({ quorum_kind, quorum_number: quorum_kind === 'number' ? 1 : null }, members)
			if (required === null) return
			expect(required).toBeGreaterThanOrEqual(1)
			expect(required).toBeLessThanOrEqual(members)
		})
	)
})
