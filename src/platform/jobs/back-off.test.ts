import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isGivenUp, JOB_ATTEMPTS, JOB_PLAN, nextAttempt, nextDelivery } from './back-off.ts'

const now = new Date('2026-03-02T09:00:00Z')
const minutesUntil = (next: Date | null) => next && (next.getTime() - now.getTime()) / 60_000

test('a failed job waits longer each time, and fails for good after the last', () => {
	const waits = Array.from({ length: JOB_ATTEMPTS }, (_, at) => minutesUntil(nextAttempt(at + 1, now)))
	expect(waits).toEqual([1, 5, 30, 120, 480, null])
	expect(JOB_PLAN).toEqual([...JOB_PLAN].sort((one, other) => one - other))
})

test('mail is tried at least every hour, for five days', () => {
	expect([1, 2, 3, 4, 5, 6, 60].map((attempts) => minutesUntil(nextDelivery(attempts, now)))).toEqual([
		1, 5, 15, 30, 60, 60, 60
	])
	expect(isGivenUp(now, new Date('2026-03-07T08:59:59Z'))).toBe(false)
	expect(isGivenUp(now, new Date('2026-03-07T09:00:00Z'))).toBe(true)
})

test('the next time always lies ahead', () => {
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 10_000 }), (attempts) => {
			expect(nextDelivery(attempts, now) > now).toBe(true)
			expect((nextAttempt(attempts, now) ?? new Date('2100-01-01')) > now).toBe(true)
		})
	)
})
