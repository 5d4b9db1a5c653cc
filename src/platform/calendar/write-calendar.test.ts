import fc from 'fast-check'
import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import { escapeText, foldLine, writeCalendar, zoneLines, type DayEvent, type TimedEvent } from './write-calendar.ts'
import { momentOf } from './zone.ts'

const CHANGED = new Date('2026-03-01T08:00:00Z')

const meeting = (more: Partial<TimedEvent> = {}): TimedEvent => ({
	uid: 'one@zimbabwe.pitso',
	sequence: 0,
	changedAt: CHANGED,
	summary: 'Technical committee',
	status: 'CONFIRMED',
	start: '2026-10-20T10:00',
	end: '2026-10-20T12:30',
	zone: 'Africa/Harare',
	...more
})

const due = (more: Partial<DayEvent> = {}): DayEvent => ({
	uid: 'two@zimbabwe.pitso',
	sequence: 0,
	changedAt: CHANGED,
	summary: 'Report due',
	status: 'CONFIRMED',
	day: '2026-12-31',
	...more
})

const write = (...events: (TimedEvent | DayEvent)[]) =>
	writeCalendar({ name: 'My meetings', language: 'en', refreshHours: 1, events })

/** What another reader of the standard finds: it is asked with the zones of the calendar itself. */
function read(text: string) {
	const calendar = ICAL.Component.fromString(text)
	ICAL.TimezoneService.reset()
	for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone)
	return calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component))
}

test('another reader finds the same moments, whatever zone they are in', () => {
	const zones = ['Africa/Harare', 'Africa/Maseru', 'Africa/Windhoek', 'Europe/Brussels', 'Africa/Casablanca', 'UTC']
	fc.assert(
		fc.property(
			fc.constantFrom(...zones),
			fc.integer({ min: 0, max: 1500 }),
			fc.integer({ min: 0, max: 23 }),
			(zone, days, hour) => {
				const start = `${new Date(Date.UTC(2024, 0, 1 + days)).toISOString().slice(0, 10)}T${String(hour).padStart(2, '0')}:30`
				const { moment, came } = momentOf(start, zone)
				if (came !== 'once') return
				const [event] = read(write(meeting({ start, end: start.replace(':30', ':45'), zone })))
				expect(event?.startDate.toJSDate().toISOString()).toBe(new Date(moment).toISOString())
			}
		),
		{ numRuns: 300 }
	)
})

test('a zone tells every change of its clocks, with what was and what is', () => {
	const from = Date.parse('2026-01-01T00:00:00Z')
	expect(zoneLines('Europe/Brussels', from, Date.parse('2026-12-31T00:00:00Z'))).toEqual([
		'BEGIN:VTIMEZONE',
		'TZID:Europe/Brussels',
		'BEGIN:STANDARD',
		'DTSTART:19700101T000000',
		'TZOFFSETFROM:+0100',
		'TZOFFSETTO:+0100',
		'END:STANDARD',
		'BEGIN:DAYLIGHT',
		'DTSTART:20260329T020000',
		'TZOFFSETFROM:+0100',
		'TZOFFSETTO:+0200',
		'END:DAYLIGHT',
		'BEGIN:STANDARD',
		'DTSTART:20261025T030000',
		'TZOFFSETFROM:+0200',
		'TZOFFSETTO:+0100',
		'END:STANDARD',
		'END:VTIMEZONE'
	])
	expect(zoneLines('Africa/Harare', from, from).filter((line) => line.startsWith('TZOFFSETTO'))).toEqual([
		'TZOFFSETTO:+0200'
	])
})

test('a moved meeting keeps its identifier under a higher sequence, and a cancelled one stays and says so', () => {
	const events = read(
		write(
			meeting({ sequence: 2, start: '2026-10-27T10:00', end: '2026-10-27T12:30' }),
			meeting({ uid: 'three@zimbabwe.pitso', sequence: 1, status: 'CANCELLED' })
		)
	)
	expect(events.map(({ uid, sequence }) => [uid, sequence])).toEqual([
		['one@zimbabwe.pitso', 2],
		['three@zimbabwe.pitso', 1]
	])
	expect(events[0]?.startDate.toString()).toBe('2026-10-27T10:00:00')
	expect(events[1]?.component.getFirstPropertyValue('status')).toBe('CANCELLED')
	expect(events[1]?.component.getFirstPropertyValue('transp')).toBe('TRANSPARENT')
})

