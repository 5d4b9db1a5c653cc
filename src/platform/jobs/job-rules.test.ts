import { expect, test } from 'vitest'
import { whyNotCancel, whyNotRepeat } from './job-rules.ts'
import { JOB_STATES } from './schema.ts'

test('what failed, was cancelled or waits may be done again, and what is done only at its time', () => {
	expect(JOB_STATES.map((state) => whyNotRepeat({ state, timed: null }))).toEqual([
		null,
		'jobs.running',
		'jobs.done-already',
		null,
		null
	])
	expect(whyNotRepeat({ state: 'done', timed: 'history.anchor' })).toBeNull()
})

test('only what waits is cancelled, and what has its time stays', () => {
	expect(JOB_STATES.map((state) => whyNotCancel({ state, timed: null }))).toEqual([
		null,
		'jobs.running',
		'jobs.ended-already',
		'jobs.ended-already',
		'jobs.ended-already'
	])
	expect(whyNotCancel({ state: 'waiting', timed: 'history.anchor' })).toBe('jobs.timed-stays')
})
