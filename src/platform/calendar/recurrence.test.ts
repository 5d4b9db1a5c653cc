import fc from 'fast-check'
import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import { expandRule } from './recurrence.ts'

const NEW_YORK = 'America/New_York'

function expand(rule: string, localStart: string, more: Partial<Parameters<typeof expandRule>[0]> = {}) {
	return expandRule({
		rule,
		localStart,
		zone: NEW_YORK,
		excluded: [],
		from: '1900-01-01',
		until: '2035-12-31',
		most: 10_000,
		...more
	})
}

function startsOf(answer: ReturnType<typeof expandRule>): string[] {
	if ('refusal' in answer) throw new Error(answer.refusal)
	return answer.starts
}

// `9:2-4 10:1` is the 2nd, 3rd and 4th of September and the first of October.
function days(year: number, text: string): string[] {
	return text.split(' ').flatMap((group) => {
		const [month = '', list = ''] = group.split(':')
		return list.split(',').flatMap((part) => {
			const [low = '', high = low] = part.split('-')
			return Array.from(
				{ length: Number(high) - Number(low) + 1 },
				(_, index) => `${String(year)}-${month.padStart(2, '0')}-${String(Number(low) + index).padStart(2, '0')}`
			)
		})
	})
}

// The examples of RFC 5545, 3.8.5.3, with what it says they give; of those without end, the beginning that it shows.
const EXAMPLES: readonly (readonly [rule: string, start: string, expected: readonly string[], isWhole?: boolean])[] = [
	['FREQ=DAILY;COUNT=10', '1997-09-02', days(1997, '9:2-11'), true],
	['FREQ=DAILY;UNTIL=19971224T000000Z', '1997-09-02', days(1997, '9:2-30 10:1-31 11:1-30 12:1-23'), true],
	['FREQ=DAILY;INTERVAL=2', '1997-09-02', days(1997, '9:2,4,6,8')],
	['FREQ=DAILY;INTERVAL=10;COUNT=5', '1997-09-02', days(1997, '9:2,12,22 10:2,12'), true],
	[
		'FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA',
		'1998-01-01',
		[...days(1998, '1:1-31'), ...days(1999, '1:1-31'), ...days(2000, '1:1-31')],
		true
	],
	[
		'FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1',
		'1998-01-01',
		[...days(1998, '1:1-31'), ...days(1999, '1:1-31'), ...days(2000, '1:1-31')],
		true
	],
	['FREQ=WEEKLY;COUNT=10', '1997-09-02', days(1997, '9:2,9,16,23,30 10:7,14,21,28 11:4'), true],
	[
		'FREQ=WEEKLY;UNTIL=19971224T000000Z',
		'1997-09-02',
		days(1997, '9:2,9,16,23,30 10:7,14,21,28 11:4,11,18,25 12:2,9,16,23'),
		true
	],
	['FREQ=WEEKLY;INTERVAL=2;WKST=SU', '1997-09-02', days(1997, '9:2,16,30 10:14,28 11:11,25 12:9,23')],
	[
		'FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH',
		'1997-09-02',
		days(1997, '9:2,4,9,11,16,18,23,25,30 10:2'),
		true
	],
	['FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH', '1997-09-02', days(1997, '9:2,4,9,11,16,18,23,25,30 10:2'), true],
	[
		'FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR',
		'1997-09-01',
		days(1997, '9:1,3,5,15,17,19,29 10:1,3,13,15,17,27,29,31 11:10,12,14,24,26,28 12:8,10,12,22'),
		true
	],
	['FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH', '1997-09-02', days(1997, '9:2,4,16,18,30 10:2,14,16'), true],
	[
		'FREQ=MONTHLY;COUNT=10;BYDAY=1FR',
		'1997-09-05',
		[...days(1997, '9:5 10:3 11:7 12:5'), ...days(1998, '1:2 2:6 3:6 4:3 5:1 6:5')],
		true
	],
	['FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR', '1997-09-05', days(1997, '9:5 10:3 11:7 12:5'), true],
	[
		'FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU',
		'1997-09-07',
		[...days(1997, '9:7,28 11:2,30'), ...days(1998, '1:4,25 3:1,29 5:3,31')],
		true
	],
	[
		'FREQ=MONTHLY;COUNT=6;BYDAY=-2MO',
		'1997-09-22',
		[...days(1997, '9:22 10:20 11:17 12:22'), ...days(1998, '1:19 2:16')],
		true
	],
	['FREQ=MONTHLY;BYMONTHDAY=-3', '1997-09-28', [...days(1997, '9:28 10:29 11:28 12:29'), ...days(1998, '1:29 2:26')]],
	[
		'FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15',
		'1997-09-02',
		[...days(1997, '9:2,15 10:2,15 11:2,15 12:2,15'), ...days(1998, '1:2,15')],
		true
	],
	[
		'FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1',
		'1997-09-30',
		[...days(1997, '9:30 10:1,31 11:1,30 12:1,31'), ...days(1998, '1:1,31 2:1')],
		true
	],
	[
		'FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15',
		'1997-09-10',
		[...days(1997, '9:10-15'), ...days(1999, '3:10-13')],
		true
	],
	[
		'FREQ=MONTHLY;INTERVAL=2;BYDAY=TU',
		'1997-09-02',
		[...days(1997, '9:2,9,16,23,30 11:4,11,18,25'), ...days(1998, '1:6,13,20,27 3:3,10,17,24,31')]
	],
	[
		'FREQ=YEARLY;COUNT=10;BYMONTH=6,7',
		'1997-06-10',
		[1997, 1998, 1999, 2000, 2001].flatMap((year) => days(year, '6:10 7:10')),
		true
	],
	[
		'FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3',
		'1997-03-10',
		[...days(1997, '3:10'), ...[1999, 2001, 2003].flatMap((year) => days(year, '1:10 2:10 3:10'))],
		true
	],
	[
		'FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200',
		'1997-01-01',
		[
			...days(1997, '1:1 4:10 7:19'),
			...days(2000, '1:1 4:9 7:18'),
			...days(2003, '1:1 4:10 7:19'),
			...days(2006, '1:1')
		],
		true
	],
	['FREQ=YEARLY;BYDAY=20MO', '1997-05-19', [...days(1997, '5:19'), ...days(1998, '5:18'), ...days(1999, '5:17')]],
	[
		'FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO',
		'1997-05-12',
		[...days(1997, '5:12'), ...days(1998, '5:11'), ...days(1999, '5:17')]
	],
	[
		'FREQ=YEARLY;BYMONTH=3;BYDAY=TH',
		'1997-03-13',
		[...days(1997, '3:13,20,27'), ...days(1998, '3:5,12,19,26'), ...days(1999, '3:4,11,18,25')]
	],
	[
		'FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8',
		'1997-06-05',
		[...days(1997, '6:5,12,19,26 7:3,10,17,24,31 8:7,14,21,28'), ...days(1998, '6:4,11,18,25 7:2,9,16,23,30')]
	],
	[
		'FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13',
		'1997-09-13',
		[...days(1997, '9:13 10:11 11:8 12:13'), ...days(1998, '1:10 2:7 3:7 4:11 5:9 6:13')]
	],
	[
		'FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8',
		'1996-11-05',
		[...days(1996, '11:5'), ...days(2000, '11:7'), ...days(2004, '11:2')]
	],
	['FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3', '1997-09-04', days(1997, '9:4 10:7 11:6'), true],
	[
		'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2',
		'1997-09-29',
		[...days(1997, '9:29 10:30 11:27 12:30'), ...days(1998, '1:29 2:26 3:30')]
	],
	['FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO', '1997-08-05', days(1997, '8:5,10,19,24'), true],
	['FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU', '1997-08-05', days(1997, '8:5,17,19,31'), true],
	['FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5', '2007-01-15', days(2007, '1:15,30 2:15 3:15,30'), true]
]

