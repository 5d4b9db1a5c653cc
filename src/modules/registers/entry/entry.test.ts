import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDeclaration, readTaken } from '../declaration/read-declaration.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import type { AnyField } from '../declaration/declaration.ts'
import { columnsOf, columnValueOf } from './columns.ts'
import {
	audienceOf,
	audienceOfPart,
	mayAdd,
	mayAddSome,
	mayChange,
	mayFill,
	whyNotMove,
	type AskingSeat
} from './entry-access.ts'
import { readValue, type EntryValues, type ReadingValue, type Value } from './values.ts'
import { faultsOf, withoutUnasked, workOut } from './work-out.ts'

const text = readFileSync(new URL('../../../../tests/fixtures/training.yaml', import.meta.url), 'utf8')

function training(change: (yaml: string) => string = (yaml) => yaml): CompiledRegister {
	const read = readDeclaration(change(text))
	if (!('register' in read)) throw new Error(JSON.stringify(read.faults))
	return read.register
}

const PROVIDER = '018f0000-0000-7000-8000-000000000001'
const OTHER = '018f0000-0000-7000-8000-000000000002'
const today = '2026-03-01'

const reading = (before?: Value): ReadingValue => ({
	codesOf: () =>
		new Map([
			['a', { isRetired: false }],
			['b', { isRetired: false }],
			['old', { isRetired: true }]
		]),
	isCountry: (code) => code === 'ZWE' || code === 'LSO',
	before
})

const common = {
	key: 'f',
	names: { en: 'F' },
	required: false,
	filtered: true,
	public: false,
	personal: false,
	retired: false
} as const
const codes = { list: 'x' }

