import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { spanOf } from '../instrument/partial-days.ts'
import {
	FOLLOWS,
	isDraftStill,
	placeStage,
	reachable,
	slippage,
	STAGES,
	STANDINGS,
	whyNotEnter,
	whyNotPlan,
	type Entered,
	type Stage
} from './policy-rules.ts'

const entered = (stage: Stage, on?: string): Entered => ({ stage, days: on === undefined ? null : spanOf(on) })

describe('which stage follows which', () => {
	// Row by row as the rule is told to people; whatever is not named is refused.
	const TABLE: Readonly<Record<Stage, string>> = {
		idea: 'drafting consultation validated adopted',
		drafting: 'consultation validated adopted',
		consultation: 'drafting validated adopted',
		validated: 'drafting consultation adopted',
		adopted: 'in-force under-review ended repealed',
		'in-force': 'under-review ended repealed',
		'under-review': 'adopted in-force ended repealed',
		ended: 'in-force repealed',
		repealed: ''
	}

	test.each(STAGES.flatMap((from) => STAGES.map((to) => ({ from, to }))))('from $from to $to', ({ from, to }) => {
		const isAllowed = TABLE[from].split(' ').includes(to)
		expect(FOLLOWS[from].includes(to)).toBe(isAllowed)
		const placed = placeStage([entered(from, '2020-05-01')], entered(to, '2021-05-01'))
		expect(placed.position === 1).toBe(isAllowed)
	})

	test('any stage may be the first that is known', () => {
		for (const stage of STAGES) expect(placeStage([], entered(stage))).toEqual({ position: 0, refusal: null })
	})
})

test('nothing is in force before it was adopted', () => {
	expect(placeStage([entered('drafting')], entered('in-force'))).toEqual({
		position: null,
		refusal: 'instruments.in-force-before-adopted'
	})
	expect(placeStage([entered('adopted', '2020-05-02')], entered('in-force', '2020-05-01')).refusal).toBe(
		'instruments.in-force-before-adopted'
	)
	expect(placeStage([entered('adopted', '2020-05-02')], entered('in-force', '2020-05-02')).position).toBe(1)
	expect(placeStage([entered('adopted', '2020-05')], entered('in-force', '2020')).position).toBe(1)
})

test('an earlier stage that comes to be known is put where its day lies', () => {
	const life = [entered('drafting', '2012'), entered('adopted', '2014-02-01'), entered('in-force', '2014-06-01')]
	expect(placeStage(life, entered('consultation', '2013'))).toEqual({ position: 1, refusal: null })
	expect(placeStage(life, entered('idea', '2010'))).toEqual({ position: 0, refusal: null })
	expect(placeStage(life, entered('idea', '2013')).position).toBeNull()
	expect(placeStage([entered('in-force', '2014')], entered('adopted', '2013')).position).toBe(0)
})

test('a repeal says when and why, and is the end', () => {
	const told = { stage: 'repealed', year: null, today: '2026-03-02' } as const
	expect(whyNotEnter({ ...told, days: null, reason: 'replaced' })?.code).toBe('instruments.repeal-needs-day')
	expect(whyNotEnter({ ...told, days: spanOf('2025'), reason: null })?.code).toBe('instruments.repeal-needs-reason')
	expect(whyNotEnter({ ...told, days: spanOf('2025'), reason: 'replaced' })).toBeNull()
	const life = [entered('adopted', '2014'), entered('repealed', '2020')]
	expect(placeStage(life, entered('in-force', '2021')).refusal).toBe('instruments.stage-after-repeal')
})

test('what is still to come is planned, and not entered', () => {
	const told = { stage: 'adopted', reason: null, year: null, today: '2026-03-02' } as const
	expect(whyNotEnter({ ...told, days: spanOf('2026-03-03') })?.code).toBe('instruments.stage-to-come')
	expect(whyNotEnter({ ...told, days: spanOf('2026-03') })).toBeNull()
	expect(whyNotEnter({ ...told, days: spanOf('2027') })?.code).toBe('instruments.stage-to-come')
})

