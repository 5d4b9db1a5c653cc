import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chaptersOf, countChapters, totalsOf } from './chapters.ts'

const at = (number: string, level = 2, more: { above?: string[]; heading?: string } = {}) => ({
	number,
	level,
	above: more.above ?? null,
	heading: more.heading ?? null
})

test('a provision stands in the outermost unit above it, else in the first part of its number, else in the last outermost one', () => {
	expect(
		chaptersOf([
			at('', 1, { heading: 'Preamble' }),
			at('1.1', 2, { above: ['Chapter 1 Economy', 'Section 1'] }),
			at('3.2.1'),
			at('3.2.2', 3),
			at('IV', 1, { heading: 'Health' }),
			at('(a)'),
			at('(b)', 3, { above: [] })
		])
	).toEqual(['Preamble', 'Chapter 1 Economy', '3', '3', 'IV Health', 'IV Health', 'IV Health'])
})

const state = fc.constantFrom('suggested' as const, 'confirmed' as const, 'rejected' as const, null)
const provision = fc.record({ chapter: fc.constantFrom('', '1', '2', '3', '4'), state })

test('every provision is counted once, in its chapter, and totals equal their parts', () => {
	fc.assert(
		fc.property(fc.array(provision), (provisions) => {
			const chapters = countChapters(provisions)
			const totals = totalsOf(chapters)
			expect(totals.provisions).toBe(provisions.length)
			for (const one of ['suggested', 'confirmed', 'rejected'] as const)
				expect(totals[one]).toBe(provisions.filter((row) => row.state === one).length)
			expect(chapters.map(({ chapter }) => chapter)).toEqual([...new Set(provisions.map(({ chapter }) => chapter))])
			const confirmed = provisions.filter((row) => row.state === 'confirmed')
			const real = (of: readonly { chapter: string }[]) =>
				new Set(of.map(({ chapter }) => chapter).filter((chapter) => chapter !== '')).size
			expect(totals.chapters).toBe(real(provisions))
			expect(totals.chaptersWith).toBe(real(confirmed))
		})
	)
})
