import { assert, constantFrom, property, string, uniqueArray } from 'fast-check'
import { expect, test } from 'vitest'
import { decideClashes, readFormed } from './formed.server.ts'

const formed = {
	base: { purpose: ['Theirs'], areas: ['labour', 'trade'], cadence: ['Monthly'] },
	clash: { purpose: { was: ['Old'], yours: ['Yours'] }, areas: { was: null, yours: [] } }
}

function aForm(fields: Record<string, string>) {
	const form = new FormData()
	for (const [name, value] of Object.entries({ formed: JSON.stringify(formed), ...fields })) form.set(name, value)
	return form
}

test('what was decided stands in the field when its command reads it', () => {
	const form = aForm({ purpose: 'Third', 'choice:purpose': 'yours', areas: 'health', 'choice:areas': 'theirs' })
	expect(decideClashes(form, readFormed(form))).toEqual({
		chosen: { purpose: 'yours', areas: 'theirs' },
		undecided: []
	})
	expect([form.getAll('purpose'), form.getAll('areas')]).toEqual([['Yours'], ['labour', 'trade']])
})

test('a third that is written is left as it was typed', () => {
	const form = aForm({ purpose: 'Third', 'choice:purpose': 'third', 'choice:areas': 'yours' })
	decideClashes(form, readFormed(form))
	expect(form.get('purpose')).toBe('Third')
	// Nothing ticked is one empty field, which reads as none.
	expect(form.getAll('areas')).toEqual([''])
})

test('a clash without a decision is named, whatever else was sent in its place', () => {
	assert(
		property(constantFrom('', 'mine', 'THEIRS', '<script>'), (choice) => {
			const form = aForm({ purpose: 'Third', 'choice:purpose': choice })
			expect(decideClashes(form, readFormed(form)).undecided).toEqual(['purpose', 'areas'])
			expect(form.get('purpose')).toBe('Third')
		})
	)
})

test('whatever stands where a form carries how it was made, reading it never fails', () => {
	const broken = constantFrom('', '{', '[]', 'null', '{"base":1}', '{"base":{"a":"b"}}', 'x'.repeat(500_000))
	assert(
		property(broken, (text) => {
			expect(readFormed(aForm({ formed: text }))).toBeNull()
		})
	)
	assert(
		property(uniqueArray(string()), (names) => {
			const text = JSON.stringify({ base: Object.fromEntries(names.map((name) => [name, [name]])) })
			expect(() => readFormed(aForm({ formed: text }))).not.toThrow()
		})
	)
})