test.each([
	{ stage: 'drafting', on: '2010-01-01', isRefused: false },
	{ stage: 'validated', on: '2010-01-01', isRefused: false },
	{ stage: 'adopted', on: '2010-01-01', isRefused: true },
	{ stage: 'adopted', on: '2013', isRefused: true },
	{ stage: 'adopted', on: '2014', isRefused: false },
	{ stage: 'adopted', on: '2013-12-31', isRefused: true },
	{ stage: 'adopted', on: '2014-01-01', isRefused: false },
	{ stage: 'in-force', on: '2013-12', isRefused: true },
	{ stage: 'under-review', on: '2010-01-01', isRefused: true },
	{ stage: 'ended', on: '2013', isRefused: true },
	{ stage: 'repealed', on: '2013', isRefused: true },
	{ stage: 'repealed', on: '2020-05', isRefused: false }
] as const)('$stage on $on of a law of 2014 is refused: $isRefused', ({ stage, on, isRefused }) => {
	const told = { stage, days: spanOf(on), reason: 'replaced', today: '2026-03-02' }
	expect(whyNotEnter({ ...told, year: 2014 })).toEqual(
		isRefused ? { path: ['on'], code: 'instruments.stage-before-year', params: { on, year: '2014' } } : null
	)
	expect(whyNotEnter({ ...told, year: null })).toBeNull()
})

test('a bill of which nothing is known is a draft still, another law is not', () => {
	const drafts = STANDINGS.filter((stage) => isDraftStill({ stage, form: 'act' }))
	expect(drafts).toEqual(['idea', 'drafting', 'consultation', 'validated'])
	expect(STANDINGS.filter((stage) => isDraftStill({ stage, form: 'bill' }))).toEqual([...drafts, 'not-known'])
})

const stages = fc.constantFrom(...STAGES)
const days = fc.option(fc.date({ min: new Date('1990-01-01'), max: new Date('2025-12-31'), noInvalidDate: true }), {
	nil: null
})

test('whatever is entered, a life keeps its order: stages follow by the table and no day is certainly before another', () => {
	fc.assert(
		fc.property(fc.array(fc.tuple(stages, days, fc.constantFrom(4, 7, 10)), { maxLength: 12 }), (told) => {
			const life: Entered[] = []
			for (const [stage, day, precision] of told) {
				const one = entered(stage, day === null ? undefined : day.toISOString().slice(0, precision))
				const { position } = placeStage(life, one)
				if (position !== null) life.splice(position, 0, one)
			}
			for (const [index, one] of life.entries())
				for (const later of life.slice(index + 1))
					if (one.days && later.days) expect(one.days.first <= later.days.last).toBe(true)
			for (const [index, one] of life.slice(1).entries())
				expect(FOLLOWS[life[index]?.stage ?? 'repealed']).toContain(one.stage)
		})
	)
})

test('only what may still come is planned, and in the usual order of stages', () => {
	expect(reachable('repealed')).toEqual([])
	expect(reachable('not-known')).toEqual(STAGES)
	expect(reachable('in-force')).toEqual(['adopted', 'in-force', 'under-review', 'ended', 'repealed'])
	expect(whyNotPlan('in-force', [], { stage: 'drafting', day: '2027-01-01' })).toBe('instruments.stage-not-ahead')
	expect(whyNotPlan('repealed', [], { stage: 'in-force', day: '2027-01-01' })).toBe('instruments.stage-after-repeal')
	const plans = [{ stage: 'adopted', day: '2027-01-01' }] as const
	expect(whyNotPlan('drafting', plans, { stage: 'in-force', day: '2026-12-31' })).toBe('instruments.plan-order')
	expect(whyNotPlan('drafting', plans, { stage: 'consultation', day: '2027-01-02' })).toBe('instruments.plan-order')
	expect(whyNotPlan('drafting', plans, { stage: 'in-force', day: '2027-01-01' })).toBeNull()
})

test('slippage is told against the day first planned, and grows while a stage is overdue', () => {
	const today = '2026-03-02'
	expect(slippage({ first: null, planned: '2026-05-01', entered: null }, today)).toBeNull()
	expect(slippage({ first: '2026-04-01', planned: '2026-05-01', entered: null }, today)).toBe(30)
	expect(slippage({ first: '2026-02-20', planned: '2026-02-20', entered: null }, today)).toBe(10)
	expect(slippage({ first: '2026-01-10', planned: null, entered: spanOf('2026-01-05') }, today)).toBe(-5)
	expect(slippage({ first: '2026-01-10', planned: null, entered: spanOf('2026-01') }, today)).toBe(0)
	expect(slippage({ first: '2026-01-10', planned: null, entered: spanOf('2026-02') }, today)).toBe(22)
	expect(slippage({ first: '2026-01-10', planned: null, entered: null }, today)).toBeNull()
})