const cases = EXAMPLES.map(([rule, start, expected, isWhole = false]) => ({ rule, start, expected, isWhole }))

test.each(cases)('$rule from $start gives what the standard says', ({ rule, start, expected, isWhole }) => {
	const found = startsOf(expand(rule, `${start}T09:00`))
	const wanted = expected.map((day) => `${day}T09:00`)
	expect(isWhole ? found : found.slice(0, wanted.length)).toEqual(wanted)
})

test('every Friday the 13th leaves out the start that is none', () => {
	const found = startsOf(
		expand('FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13', '1997-09-02T09:00', { excluded: ['1997-09-02T09:00'] })
	)
	expect(found.slice(0, 5)).toEqual(
		['1998-02-13', '1998-03-13', '1998-11-13', '1999-08-13', '2000-10-13'].map((day) => `${day}T09:00`)
	)
})

test('times of the day within a daily rule come in order', () => {
	const found = startsOf(expand('FREQ=DAILY;BYHOUR=9,10;BYMINUTE=0,20,40;COUNT=8', '1997-09-02T09:00'))
	expect(found).toEqual([
		...['09:00', '09:20', '09:40', '10:00', '10:20', '10:40'].map((time) => `1997-09-02T${time}`),
		'1997-09-03T09:00',
		'1997-09-03T09:20'
	])
})