test('a series with a moved instance, a cancelled one and one left out is read as it is', () => {
	const zone = 'Europe/Brussels'
	const recurrence = { rule: 'FREQ=WEEKLY;COUNT=5', excluded: ['2026-10-27T10:00'] }
	const series = meeting({ zone, recurrence })
	const moved = meeting({
		zone,
		sequence: 1,
		instanceOf: '2026-11-03T10:00',
		start: '2026-11-04T14:00',
		end: '2026-11-04T15:00'
	})
	const cancelled = meeting({
		zone,
		sequence: 1,
		instanceOf: '2026-11-10T10:00',
		start: '2026-11-10T10:00',
		end: '2026-11-10T12:30',
		status: 'CANCELLED'
	})
	const [master, ...exceptions] = read(write(series, moved, cancelled))
	if (!master) throw new Error('the series is there')
	for (const one of exceptions) master.relateException(one)
	const iterator = master.iterator()
	const found: string[] = []
	for (let step = 0; step < 4; step++) {
		const at = iterator.next()
		const { item, startDate } = master.getOccurrenceDetails(at)
		found.push(`${startDate.toJSDate().toISOString()} ${String(item.component.getFirstPropertyValue('status'))}`)
	}
	expect(found).toEqual([
		'2026-10-20T08:00:00.000Z CONFIRMED',
		'2026-11-04T13:00:00.000Z CONFIRMED',
		'2026-11-10T09:00:00.000Z CANCELLED',
		'2026-11-17T09:00:00.000Z CONFIRMED'
	])
})

test('what falls due on a day ends before the next, and keeps nobody busy', () => {
	const text = write(due())
	expect(text).toContain('DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n')
	expect(text).toContain('TRANSP:TRANSPARENT')
})

test('the calendar names itself, says how often to look, and is no invitation', () => {
	const text = write(meeting())
	expect(text).toContain('X-WR-CALNAME:My meetings\r\n')
	expect(text).toContain('REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n')
	expect(text).not.toContain('METHOD')
})

describe('lines', () => {
	test('are never longer than 75 octets, never cut a character, and unfold to what they were', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
				const line = `SUMMARY:${escapeText(text)}`
				const folded = foldLine(line)
				for (const piece of folded.split('\r\n')) {
					expect(Buffer.byteLength(piece)).toBeLessThanOrEqual(75)
					expect(piece.isWellFormed()).toBe(true)
				}
				expect(folded.replaceAll('\r\n ', '')).toBe(line)
			})
		)
	})

	test('text of any kind is read back as it was', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), (text) => {
				const plain = text.replaceAll(/\p{Cc}/gu, '')
				const summary = `${plain}; a, b \\ c\nnext`
				expect(read(write(meeting({ summary })))[0]?.summary).toBe(summary)
			})
		)
	})

	// The grammar of RFC 5545, 3.1, held against every line: names, parameters, values.
	test('keep to the grammar of the standard', () => {
		const text = write(
			meeting({ description: 'Agenda:\n1. Opening; 2. "Any other"', location: 'Harare, Munhumutapa' }),
			meeting({
				uid: 'four@zimbabwe.pitso',
				zone: 'Europe/Brussels',
				url: 'https://pitso.test/zimbabwe/meeting/ZWE-MTG-2026-001'
			}),
			due()
		)
		expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true)
		expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
		const open: string[] = []
		for (const line of text.replaceAll('\r\n ', '').split('\r\n').slice(0, -1)) {
			expect(line).toMatch(/^[A-Z][A-Z-]*(;[A-Z][A-Z-]*=[^;:,"\p{Cc}]+)*:[^\p{Cc}]*$/u)
			const [, what, name = ''] = /^(BEGIN|END):(.*)$/.exec(line) ?? []
			if (what === 'BEGIN') open.push(name)
			if (what === 'END') expect(open.pop()).toBe(name)
		}
		expect(open).toEqual([])
		for (const [, zone] of text.matchAll(/TZID=([^:]+):/g)) expect(text).toContain(`TZID:${String(zone)}\r\n`)
	})
})
