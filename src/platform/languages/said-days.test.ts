import { expect, test } from 'vitest'
import { catalogue } from '#words'
import { withDays } from './said-days.ts'
import { speak } from './words.ts'

const params = { day: '2026-12-06', days: 14, title: 'Plan 2026-12-06', typed: '2026-02-30', until: '2026-12' }

test('a day is said as the reader’s language writes it, and what is no day as it came', () => {
	expect(withDays(speak(catalogue, 'en'), params)).toEqual({ ...params, day: '6 December 2026' })
	expect(withDays(speak(catalogue, 'fr'), params)).toEqual({ ...params, day: '6 décembre 2026' })
	expect(withDays(speak(catalogue, 'pt'), params)).toEqual({ ...params, day: '6 de dezembro de 2026' })
})

test('a moment is said to the minute, with its zone', () => {
	expect(withDays(speak(catalogue, 'en'), { when: '2026-03-02T09:00:00.000Z' })).toEqual({
		when: '2 March 2026 at 09:00 UTC'
	})
})

test('a refusal names the day it speaks of as people write it', () => {
	const words = speak(catalogue, 'en')
	const said = words.t(
		'refusal.deliberation.procedure-deadline-too-early',
		withDays(words, { days: 14, day: '2026-12-06' })
	)
	expect(said).toContain('6 December 2026')
	expect(said).not.toContain('2026-12-06')
})
