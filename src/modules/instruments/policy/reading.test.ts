import { expect, test } from 'vitest'
import type { Extraction } from '../provision/extract/extraction.ts'
import { JOINED, readingOf } from './reading.ts'
import { PROVISIONS_MOST } from './version-rules.ts'

const sections = (count: number): Extraction => ({
	kind: 'text',
	format: 'plain',
	paragraphs: Array.from({ length: count }, (_one, at) => ({
		text: `${String((at % 90) + 1)}. No person shall sell goods of kind ${String(at + 1)} at the border.`,
		number: null,
		depth: null,
		heading: null,
		isContents: false,
		page: null
	})),
	pages: null,
	pagesWithoutText: 0
})

test('a text with more passages than are kept can be read whole: neighbours stand together, and the version says so', () => {
	const { fault, provisions } = readingOf(sections(PROVISIONS_MOST + 2))

	expect(fault).toBe(JOINED)
	expect(provisions?.length).toBeLessThanOrEqual(PROVISIONS_MOST)
	expect(provisions?.map(({ position }) => position).slice(0, 3)).toEqual([1, 2, 3])
	expect(provisions?.[0]?.text).toContain('kind 2 at the border')
	expect(provisions?.at(-1)?.text).toContain(`kind ${String(PROVISIONS_MOST + 2)} at the border`)
})

test('any other text is kept passage by passage', () => {
	const { fault, provisions } = readingOf(sections(3))

	expect(fault).toBeNull()
	expect(provisions?.map(({ number }) => number)).toEqual(['1', '2', '3'])
})
