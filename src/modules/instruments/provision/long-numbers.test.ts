import { describe, expect, test } from 'vitest'
import type { Paragraph } from './extract/extraction.ts'
import { standardLimits } from './extract/limits.ts'
import { readPlain } from './extract/read-plain.ts'
import { provisionsOf } from './provisions.ts'

const lines = (text: string): Paragraph[] =>
	text
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '')
		.map((line) => ({ text: line, number: null, depth: null, heading: null, isContents: false, page: null }))
const read = (text: string) => provisionsOf(lines(text))
const numbers = (text: string) => read(text).map(({ number }) => number)

describe('numbers of four digits', () => {
	const code = (count: number, from = 1) =>
		Array.from(
			{ length: count },
			(_, index) => `${String(from + index)}. The Board keeps book ${String(from + index)}.`
		)

	test('are sections where the text counts up to them', () => {
		const found = read(code(2_000).join('\n'))
		expect(found).toHaveLength(2_000)
		expect([999, 1_000, 1_999].map((index) => found[index]?.number)).toEqual(['1000', '1001', '2000'])
		expect(found.at(-1)?.text).toBe('The Board keeps book 2000.')
	})

	test('may be missing one by one, and begin an excerpt', () => {
		const lines = [...code(1_005), ...code(20, 1_009)]
		expect(
			read(lines.join('\n'))
				.slice(-21, -19)
				.map(({ number }) => number)
		).toEqual(['1005', '1009'])
		expect(numbers(code(3, 1_200).join('\n'))).toEqual(['1200', '1201', '1202'])
	})

	test.each([
		'2014. The Act was passed in that year.',
		'2014 The Act was passed in that year.',
		'2014. The Act was passed.\n2015. It was amended.\n2016. It was repealed.'
	])('are years where it does not: %s', (years) => {
		expect(numbers(`1. There is a Board.\n2. The Board reports.\n${years}\n3. It is dissolved.`)).toEqual([
			'1',
			'2',
			'3'
		])
		expect(numbers(`${years}\n1. There is a Board.`)).not.toContain('2014')
	})

	test('are years in a text whose sections do not yet come near', () => {
		const lines = code(1_200).toSpliced(1_100, 0, '2014. The Board was founded in that year.')
		const found = read(lines.join('\n'))
		expect(found).toHaveLength(1_200)
		expect(found[1_099]?.text).toContain('2014. The Board was founded')
	})
})

test('a text set in lines of one width is parted before a section of four digits, and not before a year', () => {
	const set = (number: number) => [
		`${String(number)}. The Board keeps a book of all recruiters and of those`,
		'who were refused a licence in the course of the last year.'
	]
	const sections = Array.from({ length: 40 }, (_, index) => set(980 + index)).flat()
	const last = [
		'1020. The Board that was founded in the course of the year',
		'2014. It was closed at the end of the year thereafter, 2015.'
	]
	const gathered = readPlain(Buffer.from([...sections, ...last].join('\n')), standardLimits)
	const paragraphs = gathered.kind === 'text' ? gathered.paragraphs : []
	expect(paragraphs).toHaveLength(41)
	expect(paragraphs.at(-2)?.text).toMatch(/^1019\. The Board/u)
	expect(paragraphs.at(-1)?.text).toBe(last.join(' '))
})
