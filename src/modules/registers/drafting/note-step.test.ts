import { describe, expect, test } from 'vitest'
import { GRANTS } from '../conversion/grant.testing.ts'
import { Step } from '../conversion/steps.ts'
import { readDeclaration } from '../declaration/read-declaration.ts'
import { addStep, openProposals, stepsIn, takeOutStep } from './note-step.ts'
import { openDraft } from './draft-document.ts'
import { drawStep, readStep } from './step-form.ts'

const TEXT = 'register: visit # its key\nversion: 2\nfields:\n  - { key: name, type: text }\nretention: { years: 5 }\n'
const plainOf = (text: string) => openDraft(text)?.plain

describe('a step of a draft', () => {
	test('is written after all else but what is undone, and what is written otherwise stays to the letter', () => {
		const step = Step.parse({ step: 'convert', field: 'name', decimal: 'comma' })
		const once = addStep(TEXT, step)
		expect(once).toBe(`${TEXT}steps:\n  - { step: convert, field: name, decimal: comma }\n`)
		expect(addStep(once, step)).toBe(once)
		expect(takeOutStep(once, 0)).toBe(TEXT)
	})

	test('takes the place of the one of its kind about the same thing', () => {
		const once = addStep(TEXT, Step.parse({ step: 'convert', field: 'name', decimal: 'comma' }))
		const twice = addStep(once, Step.parse({ step: 'convert', field: 'name', by: { none: '0' } }))
		expect(stepsIn(plainOf(twice))).toEqual([{ step: 'convert', field: 'name', by: { none: '0' }, round: false }])
	})

	test('that cannot be read keeps its place', () => {
		expect(stepsIn(plainOf(`${TEXT}steps: [{ step: dance }, { step: remove, field: name }]`))).toEqual([
			null,
			{ step: 'remove', field: 'name' }
		])
	})

	test('leaves nothing to propose about what it is about', () => {
		const proposals = [
			{ step: Step.parse({ step: 'remove', field: 'name' }), by: 'gone' as const },
			{ step: Step.parse({ step: 'remove', field: 'name', in: 'visitors' }), by: 'gone' as const }
		]
		const noted = [Step.parse({ step: 'split', field: 'name', into: ['first', 'family'] })]
		expect(openProposals(proposals, noted)).toEqual(proposals.slice(1))
	})
})

describe('the form of a step', () => {
	const say = (kind: string, sent: Record<string, string[]>, about: string | null = null) =>
		readStep({ kind, about }, Object.fromEntries(Object.entries(sent).map(([name, value]) => [`step:${name}`, value])))

	test('says what a person chose, and nothing of what was left open', () => {
		expect(say('convert', { field: ['people'], to: ['people'], order: [''], by: ['none = 0\nboth=yes\n= 3'] })).toEqual(
			{
				step: 'convert',
				field: 'people',
				by: { none: '0', both: true }
			}
		)
		expect(say('split', { field: ['visitors/name'], into1: ['visitors/first'], into2: ['visitors/family'] })).toEqual({
			step: 'split',
			field: 'name',
			in: 'visitors',
			into: ['first', 'family']
		})
		expect(say('join', { fields1: ['begins'], fields3: ['ends'], into: ['days'] })).toEqual({
			step: 'join',
			fields: ['begins', 'ends'],
			into: 'days'
		})
	})

	test('shows of a conversion what is noted of it, and sent as it stands says the same', () => {
		const declared = readDeclaration(GRANTS)
		if (!('register' in declared)) throw new Error('the register of the tests is declared')
		const { declaration } = declared.register
		const held = {
			step: 'convert',
			field: 'amount',
			to: 'note',
			by: { none: '0', both: true },
			decimal: 'comma'
		} as const
		const fields = drawStep({
			words: { t: (key: string) => key, name: (names: Readonly<Record<string, string>>) => names['en'] ?? '' },
			before: declaration,
			after: declaration,
			kind: 'convert',
			about: 'amount',
			held: { ...held, round: true }
		})
		const sent = Object.fromEntries(
			fields.map(({ name, value }) => [name, [value === true ? 'on' : String(value ?? '')]])
		)
		expect(readStep({ kind: 'convert', about: 'amount' }, sent)).toEqual({ ...held, round: true })
	})

	test('merges codes of a list, or states', () => {
		const chosen = { codes: ['phone', 'online'], into: ['remote'] }
		expect(say('merge', chosen, 'form')).toEqual({
			step: 'merge',
			list: 'form',
			codes: ['phone', 'online'],
			into: 'remote'
		})
		expect(say('merge', chosen)).toEqual({ step: 'merge', states: ['phone', 'online'], into: 'remote' })
	})

	test('takes away a field, a column or a table', () => {
		expect(say('remove', { field: ['fax'] })).toEqual({ step: 'remove', field: 'fax' })
		expect(say('remove', { field: ['visitors/fax'] })).toEqual({ step: 'remove', field: 'fax', in: 'visitors' })
		expect(say('remove', { field: ['visitors/'] })).toEqual({ step: 'remove', table: 'visitors' })
	})
})
