import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { addMembership, endMembership } from '#modules/directory/membership-commands.ts'
import { listMemberships } from '#modules/directory/membership-queries.ts'
import { setStructureStatus } from '#modules/directory/structure-commands.ts'
import { getStructure } from '#modules/directory/structure-queries.ts'
import { nothing, query } from '#platform/operation/operation.server.ts'
import { searchRecords } from '#platform/records/record-search.ts'
import { refusalOf } from '../../../../tests/fixtures/directory.ts'
import { aWorkspace, TODAY, type TestWorkspace } from '../../../../tests/fixtures/workspace.ts'
import { setRhythm } from '../cadence/rhythm-commands.ts'
import { addAgendaItem } from './agenda-commands.ts'
import { meetingAttention, meetingDues } from './attention.ts'
import { declareInterest, inviteGuest, listAttendance, recordAttendance } from './attendance-commands.ts'
import { saveMinute } from '../minutes/minute-commands.ts'
import { calendarFile } from './calendar-file.server.ts'
import {
	adoptMinutes,
	callMeeting,
	cancelMeeting,
	changeMeeting,
	circulateMinutes,
	draftMinutes,
	holdMeeting,
	planMeeting,
	postponeMeeting,
	rescheduleMeeting
} from './meeting-commands.ts'
import { getMeeting, listMeetings } from './meeting-queries.ts'
import { changeSeries, createSeries, endSeries, extendSeries } from './series-commands.ts'
import { getSeries, previewSeries } from './series-queries.ts'

const at = (day: string) => new Date(`${day}T12:00:00Z`)

async function planned(
	{ as }: TestWorkspace,
	{
		day = '2026-04-01',
		zone,
		...more
	}: { day?: string; zone?: string; purpose?: 'extraordinary'; audience?: 'public' } = {}
) {
	const chair = await as('chair')
	const made = await chair.run(planMeeting, {
		structure: 'committee',
		title: 'A meeting',
		start: `${day}T09:00`,
		end: `${day}T12:00`,
		standing: false,
		...(zone ? { zone } : {}),
		...more
	})
	return { ...made, meeting: made.reference, version: made.version ?? 0 }
}

const readAs = async (made: TestWorkspace, meeting: string, key: 'chair' | 'member' | 'public' = 'chair') =>
	(await made.as(key)).ask(getMeeting, { meeting })

/** A meeting that was called and held on a day, with those who came. */
async function held(
	made: TestWorkspace,
	day: string,
	present: readonly string[] = ['home-affairs', 'labour'],
	more: { audience?: 'public' } = {}
) {
	const { meeting } = await planned(made, { day, ...more })
	const chair = await made.as('chair', at(day))
	const version = async () => (await readAs(made, meeting)).version
	await chair.run(callMeeting, { meeting, version: await version(), day: '2026-01-01' })
	if (present.length > 0)
		await chair.run(recordAttendance, {
			meeting,
			entries: present.map((actor) => ({ actor, state: 'present' as const }))
		})
	await chair.run(holdMeeting, { meeting, version: await version() })
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
		[5, 'item']
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
	})
})

