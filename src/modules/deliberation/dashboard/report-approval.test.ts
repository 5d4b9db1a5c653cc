import { expect, test } from 'vitest'
import { catalogue } from '../../../words.ts'
import { speak } from '#platform/languages/words.ts'
import { countedText, inventedText } from './report-approval.ts'

const words = speak(catalogue, 'en', { timeZone: 'Africa/Harare' })

test('a report whose figures were counted after it was approved says that a file brought it in', () => {
	const said = (approvedDay: string | null) =>
		countedText(words, {
			approvedDay,
			figuresAt: new Date('2026-04-20T08:00:00Z'),
			figures: { day: '2026-03-31' }
		})
	expect(said('2026-04-17')).toContain('A file brought this report in after it was approved.')
	for (const day of ['2026-04-20', '2026-05-01', null]) expect(said(day)).toMatch(/^Figures counted 20 April 2026/)
})

test('a report says of what was invented that all of it is, that some of what it counts is, or nothing', () => {
	const said = (origin: 'entered' | 'invented', restsOnInvented: boolean) =>
		inventedText(words, { origin, figures: { restsOnInvented } })
	expect(said('invented', true)).toBe('Invented for demonstration')
	expect(said('entered', true)).toContain('Some of what is counted here is invented')
	expect(said('entered', false)).toBeNull()
})
