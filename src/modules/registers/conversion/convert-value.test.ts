import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalText } from '#platform/events/chain.ts'
import type { AnyField } from '../declaration/declaration.ts'
import { Declaration } from '../declaration/declaration.ts'
import { readValue, type Value } from '../entry/values.ts'
import { pairOf, type FieldType } from './convert-pairs.ts'
import { backRule, convertValue } from './convert-value.ts'
import { LOOK, LOOKS, RECORDS } from './looks.testing.ts'
import type { Rule } from './steps.ts'

const MORE: Partial<Record<FieldType, object>> = {
	'one-of': { codes: { list: 'kind' } },
	'many-of': { codes: { list: 'kind' } },
	entry: { register: 'grant' },
	money: { currency: 'USD' },
	decimal: { digits: 3 },
	text: { most: 500 }
}

function fieldOf(type: FieldType, more: object = {}): AnyField {
	const [field] = Declaration.shape.fields.parse([{ key: 'one', type, names: { en: 'One' }, ...MORE[type], ...more }])
	if (!field) throw new Error('no field')
	return field
}

const day = fc
	.date({ min: new Date('1900-01-01'), max: new Date('2100-12-31'), noInvalidDate: true })
	.map((one) => one.toISOString().slice(0, 10))
const id = (kind: string) =>
	fc.constantFrom(...Object.entries(RECORDS).flatMap(([key, one]) => (kind === '' || one.kind === kind ? [key] : [])))
const words = fc
	.oneof(
		{
			weight: 5,
			arbitrary: fc.constantFrom(
				'1 250',
				'12,5',
				'1,250',
				'3 March 2026',
				'04/05/2026',
				'2026-03',
				'2026',
				'yes',
				'No',
				'small',
				'Petit',
				'Small; Tiny',
				'Zimbabwe',
				'ZWE',
				'12 USD',
				'USD 1,200.50',
				'2026-01-01/2026-02-01',
				'Department of Works',
				'works',
				'Committee',
				'ZWE-GRX-2026-001',
				'Grünau',
				'a@b.org',
				'+266 2231 0000'
			)
		},
		{ weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 40 }) }
	)
	.filter((text) => text.trim() !== '')
const number = fc
	.oneof(
		fc.integer({ min: -5, max: 5 }),
		fc.integer({ min: 1900, max: 2100 }),
		fc.integer({ min: -1_000_000, max: 1_000_000 })
	)
	.map(String)
const decimal = fc.oneof(
	number,
	fc.integer({ min: -999_999, max: 999_999 }).map((one) => (one / 1000).toString())
)
const codes = fc.constantFrom('small', 'tiny', 'large', 'yes', 'no', 'zwe', '5')

/** Values of each type as a form might send them. */
const DRAWN = {
	text: words,
	'long-text': words,
	address: words,
	email: fc.constantFrom('a@b.org', 'someone@example.org'),
	telephone: fc.constantFrom('+266 2231 0000', '0123456'),
	'whole-number': number,
	decimal,
	money: fc.record({
		amount: fc.integer({ min: -99_999, max: 99_999 }).map((one) => (one / 100).toString()),
		currency: fc.constant('USD')
	}),
	date: day,
	'partial-date': day.chain((one) => fc.constantFrom(one, one.slice(0, 7), one.slice(0, 4))),
	period: fc
		.tuple(day, fc.option(day))
		.map(([from, to]) => (to !== null && to < from ? { from: to, to: from } : { from, to })),
	'yes-no': fc.boolean(),
	'one-of': codes,
	'many-of': fc.uniqueArray(codes, { minLength: 1, maxLength: 4 }),
	country: fc.constantFrom('ZWE', 'LSO', 'ZAF', 'MOZ'),
	place: fc.record({
		country: fc.constantFrom(null, 'ZWE'),
		area: fc.constantFrom(null, 'North'),
		locality: fc.constantFrom(null, 'Harare'),
		latitude: fc.constant(null),
		longitude: fc.constant(null)
	}),
	actor: id('actor'),
	structure: id('structure'),
	record: id(''),
	entry: id('entry')
} satisfies Partial<Record<FieldType, fc.Arbitrary<unknown>>>
const isDrawn = (type: string): type is keyof typeof DRAWN => type in DRAWN
const TYPES = Object.keys(DRAWN).filter(isDrawn)

const reading = { codesOf: LOOK.codesOf, isCountry: LOOK.isCountry, before: undefined }
const rules: Partial<Record<FieldType, fc.Arbitrary<Rule>>> = {
	money: fc.constant({ currency: 'USD' }),
	date: fc.constantFrom<Rule>({}, { take: 'first' }, { take: 'last' }, { order: 'day-month' }),
	'whole-number': fc.constantFrom<Rule>({}, { round: true }, { decimal: 'comma' }),
	'one-of': fc.constantFrom<Rule>(
		{},
		{ take: 'first' },
		{ else: 'large' },
		{ by: { small: 'tiny', tiny: 'tiny', yes: 'small' } }
	)
}