test('a day that a month does not have is left out and not counted', () => {
	expect(startsOf(expand('FREQ=MONTHLY;COUNT=4', '2027-01-31T10:00'))).toEqual(
		['2027-01-31', '2027-03-31', '2027-05-31', '2027-07-31'].map((day) => `${day}T10:00`)
	)
	expect(startsOf(expand('FREQ=YEARLY;COUNT=2', '2024-02-29T10:00'))).toEqual(['2024-02-29T10:00', '2028-02-29T10:00'])
})

test('weeks whose numbers count from the end, and weeks that begin in the year before', () => {
	expect(startsOf(expand('FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO;COUNT=2', '2020-12-28T10:00'))).toEqual([
		'2020-12-28T10:00',
		'2026-12-28T10:00'
	])
	expect(startsOf(expand('FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO;COUNT=3', '2024-01-01T10:00'))).toEqual([
		'2024-01-01T10:00',
		'2024-12-30T10:00',
		'2025-12-29T10:00'
	])
	expect(startsOf(expand('FREQ=YEARLY;BYWEEKNO=-1;BYDAY=MO;COUNT=2', '2025-12-22T10:00'))).toEqual([
		'2025-12-22T10:00',
		'2026-12-28T10:00'
	])
})

describe('clocks', () => {
	test('a meeting stays at its hour when clocks change', () => {
		const found = startsOf(expand('FREQ=WEEKLY;COUNT=3', '2026-10-20T10:00', { zone: 'Europe/Brussels' }))
		expect(found).toEqual(['2026-10-20T10:00', '2026-10-27T10:00', '2026-11-03T10:00'])
	})

	test('a time that clocks jump over is left out and not counted', () => {
		const found = startsOf(expand('FREQ=DAILY;COUNT=3', '2026-03-28T02:30', { zone: 'Europe/Brussels' }))
		expect(found).toEqual(['2026-03-28T02:30', '2026-03-30T02:30', '2026-03-31T02:30'])
	})

	test('a time that comes twice is one time', () => {
		const found = startsOf(expand('FREQ=DAILY;COUNT=3', '2026-10-24T02:30', { zone: 'Europe/Brussels' }))
		expect(found).toEqual(['2026-10-24T02:30', '2026-10-25T02:30', '2026-10-26T02:30'])
	})

	test('the last moment is one of UTC, and itself still counts', () => {
		const ends = (until: string) =>
			startsOf(expand(`FREQ=DAILY;UNTIL=${until}`, '2026-10-24T10:00', { zone: 'Africa/Harare' })).length
		expect(ends('20261026T080000Z')).toBe(3)
		expect(ends('20261026T075959Z')).toBe(2)
	})

	test('a start that never comes is refused', () => {
		expect(expand('FREQ=DAILY', '2026-03-29T02:30', { zone: 'Europe/Brussels' })).toEqual({
			refusal: 'deliberation.recurrence-start'
		})
	})

	test('a position counted over a time that never comes is not guessed', () => {
		expect(
			expand('FREQ=DAILY;BYHOUR=2,4;BYMINUTE=30;BYSETPOS=1;COUNT=3', '2026-03-28T02:30', { zone: 'Europe/Brussels' })
		).toEqual({ refusal: 'deliberation.recurrence-not-exact' })
	})
})

