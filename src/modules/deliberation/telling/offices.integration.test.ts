import ICAL from 'ical.js'
import { expect, test } from 'vitest'
import { createActor } from '#modules/directory/actor-commands.ts'
import { addNomination } from '#modules/directory/membership-commands.ts'
import { mailServerForEach } from '#tests/fixtures/mail-days.ts'
import { aMeeting, SECRET_TITLE } from '#tests/fixtures/meeting.ts'
import { idOf, join, membershipOf, planned, seatsWritten } from '#tests/fixtures/told.ts'
import { aClock, rowsOf, workDue, workplaceOf } from '#tests/fixtures/workplace.ts'
import { aWorkspace, NOW, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { changeAgendaItem } from '../meeting/agenda-commands.ts'
import { getAgendaItem } from '../meeting/agenda-queries.ts'
import { callMeeting, cancelMeeting, rescheduleMeeting } from '../meeting/meeting-commands.ts'
import { makePaper, sendPaper } from '../minutes/paper-commands.ts'
import { listPapers } from '../minutes/paper-queries.ts'

const mail = mailServerForEach()

/** Brings out what was written, and gives what arrived since: by the seat it was sent to. */
async function post(made: TestWorkspace, now = NOW) {
	const before = mail.server.received.length
	const place = workplaceOf(made, aClock(now))
	for (let more = await workDue(made, place); more > 0; more = await workDue(made, place));
	return new Map(mail.server.received.slice(before).map((one) => [one.to[0]?.split('@')[0] ?? '', one.email] as const))
}

test('an office that has only an address gets the meeting for its calendar too: called, moved and cancelled', async () => {
	const made = await aWorkspace()
	await join(made, 'health')
	await (
		await made.as('administrator')
	).run(addNomination, {
		membership: await membershipOf(made, 'committee', 'health'),
		capacity: 'principal',
		office: 'Desk of health',
		from: '2026-01-01',
		email: 'desk@health.example'
	})
	const { secretariat, reference, changing } = await planned(made, { audience: 'public' })
	const sequences: number[] = []
	const calendar = async () => {
		const [file] = (await post(made)).get('desk')?.attachments ?? []
		expect(file).toMatchObject({ filename: `${reference}.ics`, mimeType: 'text/calendar' })
		const text = typeof file?.content === 'string' ? file.content : new TextDecoder().decode(file?.content)
		const event = ICAL.Component.fromString(text).getFirstSubcomponent('vevent')
		if (!event) throw new Error('a file with an event')
		sequences.push(Number(event.getFirstPropertyValue('sequence')))
		return {
			uid: String(event.getFirstPropertyValue('uid')),
			status: String(event.getFirstPropertyValue('status')),
			start: String(event.getFirstPropertyValue('dtstart')),
			summary: String(event.getFirstPropertyValue('summary')),
			url: String(event.getFirstPropertyValue('url'))
		}
	}
	await secretariat.run(callMeeting, await changing())
	const called = await calendar()
	expect(called).toMatchObject({
		status: 'CONFIRMED',
		start: '2026-06-15T09:00:00',
		summary: 'Second meeting',
		url: `https://pitso.example/${made.workspace.key}/meeting/${reference}`
	})
	await secretariat.run(rescheduleMeeting, {
		...(await changing()),
		start: '2026-07-02T09:00',
		end: '2026-07-02T12:00',
		reason: 'The room is taken'
	})
	expect(await calendar()).toMatchObject({ uid: called.uid, start: '2026-07-02T09:00:00' })
	await secretariat.run(callMeeting, await changing())
	await calendar()
	await secretariat.run(cancelMeeting, { ...(await changing()), reason: 'Nothing to decide' })
	expect(await calendar()).toMatchObject({ uid: called.uid, status: 'CANCELLED' })
	expect(sequences).toEqual(sequences.toSorted((one, other) => one - other))
	expect(new Set(sequences).size).toBeGreaterThan(2)
})

test('an office that has only an address is told of a meeting that not everybody sees by its number, its time and its link', async () => {
	const made = await aWorkspace()
	await join(made, 'health', 'closed-group')
	await (
		await made.as('administrator')
	).run(addNomination, {
		membership: await membershipOf(made, 'closed-group', 'health'),
		capacity: 'principal',
		office: 'Desk',
		from: '2026-01-01',
		email: 'desk@health.example'
	})
	const { secretariat, reference, changing } = await planned(made, {
		structure: 'closed-group',
		title: SECRET_TITLE,
		place: 'Whispered house'
	})
	await secretariat.run(callMeeting, await changing())
	await secretariat.run(cancelMeeting, { ...(await changing()), reason: 'Whispered reason' })
	const kept = (await rowsOf(made, 'mail')).filter((row) => row['seat_id'] === null).map((row) => String(row['params']))
	expect(kept).toHaveLength(2)
	for (const text of kept) {
		expect(text).toContain(`/${made.workspace.key}/meeting/${reference}`)
		expect(text).not.toContain(SECRET_TITLE)
		expect(text).not.toContain('Whispered')
		expect(text).not.toContain('Closed')
	}
	const office = (await post(made)).get('desk')
	const file = office?.attachments[0]?.content
	const text = typeof file === 'string' ? file : new TextDecoder().decode(file)
	expect(text).toContain(`SUMMARY:Cancelled: ${reference}`)
	expect(text).toContain('DTSTART;TZID=Africa/Harare:20260615T090000')
	expect(text).not.toContain('LOCATION')
})

test('a paper that only seats can open is not sent to an address, and its office counts as not reached', async () => {
	const whole = await aMeeting()
	await join(whole.made, 'health')
	await (
		await whole.made.as('administrator')
	).run(addNomination, {
		membership: await membershipOf(whole.made, 'committee', 'health'),
		capacity: 'principal',
		office: 'Desk of health',
		from: '2026-01-01',
		email: 'desk@health.example'
	})
	await whole.secretariat.run(makePaper, { meeting: whole.meeting, kind: 'agenda' })
	await post(whole.made)
	await whole.secretariat.run(sendPaper, { meeting: whole.meeting, kind: 'agenda' })
	const sent = await post(whole.made)
	expect(sent.get('desk')).toBeUndefined()
	expect((await seatsWritten(whole.made)).has(await idOf(whole.made, 'outsider'))).toBe(true)
})

test('who must be given a paper by hand is named with its office and the edition of its circle, restricted ones never', async () => {
	const whole = await aMeeting()
	const administrator = await whole.made.as('administrator')
	// Nobody holds a seat for treasury: its office has an address, and it sits in its own right.
	const { reference } = await administrator.run(createActor, { key: 'treasury', name: 'Treasury', kind: 'ministry' })
	await join(whole.made, reference)
	await administrator.run(addNomination, {
		membership: await membershipOf(whole.made, 'committee', reference),
		capacity: 'principal',
		office: 'Desk of the treasury',
		from: '2026-01-01',
		email: 'desk@treasury.example'
	})
	await whole.secretariat.run(changeAgendaItem, {
		agendaItem: whole.items.secret,
		version: (await whole.secretariat.ask(getAgendaItem, { agendaItem: whole.items.secret })).version,
		confidentiality: 'named',
		named: [reference]
	})
	await whole.secretariat.run(makePaper, { meeting: whole.meeting, kind: 'agenda' })
	await post(whole.made)
	const { byHand, papers } = await whole.secretariat.ask(listPapers, { meeting: whole.meeting })
	expect(papers.map(({ edition }) => edition)).toContain('named')
	expect(byHand.filter(({ actor }) => actor.reference === reference)).toMatchObject([
		{ kind: 'agenda', offices: ['Desk of the treasury (desk@treasury.example)'], edition: 'members' }
	])
	expect((await whole.secretariat.run(sendPaper, { meeting: whole.meeting, kind: 'agenda' })).cannotReach).toEqual(
		byHand.map(({ actor }) => actor)
	)
	expect((await (await whole.made.as('member')).ask(listPapers, { meeting: whole.meeting })).byHand).toEqual([])
})
