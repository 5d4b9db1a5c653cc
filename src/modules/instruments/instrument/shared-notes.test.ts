import { expect, test } from 'vitest'
import { shareNotes } from './shared-notes.ts'

test('a note that several obligations have is said once, and each points to it', () => {
	const unchecked = 'from memory, unchecked'
	const { shared, numberOf } = shareNotes([
		{ note: unchecked },
		{ note: null },
		{ note: 'compared with the text in 2025' },
		{ note: unchecked }
	])

	expect(shared).toEqual([{ number: 1, note: unchecked }])
	expect(numberOf(unchecked)).toBe(1)
	expect(numberOf('compared with the text in 2025')).toBeUndefined()
	expect(numberOf(null)).toBeUndefined()
})
