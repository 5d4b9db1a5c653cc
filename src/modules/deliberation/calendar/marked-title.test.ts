import { expect, test } from 'vitest'
import { markedTitle } from './marked-title.ts'

const words = { name: (title: Readonly<Record<string, string>>) => title['en'] ?? '', t: (key: string) => key }

test('an invented meeting says so in every calendar, and no other does', () => {
	expect(markedTitle(words, { en: 'First meeting' }, 'invented')).toBe('First meeting (ui.origin.invented)')
	expect(markedTitle(words, { en: 'First meeting' }, 'entered')).toBe('First meeting')
})