test.each([
	['', 'unreadable'],
	['FREQ', 'unreadable'],
	['INTERVAL=2', 'unreadable'],
	['FREQ=DAILY;;COUNT=2', 'unreadable'],
	['FREQ=DAILY;COUNT=2;', 'unreadable'],
	['FREQ=DAILY;X-OURS=1', 'part-unknown'],
	['RSCALE=CHINESE;FREQ=YEARLY', 'part-unknown'],
	['FREQ=YEARLY;SKIP=FORWARD', 'part-unknown'],
	['FREQ=DAILY;BYEASTER=0', 'part-unknown'],
	['FREQ=DAILY;COUNT=2;COUNT=3', 'part-twice'],
	['FREQ=FORTNIGHTLY', 'value'],
	['FREQ=DAILY;INTERVAL=0', 'value'],
	['FREQ=DAILY;INTERVAL=-1', 'value'],
	['FREQ=DAILY;COUNT=0', 'value'],
	['FREQ=DAILY;COUNT=1.5', 'value'],
	['FREQ=WEEKLY;WKST=XX', 'value'],
	['FREQ=MONTHLY;BYMONTHDAY=0', 'value'],
	['FREQ=MONTHLY;BYMONTHDAY=32', 'value'],
	['FREQ=MONTHLY;BYDAY=0MO', 'value'],
	['FREQ=MONTHLY;BYDAY=MO,', 'value'],
	['FREQ=YEARLY;BYMONTH=13', 'value'],
	['FREQ=YEARLY;BYMONTH=-1', 'value'],
	['FREQ=YEARLY;BYWEEKNO=54', 'value'],
	['FREQ=YEARLY;BYYEARDAY=367', 'value'],
	['FREQ=DAILY;BYHOUR=24', 'value'],
	['FREQ=DAILY;BYMINUTE=60', 'value'],
	['FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0', 'value'],
	['FREQ=HOURLY', 'too-often'],
	['FREQ=MINUTELY;INTERVAL=90', 'too-often'],
	['FREQ=SECONDLY', 'too-often'],
	['FREQ=DAILY;BYSECOND=0,30', 'too-often'],
	['FREQ=DAILY;UNTIL=20271231', 'until-not-utc'],
	['FREQ=DAILY;UNTIL=20271231T090000', 'until-not-utc'],
	['FREQ=DAILY;UNTIL=20270230T090000Z', 'until-not-utc'],
	['FREQ=DAILY;COUNT=3;UNTIL=20271231T090000Z', 'count-and-until'],
	['FREQ=WEEKLY;BYMONTHDAY=1', 'combination'],
	['FREQ=WEEKLY;BYDAY=1MO', 'combination'],
	['FREQ=DAILY;BYDAY=-1FR', 'combination'],
	['FREQ=MONTHLY;BYWEEKNO=20', 'combination'],
	['FREQ=MONTHLY;BYYEARDAY=20', 'combination'],
	['FREQ=DAILY;BYYEARDAY=20', 'combination'],
	['FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO', 'combination'],
	['FREQ=MONTHLY;BYSETPOS=1', 'combination'],
	['FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;INTERVAL=2', 'not-exact'],
	['FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO;BYSETPOS=1', 'not-exact'],
	['FREQ=WEEKLY;BYDAY=WE', 'start-not-in-rule'],
	['FREQ=DAILY;UNTIL=20200101T000000Z', 'start-not-in-rule']
])('%s is refused: %s', (rule, code) => {
	expect(expand(rule, '2027-05-17T09:00')).toEqual({ refusal: `deliberation.recurrence-${code}` })
})

