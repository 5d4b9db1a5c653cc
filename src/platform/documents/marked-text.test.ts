import fc from 'fast-check'
import { expect, test } from 'vitest'
import { markedParts, plainOf } from './marked-text.ts'

const plain = (text: string) => [{ text, isStrong: false }]

test('headings, lists, bold and paragraphs are understood as they are marked', () => {
	const text = [
		'# What was done',
		'The forum **met twice**, and',
		'the lane opened.',
		'',
		'## Next',
		'- a map',
		'  of the border',
		'- a **list**',
		'1. first',
		'2) second'
	].join('\n')
	expect(markedParts(text)).toEqual([
		{ type: 'heading', level: 1, text: 'What was done' },
		{
			type: 'paragraph',
			runs: [
				{ text: 'The forum ', isStrong: false },
				{ text: 'met twice', isStrong: true },
				{ text: ', and\nthe lane opened.', isStrong: false }
			]
		},
		{ type: 'heading', level: 2, text: 'Next' },
		{
			type: 'list',
			isOrdered: false,
			items: [
				plain('a map\nof the border'),
				[
					{ text: 'a ', isStrong: false },
					{ text: 'list', isStrong: true }
				]
			]
		},
		{ type: 'list', isOrdered: true, items: [plain('first'), plain('second')] }
	])
})

test('what looks like a mark and is none stays as it was typed', () => {
	for (const text of [
		'3. of the third item alone',
		'2026. A year',
		'#tag',
		'2 ** 3 ** 4',
		'** not bold **',
		'-5 degrees',
		'| a | b |',
		'[a](http://b)'
	])
		expect(markedParts(text), text).toEqual([{ type: 'paragraph', runs: plain(text) }])
	expect(markedParts(' \n\n ')).toEqual([])
})

test('no word of any text is lost', () => {
	const line = fc.constantFrom(
		'# a b',
		'- c',
		'  d',
		'1. e',
		'2. f',
		'7. g',
		'**h**',
		'i **j** k',
		'',
		'#',
		'**',
		'* l'
	)
	fc.assert(
		fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
			const text = lines.join('\n')
			const said = markedParts(text)
				.map((part) =>
					part.type === 'heading'
						? part.text
						: part.type === 'paragraph'
							? plainOf(part.runs)
							: part.items.map(plainOf).join('\n')
				)
				.join('\n')
			expect(said.match(/[a-l]/g) ?? []).toEqual(text.match(/[a-l]/g) ?? [])
		})
	)
})
