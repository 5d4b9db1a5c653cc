import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expandRule } from '#platform/calendar/recurrence.ts'
import { rearrange, REPEATS, ruleOf, WEEKDAYS } from './series-rule.ts'

const ZONE = 'Africa/Harare'

describe('the rule of a series as people say it', () => {
	test.for([
		['weekly', '2026-03-02T09:00', 'FREQ=WEEKLY;BYDAY=MO'],
		['monthly-day', '2026-03-15T09:00', 'FREQ=MONTHLY;BYMONTHDAY=15'],
		['monthly-weekday', '2026-03-02T09:00', 'FREQ=MONTHLY;BYDAY=1MO'],
		['monthly-weekday', '2026-03-31T09:00', 'FREQ=MONTHLY;BYDAY=-1TU'],
		['monthly-last-weekday', '2026-03-31T09:00', 'FREQ=MONTHLY;BYDAY=-1TU'],
		['yearly', '2026-03-02T09:00', 'FREQ=YEARLY']
	] as const)('%s from %s is %s', ([repeats, start, rule]) => {
		expect(ruleOf({ repeats, every: 1 }, start, ZONE)).toBe(rule)
	})

	test('tells how often, on which days besides, and when it ends', () => {
		const weekly = { repeats: 'weekly', every: 2, weekdays: ['WE'] } as const
		expect(ruleOf({ ...weekly, times: 6 }, '2026-03-02T09:00', ZONE)).toBe('FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;COUNT=6')
		expect(ruleOf({ ...weekly, lastDay: '2026-06-30' }, '2026-03-02T09:00', ZONE)).toBe(
			'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;UNTIL=20260630T215900Z'
		)
	})

	test('always gives the first meeting itself, and is always one that can be expanded', () => {
		const day = fc
			.date({ min: new Date('2026-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
			.map((date) => date.toISOString().slice(0, 10))
		fc.assert(
			fc.property(
				day,
				fc.constantFrom(...REPEATS),
				fc.integer({ min: 1, max: 12 }),
				fc.subarray([...WEEKDAYS]),
				(first, repeats, every, weekdays) => {
					const localStart = `${first}T09:00`
					const rule = ruleOf({ repeats, every, ...(repeats === 'weekly' ? { weekdays } : {}) }, localStart, ZONE)
					// A last weekday begins on one that is the last of its month.
					const found = expandRule({
						rule,
						localStart,
						zone: ZONE,
						excluded: [],
						from: first,
						until: '2031-12-31',
						most: 10_000
					})
					if (repeats === 'monthly-last-weekday' && 'refusal' in found)
						expect(found.refusal).toBe('deliberation.recurrence-start-not-in-rule')
					else expect(found).toMatchObject({ starts: expect.arrayContaining([localStart]) })
				}
			)
		)
	})
})

describe('a series that is given other times', () => {
	const planned = (id: string, start: string, more: object = {}) => ({
		id,
		seriesStart: start,
		localStart: start,
		state: 'planned',
		...more
	})

	test('moves what is still on one of its days, plans what is new and cancels what is left over', () => {
		const found = rearrange(
			[planned('a', '2026-03-02T09:00'), planned('b', '2026-03-09T09:00')],
			['2026-03-02T14:00', '2026-03-16T14:00']
		)
		expect(found).toEqual({
			kept: [{ id: 'a', start: '2026-03-02T14:00' }],
			added: ['2026-03-16T14:00'],
			cancelled: ['b']
		})
	})

	test('leaves alone what was called, or moved by hand, and plans nothing beside it', () => {
		const instances = [
			planned('called', '2026-03-02T09:00', { state: 'called' }),
			planned('moved', '2026-03-09T09:00', { localStart: '2026-03-10T11:00' })
		]
		expect(rearrange(instances, ['2026-03-02T14:00', '2026-03-09T14:00'])).toEqual({
			kept: [],
			added: [],
			cancelled: []
		})
	})
})
