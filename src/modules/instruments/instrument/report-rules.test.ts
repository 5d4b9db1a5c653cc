import fc from 'fast-check'
import { expect, test } from 'vitest'
import { afterPeriod } from './partial-days.ts'
import {
	nextReport,
	REPORT_MOVES,
	REPORT_STATES,
	whyNotDayOfReport,
	whyNoReport,
	whyNotMoveReport,
	type ReportMove,
	type ReportState
} from './report-rules.ts'

const FIVE_YEARLY = { firstMonths: 12, everyMonths: 60 }

test('the first report is due so many months after the treaty binds the State, and then one every so many', () => {
	const first = nextReport(FIVE_YEARLY, { boundSince: '2025-07-01', reports: [], today: '2026-03-02' })
	expect(first).toEqual({ form: 'initial', dueDay: '2026-07-01' })
	const submitted = { dueDay: '2026-07-01', submittedDay: '2026-06-20', isOpen: false }
	expect(nextReport(FIVE_YEARLY, { boundSince: '2025-07-01', reports: [submitted], today: '2026-07-02' })).toEqual({
		form: 'periodic',
		dueDay: '2031-07-01'
	})
})

test('nothing is called for while a report is open, where the State is not bound, or since when is not known', () => {
	const open = { dueDay: '2026-07-01', submittedDay: null, isOpen: true }
	expect(nextReport(FIVE_YEARLY, { boundSince: '2025-07-01', reports: [open], today: '2026-03-02' })).toBeNull()
	expect(nextReport(FIVE_YEARLY, { boundSince: null, reports: [], today: '2026-03-02' })).toBeNull()
})

test('of a State bound for long, only the next report in the row is called for, none of the past', () => {
	expect(nextReport(FIVE_YEARLY, { boundSince: '1996-07-01', reports: [], today: '2026-03-02' })).toEqual({
		form: 'periodic',
		dueDay: '2027-07-01'
	})
	const farAhead = { dueDay: '9999-01-31', submittedDay: '9999-12-31', isOpen: false }
	expect(nextReport(FIVE_YEARLY, { boundSince: '2009-01-31', reports: [farAhead], today: '2011-01-01' })).toBeNull()
	expect(
		nextReport({ firstMonths: 12, everyMonths: null }, { boundSince: '1996-07-01', reports: [], today: '2026-03-02' })
	).toBeNull()
})

test('after a late report the next is the next in the row after the day on which it was submitted', () => {
	const late = { dueDay: '2010-01-31', submittedDay: '2021-05-01', isOpen: false }
	expect(nextReport(FIVE_YEARLY, { boundSince: '2009-01-31', reports: [late], today: '2021-06-01' })).toEqual({
		form: 'periodic',
		dueDay: '2025-01-31'
	})
	const dropped = { dueDay: '2010-01-31', submittedDay: null, isOpen: false }
	expect(nextReport(FIVE_YEARLY, { boundSince: '2009-01-31', reports: [dropped], today: '2011-01-01' })?.dueDay).toBe(
		'2015-01-31'
	)
})

const day = fc.integer({ min: 0, max: 25_000 }).map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10))

test('every report that is called for stands in the row of its duty, counted from the first', () => {
	fc.assert(
		fc.property(
			day,
			day,
			fc.integer({ min: 1, max: 60 }),
			fc.integer({ min: 1, max: 120 }),
			(boundSince, today, first, every) => {
				const next = nextReport({ firstMonths: first, everyMonths: every }, { boundSince, reports: [], today })
				expect(next).not.toBeNull()
				const start = afterPeriod(boundSince, { months: first })
				const row = Array.from({ length: Math.ceil(1_200 / every) + 2 }, (_, step) =>
					afterPeriod(start, { months: every * step })
				)
				expect(row).toContain(next?.dueDay)
				// Nothing is called for that was due before Pitso knew of it.
				expect((next?.dueDay ?? '') >= today || next?.form === 'initial').toBe(true)
			}
		)
	)
})

const ALLOWED: Readonly<Record<ReportMove, readonly ReportState[]>> = {
	submit: ['due'],
	dialogue: ['submitted'],
	observations: ['submitted', 'dialogue-held', 'observations-received'],
	drop: ['due']
}

test.each(REPORT_MOVES)('a report is moved on by %s from these steps alone', (move) => {
	expect(REPORT_STATES.filter((state) => whyNotMoveReport(state, move) === null)).toEqual(ALLOWED[move])
})

test('no step of a report lies ahead, or before the step that comes first', () => {
	const days = { submitted: '2026-01-10', dialogue: null, observations: null, today: '2026-03-02' }
	expect(whyNotDayOfReport('2026-03-03', { ...days, move: 'dialogue' })).toBe('instruments.report-day-ahead')
	expect(whyNotDayOfReport('2026-01-09', { ...days, move: 'dialogue' })).toBe('instruments.report-day-before')
	expect(whyNotDayOfReport('2026-01-10', { ...days, move: 'dialogue' })).toBeNull()
	expect(whyNotDayOfReport('2025-01-01', { ...days, move: 'submit' })).toBeNull()
	expect(whyNotDayOfReport('2026-01-31', { ...days, dialogue: '2026-02-01', move: 'observations' })).toBe(
		'instruments.report-day-before'
	)
})

test('a duty under which no report stands says why: not bound, not known, past already, or to come within hours', () => {
	const bound = { boundSince: '2025-07-01', inForce: 'yes', hasJoined: true, reports: [], today: '2026-03-02' } as const
	const unknown = { ...bound, boundSince: null }
	const once = { firstMonths: 12, everyMonths: null }
	expect(whyNoReport(FIVE_YEARLY, bound)).toBe('coming')
	expect(whyNoReport(once, { ...bound, boundSince: '1996-07-01' })).toBe('past')
	expect(whyNoReport(FIVE_YEARLY, unknown)).toBe('day-not-known')
	expect(whyNoReport(FIVE_YEARLY, { ...unknown, inForce: 'not-known' })).toBe('day-not-known')
	expect(whyNoReport(FIVE_YEARLY, { ...unknown, inForce: 'not-known', hasJoined: false })).toBe('position-not-known')
	expect(whyNoReport(FIVE_YEARLY, { ...unknown, inForce: 'no', hasJoined: false })).toBe('not-bound')
	const report = { dueDay: '2026-07-01', submittedDay: '2026-06-20', isOpen: false }
	expect(whyNoReport(once, { ...bound, reports: [report] })).toBeNull()
})