describe('what is typed is kept exactly, or refused with the rule', () => {
	const whole: AnyField = { ...common, type: 'whole-number', least: 1, most: 10 }
	const decimal = { ...common, type: 'decimal', digits: 2 } as const
	const usd: AnyField = { ...common, type: 'money', currency: 'USD' }
	const money: AnyField = { ...common, type: 'money' }
	const many: AnyField = { ...common, type: 'many-of', codes, most: 2 }
	const one: AnyField = { ...common, type: 'one-of', codes }
	test.each<[AnyField, unknown, Record<string, unknown>]>([
		[{ ...common, type: 'text', most: 5 }, '  ab\u0301  ', { value: 'ab\u0301'.normalize('NFC') }],
		[{ ...common, type: 'text', most: 5 }, 'abcdef', { fault: { code: 'too-long' } }],
		[{ ...common, type: 'text', most: 5 }, 'a\u0000', { fault: { code: 'not-text' } }],
		[{ ...common, type: 'text', most: 5 }, '   ', { value: null }],
		[whole, '7', { value: '7' }],
		[whole, '007', { value: '7' }],
		[whole, '7.0', { value: '7' }],
		[whole, '7.5', { fault: { code: 'too-many-digits' } }],
		[whole, '0', { fault: { code: 'below-least' } }],
		[whole, '11', { fault: { code: 'above-most' } }],
		[whole, '1e3', { fault: { code: 'not-a-number' } }],
		[whole, 'NaN', { fault: { code: 'not-a-number' } }],
		[decimal, '0.10', { value: '0.1' }],
		[decimal, '-12.345', { fault: { code: 'too-many-digits' } }],
		[decimal, '9'.repeat(20), { fault: { code: 'above-most' } }],
		[decimal, '999999999999.99', { value: '999999999999.99' }],
		[decimal, '1000000000000', { fault: { code: 'above-most', limit: '999999999999.99' } }],
		[decimal, '-1000000000000', { fault: { code: 'below-least', limit: '-999999999999.99' } }],
		[{ ...common, type: 'whole-number' }, '1000000000000', { fault: { code: 'above-most', limit: '999999999999' } }],
		[usd, '10.5', { value: { amount: '10.5', currency: 'USD' } }],
		[usd, { amount: '10.555', currency: 'USD' }, { fault: { code: 'too-many-digits' } }],
		[usd, { amount: '1', currency: 'LSL' }, { fault: { code: 'other-currency' } }],
		[money, { amount: '1', currency: 'JPY' }, { value: { amount: '1', currency: 'JPY' } }],
		[money, { amount: '1.5', currency: 'JPY' }, { fault: { code: 'too-many-digits' } }],
		[money, { amount: '1' }, { fault: { code: 'currency-missing' } }],
		[money, { amount: '1', currency: 'UDS' }, { fault: { code: 'not-a-currency', found: 'UDS' } }],
		[money, { amount: '1', currency: 'usd' }, { fault: { code: 'not-a-currency', found: 'usd' } }],
		[money, { amount: '', currency: 'USD' }, { value: null }],
		[{ ...common, type: 'date' }, '2026-02-29', { fault: { code: 'not-a-day' } }],
		[{ ...common, type: 'date' }, '2024-02-29', { value: '2024-02-29' }],
		[{ ...common, type: 'partial-date' }, '2026-02', { value: '2026-02' }],
		[{ ...common, type: 'partial-date' }, '2026-13', { fault: { code: 'not-a-partial-date' } }],
		[{ ...common, type: 'period' }, { from: '2026-01-01', to: '' }, { value: { from: '2026-01-01', to: null } }],
		[{ ...common, type: 'period' }, { from: '2026-01-02', to: '2026-01-01' }, { fault: { code: 'period-backwards' } }],
		[{ ...common, type: 'yes-no' }, 'no', { value: false }],
		[{ ...common, type: 'yes-no' }, 'maybe', { fault: { code: 'not-yes-or-no' } }],
		[one, 'a', { value: 'a' }],
		[one, 'gone', { fault: { code: 'unknown-code', found: 'gone' } }],
		[one, 'old', { fault: { code: 'retired-code' } }],
		[many, 'a; b', { value: ['a', 'b'] }],
		[many, ['a', 'a'], { fault: { code: 'code-twice' } }],
		[many, ['a', 'b', 'a'], { fault: { code: 'too-many-codes' } }],
		[{ ...common, type: 'country' }, 'XXX', { fault: { code: 'not-a-country' } }],
		[{ ...common, type: 'place' }, 'Beitbridge', { value: { locality: 'Beitbridge', country: null } }],
		[
			{ ...common, type: 'place' },
			{ country: 'ZWE', latitude: '-22.2', longitude: '30' },
			{ value: { latitude: '-22.2' } }
		],
		[{ ...common, type: 'place' }, { country: 'ZWE', latitude: '-22.2' }, { fault: { code: 'not-a-place' } }],
		[{ ...common, type: 'place' }, { latitude: '91', longitude: '0' }, { fault: { code: 'not-a-place' } }],
		[{ ...common, type: 'email' }, 'a@b.org', { value: 'a@b.org' }],
		[{ ...common, type: 'email' }, 'a b@c.org', { fault: { code: 'not-an-email' } }],
		[{ ...common, type: 'telephone' }, '+263 77 123 4567', { value: '+263 77 123 4567' }],
		[{ ...common, type: 'telephone' }, 'call me', { fault: { code: 'not-a-telephone' } }],
		[{ ...common, type: 'actor' }, 'ministry', { fault: { code: 'not-a-reference' } }],
		[{ ...common, type: 'formula', formula: '1', digits: 0, tells: [] }, '1', { fault: { code: 'worked-out' } }]
	])('%j: %j', (field, raw, expected) => {
		expect(readValue(field, raw, reading())).toMatchObject(expected)
	})

	test.each<[AnyField, unknown]>([
		[usd, { amount: '1', currency: 'USD', cents: 1 }],
		[
			{ ...common, type: 'period' },
			{ from: '2026-01-01', cents: '2026-01-02' }
		],
		[
			{ ...common, type: 'place' },
			{ locality: 'Beitbridge', cents: 'Matabeleland South' }
		]
	])('%j: a part that its type has not is refused by name, never passed over', (field, raw) => {
		expect(readValue(field, raw, reading())).toEqual({ fault: { code: 'unknown-part', found: 'cents' } })
	})

	test('every bound is taken itself and refused one further', () => {
		const text = (most: number): AnyField => ({ ...common, type: 'text', most })
		const place: AnyField = { ...common, type: 'place' }
		for (const [field, most, beyond, code] of [
			[text(5), 'abcde', 'abcdef', 'too-long'],
			[whole, '10', '11', 'above-most'],
			[whole, '1', '0', 'below-least'],
			[many, ['a', 'b'], ['a', 'b', 'c'], 'too-many-codes'],
			[place, { locality: 'x'.repeat(200) }, { locality: 'x'.repeat(201) }, 'too-long'],
			[place, { area: 'x'.repeat(60) }, { area: 'x'.repeat(61) }, 'too-long'],
			[{ ...common, type: 'address' }, 'x'.repeat(1_000), 'x'.repeat(1_001), 'too-long']
		] satisfies [AnyField, unknown, unknown, string][]) {
			expect(readValue(field, most, reading())).toHaveProperty('value')
			expect(readValue(field, beyond, reading())).toMatchObject({ fault: { code } })
		}
	})

	test('a code that was retired stays where it stands', () => {
		expect(readValue(one, 'old', reading('old'))).toEqual({ value: 'old' })
		expect(readValue(many, ['a', 'old'], reading(['old']))).toEqual({ value: ['a', 'old'] })
	})

	test('a currency that was taken once stays where it stands', () => {
		const was = { amount: '2', currency: 'UDS' }
		expect(readValue(money, { amount: '3', currency: 'UDS' }, reading(was))).toEqual({
			value: { amount: '3', currency: 'UDS' }
		})
		expect(readValue(money, { amount: '3', currency: 'SUD' }, reading(was))).toHaveProperty('fault')
	})

	test('amounts sort in their column as they do in life', () => {
		const compiled = {
			field: decimal,
			part: 'open',
			type: undefined,
			column: { kind: 'number', position: 0 },
			required: null,
			asked: null,
			formula: null,
			preset: null
		} as const
		const cents = fc.bigInt({ min: -(10n ** 13n), max: 10n ** 13n })
		fc.assert(
			fc.property(cents, cents, (one, other) => {
				const kept = [one, other].map((cent) => {
					const sign = cent < 0n ? '-' : ''
					const digits = String(cent < 0n ? -cent : cent).padStart(3, '0')
					const read = readValue(decimal, `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`, reading())
					if ('fault' in read || read.value === null) throw new Error('refused')
					return columnValueOf(compiled, read.value)
				})
				expect(kept).toEqual([one, other])
			})
		)
	})
})

