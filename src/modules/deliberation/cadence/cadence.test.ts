import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DECLARED_STATUSES, whyNotSetStatus } from '#modules/directory/rules.ts'
import { addDays, daysBetween } from '../days.ts'
import {
	awaitedOf,
	disagreement,
	FUNCTIONALITIES,
	functionalityOf,
	judge,
	judgedBy,
	keptIn,
	nextRequired,
	periodsBetween,
	periodsOf,
	PURPOSES,
	RHYTHM_KINDS,
	type Met,
	type Rhythm
} from './cadence.ts'

const always = (kind: Rhythm['kind'], times: number | null = null): Rhythm => ({ kind, times, from: null, to: null })
const met = (...days: string[]): Met[] => days.map((day) => ({ day, purpose: 'ordinary' }))
const TODAY = '2026-08-15'

describe('the parts of a year', () => {
	test.each([
		[1, ['2026-01-01']],
		[2, ['2026-01-01', '2026-07-01']],
		[3, ['2026-01-01', '2026-05-01', '2026-09-01']],
		[4, ['2026-01-01', '2026-04-01', '2026-07-01', '2026-10-01']],
		[5, ['2026-01-01', '2026-03-15', '2026-05-27', '2026-08-08', '2026-10-20']],
		[6, ['2026-01-01', '2026-03-01', '2026-05-01', '2026-07-01', '2026-09-01', '2026-11-01']]
	])('%d times a year', (times, starts) => {
		expect(periodsOf(always('times-a-year', times), 2026).map(({ from }) => from)).toEqual(starts)
	})

	test('a plan is made in the first half and looked back on in the second', () => {
		expect(periodsOf(always('plan-and-review'), 2026)).toEqual([
			{ from: '2026-01-01', to: '2026-06-30', requires: 'planning' },
			{ from: '2026-07-01', to: '2026-12-31', requires: 'review' }
		])
	})

	test('whoever meets on activation, or as often as it likes, is asked for nothing', () => {
		expect(periodsOf(always('on-activation'), 2026)).toEqual([])
		expect(periodsOf(always('none'), 2026)).toEqual([])
	})

	test('cover the year once, whichever year it is', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1990, max: 2100 }), (times, year) => {
				const found = periodsOf(always('times-a-year', times), year)
				expect(found).toHaveLength(times)
				expect(found[0]?.from).toBe(`${String(year)}-01-01`)
				expect(found.at(-1)?.to).toBe(`${String(year)}-12-31`)
				for (const [index, { to }] of found.slice(0, -1).entries()) expect(found[index + 1]?.from).toBe(addDays(to, 1))
			})
		)
	})
})

test('a half is kept by a meeting of its purpose only', () => {
	const [plan, review] = periodsOf(always('plan-and-review'), 2026)
	if (!plan || !review) throw new Error('a year has two halves')
	const held: Met[] = [
		{ day: '2026-03-01', purpose: 'ordinary' },
		{ day: '2026-02-01', purpose: 'planning' },
		{ day: '2026-11-01', purpose: 'planning' }
	]
	expect(keptIn(plan, held)).toEqual([{ day: '2026-02-01', purpose: 'planning' }])
	expect(keptIn(review, held)).toEqual([])
})

test('each part is judged by the rhythm of its last day, and the one in which a rhythm began is not held against it', () => {
	const rhythms: Rhythm[] = [
		{ kind: 'times-a-year', times: 4, from: null, to: '2025-05-14' },
		{ kind: 'times-a-year', times: 2, from: '2025-05-15', to: null }
	]
	const judged = judge(rhythms, met('2025-02-01', '2025-12-31'), {
		from: '2025-01-01',
		until: '2026-12-31',
		today: TODAY
	})
	expect(judged.map(({ from, to, state }) => [from, to, state])).toEqual([
		['2025-01-01', '2025-03-31', 'kept'],
		['2025-05-15', '2025-06-30', 'begun-within'],
		['2025-07-01', '2025-12-31', 'kept'],
		['2026-01-01', '2026-06-30', 'missed'],
		['2026-07-01', '2026-12-31', 'running']
	])
})

