import { expect, test } from 'vitest'
import { rightsOf, whyNotEndGuideline, type Guideline } from './participation-rules.ts'

const guideline = (more: Partial<Guideline> = {}): Guideline => ({
	actorKind: 'trade-union',
	areaId: null,
	maySpeak: true,
	mayPropose: false,
	maySeePapers: false,
	from: '2026-01-01',
	to: null,
	...more
})
const NONE = { maySpeak: false, mayPropose: false, maySeePapers: false }
const DAY = '2026-03-02'

test.each([
	['of another kind', guideline({ actorKind: 'media' })],
	['on another area', guideline({ areaId: 'borders' })],
	['not in force yet', guideline({ from: '2026-03-03' })],
	['in force no more', guideline({ to: '2026-03-01' })]
])('a guideline %s gives nothing', (_why, one) => {
	expect(rightsOf([one], 'trade-union', ['labour'], DAY)).toEqual(NONE)
})

test('guidelines add up', () => {
	const given = rightsOf(
		[guideline(), guideline({ areaId: 'labour', mayPropose: true, maySpeak: false, to: DAY })],
		'trade-union',
		['labour', 'borders'],
		DAY
	)
	expect(given).toEqual({ maySpeak: true, mayPropose: true, maySeePapers: false })
})

test('a guideline ends once, and not before it began', () => {
	expect(whyNotEndGuideline(guideline(), '2026-01-01')).toBeNull()
	expect(whyNotEndGuideline(guideline(), '2025-12-31')).toBe('deliberation.participation-ends-before-it-begins')
	expect(whyNotEndGuideline(guideline({ to: DAY }), DAY)).toBe('deliberation.participation-ended')
})
