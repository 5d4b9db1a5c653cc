import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DECLARED_STATUSES } from '#modules/directory/rules.ts'
import { judgedYears, sinceBegun, type Beginning } from './beginning.ts'
import { addDays } from '../days.ts'
import { judge, type Met, type Rhythm } from './cadence.ts'

const QUARTERLY: Rhythm = { kind: 'times-a-year', times: 4, from: null, to: null }
const UNKNOWN: Beginning = {
	declared: 'active',
	leftMaking: null,
	firstActivated: null,
	firstMet: null,
	yearEstablished: null
}
const TODAY = '2026-08-15'
const missedOf = (beginning: Beginning, held: readonly Met[] = []) =>
	judge(sinceBegun([QUARTERLY], beginning), held, { from: '2022-01-01', until: TODAY, today: TODAY })
		.filter(({ state }) => state === 'missed')
		.map(({ from }) => from)

test('the years that are told of are the same for every page: this one and the four before', () => {
	expect(judgedYears('2026-03-02')).toEqual({ since: '2022-01-01', until: '2026-12-31' })
})

test('a structure that is only proposed misses no meeting', () => {
	expect(missedOf({ ...UNKNOWN, declared: 'proposed' })).toEqual([])
	expect(missedOf({ ...UNKNOWN, declared: 'being-established', yearEstablished: 2020 })).toEqual([])
})

test('a proposed structure that was activated is asked for meetings from then on', () => {
	const activated: Beginning = { ...UNKNOWN, declared: 'proposed', firstActivated: '2025-11-03' }
	expect(missedOf(activated)).toEqual(['2026-01-01', '2026-04-01'])
})

test('a structure is asked for no meeting before the year it was established in, nor before it left the making', () => {
	expect(missedOf({ ...UNKNOWN, yearEstablished: 2026 })).toEqual(['2026-01-01', '2026-04-01'])
	expect(missedOf({ ...UNKNOWN, leftMaking: '2026-04-01' })).toEqual(['2026-04-01'])
	expect(missedOf(UNKNOWN)).toHaveLength(18)
})

test('one that worked before it was said to be there is asked from its first work on', () => {
	const held: Met[] = [{ day: '2025-10-10', purpose: 'ordinary' }]
	expect(missedOf({ ...UNKNOWN, leftMaking: '2026-07-01', firstMet: '2025-10-10' }, held)).toEqual([
		'2026-01-01',
		'2026-04-01'
	])
})

test('no part of a year before a structure began is ever missed, whatever is known of it', () => {
	const day = fc.integer({ min: 0, max: 2_000 }).map((days) => addDays('2021-06-01', days))
	const maybe = fc.option(day)
	fc.assert(
		fc.property(
			fc.record({
				declared: fc.constantFrom(...DECLARED_STATUSES),
				leftMaking: maybe,
				firstActivated: maybe,
				firstMet: maybe,
				yearEstablished: fc.option(fc.integer({ min: 2018, max: 2026 }))
			}),
			(beginning) => {
				const { declared, leftMaking, yearEstablished, firstActivated, firstMet } = beginning
				const isMaking = declared === 'proposed' || declared === 'being-established'
				const there = isMaking
					? null
					: (leftMaking ?? (yearEstablished === null ? null : `${String(yearEstablished)}-01-01`))
				// Of a body of which only its work is known nobody knows how long it was there before.
				if (!isMaking && there === null) return
				const [first = '9999-12-31'] = [firstActivated, firstMet, there].filter((one) => one !== null).sort()
				for (const from of missedOf(beginning)) expect(from >= first).toBe(true)
			}
		)
	)
})
