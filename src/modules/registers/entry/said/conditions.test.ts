import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Declaration } from '../../declaration/declaration.ts'
import { compileDeclaration } from '../../declaration/compile-declaration.ts'
import { isAsked, rowOf } from '../work-out.ts'
import { conditionsOf } from './conditions.ts'
import { unaskedIn } from './unasked.ts'

const TODAY = '2026-05-04'
const names = { en: 'F' }
const CONDITIONS = [
	'mode != "online"',
	'mode = "online" or amount > 5',
	'not isopen',
	'isopen and amount <= 2',
	'one_of(mode, "online", "mixed")',
	'includes(kinds, "a")',
	'called = empty',
	'called != empty and begun <= today()',
	'year(begun) = 2026',
	'amount + 1 > 3',
	'-amount < 0',
	'first_filled(called, "x") = "x"',
	'if(isopen, amount, 9) > 5'
]

function declared(asked: string) {
	const { register, faults } = compileDeclaration(
		Declaration.parse({
			register: 'sample',
			version: 1,
			code: 'SMP',
			names: { en: { one: 'S', many: 'S' } },
			about: { en: 'About' },
			title: 'called',
			added: ['all'],
			changed: ['all'],
			lists: [
				{ key: 'mode', names, codes: ['online', 'mixed'].map((key) => ({ key, names })) },
				{ key: 'kind', names, codes: ['a', 'b'].map((key) => ({ key, names })) }
			],
			groups: [{ key: 'all', names, roles: ['secretariat'] }],
			fields: [
				{ key: 'called', type: 'text', names },
				{ key: 'mode', type: 'one-of', codes: { list: 'mode' }, names },
				{ key: 'kinds', type: 'many-of', codes: { list: 'kind' }, names },
				{ key: 'amount', type: 'decimal', names },
				{ key: 'isopen', type: 'yes-no', names },
				{ key: 'begun', type: 'date', names },
				{ key: 'told', type: 'text', names, asked }
			],
			states: [{ key: 'open', names }]
		})
	)
	if (!register) throw new Error(JSON.stringify(faults))
	return register
}

type Script = Record<'judge' | 'typedAs', unknown>
const script: Script = await import(new URL('../../../../../static/entry.js', import.meta.url).href)
const called = (one: unknown, ...given: unknown[]): unknown =>
	typeof one === 'function' ? Reflect.apply(one, undefined, given) : undefined

/** What a form sends for a value. */
function textsOf(value: string | boolean | readonly string[] | undefined): readonly string[] {
	if (value === undefined) return ['']
	if (typeof value === 'boolean') return [value ? 'yes' : 'no']
	return typeof value === 'string' ? [value] : value
}

test.each(CONDITIONS)('the script of a form judges as the server does: %s', (asked) => {
	const register = declared(asked)
	const asks = register.declaration.fields.map(({ key }) => key)
	const found = conditionsOf({ declaration: register.declaration, asks, values: {}, today: TODAY })
	const [condition] = found?.conditions ?? []
	const field = register.fields.get('told')
	if (!found || !condition || !field) throw new Error('no condition')
	fc.assert(
		fc.property(
			fc.record(
				{
					called: fc.constantFrom('x', 'y'),
					mode: fc.constantFrom('online', 'mixed'),
					kinds: fc.constantFrom<readonly string[]>(['a'], ['b'], ['a', 'b']),
					amount: fc.constantFrom('1', '2', '2.5', '7'),
					isopen: fc.boolean(),
					begun: fc.constantFrom('2025-12-31', TODAY, '2026-12-31')
				},
				{ requiredKeys: [] }
			),
			(values) => {
				const look = {
					today: TODAY,
					value: (key: string) =>
						called(
							script.typedAs,
							found.types[`values:${key}`],
							textsOf(Object.entries(values).find(([name]) => name === key)?.[1])
						)
				}
				const judged = called(script.judge, condition.asked, look)
				// What the page alone cannot know is shown, and the server decides.
				if (typeof judged === 'symbol') return
				expect(judged === true).toBe(isAsked(field, rowOf(values, {}, TODAY)))
			}
		)
	)
})

test('what is not chosen yet is not the one that rules a field out', () => {
	const register = declared('mode != "online"')
	const found = conditionsOf({ declaration: register.declaration, asks: ['mode', 'told'], values: {}, today: TODAY })
	const judged = (mode: string | null) =>
		called(script.judge, found?.conditions[0]?.asked, { today: TODAY, value: () => mode })
	expect([judged('online'), judged('mixed'), judged(null)]).toEqual([false, true, true])
})

test('what is not asked for is found from what was typed, and from what the form does not ask', () => {
	const compiled = declared('mode != "online" and isopen')
	const given = { compiled, areas: [], asks: ['mode', 'told'], today: TODAY }
	const unasked = (mode: string, isOpen: boolean) =>
		unaskedIn({ ...given, typed: { mode, told: 'x' }, held: { isopen: isOpen } })
	expect(unasked('online', true)).toEqual(['told'])
	expect(unasked('mixed', true)).toEqual([])
	expect(unasked('mixed', false)).toEqual(['told'])
})