/** A value of the type as an entry would hold it. */
const held = (field: AnyField, raw: unknown): Value | null => {
	const read = readValue(field, raw, reading)
	return 'value' in read ? read.value : null
}
const same = (one: unknown, other: unknown) => canonicalText(one ?? null) === canonicalText(other ?? null)

describe('every pair of types', () => {
	const pairs = TYPES.flatMap((from) => TYPES.map((to) => [from, to, pairOf(from, to)] as const))

	test.each(pairs)('%s to %s: %s', (from, to, pair) => {
		const drawn: fc.Arbitrary<unknown> = DRAWN[from]
		const [was, now] = [fieldOf(from), fieldOf(to)]
		let understood = 0
		fc.assert(
			fc.property(drawn, rules[to] ?? fc.constant<Rule>({}), (raw, rule) => {
				const value = held(was, raw)
				if (value === null) return
				const ways = { from: was, to: now, rule }
				const converted = convertValue(ways, value, LOOKS)
				if (converted.value !== null) understood += 1
				if (pair === 'never') expect(converted).toMatchObject({ value: null, why: 'not-understood' })
				// What comes through is what the field would take from a form.
				if (converted.value !== null)
					expect(readValue(now, converted.value, { ...reading, before: converted.value })).toEqual({
						value: converted.value
					})
				if (converted.why !== null || converted.isSpelled) {
					if (pair === 'whole' && !('round' in rule) && !('take' in rule))
						expect(converted.isSpelled || converted.why === 'too-long').toBe(true)
					return
				}
				// Nothing is lost that is not told.
				expect(converted.value).not.toBeNull()
				const back = convertValue({ from: now, to: was, rule: backRule(ways) }, converted.value ?? '', LOOKS)
				expect(same(back.value, value)).toBe(true)
			}),
			{ numRuns: 60, seed: 20_260_302 }
		)
		if (pair !== 'never') expect(understood).toBeGreaterThan(0)
	})
})

describe('what is read from a text', () => {
	const told = (to: FieldType, text: string, rule: Rule = {}, more: object = {}) => {
		const { value, why, isSpelled } = convertValue({ from: fieldOf('text'), to: fieldOf(to, more), rule }, text, LOOKS)
		return why ?? (isSpelled ? [value] : value)
	}
	test.each([
		['whole-number', '1 250', {}, ['1250']],
		['whole-number', '1,250', {}, 'not-understood'],
		['whole-number', '1,250', { decimal: 'point' }, ['1250']],
		['whole-number', 'about ten', {}, 'not-understood'],
		['whole-number', '12.5', {}, 'less-exact'],
		['whole-number', '12.5', { round: true }, 'less-exact'],
		['decimal', '1.250,5', {}, ['1250.5']],
		['decimal', '12.5', {}, '12.5'],
		['money', '12 USD', {}, { amount: '12', currency: 'USD' }],
		['money', '12', { currency: 'USD' }, [{ amount: '12', currency: 'USD' }]],
		['date', '3 March 2026', {}, ['2026-03-03']],
		['date', '04/05/2026', {}, 'two-ways'],
		['date', '04/05/2026', { order: 'day-month' }, ['2026-05-04']],
		['date', '04/05/2026', { order: 'month-day' }, ['2026-04-05']],
		['date', '2026-03-03', {}, '2026-03-03'],
		['partial-date', 'March 2026', {}, ['2026-03']],
		['country', 'Zimbabwe', {}, 'ZWE'],
		['country', 'Nowhere', {}, 'unknown-name'],
		['yes-no', 'Yes', {}, true],
		['yes-no', 'ja', {}, 'not-understood'],
		['yes-no', 'Ja', { by: { Ja: true } }, true],
		['one-of', 'Petit', {}, ['small']],
		['one-of', 'Enormous', {}, 'unknown-code'],
		['one-of', 'Enormous', { else: 'large' }, 'less-exact'],
		['one-of', 'big', { by: { big: 'large', huge: 'large' } }, 'large'],
		['one-of', 'huge', { by: { big: 'large', huge: 'large' } }, 'merged'],
		['many-of', 'Small; Tiny', {}, ['small', 'tiny']],
		['actor', 'Department of Works', {}, '00000000-0000-4000-8000-000000000001'],
		['actor', 'Department of Nothing', {}, 'unknown-name']
	] as const)('%s from ‘%s’', (to, text, rule, expected) => {
		const found = told(to, text, { ...rule })
		expect(found).toEqual(expected)
	})
})