const complete: EntryValues = {
	fields: {
		name: 'Data for migration',
		provider: PROVIDER,
		mode: 'in-person',
		place: { country: 'ZWE', area: null, locality: 'Harare', latitude: null, longitude: null },
		begins: '2026-02-01',
		ends: '2026-02-03',
		cost: { amount: '100', currency: 'USD' }
	},
	tables: { participants: [{ sex: 'female' }, { sex: 'male' }, { sex: 'female' }], sessions: [] }
}

describe('an entry by the rules of its register', () => {
	const all = { today, mayFill: () => true, state: 'planned' }

	test('what it works out follows from what was typed, and what was typed for it is dropped', () => {
		const { values, stopped } = workOut(training(), { ...complete, fields: { ...complete.fields, days: '99' } }, today)
		expect(values.fields).toMatchObject({ days: '3', came: '3', women: '2' })
		expect(stopped).toEqual([])
		expect(workOut(training(), values, today).values).toEqual(values)
	})

	test('a formula that gives nothing says why, and the entry is kept', () => {
		const register = training((yaml) =>
			yaml.replace('days_between(begins, ends) + 1', '1 / (days_between(begins, ends) - 2)')
		)
		const { values, stopped } = workOut(register, complete, today)
		expect(values.fields).not.toHaveProperty('days')
		expect(stopped).toEqual([{ field: 'days', code: 'division-by-zero' }])
	})

	test('what must be filled is named, in the entry and in the rows of its tables', () => {
		const { mode: _mode, name: _name, ...fields } = complete.fields
		const faults = faultsOf(training(), { fields, tables: { participants: [{ sex: 'male' }, {}] } }, all)
		expect(faults).toEqual([
			{ code: 'missing', field: 'name' },
			{ code: 'missing', field: 'mode' },
			{ code: 'missing', field: 'sex', table: 'participants', row: 1 }
		])
	})

	test('what is not asked for need not be filled, and is not kept', () => {
		const online: EntryValues = { ...complete, fields: { ...complete.fields, mode: 'online' } }
		const kept = withoutUnasked(training(), online, today)
		expect(kept.fields).not.toHaveProperty('place')
		expect(faultsOf(training(), kept, all)).toEqual([])
	})

	test('who cannot fill a field is not held up by it', () => {
		const { fields } = complete
		const empty = { fields, tables: { participants: [{}] } }
		expect(faultsOf(training(), empty, { ...all, mayFill: (key) => key !== 'participants' })).toEqual([])
	})

	test('a check across fields is told at its field', () => {
		const backwards = { ...complete, fields: { ...complete.fields, ends: '2026-01-01' } }
		expect(faultsOf(training(), backwards, all)).toEqual([{ code: 'check', check: 'ends_after_begin', field: 'ends' }])
	})

	test('each part has the columns of its own fields and no other', () => {
		const { values } = workOut(training(), complete, today)
		expect(columnsOf(training(), 'open', values.fields)).toEqual({
			reference_1: PROVIDER,
			text_1: 'in-person',
			text_2: 'ZWE',
			day_1: '2026-02-01',
			day_2: '2026-02-03'
		})
		expect(columnsOf(training(), 'inside', values.fields)).toEqual({ number_1: 3n })
	})
})

