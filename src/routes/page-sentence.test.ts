import { expect, test } from 'vitest'
import { speak } from '#platform/languages/words.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { catalogue } from '#words'
import { pageSentence } from './face.server.ts'

test.each(['en', 'fr', 'pt'])(
	'what a page did not understand is its address, never a place in an input (%s)',
	(language) => {
		const words = speak(catalogue, language)
		const refusal = invalid([
			{ path: ['filter', 'empty', 0], code: 'registers.not-filtered', params: { field: 'fax' } },
			{ path: ['limit'], code: 'platform.field.too-large', params: { most: 200 } }
		])
		const sentence = words.t('refusal.registers.not-filtered', { field: 'fax' })
		expect(pageSentence(words, refusal)).toBe(words.t('page.problem.address', { sentence }))
		expect(pageSentence(words, refusal)).toContain(sentence)
		expect(pageSentence(words, refusal)).not.toMatch(/filter empty|empty 0|0:/)
	}
)

test('what is in no state for a page is told by its own sentence', () => {
	const words = speak(catalogue, 'en')
	expect(pageSentence(words, conflict('registers.withdrawn', { entry: 'ZWE-SMP-2026-001' }))).toBe(
		words.t('refusal.registers.withdrawn', { entry: 'ZWE-SMP-2026-001' })
	)
})
