import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { setStructureStatus } from '#modules/directory/structure-commands.ts'
import { getStructure } from '#modules/directory/structure-queries.ts'
import { nothing, query } from '#platform/operation/operation.server.ts'
import { searchRecords } from '#platform/records/record-search.ts'
import { refusalOf } from '../../../../tests/fixtures/directory.ts'
import { aWorkspace, TODAY, type TestWorkspace } from '../../../../tests/fixtures/workspace.ts'
import { openWrittenProcedure } from '../decision/procedure-commands.ts'
import { addAgendaItem } from './agenda-commands.ts'
import { meetingAttention, meetingDues } from './attention.ts'
import { saveMinute } from '../minutes/minute-commands.ts'
import { calendarFile } from './calendar-file.server.ts'
import { holdMeeting } from './hold-command.ts'
import {
	callMeeting,
	cancelMeeting,
	changeMeeting,
	planMeeting,
	postponeMeeting,
	rescheduleMeeting
} from './meeting-commands.ts'
import { getMeeting, listMeetings } from './meeting-queries.ts'
import { held, planned, readAs, setRules } from '#tests/fixtures/committee.ts'
import { aMeeting } from '#tests/fixtures/sat.ts'
import { adoptMinutes, circulateMinutes, draftMinutes } from './minutes-moves.ts'

/** A meeting that was held, with something on its agenda that minutes can tell of. */
async function heldOn(made: TestWorkspace, day: string) {
	const meeting = await held(made, day)
	await (await made.as('chair')).run(addAgendaItem, { meeting, title: 'Borders' })
	return meeting
}

test('a planned meeting has a number, its place in time, and the items that fill themselves', async () => {
	const { as } = await aWorkspace()
	const chair = await as('chair')
	const made = await chair.run(planMeeting, {
		structure: 'committee',
		title: 'First meeting',
		start: '2026-04-01T09:00',
		end: '2026-04-01T12:00'
	})
	expect(made.reference).toMatch(/-MTG-2026-001$/)
	await chair.run(addAgendaItem, { meeting: made.reference, title: 'Border posts', minutes: 30 })
	const meeting = await chair.ask(getMeeting, { meeting: made.reference })
	expect(meeting.startsAt).toEqual(new Date('2026-04-01T07:00:00Z'))
	expect(meeting.agenda.map(({ number, agendaKind }) => [number, agendaKind])).toEqual([
		[1, 'minutes'],
		[2, 'matters-arising'],
		[3, 'recommendations'],
		[4, 'commitments'],
		[5, 'to-settle'],
		[6, 'item']
	])
	const { items } = await chair.ask(listMeetings, {})
	expect(items.map(({ id }) => id)).toEqual([made.id])
})

describe('the time of a meeting', () => {
	test.for([
		['Africa/Harare', '2026-03-29T02:30', '2026-03-29T00:30:00Z', 'once'],
		// Clocks in Lisbon go from 1:00 to 2:00 on the 29th of March, and from 2:00 back to 1:00 on the 25th of October.
		['Europe/Lisbon', '2026-03-29T01:30', '2026-03-29T01:30:00Z', 'never'],
		['Europe/Lisbon', '2026-10-25T01:30', '2026-10-25T00:30:00Z', 'twice'],
		['Europe/Lisbon', '2026-03-30T09:00', '2026-03-30T08:00:00Z', 'once'],
		['America/New_York', '2026-03-08T02:30', '2026-03-08T07:30:00Z', 'never'],
		['America/New_York', '2026-11-01T01:30', '2026-11-01T05:30:00Z', 'twice']
	] as const)('in %s at %s is %s', async ([zone, start, instant, clock]) => {
		const made = await aWorkspace()
		const chair = await made.as('chair')
		const { reference } = await chair.run(planMeeting, {
			structure: 'committee',
			title: 'Across the change',
			start,
			end: `${start.slice(0, 10)}T18:00`,
			zone
		})
		const meeting = await readAs(made, reference)
		expect(meeting.startsAt).toEqual(new Date(instant))
		expect(meeting.clock).toBe(clock)
		expect(meeting.start).toBe(start)
	})

	test('is told anew when the zone changes, and every change counts in calendars', async () => {
		const made = await aWorkspace()
		const { meeting, version } = await planned(made)
		const chair = await made.as('chair')
		await chair.run(rescheduleMeeting, {
			meeting,
			version,
			start: '2026-04-01T09:00',
			end: '2026-04-01T12:00',
			zone: 'Europe/Lisbon',
			reason: 'It meets in Lisbon.'
		})
		const moved = await readAs(made, meeting)
		expect(moved.startsAt).toEqual(new Date('2026-04-01T08:00:00Z'))
		expect(moved.calendarSequence).toBe(1)
		await chair.run(changeMeeting, { meeting, version: moved.version, place: 'Lisbon' })
		expect((await readAs(made, meeting)).calendarSequence).toBe(2)
	})

	test('ends after it begins, by a calendar and in a zone that there are', async () => {
		const { as } = await aWorkspace()
		const chair = await as('chair')
		const plan = { structure: 'committee', title: 'Wrong', start: '2026-04-01T12:00', end: '2026-04-01T09:00' }
		expect(await refusalOf(chair.run(planMeeting, plan))).toMatchObject({
			kind: 'invalid',
			issues: [{ path: ['end'], code: 'deliberation.meeting-ends-before-start' }]
		})
		for (const wrong of [{ start: '2026-02-30T09:00' }, { zone: 'Nowhere/Here' }, { end: '2026-05-01T09:00' }])
			expect(await refusalOf(chair.run(planMeeting, { ...plan, ...wrong }))).toMatchObject({ kind: 'invalid' })
		// What a browser makes of a year of which two figures were typed.
		const roman = { ...plan, start: '0026-04-01T09:00', end: '0026-04-01T12:00' }
		expect(await refusalOf(chair.run(planMeeting, roman))).toMatchObject({
			issues: [
				{ path: ['start'], code: 'platform.field.no-such-year' },
				{ path: ['end'], code: 'platform.field.no-such-year' }
			]
		})
	})
})