describe('a structure', () => {
	test('that is dissolved plans, calls and moves no meetings', async () => {
		const made = await aWorkspace()
		const { meeting, version } = await planned(made)
		const chair = await made.as('chair')
		const { version: of } = await chair.ask(getStructure, { structure: 'committee' })
		await chair.run(setStructureStatus, {
			structure: 'committee',
			version: of,
			status: 'dissolved',
			day: TODAY,
			reason: 'Its work is done.'
		})
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
})

async function setRules(
	made: TestWorkspace,
	rules: { noticeDays?: number; quorum?: { kind: 'majority' | 'two-thirds' }; from?: string }
) {
	const administrator = await made.as('administrator')
	const { version } = await administrator.ask(getStructure, { structure: 'committee' })
	await administrator.run(setRhythm, {
		structure: 'committee',
		version,
		kind: 'none',
		noticeDays: rules.noticeDays ?? 0,
		quorum: rules.quorum?.kind ?? 'none',
		from: rules.from ?? '2020-01-01',
		silence: 'no-answer',
		writtenDays: 14,
		reason: 'As the test says.'
	})
}

describe('the quorum', () => {
	test('is judged by the rules of the meeting’s own day, also when they change before and after', async () => {
		const made = await aWorkspace()
		await setRules(made, { quorum: { kind: 'majority' } })
		await setRules(made, { quorum: { kind: 'two-thirds' }, from: '2026-02-10' })
		const early = await held(made, '2026-02-05', ['labour'])
		const late = await held(made, '2026-02-15', ['home-affairs', 'labour'])
		expect((await readAs(made, early)).quorum).toMatchObject({
			kind: 'majority',
			present: 1,
			required: 2,
			isQuorate: false
		})
		expect((await readAs(made, late)).quorum).toMatchObject({ kind: 'two-thirds', required: 2, isQuorate: true })
	})

	test('leaves out a member whose membership ended before the day, and expects no such member', async () => {
		const made = await aWorkspace()
		await setRules(made, { quorum: { kind: 'majority' } })
		const administrator = await made.as('administrator')
		const before = await held(made, '2026-01-20', ['home-affairs'])
		const { items } = await administrator.ask(listMemberships, { filter: { structure: 'committee' } })
		const labour = items.find(({ actor }) => actor.reference === 'labour')
		await administrator.run(endMembership, { membership: labour?.id ?? '', day: '2026-02-01', reason: 'Left.' })
		const after = await held(made, '2026-02-10', ['home-affairs'])
		expect((await readAs(made, before)).quorum).toMatchObject({ members: 2, required: 2, isQuorate: false })
		const late = await readAs(made, after)
		expect(late.quorum).toMatchObject({ members: 1, required: 1, isQuorate: true })
		expect(late.attendance.map(({ actor }) => actor.reference)).toEqual(['home-affairs'])
		const chair = await made.as('chair')
		const entries = [{ actor: 'labour', state: 'present' as const }]
		expect(await refusalOf(chair.run(recordAttendance, { meeting: after, entries }))).toMatchObject({
			issues: [{ path: ['entries', 0, 'actor'], code: 'deliberation.not-a-member-that-day' }]
		})
	})

	test('is counted anew when the attendance of a held meeting is corrected', async () => {
		const made = await aWorkspace()
		await setRules(made, { quorum: { kind: 'majority' } })
		const meeting = await held(made, '2026-02-10', ['labour'])
		expect((await readAs(made, meeting)).isQuorate).toBe(false)
		expect(
			(await readAs(made, meeting)).attendance.find(({ actor }) => actor.reference === 'home-affairs')
		).toMatchObject({ state: 'absent' })
		const chair = await made.as('chair')
		await chair.run(recordAttendance, { meeting, entries: [{ actor: 'home-affairs', state: 'present' }] })
		expect((await readAs(made, meeting)).isQuorate).toBe(true)
	})

	test('is not changed by guests, whose names the public is not told', async () => {
		const made = await aWorkspace()
		await setRules(made, { quorum: { kind: 'majority' } })
		const { meeting } = await planned(made)
		const chair = await made.as('chair')
		const guest = { meeting, actor: 'union', capacity: 'invited-expert', person: 'Somebody Expert' } as const
		await chair.run(inviteGuest, guest)
		expect(await refusalOf(chair.run(inviteGuest, guest))).toMatchObject({
			code: 'deliberation.guest-invited-already'
		})
		const entries = [{ actor: 'union', state: 'present' as const, capacity: 'invited-expert' as const }]
		await chair.run(recordAttendance, { meeting, entries })
		expect((await readAs(made, meeting)).quorum).toMatchObject({ present: 0 })
		const outsider = await (await made.as('outsider')).ask(listAttendance, { meeting })
		expect(outsider.items.find(({ actor }) => actor.reference === 'union')).toMatchObject({ person: null })
	})

	test('an interest is declared by the actor itself or by who runs the meeting, and taken back', async () => {
		const made = await aWorkspace()
		const { meeting } = await planned(made)
		const member = await made.as('member')
		await member.run(declareInterest, { meeting, actor: 'labour', interest: 'It owns the building.' })
		const shown = (await readAs(made, meeting)).attendance.find(({ actor }) => actor.reference === 'labour')
		expect(shown).toMatchObject({ interest: 'It owns the building.', interestItem: null })
		expect(
			await refusalOf(member.run(declareInterest, { meeting, actor: 'home-affairs', interest: 'x' }))
		).toMatchObject({ kind: 'forbidden' })
		await member.run(declareInterest, { meeting, actor: 'labour', interest: null })
		const after = (await readAs(made, meeting)).attendance.find(({ actor }) => actor.reference === 'labour')
		expect(after?.interest).toBe(null)
	})
})

describe('the life of a meeting', () => {
	test('leads from the plan to minutes adopted in a later meeting', async () => {
		const made = await aWorkspace()
		const meeting = await held(made, '2026-01-20')
		const later = await held(made, '2026-02-20')
		const chair = await made.as('chair')
		const version = async () => (await readAs(made, meeting)).version
		expect(
			await refusalOf(chair.run(adoptMinutes, { meeting, version: await version(), adoptedIn: later }))
		).toMatchObject({ code: 'deliberation.minutes-not-circulated' })
		await chair.run(draftMinutes, { meeting, version: await version() })
		await chair.run(circulateMinutes, { meeting, version: await version(), commentsUntil: '2026-03-20' })
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
		await chair.run(circulateMinutes, { meeting, version: await version(), commentsUntil: '2026-03-20' })
		await chair.run(adoptMinutes, { meeting, version: await version(), adoptedIn: later })
		expect(await found()).toEqual([reference])
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

	test('is not held before it began', async () => {
		const made = await aWorkspace()
		const { meeting, version } = await planned(made)
		const chair = await made.as('chair')
		const called = await chair.run(callMeeting, { meeting, version })
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

describe('a series of meetings', () => {
	const monthly = {
		structure: 'committee',
		title: 'Monthly meeting',
		repeats: 'monthly-weekday',
		start: '2026-04-06T09:00',
		durationMinutes: 120,
		planUntil: '2026-07-31'
	} as const

	const meetingsOf = async (made: TestWorkspace, series: string) =>
		(await (await made.as('chair')).ask(listMeetings, { filter: { series } })).items

	test('plans its meetings up to a day, each at its local time whatever the clocks do', async () => {
		const made = await aWorkspace()
		const chair = await made.as('chair')
		const input = { ...monthly, zone: 'Europe/Lisbon', start: '2026-03-02T09:00', planUntil: '2026-04-30' }
		const { rule, starts } = await chair.ask(previewSeries, {
			repeats: 'monthly-weekday',
			start: input.start,
			zone: input.zone,
			until: '2026-04-30'
		})
		expect(rule).toBe('FREQ=MONTHLY;BYDAY=1MO')
		const series = await chair.run(createSeries, input)
		const meetings = await meetingsOf(made, series.id)
		expect(meetings.map(({ start }) => start)).toEqual(starts)
		expect(meetings.map(({ startsAt }) => startsAt.toISOString())).toEqual([
			'2026-03-02T09:00:00.000Z',
			'2026-04-06T08:00:00.000Z'
		])
	})

	test('keeps the place of a moved meeting, changes the others, and ends', async () => {
		const made = await aWorkspace()
		const chair = await made.as('chair')
		const { id: series } = await chair.run(createSeries, monthly)
		const [first, second] = await meetingsOf(made, series)
		await chair.run(rescheduleMeeting, {
			meeting: first?.reference ?? '',
			version: first?.version ?? 0,
			start: '2026-04-08T09:00',
			end: '2026-04-08T11:00',
			reason: 'A holiday.'
		})
		await chair.run(changeSeries, {
			series,
			title: 'Monthly sitting',
			start: '2026-04-06T14:00',
			repeats: 'monthly-weekday',
			place: 'Mutare',
			reason: 'Afternoons suit better.'
		})
		const changed = await meetingsOf(made, series)
		expect(changed.find(({ id }) => id === first?.id)).toMatchObject({
			start: '2026-04-08T09:00',
			series: { start: '2026-04-06T09:00' }
		})
		expect(changed.find(({ id }) => id === second?.id)).toMatchObject({
			start: '2026-05-04T14:00',
			place: 'Mutare',
			title: { en: 'Monthly sitting' }
		})
		expect((await chair.run(extendSeries, { series, planUntil: '2026-08-31' })).planned).toBe(1)
		await chair.run(endSeries, { series, reason: 'No more.' })
		const ended = await meetingsOf(made, series)
		expect(ended.every(({ status }) => status === 'cancelled')).toBe(true)
		expect(await chair.ask(getSeries, { series })).toMatchObject({ status: 'ended', may: { change: false } })
		expect(await refusalOf(chair.run(extendSeries, { series, planUntil: '2026-12-31' }))).toMatchObject({
			code: 'deliberation.series-ended'
		})
	})

	test('whose rule cannot be expanded exactly is refused', async () => {
		const { as } = await aWorkspace()
		const chair = await as('chair')
		const { repeats: _repeats, ...rest } = monthly
		for (const rule of ['FREQ=HOURLY', 'FREQ=MONTHLY;BYDAY=2TU', 'every month'])
			expect(await refusalOf(chair.run(createSeries, { ...rest, rule }))).toMatchObject({
				kind: 'invalid',
				issues: [{ path: ['rule'] }]
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
		const meeting = await held(made, '2026-02-10')
		const chair = await made.as('chair')
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

test('a member that comes to sit during the year is expected from its first day', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	await administrator.run(addMembership, {
		structure: 'committee',
		actor: 'health',
		kind: 'member',
		from: '2026-04-01',
		reason: 'Joined.'
	})
	const [before, after] = [await planned(made, { day: '2026-03-31' }), await planned(made, { day: '2026-04-01' })]
	expect((await readAs(made, before.meeting)).quorum.members).toBe(2)
	expect((await readAs(made, after.meeting)).quorum.members).toBe(3)
})
