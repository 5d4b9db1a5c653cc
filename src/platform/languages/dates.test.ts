import { expect, test } from 'vitest'
import { dates } from './dates.ts'
import { spanOf } from './month-span.ts'

test('French counts the first of a month and no other day', () => {
	const { day, partial, instant } = dates('fr', 'UTC')
	expect(day('2026-09-01')).toBe('1er septembre 2026')
	expect(day('2026-09-11')).toBe('11 septembre 2026')
	expect(day('2026-09-21')).toBe('21 septembre 2026')
	expect(partial('2026-09')).toBe('septembre 2026')
	expect(instant('2026-01-01T07:30:00Z')).toMatch(/^1er janvier 2026 à 07:30/)
	expect(spanOf('fr', { from: '2026-10-01', to: '2026-10-15' })).toMatch(/^1er\P{L}15 oct\.$/u)
	expect(spanOf('fr', { from: '2026-10-01', to: '2026-12-31' })).not.toContain('1er')
})

test('other languages say the first of a month as they say the others', () => {
	expect(dates('en', 'UTC').day('2026-09-01')).toBe('1 September 2026')
	expect(dates('pt', 'UTC').day('2026-09-01')).toBe('1 de setembro de 2026')
})