const anyDay = fc.integer({ min: 0, max: 2200 }).map((days) => addDays('2021-01-01', days))
const anyMet = fc.array(fc.record({ day: anyDay, purpose: fc.constantFrom(...PURPOSES) }), { maxLength: 40 })
const anyRhythms = fc
	.array(
		fc.record({
			kind: fc.constantFrom(...RHYTHM_KINDS),
			times: fc.integer({ min: 1, max: 12 }),
			from: anyDay
		}),
		{ minLength: 1, maxLength: 4 }
	)
	.map((list) => {
		const sorted = [...new Map(list.map((one) => [one.from, one])).values()].toSorted((one, other) =>
			one.from < other.from ? -1 : 1
		)
		return sorted.map(({ kind, times, from }, index): Rhythm => {
			const next = sorted[index + 1]
			return { kind, times: kind === 'times-a-year' ? times : null, from, to: next ? addDays(next.from, -1) : null }
		})
	})

describe('over arbitrary calendars', () => {
	test('parts follow each other, never overlap, and lie within the rhythm that made them', () => {
		fc.assert(
			fc.property(anyRhythms, (rhythms) => {
				const found = periodsBetween(rhythms, '2021-01-01', '2027-12-31')
				for (const [index, period] of found.entries()) {
					expect(period.from <= period.to).toBe(true)
					const next = found[index + 1]
					if (next) expect(period.to < next.from).toBe(true)
				}
			})
		)
	})

	test('a part is kept exactly when a fitting meeting was held in it by today', () => {
		fc.assert(
			fc.property(anyRhythms, anyMet, anyDay, (rhythms, held, today) => {
				for (const period of judge(rhythms, held, { from: '2021-01-01', until: '2027-12-31', today }))
					expect(period.state === 'kept').toBe(keptIn(period, held).some(({ day }) => day <= today))
			})
		)
	})

	test('another meeting never makes a structure less active', () => {
		const rank = { active: 0, lapsing: 1, dormant: 2, 'never-met': 3, 'ad-hoc-idle': 3 }
		fc.assert(
			fc.property(anyRhythms, anyMet, anyDay, anyDay, (rhythms, held, extra, today) => {
				const facts = { rhythms, activatedSince: null, isDeclaredActivated: false, today }
				const before = functionalityOf({ ...facts, held })
				const after = functionalityOf({ ...facts, held: [...held, { day: extra, purpose: 'ordinary' }] })
				expect(rank[after]).toBeLessThanOrEqual(rank[before])
			})
		)
	})

	test('meetings still to come say nothing of how a structure does', () => {
		fc.assert(
			fc.property(anyRhythms, anyMet, anyDay, (rhythms, held, today) => {
				const facts = { rhythms, activatedSince: null, isDeclaredActivated: false, today }
				const past = held.filter(({ day }) => day <= today)
				expect(functionalityOf({ ...facts, held })).toBe(functionalityOf({ ...facts, held: past }))
			})
		)
	})

	test('a structure that meets in every part is active', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 12 }), anyDay, (times, today) => {
				const rhythms = [always('times-a-year', times)]
				const held = periodsBetween(rhythms, '2019-01-01', today).map(({ from }) => ({
					day: from,
					purpose: 'ordinary' as const
				}))
				const facts = { rhythms, held, activatedSince: null, isDeclaredActivated: false, today }
				expect(functionalityOf(facts)).toBe('active')
			})
		)
	})
})

