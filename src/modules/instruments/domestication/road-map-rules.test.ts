import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
	daysLate,
	placed,
	progressOf,
	slippageOf,
	whyNotMoveStep,
	whyNotSetTarget,
	type StepDays
} from './road-map-rules.ts'

const TODAY = '2026-03-02'
const step = (more: Partial<StepDays> = {}): StepDays => ({
	state: 'planned',
	firstTarget: '2026-03-01',
	target: '2026-03-01',
	done: null,
	...more
})

describe('slippage', () => {
	test.each([
		['a step without a target', step({ firstTarget: null, target: null }), null, 0],
		['a step aimed at its first target', step({ firstTarget: '2026-04-01', target: '2026-04-01' }), 0, 0],
		['a step whose target was moved', step({ firstTarget: '2026-04-01', target: '2026-04-11' }), 10, 0],
		['a step brought forward', step({ firstTarget: '2026-04-11', target: '2026-04-01' }), -10, 0],
		['a step past its target', step(), 1, 1],
		['a step due today', step({ firstTarget: TODAY, target: TODAY }), 0, 0],
		['a step done late', step({ state: 'done', done: '2026-03-02' }), 1, 0],
		['a step done early', step({ state: 'done', done: '2026-02-27' }), -2, 0],
		['a step whose target was taken away', step({ target: null }), null, 0],
		['a step that was dropped', step({ state: 'dropped' }), null, 0],
		['a step over the end of February', step({ state: 'done', firstTarget: '2024-02-28', done: '2024-03-01' }), 2, 0]
	])('of %s', (_what, one, slippage, late) => {
		expect([slippageOf(one, TODAY), daysLate(one, TODAY)]).toEqual([slippage, late])
	})

	test('never shrinks while days pass and nothing is done', () => {
		const day = fc
			.integer({ min: 0, max: 4_000 })
			.map((days) => new Date(Date.UTC(2020, 0, 1 + days)).toISOString().slice(0, 10))
		fc.assert(
			fc.property(day, day, day, day, (firstTarget, target, one, other) => {
				const [earlier, later] = [one, other].sort()
				const open = step({ firstTarget, target })
				expect(slippageOf(open, later ?? '')).toBeGreaterThanOrEqual(slippageOf(open, earlier ?? '') ?? 0)
			})
		)
	})
})

test.each([
	['planned', 'under-way', null, null, null],
	['planned', 'done', TODAY, null, null],
	['planned', 'planned', null, null, 'instruments.step-stands-so'],
	['planned', 'under-way', TODAY, null, 'instruments.step-day-without-done'],
	['planned', 'done', '2026-03-03', null, 'instruments.step-done-in-future'],
	['planned', 'dropped', null, null, 'instruments.step-needs-reason'],
	['planned', 'dropped', null, 'No money.', null],
	['done', 'under-way', null, null, 'instruments.step-needs-reason'],
	['dropped', 'planned', null, 'Taken up again.', null]
] as const)('from %s to %s on %s because %s: %s', (from, to, day, reason, why) => {
	expect(whyNotMoveStep(from, to, { day, today: TODAY, reason })).toBe(why)
})

test.each([
	['planned', null, '2026-05-01', null, null],
	['planned', '2026-05-01', '2026-06-01', null, 'instruments.target-needs-reason'],
	['planned', '2026-05-01', '2026-06-01', 'Parliament is dissolved.', null],
	['planned', '2026-05-01', null, 'No day is known.', null],
	['planned', '2026-05-01', '2026-05-01', 'x', 'instruments.target-stands-so'],
	['done', '2026-05-01', '2026-06-01', 'x', 'instruments.step-over']
] as const)('the target of a step %s from %s to %s because %s: %s', (state, target, to, reason, why) => {
	expect(whyNotSetTarget({ state, target }, to, reason)).toBe(why)
})

test('a step is put at a place, and the others keep their order', () => {
	expect(placed(['a', 'b', 'c'], 'c', 1)).toEqual(['c', 'a', 'b'])
	expect(placed(['a', 'b', 'c'], 'a', 2)).toEqual(['b', 'a', 'c'])
	expect(placed(['a', 'b', 'c'], 'a', 99)).toEqual(['b', 'c', 'a'])
})

test('a road map stands by its steps that were not dropped, and slips as its worst step', () => {
	const steps = [
		step({ state: 'done', done: '2026-02-20' }),
		step({ firstTarget: '2026-03-10', target: '2026-03-20' }),
		step(),
		step({ state: 'dropped', firstTarget: '2020-01-01' })
	]
	expect(progressOf(steps, TODAY)).toEqual({ steps: 3, done: 1, late: 1, slippage: 10 })
	expect(progressOf([], TODAY)).toEqual({ steps: 0, done: 0, late: 0, slippage: null })
})