describe('a structure', () => {
	test('that is dissolved plans, calls and moves no meetings', async () => {
		const made = await aWorkspace()
		const chair = await made.as('chair')
		const { version: of } = await chair.ask(getStructure, { structure: 'committee' })
		await chair.run(setStructureStatus, {
			structure: 'committee',
			version: of,
			status: 'dissolved',
			day: TODAY,
			reason: 'Its work is done.'
		})
		// None is left ahead when it ends; a file may bring one afterwards.
		const { reference: meeting } = await aMeeting(made, { state: 'planned', day: '2026-04-01' })
		const { version } = await readAs(made, meeting)
		const code = { code: 'deliberation.structure-dissolved' }
		expect(await refusalOf(planned(made))).toMatchObject(code)
		expect(await refusalOf(chair.run(callMeeting, { meeting, version }))).toMatchObject(code)
		const times = { start: '2026-05-01T09:00', end: '2026-05-01T12:00', reason: 'Later.' }
		expect(await refusalOf(chair.run(rescheduleMeeting, { meeting, version, ...times }))).toMatchObject(code)
	})

	test('that only its members see has meetings that only they see', async () => {
		const made = await aWorkspace()
		const chair = await made.as('chair')
		const { reference } = await chair.run(planMeeting, {
			structure: 'closed-group',
			title: 'Closed',
			start: '2026-04-01T09:00',
			end: '2026-04-01T12:00'
		})
		expect((await readAs(made, reference, 'member')).reference).toBe(reference)
		expect(await refusalOf(readAs(made, reference, 'public'))).toMatchObject({ kind: 'absent' })
	})
})

describe('the period of notice', () => {
	test('of the meeting’s own day is kept, but for an extraordinary meeting with a reason', async () => {
		const made = await aWorkspace()
		const chair = await made.as('chair')
		await setRules(made, { noticeDays: 40 })
		const { meeting, version } = await planned(made)
		expect(await refusalOf(chair.run(callMeeting, { meeting, version }))).toMatchObject({
			code: 'deliberation.notice-too-short',
			params: { needed: 40, given: 30 }
		})
		const urgent = await planned(made, { purpose: 'extraordinary' })
		const call = { meeting: urgent.meeting, version: urgent.version }
		expect(await refusalOf(chair.run(callMeeting, call))).toMatchObject({
			code: 'deliberation.short-notice-needs-reason'
		})
		await chair.run(callMeeting, { ...call, reason: 'A flood at the border.' })
		expect(await readAs(made, urgent.meeting)).toMatchObject({ status: 'called', calledDay: TODAY, noticeDays: 30 })
	})

	test('is not given to a meeting that has begun: what is recorded then was given before its day', async () => {
		const made = await aWorkspace()
		const { meeting, version } = await planned(made, { day: TODAY })
		const chair = await made.as('chair', new Date(`${TODAY}T17:00:00Z`))
		expect(await refusalOf(chair.run(callMeeting, { meeting, version }))).toMatchObject({
			code: 'deliberation.called-after-start'
		})
		expect((await chair.ask(getMeeting, { meeting })).notice).toMatchObject({ hasBegun: true })
		await chair.run(callMeeting, { meeting, version, day: '2026-02-20' })
		expect(await readAs(made, meeting)).toMatchObject({ status: 'called', calledDay: '2026-02-20', noticeDays: 10 })
	})
})

