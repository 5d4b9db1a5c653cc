import Big from 'big.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addMonths } from './days.ts'
import { compileFormula, tryFormula, type Names } from './compile-formula.ts'
import { giveFor, type Money, type Row, type ValueType } from './values.ts'

type Plain = Readonly<Record<string, unknown>>

const kinds: Record<string, ValueType> = {
	amount: { kind: 'number' },
	share: { kind: 'number' },
	grant: { kind: 'money', currency: 'USD' },
	matched: { kind: 'money', currency: 'USD' },
	local: { kind: 'money', currency: 'LSL' },
	chosen: { kind: 'money', currency: null },
	name: { kind: 'text' },
	place: { kind: 'text' },
	begins: { kind: 'day' },
	ends: { kind: 'day' },
	approved: { kind: 'yes-no' },
	topics: { kind: 'list' }
}
const names: Names = {
	field: (name) => (Object.hasOwn(kinds, name) ? kinds[name] : undefined),
	hasTable: (name) => name === 'instalments',
	tableField: (table, name) => (table === 'instalments' ? kinds[name] : undefined)
}

const asBig = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? Big(value) : null)
const asText = (value: unknown) => (typeof value === 'string' ? value : null)

function rowOf(values: Plain, instalments: readonly Plain[] = []): Row {
	return {
		number: (field) => asBig(values[field]),
		money(field) {
			const value = values[field]
			if (!Array.isArray(value)) return null
			const [amount, currency] = value.map(String)
			return amount === undefined || currency === undefined ? null : { amount: Big(amount), currency }
		},
		text: (field) => asText(values[field]),
		day: (field) => asText(values[field]),
		yesNo: (field) => (typeof values[field] === 'boolean' ? values[field] : null),
		list: (field) => (Array.isArray(values[field]) ? values[field].map(String) : null),
		rows: () => instalments.map((one) => rowOf(one)),
		today: '2026-03-01'
	}
}

const isMoney = (value: object): value is Money => 'currency' in value

function shown(text: string, values: Plain = {}, instalments: readonly Plain[] = []): unknown {
	const given = giveFor(compileFormula(text, names).gives, rowOf(values, instalments))
	if ('stop' in given) return given
	const { value } = given
	if (value instanceof Big) return value.toFixed()
	if (value !== null && typeof value === 'object' && isMoney(value))
		return `${value.amount.toFixed()} ${value.currency}`
	return value
}

describe('what formulas give', () => {
	test.each<[string, Plain, unknown]>([
		['1 + 2 * 3', {}, '7'],
		['(1 + 2) * 3', {}, '9'],
		['-amount + 1', { amount: 3 }, '-2'],
		['10 - 4 - 3', {}, '3'],
		['0.1 + 0.2', {}, '0.3'],
		['1 / 3', {}, '0.3333333333'],
		['amount / share', { amount: 1, share: 0 }, { stop: 'division-by-zero' }],
		['amount + share', { amount: 1 }, null],
		['grant + matched', { grant: ['1000.10', 'USD'], matched: ['0.20', 'USD'] }, '1000.3 USD'],
		['grant * 2', { grant: ['1000.10', 'USD'] }, '2000.2 USD'],
		['matched / grant * 100', { grant: ['400', 'USD'], matched: ['100', 'USD'] }, '25'],
		['chosen + grant', { chosen: ['1', 'LSL'], grant: ['1', 'USD'] }, { stop: 'mixed-currencies' }],
		['grant >= 500', { grant: ['500', 'USD'] }, true],
		['name + " (" + place + ")"', { name: 'Thusano', place: 'Maseru' }, 'Thusano (Maseru)'],
		['"say ""no"""', {}, 'say "no"'],
		['name = empty', {}, true],
		['name != empty', {}, false],
		['name = "a"', {}, false],
		['name != "a"', {}, true],
		['amount < 3', {}, false],
		['begins < ends', { begins: '2026-01-31', ends: '2026-02-01' }, true],
		['days_between(begins, ends)', { begins: '2026-01-31', ends: '2026-03-01' }, '29'],
		['add_months(begins, 1)', { begins: '2026-01-31' }, '2026-02-28'],
		['add_days(begins, -31)', { begins: '2026-01-31' }, '2025-12-31'],
		['add_days(begins, 900000)', { begins: '2026-01-31' }, { stop: 'too-large' }],
		['ends < today()', { ends: '2026-02-28' }, true],
		['year(begins) + month(begins)', { begins: '2026-01-31' }, '2027'],
		['if(approved, grant, empty)', { approved: true, grant: ['5', 'USD'] }, '5 USD'],
		['if(approved, grant, empty)', { grant: ['5', 'USD'] }, null],
		['if(approved, empty, name)', { name: 'x' }, 'x'],
		['first_filled(name, place, "none")', { place: 'Beitbridge' }, 'Beitbridge'],
		['one_of(name, "a", "b")', { name: 'b' }, true],
		['includes(topics, "labour")', { topics: ['labour', 'health'] }, true],
		['count(topics)', { topics: ['labour', 'health'] }, '2'],
		['length(name)', { name: 'é😀' }, '2'],
		['least(amount, 3)', { amount: 5 }, '3'],
		['greatest(amount, share)', { share: 2 }, '2'],
		['round(2.5)', {}, '2'],
		['round(3.5)', {}, '4'],
		['not approved and amount = 1 or false', { amount: 1 }, true],
		['approved or not approved', {}, true]
	])('%s of %j is %j', (text, values, expected) => {
		expect(shown(text, values)).toEqual(expected)
	})

	test('rows of a table are counted and summed, those without a value left out', () => {
		const rows = [{ amount: 2, grant: ['1.50', 'USD'] }, { amount: 3 }, { grant: ['2', 'USD'] }]
		expect(shown('count(instalments)', {}, rows)).toBe('3')
		expect(shown('sum(instalments.amount)', {}, rows)).toBe('5')
		expect(shown('sum(instalments.grant)', {}, rows)).toBe('3.5 USD')
		expect(shown('sum(instalments.grant)')).toBe('0 USD')
		expect(shown('count(instalments, amount > 2)', {}, rows)).toBe('1')
		expect(shown('sum(instalments.grant, amount = 2)', {}, rows)).toBe('1.5 USD')
		expect(shown('sum(instalments.chosen)', {}, [{ chosen: ['1', 'USD'] }, { chosen: ['1', 'LSL'] }])).toEqual({
			stop: 'mixed-currencies'
		})
	})

	test('numbers that grow without bound are stopped', () => {
		const big = '9'.repeat(30)
		expect(shown(`${big} * ${big}`)).toEqual({ stop: 'too-large' })
	})
})

