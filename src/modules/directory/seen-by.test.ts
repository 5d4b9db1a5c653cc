import { expect, test } from 'vitest'
import { audienceTokens } from '#platform/access/seat.ts'
import { speak } from '#platform/languages/words.ts'
import { catalogue } from '../../words.ts'
import { seenBy } from './seen-by.ts'

const words = speak(catalogue, 'en', { timeZone: 'Africa/Harare' })
const kept = audienceTokens('secretariat', null)

test('what actors read beside the secretariat is not said to be seen by the secretariat only', () => {
	expect(seenBy(words, kept)).toBe('The secretariat and administrators only')
	expect(seenBy(words, [...kept, 'actor:a'], ['Ministry of Labour'])).toBe(
		'The secretariat, administrators, and these actors: Ministry of Labour'
	)
	expect(seenBy(words, [...kept, 'actor:a'])).toBe('The secretariat, administrators and the actors it is shown to')
	expect(seenBy(words, ['workspace', 'actor:a'], ['Ministry of Labour'])).toBe(words.t('audience.workspace'))
})