describe('functionality', () => {
	const of = (rhythm: Rhythm, held: Met[], more: Partial<Parameters<typeof functionalityOf>[0]> = {}) =>
		functionalityOf({
			rhythms: [rhythm],
			held,
			activatedSince: null,
			isDeclaredActivated: false,
			today: TODAY,
			...more
		})
	const quarterly = always('times-a-year', 4)
	const yearly = always('times-a-year', 1)

	test.each([
		['no meeting known', quarterly, [], 'never-met'],
		['only one ahead', quarterly, ['2026-09-01'], 'never-met'],
		['met in the running quarter', quarterly, ['2026-07-02'], 'active'],
		['met in the last quarter', quarterly, ['2026-04-02'], 'active'],
		['missed one quarter', quarterly, ['2026-03-02'], 'lapsing'],
		['missed three quarters', quarterly, ['2025-09-30'], 'lapsing'],
		['missed four quarters', quarterly, ['2025-06-30'], 'dormant'],
		['met long ago', quarterly, ['2019-06-30'], 'dormant'],
		['met last year, once a year', yearly, ['2025-01-01'], 'active'],
		['missed a year', yearly, ['2024-12-31'], 'lapsing'],
		['missed two years', yearly, ['2023-12-31'], 'dormant'],
		['free, met within a year', always('none'), ['2025-08-15'], 'active'],
		['free, met within two', always('none'), ['2025-08-14'], 'lapsing'],
		['free, met three years ago', always('none'), ['2023-08-14'], 'dormant'],
		['ad hoc and idle', always('on-activation'), ['2024-01-01'], 'ad-hoc-idle'],
		['ad hoc, never met', always('on-activation'), [], 'ad-hoc-idle'],
		['ad hoc, meets unasked', always('on-activation'), ['2026-07-01'], 'active']
	] as const)('%s', (_name, rhythm, days, expected) => {
		expect(of(rhythm, met(...days))).toBe(expected)
	})

	test.each([
		['2026-08-01', [], 'active'],
		['2025-12-01', [], 'lapsing'],
		['2025-01-01', [], 'dormant'],
		['2025-01-01', ['2026-08-01'], 'active']
	] as const)('activated on %s with meetings on %j', (activatedSince, days, expected) => {
		expect(of(always('on-activation'), met(...days), { activatedSince })).toBe(expected)
	})

	test('activated, it owes a first meeting until its time for it is over or it has met', () => {
		const owes = (activatedSince: string | null, days: readonly string[], rhythm = always('on-activation')) =>
			awaitedOf({ rhythms: [rhythm], held: met(...days), activatedSince, today: TODAY })
		expect(owes('2026-08-01', [])).toEqual({ since: '2026-08-01', by: '2027-01-30' })
		expect(owes('2026-08-01', ['2026-07-31'])).toEqual({ since: '2026-08-01', by: '2027-01-30' })
		expect(owes('2026-08-01', ['2026-08-01'])).toBeNull()
		expect(owes('2025-01-01', [])).toBeNull()
		expect(owes(null, [])).toBeNull()
		expect(owes('2026-08-01', [], quarterly)).toBeNull()
	})

	test('declared activated, nobody knows since when, and never met', () => {
		expect(of(always('on-activation'), [], { isDeclaredActivated: true })).toBe('never-met')
	})

	test('a rhythm that began a month ago has nothing to be blamed for', () => {
		expect(of({ ...quarterly, from: '2026-07-15' }, met('2024-01-01'))).toBe('active')
	})
})

test('a proposed status is always one that may be declared', () => {
	for (const status of DECLARED_STATUSES)
		for (const functionality of FUNCTIONALITIES)
			for (const rhythm of RHYTHM_KINDS) {
				const found = disagreement(status, functionality, rhythm)
				if (found) expect(whyNotSetStatus(status, found.propose), `${status} ${functionality}`).toBeNull()
			}
})

test.each([
	['active', 'active', 'times-a-year', null],
	['active', 'lapsing', 'times-a-year', null],
	['active', 'dormant', 'times-a-year', 'needs-reactivation'],
	['active', 'never-met', 'times-a-year', 'needs-reactivation'],
	['active', 'never-met', 'none', null],
	['active', 'dormant', 'none', 'needs-reactivation'],
	['active', 'ad-hoc-idle', 'on-activation', 'ad-hoc-idle'],
	['ad-hoc-activated', 'dormant', 'on-activation', 'ad-hoc-idle'],
	['ad-hoc-activated', 'active', 'on-activation', null],
	['ad-hoc-idle', 'active', 'on-activation', 'ad-hoc-activated'],
	['ad-hoc-idle', 'active', 'times-a-year', 'active'],
	['ad-hoc-idle', 'dormant', 'plan-and-review', 'needs-reactivation'],
	['ad-hoc-idle', 'never-met', 'none', null],
	['needs-reactivation', 'active', 'times-a-year', 'active'],
	['needs-reactivation', 'dormant', 'times-a-year', null],
	['being-established', 'active', 'times-a-year', 'active'],
	['being-established', 'never-met', 'times-a-year', null],
	['proposed', 'active', 'none', 'active'],
	['proposed', 'never-met', 'none', null],
	['dissolved', 'active', 'times-a-year', null],
	['dissolved', 'dormant', 'times-a-year', null]
] as const)('declared %s, in fact %s, meeting %s: %s is proposed', (status, functionality, rhythm, expected) => {
	expect(disagreement(status, functionality, rhythm)?.propose ?? null).toBe(expected)
})