describe('the life of a meeting', () => {
	test('leads from the plan to minutes adopted in a later meeting', async () => {
		const made = await aWorkspace()
		const meeting = await heldOn(made, '2026-01-20')
		const later = await held(made, '2026-02-20')
		const chair = await made.as('chair')
		const version = async () => (await readAs(made, meeting)).version
		expect(
			await refusalOf(chair.run(adoptMinutes, { meeting, version: await version(), adoptedIn: later }))
		).toMatchObject({ code: 'deliberation.minutes-not-circulated' })
		await chair.run(addAgendaItem, { meeting, title: 'Borders' })
		await chair.run(draftMinutes, { meeting, version: await version() })
		await chair.run(circulateMinutes, {
			meeting,
			version: await version(),
			day: '2026-02-01',
			commentsUntil: '2026-02-15'
		})
		await chair.run(adoptMinutes, { meeting, version: await version(), adoptedIn: later })
		expect(await readAs(made, meeting)).toMatchObject({
			status: 'adopted',
			adoptedDay: '2026-02-20',
			adoptedHow: 'meeting',
			adoptedIn: { reference: later },
			moves: []
		})
		expect(await refusalOf(chair.run(addAgendaItem, { meeting, title: 'Too late' }))).toMatchObject({
			code: 'deliberation.minutes-adopted'
		})
	})

	test('the public finds the words of its minutes once they are adopted, and not before', async () => {
		const made = await aWorkspace()
		const meeting = await held(made, '2026-01-20', undefined, { audience: 'public' })
		const later = await held(made, '2026-02-20')
		const chair = await made.as('chair')
		const version = async () => (await readAs(made, meeting)).version
		const { reference } = await chair.run(addAgendaItem, { meeting, title: 'Borders' })
		await chair.run(saveMinute, { agendaItem: reference, text: 'The okapi crossed.' })
		const found = async () =>
			(await (await made.as('public')).ask(searchRecords, { words: 'okapi' })).items.map((one) => one.reference)
		expect(await found()).toEqual([])
		await chair.run(draftMinutes, { meeting, version: await version() })
		await chair.run(circulateMinutes, {
			meeting,
			version: await version(),
			day: '2026-02-01',
			commentsUntil: '2026-02-15'
		})
		await chair.run(adoptMinutes, { meeting, version: await version(), adoptedIn: later })
		expect(await found()).toEqual([reference])
	})

	test('has its minutes drafted once something is on its agenda, and not before', async () => {
		const made = await aWorkspace()
		const meeting = await held(made, '2026-01-20')
		const chair = await made.as('chair')
		const before = await readAs(made, meeting)
		expect(before.moves).not.toContain('draft')
		expect(await refusalOf(chair.run(draftMinutes, { meeting, version: before.version }))).toMatchObject({
			kind: 'conflict',
			code: 'deliberation.nothing-on-agenda'
		})
		await chair.run(addAgendaItem, { meeting, title: 'Borders' })
		const after = await readAs(made, meeting)
		expect(after.moves).toContain('draft')
		await chair.run(draftMinutes, { meeting, version: after.version })
	})

	test('says by which written procedure its minutes are being adopted', async () => {
		const made = await aWorkspace()
		const meeting = await heldOn(made, '2026-01-20')
		const chair = await made.as('chair')
		const version = async () => (await readAs(made, meeting)).version
		await chair.run(addAgendaItem, { meeting, title: 'Borders' })
		await chair.run(draftMinutes, { meeting, version: await version() })
		await chair.run(circulateMinutes, { meeting, version: await version(), commentsUntil: '2026-03-20' })
		expect((await readAs(made, meeting)).adoptingProcedure).toBe(null)
		const { reference } = await chair.run(openWrittenProcedure, {
			subject: 'minutes',
			meeting,
			title: 'Minutes of January',
			text: 'The minutes are adopted.',
			deadline: '2026-03-30'
		})
		expect((await readAs(made, meeting)).adoptingProcedure).toMatchObject({ reference })
	})

	test('has no minutes to adopt before it was held', async () => {
		const made = await aWorkspace()
		const { meeting, version } = await planned(made)
		const later = await held(made, '2026-02-20')
		const chair = await made.as('chair')
		expect(await refusalOf(chair.run(adoptMinutes, { meeting, version, adoptedIn: later }))).toMatchObject({
			code: 'deliberation.meeting-not-held'
		})
	})

	test('is not held before it began, nor is that offered', async () => {
		const made = await aWorkspace()
		const { meeting, version } = await planned(made)
		const chair = await made.as('chair')
		const called = await chair.run(callMeeting, { meeting, version })
		expect((await chair.ask(getMeeting, { meeting })).moves).toEqual(['postpone', 'reschedule', 'cancel'])
		const begun = await made.as('chair', new Date('2027-01-01T00:00:00Z'))
		expect((await begun.ask(getMeeting, { meeting })).moves).toContain('hold')
		expect(await refusalOf(chair.run(holdMeeting, { meeting, version: called.version ?? 0 }))).toMatchObject({
			code: 'deliberation.meeting-not-begun'
		})
	})

	test('postponed it waits for another time, and is called anew; cancelled it stays so', async () => {
		const made = await aWorkspace()
		const { meeting, version } = await planned(made)
		const chair = await made.as('chair')
		const next = (done: { version?: number | undefined }) => ({ meeting, version: done.version ?? 0 })
		const called = await chair.run(callMeeting, { meeting, version })
		const postponed = await chair.run(postponeMeeting, { ...next(called), reason: 'The hall is taken.' })
		expect(await readAs(made, meeting)).toMatchObject({ status: 'postponed', statusReason: 'The hall is taken.' })
		const moved = await chair.run(rescheduleMeeting, {
			...next(postponed),
			start: '2026-05-01T09:00',
			end: '2026-05-01T12:00',
			reason: 'The hall is free.'
		})
		expect(await readAs(made, meeting)).toMatchObject({ status: 'planned', calledDay: null, day: '2026-05-01' })
		const cancelled = await chair.run(cancelMeeting, { ...next(moved), reason: 'No business.' })
		expect(await refusalOf(chair.run(callMeeting, next(cancelled)))).toMatchObject({
			code: 'deliberation.meeting-cancelled'
		})
		const page = await readAs(made, meeting)
		expect(page.calendarSequence).toBe(4)
		const words = {
			name: (names: Readonly<Record<string, string>> | null | undefined) => names?.['en'] ?? '',
			t: (key: string) => key,
			language: 'en'
		}
		const file = calendarFile(page, { workspace: 'w', site: 'https://pitso.test', words })
		expect(file).toContain('STATUS:CANCELLED')
		expect(file).toContain('SEQUENCE:4')
		expect(file).toContain('DTSTART;TZID=Africa/Harare:20260501T090000')
	})

	test('is changed from the version somebody saw, and from no older one', async () => {
		const made = await aWorkspace()
		const { meeting, version } = await planned(made)
		const chair = await made.as('chair')
		await chair.run(changeMeeting, { meeting, version, place: 'Harare' })
		expect(await refusalOf(chair.run(changeMeeting, { meeting, version, place: 'Mutare' }))).toMatchObject({
			code: 'platform.changed-meanwhile'
		})
	})
})

