import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { addMembership, endMembership } from '#modules/directory/membership-commands.ts'
import { listMemberships } from '#modules/directory/membership-queries.ts'
import { refusalOf } from '../../../../tests/fixtures/directory.ts'
import { aMeeting as aSatMeeting } from '../../../../tests/fixtures/sat.ts'
import { aWorkspace, type TestWorkspace } from '../../../../tests/fixtures/workspace.ts'
import {
	answerInvitation,
	declareInterest,
	inviteGuest,
	listAttendance,
	recordAttendance
} from './attendance-commands.ts'
import { addAgendaItem } from './agenda-commands.ts'
import { holdMeeting } from './hold-command.ts'
import { addStandingItems, callMeeting, rescheduleMeeting } from './meeting-commands.ts'
import { at, held, planned, readAs, setRules } from '#tests/fixtures/committee.ts'
import { doing } from '#tests/fixtures/workplace.ts'

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
		expect(shown?.interests).toEqual([{ text: 'It owns the building.', item: null }])
		expect(
			await refusalOf(member.run(declareInterest, { meeting, actor: 'home-affairs', interest: 'x' }))
		).toMatchObject({ kind: 'forbidden' })
		await member.run(declareInterest, { meeting, actor: 'labour', interest: null })
		const after = (await readAs(made, meeting)).attendance.find(({ actor }) => actor.reference === 'labour')
		expect(after?.interests).toEqual([])
	})

	test('of several interests each is declared of its item, put in other words and taken back by itself', async () => {
		const made = await aWorkspace()
		const { meeting } = await planned(made)
		const chair = await made.as('chair')
		const items = []
		for (const title of ['The building', 'The budget'])
			items.push((await chair.run(addAgendaItem, { meeting, title })).reference)
		const [building, budget] = items
		const member = await made.as('member')
		const declare = (interest: string | null, agendaItem?: string) =>
			member.run(declareInterest, { meeting, actor: 'labour', interest, ...(agendaItem ? { agendaItem } : {}) })
		const shown = async () => {
			const { attendance } = await readAs(made, meeting)
			const rows = attendance.filter(({ actor }) => actor.reference === 'labour')
			expect(rows).toHaveLength(1)
			return rows[0]?.interests.map(({ text, item }) => [item?.reference ?? null, text])
		}
		await declare('It pays.', budget)
		await declare('It owns it.', building)
		await declare('Its minister chairs.')
		expect(await shown()).toEqual([
			[null, 'Its minister chairs.'],
			[building, 'It owns it.'],
			[budget, 'It pays.']
		])
		await declare('It rents it out.', building)
		await declare(null, budget)
		expect(await shown()).toEqual([
			[null, 'Its minister chairs.'],
			[building, 'It rents it out.']
		])
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

describe('a meeting is held', () => {
	const called = async (made: TestWorkspace, day = '2026-02-10') => {
		const { meeting, version } = await planned(made, { day })
		const chair = await made.as('chair', at(day))
		const done = await chair.run(callMeeting, { meeting, version, day: '2026-01-01' })
		return { meeting, chair, version: done.version ?? 0 }
	}

	test('by those who are said to have come, in one step and with who sat for each', async () => {
		const made = await aWorkspace()
		const { meeting, chair, version } = await called(made)
		await chair.run(holdMeeting, {
			meeting,
			version,
			attendance: [
				{ actor: 'home-affairs', state: 'apologies' },
				{ actor: 'labour', state: 'present', capacity: 'alternate', office: 'Deputy Director', person: 'T. Moyo' }
			]
		})
		const page = await readAs(made, meeting)
		expect(page).toMatchObject({ status: 'held', isUnattended: false, quorum: { present: 1 } })
		expect(
			page.attendance.map(({ actor, state, capacity, office, person }) => [
				actor.reference,
				state,
				capacity,
				office,
				person
			])
		).toEqual(
			expect.arrayContaining([
				['home-affairs', 'apologies', 'member', null, null],
				['labour', 'present', 'alternate', 'Deputy Director', 'T. Moyo']
			])
		)
	})

	test('by nobody it is not: then nothing of it is recorded', async () => {
		const made = await aWorkspace()
		const { meeting, chair, version } = await called(made)
		const code = { kind: 'conflict', code: 'deliberation.nobody-present' }
		expect(await refusalOf(chair.run(holdMeeting, { meeting, version }))).toMatchObject(code)
		const attendance = [{ actor: 'labour', state: 'apologies' as const }]
		expect(await refusalOf(chair.run(holdMeeting, { meeting, version, attendance }))).toMatchObject(code)
		const page = await readAs(made, meeting)
		expect(page.status).toBe('called')
		expect(page.attendance.every(({ state }) => state === 'expected')).toBe(true)
	})

	test('by the co-opted and by guests alone it is not', async () => {
		const made = await aWorkspace()
		const administrator = await made.as('administrator')
		await administrator.run(addMembership, {
			structure: 'committee',
			actor: 'union',
			kind: 'co-opted',
			from: '2026-01-01',
			reason: 'Invited to stay.'
		})
		const { meeting, chair, version } = await called(made)
		const attendance = [
			{ actor: 'union', state: 'present' as const },
			{ actor: 'health', state: 'present' as const, capacity: 'observer' as const }
		]
		expect(await refusalOf(chair.run(holdMeeting, { meeting, version, attendance }))).toMatchObject({
			code: 'deliberation.nobody-present'
		})
	})

	test('and of whom nothing is said was not there, guests too', async () => {
		const made = await aWorkspace()
		const { meeting, chair } = await called(made)
		await chair.run(inviteGuest, { meeting, actor: 'union', capacity: 'observer', office: 'General Secretary' })
		const { version } = await readAs(made, meeting)
		await chair.run(holdMeeting, { meeting, version, attendance: [{ actor: 'labour', state: 'present' }] })
		expect(
			(await readAs(made, meeting)).attendance.map(({ actor, state }) => [actor.reference, state]).toSorted()
		).toEqual([
			['home-affairs', 'absent'],
			['labour', 'present'],
			['union', 'absent']
		])
	})

	test('and stays held by somebody when its attendance is corrected', async () => {
		const made = await aWorkspace()
		const meeting = await held(made, '2026-02-10', ['labour'])
		const chair = await made.as('chair')
		const entries = [{ actor: 'labour', state: 'absent' as const }]
		expect(await refusalOf(chair.run(recordAttendance, { meeting, entries }))).toMatchObject({
			code: 'deliberation.nobody-present'
		})
	})

	test('nobody is told of twice', async () => {
		const made = await aWorkspace()
		const { meeting, chair, version } = await called(made)
		const attendance = [
			{ actor: 'labour', state: 'present' as const },
			{ actor: 'labour', state: 'absent' as const, capacity: 'alternate' as const }
		]
		expect(await refusalOf(chair.run(holdMeeting, { meeting, version, attendance }))).toMatchObject({
			issues: [{ path: ['attendance', 1, 'actor'], code: 'deliberation.attendance-told-twice' }]
		})
	})

	test('its chair is expected too, and holds it where it is no member', async () => {
		const made = await aWorkspace()
		const administrator = await made.as('administrator')
		const { items } = await administrator.ask(listMemberships, { filter: { structure: 'committee' } })
		for (const { id, actor } of items)
			if (actor.reference === 'home-affairs')
				await administrator.run(endMembership, { membership: id, day: '2026-02-01', reason: 'Chairs it from outside.' })
		const { meeting, chair, version } = await called(made)
		const attendance = [{ actor: 'home-affairs', state: 'present' as const }]
		await chair.run(holdMeeting, { meeting, version, attendance })
		const page = await readAs(made, meeting)
		expect(page.quorum).toMatchObject({ members: 1, present: 0 })
		expect(page.attendance.find(({ actor }) => actor.reference === 'home-affairs')).toMatchObject({
			state: 'present',
			counts: false
		})
	})

	test('one that was taken over from older files says that nobody recorded who came', async () => {
		const made = await aWorkspace()
		const { reference } = await aSatMeeting(made, { state: 'held', isQuorate: null })
		expect((await readAs(made, reference)).isUnattended).toBe(true)
	})
})

test('who has said that it comes is told apart from who has not answered, until the meeting is held', async () => {
	const made = await aWorkspace()
	const { meeting, version } = await planned(made, { day: '2026-03-20' })
	const [chair, member] = [await made.as('chair'), await made.as('member')]
	const called = await chair.run(callMeeting, { meeting, version, day: '2026-03-01' })
	const stateOfMember = async () =>
		(await readAs(made, meeting)).attendance.find(({ actor }) => actor.reference === 'labour')?.state
	expect(await stateOfMember()).toBe('expected')
	await member.run(answerInvitation, { meeting, state: 'coming' })
	expect(await stateOfMember()).toBe('coming')
	const after = await made.as('chair', at('2026-03-20'))
	const { version: now } = await readAs(made, meeting)
	expect(now).toBeGreaterThan(called.version ?? 0)
	await after.run(holdMeeting, {
		meeting,
		version: now,
		attendance: [{ actor: 'home-affairs', state: 'present' }]
	})
	expect(await stateOfMember()).toBe('absent')
})

test('the standing items are added before a meeting, and not when it was held', async () => {
	const made = await aWorkspace()
	const chair = await made.as('chair')
	const before = await planned(made)
	expect((await readAs(made, before.meeting)).may.addStanding).toBe(true)
	await chair.run(addStandingItems, { meeting: before.meeting })
	expect((await readAs(made, before.meeting)).may.addStanding).toBe(false)
	const meeting = await held(made, '2026-02-10')
	expect((await readAs(made, meeting)).may.addStanding).toBe(false)
	expect(await refusalOf(chair.run(addStandingItems, { meeting }))).toMatchObject({
		code: 'deliberation.meeting-was-held'
	})
})

test('a meeting leads to its minutes once they can be written, and only those who read them', async () => {
	const made = await aWorkspace()
	const { meeting, version } = await planned(made)
	expect((await readAs(made, meeting)).may.readMinutes).toBe(false)
	await (await made.as('chair')).run(callMeeting, { meeting, version })
	expect((await readAs(made, meeting)).may.readMinutes).toBe(true)
	expect((await readAs(made, meeting, 'member')).may.readMinutes).toBe(true)
	expect((await readAs(made, meeting, 'outsider')).may.readMinutes).toBe(false)
})

describe('a meeting that has another time', () => {
	test('asks whoever had answered anew, and keeps what they wrote', async () => {
		const made = await aWorkspace()
		const { meeting } = await planned(made)
		const member = await made.as('member')
		await member.run(answerInvitation, { meeting, state: 'apologies', note: 'In Geneva that week.' })
		await (await made.as('chair')).run(answerInvitation, { meeting, state: 'coming' })
		const stands = async () =>
			(await readAs(made, meeting)).attendance.map(({ actor, state, note }) => [actor.reference, state, note])
		const chair = await made.as('chair')
		const { version, start, end } = await readAs(made, meeting)
		const room = await chair.run(rescheduleMeeting, { meeting, version, start, end, place: 'Gweru', reason: 'Room' })
		expect(await stands()).toContainEqual(['labour', 'apologies', 'In Geneva that week.'])
		const times = { start: '2026-07-01T09:00', end: '2026-07-01T12:00' }
		await chair.run(rescheduleMeeting, { meeting, version: room.version ?? 0, ...times, reason: 'A holiday.' })
		expect((await stands()).toSorted()).toEqual([
			['home-affairs', 'expected', null],
			['labour', 'expected', 'In Geneva that week.']
		])
	})
})

describe('what names no version of the meeting', () => {
	// Waits until so many connections to this database wait for a lock.
	async function blocked(made: TestWorkspace, many: number) {
		for (;;) {
			const { rows } = await sql<{ waiting: number }>`select count(*)::int as waiting from pg_stat_activity
				where datname = current_database() and wait_event_type = 'Lock' and state = 'active'`.execute(made.database.owner)
			if ((rows[0]?.waiting ?? 0) >= many) return
		}
	}

	test('is refused where the minutes were adopted before it had its turn', async () => {
		const made = await aWorkspace()
		const meeting = await held(made, '2026-01-20')
		const { id } = await readAs(made, meeting)
		const chair = await made.as('chair')
		const member = await made.as('member')
		const entries = [{ actor: 'labour', state: 'absent' as const }]
		const late: Promise<unknown>[] = []
		await (
			await made.as('administrator')
		).run(
			doing(async (here) => {
				await here.write.lockRecord(id)
				late.push(
					refusalOf(chair.run(recordAttendance, { meeting, entries })),
					refusalOf(member.run(declareInterest, { meeting, actor: 'labour', interest: 'A share' })),
					refusalOf(chair.run(addAgendaItem, { meeting, title: 'Too late' }))
				)
				await blocked(made, late.length)
				const adopted = { adopted_day: '2026-02-20', adopted_how: 'meeting', adopted_in_id: id } as const
				await here.write.change('meeting', id, { state: 'adopted', ...adopted })
			}),
			{}
		)
		for (const refusal of await Promise.all(late))
			expect(refusal).toMatchObject({ code: 'deliberation.minutes-adopted' })
	})
})
