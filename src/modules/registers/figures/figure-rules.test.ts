import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drawnDeclaration } from '#tests/fixtures/drawn-declaration.ts'
import { compileDeclaration, type CompiledRegister } from '../declaration/compile-declaration.ts'
import { readDeclaration } from '../declaration/read-declaration.ts'
import { audienceOf, seesPart, type AskingSeat } from '../entry/entry-access.ts'
import type { Values } from '../entry/values.ts'
import { columnForm, countEntry, countedBy, figuresOf, groupsOf, partsRead } from './figure-rules.ts'
import { addToPivot, emptyPivot, foldPivot } from './pivot-rules.ts'
import { sampleRegister } from './sample-register.testing.ts'

const ACTOR = '018f0000-0000-7000-8000-000000000001'

function ready(yaml: string): CompiledRegister {
	const read = readDeclaration(yaml)
	if (!('register' in read)) throw new Error(JSON.stringify(read.faults))
	return read.register
}
const sample = ready(sampleRegister())

const seats: readonly AskingSeat[] = [
	{ role: 'public', actorId: null, audience: ['public'] },
	...['administrator', 'secretariat', 'member', 'observer'].map((role) => ({
		role,
		actorId: ACTOR,
		audience: ['public', 'workspace', `role:${role}`, `actor:${ACTOR}`]
	}))
]

/** An entry that every figure of a drawn register counts. */
const COUNTED: Values = {
	called: 'A',
	sort_of: 'a',
	amount: '5',
	sure: true,
	on_day: '2026-01-31',
	holder: ACTOR,
	at_place: { country: 'ZWE', area: null, locality: null, latitude: null, longitude: null }
}

test('of any register a seat is told of a figure what it sees all of, and of nothing else', () => {
	fc.assert(
		fc.property(drawnDeclaration, fc.nat(4), (declaration, nth) => {
			const { register } = compileDeclaration(declaration)
			if (!register) throw new Error('a drawn declaration is sound')
			const state = declaration.states[nth % declaration.states.length]?.key ?? ''
			const entry = { enteringActorId: ACTOR, state, values: COUNTED }
			const counted = countEntry(register, entry)
			expect(counted.length).toBeGreaterThan(0)
			for (const figure of figuresOf(register))
				for (const seat of seats) {
					const isTold = counted.some(
						({ figure: key, audience, further }) =>
							key === figure.key &&
							[audience, ...further].every((tokens) => tokens.some((token) => seat.audience.includes(token)))
					)
					const sees = audienceOf(register, entry).some((token) => seat.audience.includes(token))
					const seesAll = sees && partsRead(register, figure).every((part) => seesPart(register, part, seat, entry))
					expect([figure.key, seat.role, isTold]).toEqual([figure.key, seat.role, seesAll])
				}
		}),
		{ numRuns: 60 }
	)
})

describe('what an entry adds', () => {
	const counted = (values: Values) => countEntry(sample, { enteringActorId: null, state: 'open', values })
	const of = (values: Values, figure: string) => counted(values).filter((one) => one.figure === figure)

	test('is its amount in its own currency, once for each code it holds', () => {
		const values = { tags: ['one', 'two'], cost: { amount: '0.1', currency: 'LSL' } }
		expect(of(values, 'chart.tag')).toMatchObject([
			{ group: 'one', currency: 'LSL', amount: '0.1' },
			{ group: 'two', currency: 'LSL', amount: '0.1' }
		])
		expect(of({}, 'chart.tag')).toMatchObject([{ group: '', amount: null }])
	})
	test('is nothing where it does not hold what the figure asks for', () => {
		expect(of({ kind: 'two' }, 'headline.hard')).toEqual([])
		expect(of({ kind: 'one' }, 'headline.hard')).toHaveLength(1)
		expect(of({ score: '1', owner: ACTOR }, 'chart.owner')).toMatchObject([{ group: ACTOR }])
	})
})

test('a filter is read as the column of its field holds the value', () => {
	const form = (key: string, raw: string) => {
		const one = sample.fields.get(key)
		return one && columnForm(one, raw)
	}
	expect(form('score', '-2')).toBe(-2n)
	expect(form('cost', '12.5')).toBe(1250n)
	expect(form('day', '2026')).toBe('2026-01-01')
	expect(form('kind', 'one')).toBe('one')
})

test('a day that is not known whole stands by as much of it as is known', () => {
	const day = sample.fields.get('day')
	if (!day) throw new Error('the field is there')
	expect(groupsOf(day, '2026-03-04', 'month')).toEqual(['2026-03'])
	expect(groupsOf(day, '2026-03-04', null)).toEqual(['2026'])
	expect(groupsOf(day, '2026', 'month')).toEqual(['2026'])
	expect(groupsOf(day, { from: '2026-03-04', to: null }, 'month')).toEqual(['2026-03'])
	expect(groupsOf(day, undefined, 'month')).toEqual([''])
})

test('a register that is only called otherwise is counted as before', () => {
	const renamed = sampleRegister().replaceAll('names: { en: Kind }', 'names: { en: Sort }')
	expect(countedBy(ready(renamed))).toBe(countedBy(sample))
	expect(countedBy(ready(sampleRegister(1, 'two')))).not.toBe(countedBy(sample))
})

test('rows put together are the sums of what they were, currency by currency', () => {
	const asked = { rows: 'kind', rowSpan: null, columns: 'state', columnSpan: null, sum: 'cost' } as const
	const count = emptyPivot()
	const cost = (amount: string, currency: string) => ({ amount, currency })
	addToPivot(count, sample, asked, ['one', 'open', cost('0.1', 'USD')])
	addToPivot(count, sample, asked, ['two', 'open', cost('0.2', 'USD')])
	addToPivot(count, sample, asked, ['two', 'draft', cost('7', 'LSL')])
	const { rows, cells, whole } = foldPivot(count, { row: () => 'all', column: (value) => value })
	const said = (sums: ReadonlyMap<string, { toFixed(): string }> | undefined) =>
		Object.fromEntries([...(sums ?? [])].map(([currency, sum]) => [currency, sum.toFixed()]))
	expect(said(rows.get('all')?.sums)).toEqual({ USD: '0.3', LSL: '7' })
	expect(said(cells.get('all')?.get('open')?.sums)).toEqual({ USD: '0.3' })
	expect(whole.records).toBe(3)
})
