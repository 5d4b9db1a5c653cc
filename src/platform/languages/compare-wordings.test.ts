import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareWordings, type Piece } from './compare-wordings.ts'

const side = (pieces: readonly Piece[], kind: 'removed' | 'added') =>
	pieces
		.filter((piece) => piece.kind === 'same' || piece.kind === kind)
		.map(({ text }) => text)
		.join('')
const words = (text: string) => text.split(/\s+/u).filter((word) => word !== '')
const text = fc
	.array(fc.constantFrom('that', 'the', 'ministry', 'desk', 'pays', 'return,', 'one'), { maxLength: 40 })
	.map((some) => some.join(' '))

test('a word put in, taken out or replaced is marked, and nothing else', () => {
	expect(compareWordings('That one desk receives them.', 'That one public desk receives them.')).toEqual([
		{ kind: 'same', text: 'That one ' },
		{ kind: 'added', text: 'public ' },
		{ kind: 'same', text: 'desk receives them.' }
	])
	expect(compareWordings('Who pays for it now', 'Who pays now')).toEqual([
		{ kind: 'same', text: 'Who pays ' },
		{ kind: 'removed', text: 'for it ' },
		{ kind: 'same', text: 'now' }
	])
	expect(compareWordings('ten days', 'thirty days')).toEqual([
		{ kind: 'removed', text: 'ten ' },
		{ kind: 'added', text: 'thirty ' },
		{ kind: 'same', text: 'days' }
	])
})

test('equal wordings have no difference, and spaces alone make none', () => {
	fc.assert(
		fc.property(text, (one) => {
			expect(compareWordings(one, one).filter(({ kind }) => kind !== 'same')).toEqual([])
		})
	)
	expect(compareWordings('one  desk', 'one desk').map(({ kind }) => kind)).toEqual(['same'])
})

test('what is the same and what was added make the newer wording; with what was removed, the older', () => {
	fc.assert(
		fc.property(text, text, (older, newer) => {
			const pieces = compareWordings(older, newer)
			expect(words(side(pieces, 'added'))).toEqual(words(newer))
			expect(words(side(pieces, 'removed'))).toEqual(words(older))
		})
	)
})

test('no two pieces of one kind stand side by side', () => {
	fc.assert(
		fc.property(text, text, (older, newer) => {
			const kinds = compareWordings(older, newer).map(({ kind }) => kind)
			expect(kinds.some((kind, index) => kind === kinds[index + 1])).toBe(false)
		})
	)
})

test('wordings of many thousand words are compared in no time', () => {
	const long = (word: string) => Array.from({ length: 9_000 }, (_, index) => `${word}${String(index)}`).join(' ')
	const pieces = compareWordings(`begin ${long('a')} end`, `begin ${long('b')} end`)
	expect(pieces.map(({ kind }) => kind)).toEqual(['same', 'removed', 'added', 'same'])
})

test('in wordings too long for a table, what changed is still told word by word', () => {
	const long = Array.from({ length: 9_000 }, (_, index) => `word${String(index)}`)
	const newer = long.with(100, 'changed').with(8_900, 'changed').toSpliced(4_000, 1)
	expect(compareWordings(long.join(' '), newer.join(' ')).filter(({ kind }) => kind !== 'same')).toEqual([
		{ kind: 'removed', text: 'word100 ' },
		{ kind: 'added', text: 'changed ' },
		{ kind: 'removed', text: 'word4000 ' },
		{ kind: 'removed', text: 'word8900 ' },
		{ kind: 'added', text: 'changed ' }
	])
})