test('a wrong time, zone, exclusion or window is refused', () => {
	const refusal = (more: Partial<Parameters<typeof expandRule>[0]>) =>
		expand('FREQ=WEEKLY;COUNT=2', '2027-05-17T09:00', more)
	expect(refusal({ localStart: '2027-02-30T09:00' })).toEqual({ refusal: 'deliberation.recurrence-start' })
	expect(refusal({ zone: 'Africa/Atlantis' })).toEqual({ refusal: 'deliberation.recurrence-start' })
	expect(refusal({ excluded: ['2027-05-24'] })).toEqual({ refusal: 'deliberation.recurrence-excluded' })
	expect(refusal({ from: 'soon' })).toEqual({ refusal: 'deliberation.recurrence-window' })
	expect(refusal({ most: 1 })).toEqual({ refusal: 'deliberation.recurrence-too-many' })
	expect(refusal({ until: '9999-12-31' })).toEqual({ refusal: 'deliberation.recurrence-window' })
})

test('excluded times fall out but are counted, and a window shows what lies in it', () => {
	const rule = 'FREQ=WEEKLY;COUNT=4'
	const at = '2027-05-17T09:00'
	expect(startsOf(expand(rule, at, { excluded: ['2027-05-24T09:00'] }))).toEqual([
		at,
		'2027-05-31T09:00',
		'2027-06-07T09:00'
	])
	expect(startsOf(expand(rule, at, { from: '2027-05-24T09:00', until: '2027-05-31' }))).toEqual([
		'2027-05-24T09:00',
		'2027-05-31T09:00'
	])
	expect(startsOf(expand(rule, at, { until: '2027-01-01' }))).toEqual([])
})

// Another engine reads the same rules. It is asked only where it is known to keep to the standard: no weeks by number, no positions.
const weekday = fc.constantFrom('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU')
const some = <T>(one: fc.Arbitrary<T>) =>
	fc.uniqueArray(one, { minLength: 1, maxLength: 3 }).map((list) => list.join(','))
const anyRule = fc.oneof(
	fc.tuple(fc.constant('DAILY'), fc.constant('')),
	fc.tuple(
		fc.constant('WEEKLY'),
		some(weekday).map((days) => `;BYDAY=${days}`)
	),
	fc.tuple(
		fc.constant('MONTHLY'),
		some(fc.integer({ min: 1, max: 31 })).map((days) => `;BYMONTHDAY=${days}`)
	),
	fc.tuple(
		fc.constant('MONTHLY'),
		some(fc.tuple(fc.constantFrom('1', '2', '3', '4', '-1', '-2'), weekday).map((pair) => pair.join(''))).map(
			(days) => `;BYDAY=${days}`
		)
	),
	fc.tuple(fc.constant('YEARLY'), fc.constant(''))
)

function time(local: string) {
	const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = local.split(/\D/).map(Number)
	return new ICAL.Time({ year, month, day, hour, minute, second: 0, isDate: false }, ICAL.Timezone.localTimezone)
}

test('another reader of the standard finds the same times', () => {
	fc.assert(
		fc.property(
			anyRule,
			fc.integer({ min: 1, max: 5 }),
			fc.integer({ min: 1, max: 28 }),
			fc.integer({ min: 1, max: 12 }),
			([frequency, more], interval, day, month) => {
				const two = (value: number) => String(value).padStart(2, '0')
				const rule = `FREQ=${frequency};INTERVAL=${String(interval)}${more}`
				// The other engine also gives times for a start beside the rule; ours is asked from the first of its times on.
				const seed = time(`2026-${two(month)}-${two(day)}T10:00`)
				const first = ICAL.Recur.fromString(`FREQ=${frequency}${more}`).iterator(seed).next()
				const start = first.toString().slice(0, 16)
				const other = ICAL.Recur.fromString(rule).iterator(time(start))
				const wanted: string[] = []
				for (let at = other.next(); at.year < 2028; at = other.next()) wanted.push(at.toString().slice(0, 16))
				const found = expandRule({
					rule,
					localStart: start,
					zone: 'Africa/Harare',
					excluded: [],
					from: start,
					until: '2027-12-31',
					most: 2000
				})
				expect(found, `${rule} from ${start}`).toEqual({ starts: wanted })
			}
		),
		{ numRuns: 150 }
	)
})
