import { expect, test } from 'vitest'
import { MEETING_STATES } from '../rules.ts'
import { markedTitle, titleInCalendar } from './marked-title.ts'

const words = { name: (title: Readonly<Record<string, string>>) => title['en'] ?? '', t: (key: string) => key }

test('an invented meeting says so in every calendar, and no other does', () => {
	expect(markedTitle(words, { en: 'First meeting' }, 'invented')).toBe('First meeting (ui.origin.invented)')
	expect(markedTitle(words, { en: 'First meeting' }, 'entered')).toBe('First meeting')
})

test('a meeting that does not take place says so in its name, since many programs show no state', () => {
	const said = { ...words, t: (key: string, { title = '' }: { title?: string } = {}) => `${key} ${title}`.trim() }
	const named = MEETING_STATES.map((state) =>
		titleInCalendar(said, { title: { en: 'First meeting' }, origin: 'entered', state })
	)
	expect(named.filter((name) => name !== 'First meeting')).toEqual([
		'cadence.feed.postponed First meeting',
		'cadence.feed.cancelled First meeting'
	])
})