describe('who sees and does what', () => {
	test('a group that does not see the entries sees no more of the public ones than the public', () => {
		// As it was taken before that was refused: what a workspace keeps is read by the rules of today.
		const read = readTaken(
			text
				.replace('seen: everyone', 'seen: [coordinators, providers]')
				.replace('groups:\n', 'groups:\n  - { key: analysts, names: { en: A }, roles: [analyst] }\n')
				.replace('    seen: coordinators\n', '    seen: analysts\n')
		)
		if (!('register' in read)) throw new Error(JSON.stringify(read.faults))
		expect(read.register.parts).toContain('group:analysts')
		expect(audienceOf(read.register, entry('held'))).toEqual(['public'])
		expect(audienceOfPart(read.register, 'group:analysts', entry('held'))).toEqual([])
	})
	const seat = (role: string, actorId: string | null = null, ...more: string[]): AskingSeat => ({
		role,
		actorId,
		audience: ['public', 'workspace', `role:${role}`, ...(actorId === null ? [] : [`actor:${actorId}`]), ...more]
	})
	const secretariat = seat('secretariat')
	const provider = seat('member', PROVIDER)
	const stranger = seat('member', OTHER)
	const nobody: AskingSeat = { role: 'public', actorId: null, audience: ['public'] }
	const entry = (state: string) => ({ enteringActorId: null, state, values: complete.fields })

	test('an entry is seen by the workspace, and by the public in states that are public; its parts by their own readers', () => {
		const register = training()
		expect(audienceOf(register, entry('planned'))).toEqual(['workspace'])
		expect(audienceOf(register, entry('held'))).toEqual(['public'])
		expect(audienceOfPart(register, 'inside', entry('held'))).toEqual(['workspace'])
		expect(audienceOfPart(register, 'group:coordinators', entry('held'))).toEqual([
			'role:administrator',
			'role:secretariat'
		])
	})

	test('a register that is not for everybody keeps what is inside to its readers where an entry is public', () => {
		const register = training((yaml) => yaml.replace('seen: everyone', 'seen: [coordinators, providers]'))
		const readers = [`actor:${PROVIDER}`, 'role:administrator', 'role:secretariat']
		expect(audienceOf(register, entry('planned'))).toEqual(readers)
		expect(audienceOfPart(register, 'inside', entry('held'))).toEqual(readers)
		expect(audienceOf(register, entry('held'))).toEqual(['public'])
	})

	test.each([
		['the secretariat', secretariat, true, true, true],
		['its provider', provider, true, true, true],
		['another actor', stranger, true, false, false],
		['the public', nobody, false, false, false]
	])('%s', (_name, who, some, add, change) => {
		const register = training()
		expect(mayAddSome(register, who)).toBe(some)
		expect(mayAdd(register, who, complete.fields)).toBe(add)
		expect(mayChange(register, who, entry('planned'))).toBe(change)
	})

	test('a field or table is filled only by who sees it', () => {
		expect(mayFill(training(), 'participants', secretariat, entry('planned'))).toBe(true)
		expect(mayFill(training(), 'participants', provider, entry('planned'))).toBe(false)
		expect(mayFill(training(), 'name', provider, entry('planned'))).toBe(true)
		expect(mayFill(training(), 'gone', provider, entry('planned'))).toBe(false)
	})

	test('every state, move and seat: a move is open where the state, the seat, what is filled and the condition allow it', () => {
		const register = training()
		const moves = register.declaration.moves
		const told = (values: EntryValues, on: string) =>
			register.declaration.states.flatMap(({ key }) =>
				[secretariat, provider, stranger].flatMap((who, index) =>
					moves.map((move) => {
						const why = whyNotMove(register, move, { seat: who, entry: entry(key), values, today: on })
						return `${key} ${move.key} ${['secretariat', 'provider', 'stranger'][index] ?? ''}: ${why?.code ?? 'open'}`
					})
				)
			)
		const open = (lines: string[]) => lines.filter((line) => line.endsWith('open'))
		expect(open(told(complete, today))).toEqual([
			'planned announce secretariat: open',
			'planned call_off secretariat: open',
			'announced hold secretariat: open',
			'announced call_off secretariat: open',
			'announced hold provider: open'
		])
		expect(told(complete, '2026-02-01')).toContain('announced hold provider: condition')
		const { begins: _begins, ...undated } = complete.fields
		expect(told({ ...complete, fields: undated }, today)).toContain('planned announce secretariat: not-filled')
		expect(told(complete, today)).toContain('planned announce provider: not-yours')
		expect(told(complete, today)).toContain('held announce secretariat: not-from-here')
	})
})
