import { describe, expect, test } from 'vitest'
import { codeKeyFrom, fieldKeyFrom, numberCodeFrom } from './propose.ts'

const none = new Set<string>()

describe('keys are proposed from names', () => {
	test.each([
		['Purpose', 'purpose'],
		['Coût de la visite', 'cout_de_la_visite'],
		['2nd visit', 'of_2nd_visit'],
		// What every record has by itself, and words of formulas, are not taken.
		['Number', 'number_2'],
		['State', 'state_2'],
		['Empty', 'empty_2'],
		['—', 'unnamed'],
		['A name that is far too long for a key of a field in formulas', 'a_name_that_is_far_too_long_for_a_key_of']
	])('a field called %s has the key %s', (name, key) => {
		expect(fieldKeyFrom(name, none)).toBe(key)
		expect(key).toMatch(/^[a-z][a-z0-9_]{0,39}$/)
	})

	test('a key that is taken has a number behind it', () => {
		expect(fieldKeyFrom('Purpose', new Set(['purpose', 'purpose_2']))).toBe('purpose_3')
		expect(codeKeyFrom('In person', new Set(['in-person']))).toBe('in-person-2')
	})

	test.each([
		['Study visits', none, 'STD'],
		['Visits', none, 'VST'],
		['Border post equipment', none, 'BPE'],
		['Border post equipment', new Set(['BPE']), 'BRD'],
		['Eau', none, 'EAU'],
		['Association abroad', none, 'ASSC'],
		['A', none, 'AXX']
	])('numbers of %s have the letters %s', (name, taken, code) => {
		expect(numberCodeFrom(name, taken)).toBe(code)
	})

	test('letters are always three to five capitals, whatever the name and whatever is taken', () => {
		const taken = new Set<string>()
		for (const name of ['Visits', 'Visits', 'Visits', 'Visits', '—', '2026', 'A', 'Élan vital', 'Ýý']) {
			const code = numberCodeFrom(name, taken)
			expect(code).toMatch(/^[A-Z]{3,5}$/)
			expect(taken).not.toContain(code)
			taken.add(code)
		}
	})
})
