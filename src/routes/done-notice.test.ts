import { expect, test } from 'vitest'
import { speak } from '#platform/languages/words.ts'
import { catalogue } from '#words'
import { doneOf, sayDone } from './done-notice.ts'

const english = speak(catalogue, 'en')
const sayFor = (told: object | null, words = english) =>
	sayDone(words, doneOf('meetingPaper.send', { reference: 'x', told }))

test('what was done is said, and no more where nobody was to be told', () => {
	expect(doneOf('meeting.plan', { id: '1' })).toBe('meeting.plan')
	expect(sayDone(english, 'meeting.plan')).toBe('The meeting was planned.')
	expect(sayFor(null)).not.toContain('mail')
})

test('what was done says how many were written to, and how many could not be reached', () => {
	expect(sayFor({ told: 7, kept: 0, unreached: 14 })).toMatch(/7 mails were written\. 14 members cannot be reached/)
	expect(sayFor({ told: 0, kept: 0, unreached: 1 })).toMatch(/Nobody was written to\. One member cannot be reached/)
	expect(sayFor({ told: 2, kept: 2, unreached: 0 })).toMatch(/2 mails were written\. They are kept in the outbox/)
	expect(sayFor({ told: 7, kept: 0, unreached: 14 }, speak(catalogue, 'fr'))).toMatch(
		/7 courriels ont été écrits\. 14 /
	)
	expect(sayFor({ told: 7, kept: 0, unreached: 14 }, speak(catalogue, 'pt'))).toMatch(
		/Foram escritas 7 mensagens\. 14 /
	)
})

test('a note that no command leaves says nothing', () => {
	for (const note of ['__proto__', 'meeting.plan?x', 'no.such', '', 'meeting.plan?1.2', 'meeting.plan?-1.0.0'])
		expect(sayDone(english, note)).toBeNull()
})
