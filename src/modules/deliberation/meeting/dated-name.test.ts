import { expect, test } from 'vitest'
import { speak } from '#platform/languages/words.ts'
import { catalogue } from '#words'
import { datedName, nameMoved, nameOnDay } from './dated-name.ts'

test('a meeting that is named by its day is not told it twice, in whatever language it is named', () => {
	const english = speak(catalogue, 'en')
	expect(datedName(english, { en: 'Committee, 9 December 2025' }, '2025-12-09')).toBe('Committee, 9 December 2025')
	expect(datedName(english, { fr: 'Comité, 1er décembre 2025' }, '2025-12-01')).toBe('Comité, 1er décembre 2025')
	expect(datedName(english, { en: 'Committee, 9 December 2025' }, '2025-12-10')).toBe(
		'Committee, 9 December 2025, 10 December 2025'
	)
	expect(datedName(english, { en: 'Committee' }, '2025-12-09')).toBe('Committee, 9 December 2025')
})

test('a meeting that nobody named is named by its structure and its day, and follows the day when it is moved', () => {
	const names = nameOnDay({ en: 'Committee', fr: 'Comité' }, '2026-12-10')
	expect(names).toEqual({ en: 'Committee, 10 December 2026', fr: 'Comité, 10 décembre 2026' })
	expect(nameMoved(names, '2026-12-10', '2026-12-11')).toEqual({
		en: 'Committee, 11 December 2026',
		fr: 'Comité, 11 décembre 2026'
	})
	expect(nameMoved(names, '2026-12-10', '2026-12-10')).toBe(null)
})

test('what people wrote in the name of a meeting stays when it is moved', () => {
	for (const en of ['Special session', 'After the flood of 10 December 2026', '10 December 2026: the flood'])
		expect(nameMoved({ en }, '2026-12-10', '2026-12-11')).toBe(null)
})
