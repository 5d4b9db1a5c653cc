import { expect, test } from 'vitest'
import { findingsIn } from './review-findings.ts'

test('what a review found is read out of a note in its order, whatever stands before it, with the semicolons it holds', () => {
	const note =
		'Relation in the source: needs-alignment; 1. Terms are out of date (Recognize children as victims; change terms); 2. Consent at 16 clashes with child under 18 (Clarify)'
	expect(findingsIn(note)).toEqual([
		'Terms are out of date (Recognize children as victims; change terms)',
		'Consent at 16 clashes with child under 18 (Clarify)'
	])
})

test('a note without findings has none', () => {
	expect(findingsIn(null)).toEqual([])
	expect(findingsIn('Relation in the source: needs-alignment')).toEqual([])
})
