import { expect, test } from 'vitest'
import { joinProvisions } from './join-provisions.ts'

const provisions = Array.from({ length: 7 }, (_one, at) => ({
	number: String(at + 1),
	text: `Words ${String(at + 1)}.`
}))

test('neighbours are joined until no more are left than asked for, under the number of the first and with every word', () => {
	expect(joinProvisions(provisions, 3)).toEqual([
		{ number: '1', text: 'Words 1.\n2 Words 2.\n3 Words 3.' },
		{ number: '4', text: 'Words 4.\n5 Words 5.\n6 Words 6.' },
		{ number: '7', text: 'Words 7.' }
	])
	expect(joinProvisions(provisions, 2)).toHaveLength(2)
})

test('a text that has no more stays as it is', () => {
	expect(joinProvisions(provisions, 7)).toEqual(provisions)
})
