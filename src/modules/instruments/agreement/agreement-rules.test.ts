import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
	AGREEMENT_STAGES,
	bestHas,
	daysKept,
	faultOfTerms,
	monthsBefore,
	noticeDayOf,
	stagesAfter,
	termEndOn,
	whyNotSetStage
} from './agreement-rules.ts'

const day = fc
	.integer({ min: 0, max: 60_000 })
	.map((days) => new Date(Date.UTC(1970, 0, 1 + days)).toISOString().slice(0, 10))
const months = fc.integer({ min: 0, max: 240 })

describe('the day of notice', () => {
	test.each([
		['2026-12-31', 6, '2026-06-30'],
		['2026-08-31', 6, '2026-02-28'],
		['2024-08-31', 6, '2024-02-29'],
		['2026-03-31', 1, '2026-02-28'],
		['2026-03-15', 3, '2025-12-15'],
		['2026-01-01', 12, '2025-01-01'],
		['2024-02-29', 12, '2023-02-28'],
		['2026-05-31', 0, '2026-05-31'],
		['2026-01-31', 25, '2023-12-31']
	])('before %s with %i months is %s', (expiry, noticeMonths, notice) => {
		expect(noticeDayOf({ expiry, noticeMonths })).toBe(notice)
	})

	test('is there only where an end and a time are known', () => {
		expect(noticeDayOf({ expiry: null, noticeMonths: 6 })).toBeNull()
		expect(noticeDayOf({ expiry: '2026-12-31', noticeMonths: null })).toBeNull()
	})

	test('lies so many months before the end, on its number or at the end of a shorter month', () => {
		fc.assert(
			fc.property(day, months, (expiry, count) => {
				const notice = monthsBefore(expiry, count)
				const index = (one: string) => Number(one.slice(0, 4)) * 12 + Number(one.slice(5, 7))
				expect(index(expiry) - index(notice)).toBe(count)
				expect(Number(notice.slice(8))).toBeLessThanOrEqual(Number(expiry.slice(8)))
				const next = new Date(Date.parse(`${notice}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
				expect(notice.slice(8) === expiry.slice(8) || next.slice(8) === '01').toBe(true)
			})
		)
	})

	test('is never later for a longer notice, nor for an earlier end', () => {
		fc.assert(
			fc.property(day, day, months, months, (one, other, few, more) => {
				const [earlier = '', later = ''] = [one, other].sort()
				const [less, greater] = few < more ? [few, more] : [more, few]
				expect(monthsBefore(later, greater) <= monthsBefore(later, less)).toBe(true)
				expect(monthsBefore(earlier, few) <= monthsBefore(later, few)).toBe(true)
			})
		)
	})
})

const terms = {
	stage: 'in-force',
	expiry: '2020-06-30',
	renewal: 'automatic',
	renewalMonths: 24,
	noticeMonths: 6
} as const

describe('renewal', () => {
	test.each([
		['2020-01-01', '2020-06-30', '2019-12-30'],
		['2020-06-30', '2020-06-30', '2019-12-30'],
		['2020-07-01', '2022-06-30', '2021-12-30'],
		['2026-03-02', '2026-06-30', '2025-12-30'],
		['2026-07-01', '2028-06-30', '2027-12-30']
	])('by itself: on %s the term runs until %s, with notice by %s', (today, expiry, notice) => {
		expect(daysKept(terms, today)).toEqual({ expiry, notice })
	})

	test('is asked for only of what renews itself and still has effect', () => {
		expect(termEndOn({ ...terms, renewal: 'by-agreement' }, '2026-03-02')).toBe('2020-06-30')
		expect(termEndOn({ ...terms, renewal: 'none' }, '2026-03-02')).toBe('2020-06-30')
		expect(termEndOn({ ...terms, stage: 'terminated' }, '2026-03-02')).toBe('2020-06-30')
		expect(termEndOn({ ...terms, expiry: null }, '2026-03-02')).toBeNull()
	})

	test('gives a term that has not ended, and none in between was left out', () => {
		fc.assert(
			fc.property(day, day, fc.integer({ min: 1, max: 120 }), (expiry, today, renewalMonths) => {
				const end = termEndOn({ ...terms, expiry, renewalMonths }, today) ?? ''
				expect(end >= today).toBe(true)
				// The end of a term is at most one term after the day, but for the days that shorter months take away.
				if (end !== expiry)
					expect(
						monthsBefore(end, renewalMonths) < today || monthsBefore(end, renewalMonths).slice(8) !== expiry.slice(8)
					).toBe(true)
				expect(termEndOn({ ...terms, expiry: end, renewalMonths }, today)).toBe(end)
			})
		)
	})
})

test.each([
	[{ signedFirst: '2020-01-01', inForceLast: '2019-12-31' }, 'inForceOn'],
	[{ signedFirst: '2020-01-01', inForceLast: '2020-01-01' }, null],
	[{ signedFirst: '2020-01-01', expiry: '2019-12-31' }, 'expiryDay'],
	[{ renewal: 'automatic' }, 'renewalMonths'],
	[{ renewal: 'none', renewalMonths: 12 }, 'renewalMonths'],
	[{ renewalMonths: 12 }, 'renewalMonths'],
	[{ renewal: 'by-agreement' }, null],
	[{ renewal: 'automatic', renewalMonths: 12, noticeMonths: 13 }, 'noticeMonths'],
	[{ renewal: 'automatic', renewalMonths: 12, noticeMonths: 12 }, null]
] as const)('%j: %s is at fault', (some, field) => {
	const nothing = {
		signedFirst: null,
		inForceLast: null,
		expiry: null,
		renewal: null,
		renewalMonths: null,
		noticeMonths: null
	}
	expect(faultOfTerms({ ...nothing, ...some })?.field ?? null).toBe(field)
})

test('a stage is left for another, and none leads nowhere', () => {
	for (const from of AGREEMENT_STAGES) {
		expect(stagesAfter(from).length).toBeGreaterThan(0)
		expect(whyNotSetStage(from, from)).toBe('instruments.agreement-stage-stands')
		for (const to of stagesAfter(from)) expect(whyNotSetStage(from, to)).toBeNull()
	}
	expect(whyNotSetStage('terminated', 'in-force')).toBe('instruments.agreement-stage-order')
})

test('an agreement has of a provision the best that was noted', () => {
	expect(bestHas(['missing', 'asked-for', 'partly'])).toBe('partly')
	expect(bestHas(['missing', 'asked-for'])).toBe('asked-for')
	expect(bestHas([])).toBeNull()
})
