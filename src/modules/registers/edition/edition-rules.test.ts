import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { parse } from 'yaml'
import { expect, test } from 'vitest'
import { catalogue } from '#words'
import { speak } from '#platform/languages/words.ts'
import { readDeclaration } from '../declaration/read-declaration.ts'
import { COMPLETED, MADE, PICTURES, ReportDefinition } from './definition.ts'
import { withheld } from './few.ts'
import {
	before,
	endedSince,
	lastEnded,
	periodOf,
	sayPeriod,
	whyNotPeriod,
	yearBefore,
	type RegularPeriod
} from './periods.ts'
import { figureNamed, filledIn, piecesOf, unknownNames } from './placeholders.ts'

const english = speak(catalogue, 'en')
const DAY_MS = 86_400_000
const next = (day: string) => new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10)
const days = fc
	.date({ min: new Date('1990-01-01'), max: new Date('2100-12-31'), noInvalidDate: true })
	.map((date) => date.toISOString().slice(0, 10))
const kinds = fc.constantFrom<RegularPeriod>('month', 'quarter', 'half-year', 'year')

test.each([
	['month', '2024-02-29', '2024-02-01', '2024-02-29'],
	['month', '2026-12-31', '2026-12-01', '2026-12-31'],
	['quarter', '2026-05-20', '2026-04-01', '2026-06-30'],
	['quarter', '2026-12-01', '2026-10-01', '2026-12-31'],
	['half-year', '2026-06-30', '2026-01-01', '2026-06-30'],
	['half-year', '2026-07-01', '2026-07-01', '2026-12-31'],
	['year', '2026-02-02', '2026-01-01', '2026-12-31']
] as const)('the %s of %s is %s to %s', (kind, day, first, last) => {
	expect(periodOf(kind, day)).toEqual({ first, last })
})

test('a day lies in its period, whose days all lie in the same one, and periods follow each other without a gap', () => {
	fc.assert(
		fc.property(kinds, days, (kind, day) => {
			const period = periodOf(kind, day)
			expect(period.first <= day && day <= period.last).toBe(true)
			expect(periodOf(kind, period.first)).toEqual(period)
			expect(periodOf(kind, period.last)).toEqual(period)
			const earlier = before(kind, period)
			expect(next(earlier.last)).toBe(period.first)
			expect(periodOf(kind, next(period.last)).first).toBe(next(period.last))
		})
	)
})

test('the period before free days is as long as they are and ends the day before', () => {
	fc.assert(
		fc.property(days, fc.nat(800), (first, length) => {
			const last = new Date(Date.parse(`${first}T00:00:00Z`) + length * DAY_MS).toISOString().slice(0, 10)
			const earlier = before('free', { first, last })
			expect(next(earlier.last)).toBe(first)
			const long = (Date.parse(earlier.last) - Date.parse(earlier.first)) / DAY_MS
			expect(long).toBe(length)
		})
	)
})

test('the same period of the year before is a period of its kind, a year back', () => {
	fc.assert(
		fc.property(kinds, days, (kind, day) => {
			const period = periodOf(kind, day)
			const ago = yearBefore(period)
			expect(periodOf(kind, ago.first)).toEqual(ago)
			expect(Number(ago.first.slice(0, 4))).toBe(Number(period.first.slice(0, 4)) - 1)
			expect(ago.first.slice(4)).toBe(period.first.slice(4))
		})
	)
	expect(yearBefore({ first: '2024-02-01', last: '2024-02-29' })).toEqual({ first: '2023-02-01', last: '2023-02-28' })
	expect(yearBefore({ first: '2025-02-01', last: '2025-02-28' })).toEqual({ first: '2024-02-01', last: '2024-02-29' })
})

test('what is due is every period that is over long enough, since the report was laid out, and no more than are asked for', () => {
	fc.assert(
		fc.property(kinds, days, fc.nat(60), fc.nat(900), (kind, today, after, ago) => {
			const since = new Date(Date.parse(`${today}T00:00:00Z`) - ago * DAY_MS).toISOString().slice(0, 10)
			const due = endedSince(kind, { since, today, after, most: 100 })
			for (const { last } of due) {
				expect(last >= since).toBe(true)
				expect(Date.parse(last) + after * DAY_MS <= Date.parse(today)).toBe(true)
			}
			expect(due.map(({ first }) => first)).toEqual([...new Set(due.map(({ first }) => first))].sort())
			expect(endedSince(kind, { since, today, after, most: 2 })).toEqual(
				endedSince(kind, { since, today, after, most: 2 }).slice(-2)
			)
		})
	)
	const asked = { since: '2026-01-01', after: 14, most: 12 }
	expect(endedSince('month', { ...asked, today: '2026-03-13' })).toEqual([{ first: '2026-01-01', last: '2026-01-31' }])
	expect(endedSince('month', { ...asked, today: '2026-03-14' })).toHaveLength(2)
	expect(lastEnded('quarter', '2026-03-31')).toEqual({ first: '2025-10-01', last: '2025-12-31' })
})

