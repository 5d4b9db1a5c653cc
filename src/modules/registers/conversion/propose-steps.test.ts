import { describe, expect, test } from 'vitest'
import { readDeclaration } from '../declaration/read-declaration.ts'
import { GRANTS, nextOf } from './grant.testing.ts'
import { LOOKS } from './looks.testing.ts'
import { proposeSteps, type Samples } from './propose-steps.ts'
import { readSteps } from './read-steps.ts'

function compiled(text: string) {
	const read = readDeclaration(text)
	if (!('register' in read)) throw new Error(JSON.stringify(read.faults))
	return read.register
}
const proposed = (changes: readonly (readonly [string, string])[], samples?: Samples) => {
	const [before, after] = [compiled(GRANTS), compiled(nextOf(GRANTS, changes))]
	const steps = proposeSteps(before.declaration, after.declaration, samples)
	// What is proposed can be taken.
	expect(
		readSteps(before, { ...after, declaration: { ...after.declaration, steps: steps.map(({ step }) => step) } }).faults
	).toEqual([])
	return steps
}

describe('steps are proposed', () => {
	test('for a field of the same name by another key', () => {
		expect(proposed([['key: note,', 'key: remark,']])).toEqual([
			{ step: { step: 'rename', field: 'note', to: 'remark' }, by: 'name' }
		])
	})

	test('for a field in the place of another', () => {
		expect(
			proposed([
				[
					'key: note, type: text, filtered: true, names: { en: Note }',
					'key: remark, type: text, filtered: true, names: { en: Remark }'
				]
			])
		).toEqual([{ step: { step: 'rename', field: 'note', to: 'remark' }, by: 'place' }])
	})

	test('for another type, by the rule that understands most of what is there', () => {
		const changes = [['key: amount, type: text', 'key: amount, type: decimal']] as const
		expect(proposed(changes)).toMatchObject([{ step: { step: 'convert', field: 'amount' }, by: 'type' }])
		const valuesOf = () => ['1,250', '12,5', '2,000']
		expect(proposed(changes, { valuesOf, looks: LOOKS })).toMatchObject([
			{ step: { step: 'convert', field: 'amount', decimal: 'comma' } }
		])
	})

	test('for what is taken away', () => {
		expect(proposed([['  - { key: note, type: text, filtered: true, names: { en: Note } }\n', '']])).toEqual([
			{ step: { step: 'remove', field: 'note' }, by: 'gone' }
		])
	})

	test('for codes, states, tables and columns', () => {
		const steps = proposed([
			['{ key: tiny, names', '{ key: minute, names'],
			['{ key: begun, names', '{ key: started, names'],
			['to: begun', 'to: started'],
			['[open, begun]', '[open, started]'],
			['key: people', 'key: visitors'],
			['{ key: person, type: text', '{ key: who, type: text']
		])
		expect(steps.map(({ step }) => step)).toEqual(
			expect.arrayContaining([
				{ step: 'rename', table: 'people', to: 'visitors' },
				{ step: 'rename', list: 'kind', code: 'tiny', to: 'minute' },
				{ step: 'rename', state: 'begun', to: 'started' },
				{ step: 'rename', field: 'person', in: 'people', to: 'who' }
			])
		)
	})

	test('for nothing where nothing is gone', () => {
		expect(proposed([['{ en: Note }', '{ en: Remark }']])).toEqual([])
	})
})