describe('what waits for those who run meetings', () => {
	test('is told to them and to nobody else', async () => {
		const made = await aWorkspace()
		await held(made, '2026-02-10')
		const { meeting, version } = await planned(made, { day: '2026-02-20' })
		const chair = await made.as('chair')
		await chair.run(callMeeting, { meeting, version, day: '2026-01-05' })
		const asked = query({
			name: 'meeting.list',
			input: z.strictObject({}),
			output: z.array(z.tuple([z.string(), z.int()])),
			about: nothing,
			allow: () => true,
			run: async (here) =>
				(await meetingAttention.matters(here)).map(({ code, total }): [string, number] => [code, total])
		})
		expect(await chair.ask(asked, {})).toEqual([
			['meeting-minutes', 1],
			['meeting-unclosed', 1]
		])
		for (const key of ['member', 'outsider', 'observer', 'public'] as const)
			expect(await (await made.as(key)).ask(asked, {})).toEqual([])
	})

	test('comments on minutes fall due, for the structure', async () => {
		const made = await aWorkspace()
		const meeting = await heldOn(made, '2026-02-10')
		const chair = await made.as('chair')
		await chair.run(addAgendaItem, { meeting, title: 'Borders' })
		const drafted = await chair.run(draftMinutes, { meeting, version: (await readAs(made, meeting)).version })
		await chair.run(circulateMinutes, {
			meeting,
			version: drafted.version ?? 0,
			commentsUntil: '2026-03-15'
		})
		const asked = query({
			name: 'meeting.list',
			input: z.strictObject({ until: z.string() }),
			output: z.array(z.string()),
			about: nothing,
			allow: () => true,
			run: async (here, { until }) =>
				(await meetingDues.dues(here, { from: null, until, limit: 10 })).map(({ day }) => day)
		})
		expect(await chair.ask(asked, { until: '2026-03-15' })).toEqual(['2026-03-15'])
		expect(await chair.ask(asked, { until: '2026-03-14' })).toEqual([])
	})
})