test('no edition is made of what is not over, or of half a period', () => {
	const today = '2026-03-02'
	expect(whyNotPeriod('month', { first: '2026-03-01', last: '2026-03-31' }, today)).toBe('registers.edition-not-over')
	expect(whyNotPeriod('month', { first: '2026-02-01', last: '2026-02-28' }, today)).toBeNull()
	expect(whyNotPeriod('month', { first: '2026-02-02', last: '2026-02-28' }, today)).toBe('registers.edition-not-whole')
	expect(whyNotPeriod('free', { first: '2026-03-01', last: '2026-03-01' }, today)).toBeNull()
	expect(whyNotPeriod('free', { first: '2026-02-02', last: '2026-02-01' }, today)).toBe(
		'registers.edition-days-backwards'
	)
})

test.each([
	['month', '2026-02-01', '2026-02-28', 'February 2026'],
	['quarter', '2026-04-01', '2026-06-30', 'quarter 2 of 2026'],
	['half-year', '2026-07-01', '2026-12-31', 'half-year 2 of 2026'],
	['year', '2026-01-01', '2026-12-31', '2026'],
	['free', '2026-01-03', '2026-01-09', '3 January 2026 to 9 January 2026']
] as const)('a %s from %s to %s is called %s', (kind, first, last, called) => {
	expect(sayPeriod(english, kind, { first, last })).toBe(called)
})

test('a sentence says what its names stand for, a dash where there is nothing, and braces that are doubled as they are', () => {
	const values = new Map([
		['period', '2026'],
		['figure.held', '12']
	])
	expect(filledIn('In { period }: {figure.held} of {{them}}, {before.held}.', values)).toBe('In 2026: 12 of {them}, –.')
	expect(unknownNames('{period} {figure.held} {figure.other} {nonsense} {before.held}', new Set(['held']))).toEqual([
		'figure.other',
		'nonsense'
	])
	expect(figureNamed('year_change.by-hand')).toEqual({ of: 'year_change', key: 'by-hand' })
	expect(figureNamed('figure.')).toBeNull()
})

test('a text without names is told as it is, whatever stands in it', () => {
	fc.assert(
		fc.property(fc.string(), (text) => {
			const plain = text.replaceAll(/[{}]/g, '')
			expect(filledIn(plain, new Map())).toBe(plain)
			// Unfinished braces are words like others.
			expect(() => piecesOf(text)).not.toThrow()
		})
	)
})

test('of few persons no number is told, nor one from which a single one of them would follow', () => {
	expect([...withheld(['3', '7', '10'])].sort()).toEqual([0, 1])
	expect([...withheld(['3', '4', '7'])].sort()).toEqual([0, 1])
	expect([...withheld(['0', '7', '10'])]).toEqual([])
	expect([...withheld(['3', null, '0'])]).toEqual([0])
	fc.assert(
		fc.property(fc.array(fc.nat(40)), (numbers) => {
			const hidden = withheld(numbers.map(String))
			for (const [place, number] of numbers.entries())
				if (number > 0 && number < 5) expect(hidden.has(place)).toBe(true)
			const told = numbers.filter((number, place) => number > 0 && !hidden.has(place))
			// One number that is missing from a sum of all is no secret: where something is withheld, two are, or nothing else is told.
			expect(hidden.size !== 1 || told.length === 0).toBe(true)
		})
	)
})

test('the report that the guide lays out can be declared with its register, and the guide names all that may stand in one', () => {
	const guide = readFileSync(new URL('../../../../docs/registers.md', import.meta.url), 'utf8')
	const [, register = ''] = /```yaml\n([^]*?)```/.exec(guide) ?? []
	const [, report = ''] = /```yaml\n(reports:[^]*?)```/.exec(guide) ?? []
	const read = readDeclaration(`${register}\n${report}`)
	expect('faults' in read ? read.faults : []).toEqual([])
	expect(parse(report)).toHaveProperty('reports')
	const named = [...Object.keys(ReportDefinition.shape), ...MADE, ...COMPLETED, ...PICTURES]
	expect(named.filter((name) => !new RegExp(`\\b${name}\\b`).test(guide))).toEqual([])
})