describe('what formulas are refused for, and where', () => {
	test.each<[string, string, number]>([
		['1 +', 'unexpected', 3],
		['(1', 'unexpected', 2],
		['1 2', 'unexpected', 2],
		['nothing_there', 'unknown-field', 0],
		['instalments.nothing', 'unknown-field', 0],
		['system("rm")', 'unknown-function', 0],
		['constructor', 'unknown-field', 0],
		['name.length', 'unknown-field', 0],
		['today(1)', 'wrong-count', 0],
		['if(true, 1)', 'wrong-count', 0],
		['count(instalments, amount)', 'wrong-kind', 19],
		['count(instalments, nothing = 1)', 'unknown-field', 19],
		['count(topics, true)', 'wrong-count', 0],
		['name + 1', 'wrong-kind', 5],
		['name < "b"', 'wrong-kind', 5],
		['if(amount, 1, 2)', 'wrong-kind', 0],
		['grant + local', 'mixed-currencies', 6],
		['grant * matched', 'wrong-kind', 6],
		['amount = grant', 'wrong-kind', 7],
		['"open', 'unclosed-text', 0],
		['amount; amount', 'unknown-character', 6],
		['`x`', 'unknown-character', 0],
		['a'.repeat(2_001), 'too-long', 2_000],
		[`${'('.repeat(60)}1${')'.repeat(60)}`, 'too-deep', 41]
	])('%.30s: %s at %d', (text, code, at) => {
		expect(tryFormula(text, names)).toMatchObject({ fault: { code, at } })
	})

	test('whatever is typed, a formula is made ready or refused with a fault, and its work ends', () => {
		const word = fc.constantFrom(
			...Object.keys(kinds),
			...['if', 'round', 'sum', 'count', 'instalments', 'not', 'and', 'or', 'empty', 'true', 'today'],
			...['(', ')', ',', '.', '+', '-', '*', '/', '=', '!=', '<', '>=', '"', '1', '2.5', '""', '0']
		)
		fc.assert(
			fc.property(fc.array(word, { maxLength: 30 }), (words) => {
				const tried = tryFormula(words.join(' '), names)
				if ('formula' in tried) giveFor(tried.formula.gives, rowOf({ amount: 0, share: 0, begins: '2026-01-31' }))
			})
		)
	})
})

test('a month later is never in the month after the next', () => {
	const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true })
	fc.assert(
		fc.property(day, fc.integer({ min: -600, max: 600 }), (date, count) => {
			const from = date.toISOString().slice(0, 10)
			const to = addMonths(from, count)
			const monthsOf = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7))
			expect(monthsOf(to) - monthsOf(from)).toBe(count)
			expect(Number(to.slice(8)) <= Number(from.slice(8))).toBe(true)
		})
	)
})