describe('the meeting that is asked for next', () => {
	const quarterly = [always('times-a-year', 4)]
	const on = (today: string, ...meetings: (Met & { state: 'held' | 'called' | 'planned' })[]) =>
		nextRequired(quarterly, meetings, { today, noticeDays: 14 })
	const meeting = (day: string, state: 'held' | 'called' | 'planned') => ({ day, state, purpose: 'ordinary' as const })

	test('is that of the running quarter until one was held, then of the next', () => {
		expect(on('2026-07-10')).toMatchObject({ from: '2026-07-01', isSet: false, isDue: false })
		expect(on('2026-07-10', meeting('2026-07-05', 'held'))).toMatchObject({ from: '2026-10-01', isDue: false })
	})

	test('is due once half of the quarter has gone', () => {
		expect(on('2026-08-14')?.isDue).toBe(false)
		expect(on('2026-08-16')?.isDue).toBe(true)
	})

	test('is set by a planned meeting and called by a called one, of its quarter only', () => {
		expect(on(TODAY, meeting('2026-09-01', 'planned'))).toMatchObject({ isSet: true, isCalled: false })
		expect(on(TODAY, meeting('2026-09-01', 'called'))).toMatchObject({ isSet: true, isCalled: true })
		expect(on(TODAY, meeting('2026-10-01', 'called'))).toMatchObject({ isSet: false, isCalled: false })
		expect(on(TODAY, meeting('2026-08-01', 'called'))).toMatchObject({ isSet: false })
	})

	test('lacks a meeting where none is planned, and notice from the day on which that must go out', () => {
		const planned = meeting('2026-09-20', 'planned')
		expect(on('2026-08-14')).toMatchObject({ lacks: null, callBy: null })
		expect(on('2026-08-16')).toMatchObject({ lacks: 'meeting', callBy: null })
		expect(on('2026-09-05', planned)).toMatchObject({ isDue: true, lacks: null, callBy: '2026-09-06' })
		expect(on('2026-09-06', planned)).toMatchObject({ lacks: 'notice', callBy: '2026-09-06' })
		expect(on('2026-09-10', meeting('2026-09-20', 'called'))).toMatchObject({ lacks: null, callBy: null })
	})

	test('is none where the rhythm asks for none', () => {
		expect(nextRequired([always('on-activation')], [], { today: TODAY, noticeDays: 0 })).toBeNull()
	})
})

describe('what a structure does rests on', () => {
	const quarterly = [always('times-a-year', 4)]
	const of = (...days: string[]) => judgedBy({ rhythms: quarterly, held: met(...days), today: TODAY })

	test('the last quarter that has ended and the one that runs, however many were missed before', () => {
		expect(of('2021-02-01', '2026-05-10')).toEqual([
			{ from: '2026-04-01', to: '2026-06-30', state: 'kept' },
			{ from: '2026-07-01', to: '2026-09-30', state: 'running' }
		])
		expect(of('2026-02-01').map(({ state }) => state)).toEqual(['missed', 'running'])
	})

	test('the running quarter alone once a meeting was held in it', () => {
		expect(of('2026-08-01')).toEqual([{ from: '2026-07-01', to: '2026-09-30', state: 'kept' }])
	})

	test('no part of a year where none is asked for, or no meeting is known', () => {
		expect(of()).toEqual([])
		expect(of('2026-09-01')).toEqual([])
		for (const kind of ['on-activation', 'none'] as const)
			expect(judgedBy({ rhythms: [always(kind)], held: met('2026-08-01'), today: TODAY })).toEqual([])
	})

	test('the same parts as its functionality: active by one that is kept or still runs, lapsing or dormant by one missed', () => {
		const days = fc.array(
			fc.integer({ min: 0, max: 1_500 }).map((ago) => addDays(TODAY, -ago)),
			{ minLength: 1, maxLength: 9 }
		)
		fc.assert(
			fc.property(days, fc.integer({ min: 1, max: 12 }), (held, times) => {
				const facts = { rhythms: [always('times-a-year', times)], held: met(...held), today: TODAY }
				const parts = judgedBy(facts)
				const does = functionalityOf({ ...facts, activatedSince: null, isDeclaredActivated: false })
				expect(does === 'active').toBe(parts[0]?.state !== 'missed')
				expect(parts.length).toBeGreaterThan(0)
			})
		)
	})
})

test('days are counted across years and leap days', () => {
	expect(addDays('2024-02-28', 2)).toBe('2024-03-01')
	expect(daysBetween('2023-12-31', '2025-01-01')).toBe(367)
})
