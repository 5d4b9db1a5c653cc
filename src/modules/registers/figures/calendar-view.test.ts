import { expect, test } from 'vitest'
import { byDayShown, isInMonth } from './calendar-view.ts'

const week = (...days: string[]) => days.map((day) => ({ day }))
const weeks = [week('2026-02-23', '2026-03-01'), week('2026-03-02', '2026-03-08'), week('2026-03-09', '2026-03-15')]

test('a period stands on its first day and on the first day of each week it goes on to', () => {
	const shown = byDayShown(weeks, [
		{ on: '2026-02-20', until: '2026-03-03' },
		{ on: '2026-03-05', until: '2026-03-20' },
		{ on: '2026-03-06', until: null }
	])
	expect(
		[...shown].map(([day, entries]) => [day, entries.map(({ on, isRunning }) => `${on}${isRunning ? '+' : ''}`)])
	).toEqual([
		['2026-02-23', ['2026-02-20+']],
		['2026-03-02', ['2026-02-20+']],
		['2026-03-05', ['2026-03-05']],
		['2026-03-06', ['2026-03-06']],
		['2026-03-09', ['2026-03-05+']]
	])
})

test('a period is of every month it touches', () => {
	const entry = { on: '2026-02-20', until: '2026-04-10' }
	expect(['2026-01', '2026-02', '2026-03', '2026-04', '2026-05'].map((month) => isInMonth(entry, month))).toEqual([
		false,
		true,
		true,
		true,
		false
	])
	expect(isInMonth({ on: '2026-03-31', until: null }, '2026-03')).toBe(true)
})
