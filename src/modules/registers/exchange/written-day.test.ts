import { expect, test } from 'vitest'
import { readWrittenDay, readWrittenPart, settleDay, type DayOrder } from './written-day.ts'

const languages = ['en', 'fr', 'pt']

test.each([
	'2026-12-31',
	'31/12/2026',
	'31.12.2026',
	'31-12-2026',
	'2026/12/31',
	'31 Dec 2026',
	'31-Dec-2026',
	'31 December 2026',
	'December 31, 2026',
	'31st December 2026',
	'31 déc. 2026',
	'31 décembre 2026',
	'31 dez. 2026',
	'31 de dezembro de 2026'
])('%s is the last day of a year', (text) => {
	expect(readWrittenDay(text, languages)).toMatchObject({ day: '2026-12-31' })
})

test('a day whose number is that of its month can be read in one way only', () => {
	expect(readWrittenDay('5/5/2026', languages)).toEqual({ day: '2026-05-05' })
})

test('a day that can be read two ways is not guessed', () => {
	expect(readWrittenDay('05/06/2026', languages)).toEqual({ twoWays: { year: '2026', one: '05', other: '06' } })
	expect(readWrittenDay('5.6.2026', languages)).toEqual({ twoWays: { year: '2026', one: '05', other: '06' } })
})

test('a day with its month first is told, and not taken', () => {
	expect(readWrittenDay('12/31/2026', languages)).toEqual({ monthFirst: { year: '2026', month: '12', day: '31' } })
})

test.each(['31/12/26', '30/02/2026', '31 Xyz 2026', 'soon', '2026', '46000', ''])('“%s” is no day', (text) => {
	expect(readWrittenDay(text, languages)).toBeNull()
})

test('a year, a month or a day is taken where a part of a date will do', () => {
	expect(readWrittenPart('2026', languages)).toEqual({ day: '2026' })
	expect(readWrittenPart('12/2026', languages)).toEqual({ day: '2026-12' })
	expect(readWrittenPart('Dec 2026', languages)).toEqual({ day: '2026-12' })
	expect(readWrittenPart('dezembro de 2026', languages)).toEqual({ day: '2026-12' })
	expect(readWrittenPart('31/12/2026', languages)).toMatchObject({ day: '2026-12-31' })
	expect(readWrittenPart('13/2026', languages)).toBeNull()
})

test('where somebody said how a file writes its days, they are read so, and what cannot be is refused', () => {
	const settled = (text: string, order?: DayOrder) => {
		const written = readWrittenDay(text, languages)
		if (!written) throw new Error(`${text} is no day`)
		const found = settleDay(written, order)
		return 'day' in found ? found.day : found.code
	}
	expect(settled('03/04/2025')).toBe('registers.file.day-two-ways')
	expect(settled('03/04/2025', 'day-month')).toBe('2025-04-03')
	expect(settled('03/04/2025', 'month-day')).toBe('2025-03-04')
	expect(settled('12/31/2025', 'month-day')).toBe('2025-12-31')
	expect(settled('12/31/2025', 'day-month')).toBe('registers.file.day-month-first')
	// A file of which the month was said to stand first has no day before it.
	expect(settled('31/12/2025', 'month-day')).toBe('registers.file.day-day-first')
	for (const order of ['day-month', 'month-day'] as const)
		for (const text of ['05/05/2025', '2025-05-05', '2025/5/5', '5 May 2025'])
			expect(settled(text, order)).toBe('2025-05-05')
})
