import { expect, test } from 'vitest'
import { packIdentifiers, packTexts } from './pack-column.ts'

test('an identifier takes sixteen bytes behind its length, and a null none', () => {
	const packed = packIdentifiers(['01900000-0000-7000-8000-00000000abCD', null])
	expect(packed?.toString('hex')).toBe(
		[
			'00000001',
			'00000001',
			'00000b86',
			'00000002',
			'00000001',
			'00000010',
			'0190000000007000800000000000abcd',
			'ffffffff'
		].join('')
	)
})

test.each(['01900000-0000-7000-8000-00000000abcg', '01900000', ''])(
	'%j is no identifier, and is left to PostgreSQL',
	(text) => {
		expect(packIdentifiers([text])).toBeUndefined()
	}
)

const readTexts = (packed: Buffer) => {
	const read: (string | null)[] = []
	for (let at = 20; at < packed.length;) {
		const length = packed.readInt32BE(at)
		read.push(length < 0 ? null : packed.toString('utf8', at + 4, at + 4 + length))
		at += 4 + Math.max(length, 0)
	}
	return read
}

test('texts are told by their length in bytes, long ones and other letters too', () => {
	const texts = ['', 'a', 'é', '\u{1f600}', 'x'.repeat(50), 'ü'.repeat(50)]
	expect(readTexts(packTexts(texts))).toEqual(texts)
})

test.each([
	['of one byte', 'x'],
	['of two', 'ü'],
	['of three', '世'],
	['of four', '\u{1f600}']
])('there is room for all letters %s, with nulls among them', (_bytes, letter) => {
	const texts = [1, 2, 300, 39, 41, 300, 7].flatMap((count) => [letter.repeat(count), null, null])
	expect(readTexts(packTexts(texts))).toEqual(texts)
	expect(readTexts(packTexts([...texts, ...texts, 'x']))).toEqual([...texts, ...texts, 'x'])
})
