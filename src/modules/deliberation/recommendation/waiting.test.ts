import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backAfter, daysBetween, daysOnTheWay, daysWaited, isHopOpen, medianOf, waitedAt, type Hop } from './waiting.ts'

const hop = (more: Partial<Hop> = {}): Hop => ({
	submittedDay: '2026-01-10',
	receivedDay: null,
	reviewDay: null,
	answeredDay: null,
	answer: null,
	...more
})
const day = fc.integer({ min: 0, max: 40_000 }).map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10))

test('days are counted across the end of a month, a leap day and a year', () => {
	expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2)
	expect(daysBetween('2025-12-31', '2026-01-01')).toBe(1)
	expect(daysBetween('2026-03-01', '2026-03-01')).toBe(0)
})

test('a day that comes first is no time at all, never less', () => {
	fc.assert(
		fc.property(day, day, (one, other) => {
			expect(daysBetween(one, other)).toBeGreaterThanOrEqual(0)
		})
	)
	expect(daysBetween('2026-02-01', '2026-01-01')).toBe(0)
})

test('a level that has not answered counts on until today', () => {
	expect(daysWaited(hop(), '2026-01-31')).toBe(21)
	expect(isHopOpen(hop())).toBe(true)
	expect(waitedAt(hop(), '2026-01-31')).toEqual({ untilReceived: 21, untilAnswered: null, days: 21, isOpen: true })
})

test('a level that answered keeps its time, whatever day it is', () => {
	const answered = hop({ receivedDay: '2026-01-15', answeredDay: '2026-01-20', answer: 'accepted' })
	fc.assert(
		fc.property(day, (today) => {
			expect(daysWaited(answered, today)).toBe(10)
		})
	)
	expect(waitedAt(answered, '2030-01-01')).toEqual({ untilReceived: 5, untilAnswered: 5, days: 10, isOpen: false })
})

test('the time until it was received and from then to the answer make the whole', () => {
	fc.assert(
		fc.property(fc.array(day, { minLength: 4, maxLength: 4 }), (drawn) => {
			const [submittedDay = '', receivedDay = '', answeredDay = '', today = ''] = [...drawn].sort()
			const waited = waitedAt(hop({ submittedDay, receivedDay, answeredDay, answer: 'declined' }), today)
			expect(waited.untilReceived + (waited.untilAnswered ?? 0)).toBe(waited.days)
		})
	)
})

test('what was returned lies where it came from until it is submitted anew, ends, or today', () => {
	const returned = hop({ answeredDay: '2026-01-20', answer: 'returned' })
	const next = hop({ submittedDay: '2026-02-04' })
	expect(backAfter(returned, { next, endedDay: null }, '2026-03-01')).toEqual({
		untilDay: '2026-02-04',
		endedBy: 'submitted',
		days: 15,
		isOpen: false
	})
	expect(backAfter(returned, { next: undefined, endedDay: '2026-01-25' }, '2026-03-01')).toMatchObject({
		endedBy: 'ended',
		days: 5
	})
	expect(backAfter(returned, { next: undefined, endedDay: null }, '2026-01-31')).toEqual({
		untilDay: null,
		endedBy: null,
		days: 11,
		isOpen: true
	})
	expect(backAfter({ ...returned, answer: 'declined' }, { next, endedDay: null }, '2026-03-01')).toBeNull()
})

test('the time of the whole way is that of its levels and that back with questions, each told apart', () => {
	expect(
		daysOnTheWay([
			{ days: 10, back: { days: 20 } },
			{ days: 12, back: null }
		])
	).toEqual({
		daysAtLevels: 22,
		daysBack: 20,
		daysInAll: 42
	})
	expect(daysOnTheWay([])).toEqual({ daysAtLevels: 0, daysBack: 0, daysInAll: 0 })
})

test('half of the waiting times are no longer than the median, and half no shorter', () => {
	expect(medianOf([])).toBeNull()
	expect(medianOf([7])).toBe(7)
	expect(medianOf([9, 1, 4])).toBe(4)
	expect(medianOf([1, 2, 3, 10])).toBe(2.5)
	fc.assert(
		fc.property(fc.array(fc.nat(5_000), { minLength: 1 }), (days) => {
			const median = medianOf(days) ?? -1
			expect(days.filter((one) => one < median).length).toBeLessThanOrEqual(days.length / 2)
			expect(days.filter((one) => one > median).length).toBeLessThanOrEqual(days.length / 2)
		})
	)
})
