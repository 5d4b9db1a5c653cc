import { expect, test } from 'vitest'
import { addNomination } from '#modules/directory/membership-commands.ts'
import { leaveMailServer } from '#platform/mail/mail-server.server.ts'
import { readMail } from '#platform/mail/read-mail.server.ts'
import { listAttention } from '#platform/records/attention.ts'
import { hold } from '#tests/fixtures/held-seat.ts'
import { at, mailServerForEach, remind } from '#tests/fixtures/mail-days.ts'
import { aMeeting, SECRET_TITLE } from '#tests/fixtures/meeting.ts'
import { idOf, join, membershipOf, planned, seatsWritten } from '#tests/fixtures/told.ts'
import { aClock, rowsOf, workDue, workplaceOf } from '#tests/fixtures/workplace.ts'
import { aWorkspace, NOW, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { assignAction } from '../action/action-commands.ts'
import { askExtension } from '../action/extension-commands.ts'
import { getDigest } from '../action/reminder-queries.ts'
import { refuseAction, reportAction } from '../action/report-commands.ts'
import { getAction } from '../action/action-queries.ts'
import { openWrittenProcedure } from '../decision/procedure-commands.ts'
import { callMeeting, cancelMeeting, postponeMeeting, rescheduleMeeting } from '../meeting/meeting-commands.ts'
import { circulateMinutes, draftMinutes } from '../meeting/minutes-moves.ts'
import { makePaper, sendPaper } from '../minutes/paper-commands.ts'
import { getReach } from './reach-queries.ts'

const mail = mailServerForEach()
const REASON = 'as the test says'

/** Brings out what was written, and gives what arrived since: by the seat it was sent to. */
async function post(made: TestWorkspace, now = NOW) {
	const before = mail.server.received.length
	const place = workplaceOf(made, aClock(now))
	for (let more = await workDue(made, place); more > 0; more = await workDue(made, place));
	return new Map(mail.server.received.slice(before).map((one) => [one.to[0]?.split('@')[0] ?? '', one.email] as const))
}

test('a notice reaches each member by the seat or the address nominated, else by the seats that act for it, and names the rest', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	for (const actor of ['statistics', 'union', 'health']) await join(made, actor)
	const nominate = async (actor: string, who: object) =>
		administrator.run(addNomination, {
			membership: await membershipOf(made, 'committee', actor),
			capacity: 'principal',
			office: `Desk of ${actor}`,
			from: '2026-01-01',
			...who
		})
	await nominate('labour', { seat: 'analyst' })
	await nominate('health', { email: 'desk@health.example' })
	const { secretariat, changing, reference } = await planned(made)
	const called = await secretariat.run(callMeeting, await changing())
	// The union has an observer's seat alone, and whoever only reads along answers for nobody.
	expect(called).toMatchObject({
		told: { told: 4, kept: 0, unreached: 1 },
		cannotReach: [{ reference: 'union' }]
	})
	expect(await seatsWritten(made)).toEqual(
		new Set([await idOf(made, 'chair'), await idOf(made, 'analyst'), await idOf(made, 'statistician'), null])
	)
	expect(await secretariat.ask(getReach, { structure: 'committee' })).toMatchObject({
		reached: 4,
		cannotReach: [{ reference: 'union' }]
	})
	const office = (await post(made)).get('desk')
	expect(office?.subject).toBe(`${reference}: ${reference} (notice of meeting)`)
	expect(office?.text).toContain('Dear Desk of health,')
	expect(office?.text).toContain('When: 15 June 2026, 09:00 to 12:00 (Africa/Harare)')
})

test('calling a meeting writes a notice in each reader’s language, with the meeting for their calendar', async () => {
	const made = await aWorkspace()
	await hold(made, 'member')
	await hold(made, 'chair', 'fr')
	const { secretariat, reference, changing } = await planned(made)
	await secretariat.run(callMeeting, await changing())
	const sent = await post(made)
	const english = sent.get('member')
	expect(english?.subject).toBe(`${reference}: Second meeting (notice of meeting)`)
	expect(english?.text).toContain('Dear Holder of member,\n\nYou are called to the meeting “Second meeting”')
	expect(english?.text).toContain('When: 15 June 2026, 09:00 to 12:00 (Africa/Harare)\nWhere: Harare')
	expect(english?.text).toContain(`https://pitso.example/${made.workspace.key}/meeting/${reference}`)
	const french = sent.get('chair')
	expect(french?.subject).toBe(`${reference}\u00a0: Second meeting (convocation)`)
	expect(french?.text).toContain('Bonjour Holder of chair,')
	expect(french?.text).toContain('15 juin 2026, de 09:00 à 12:00')
	const [file] = english?.attachments ?? []
	expect(file).toMatchObject({ filename: `${reference}.ics`, mimeType: 'text/calendar' })
	const calendar = typeof file?.content === 'string' ? file.content : new TextDecoder().decode(file?.content)
	expect(calendar).toContain('DTSTART;TZID=Africa/Harare:20260615T090000')
	expect(calendar).toContain('STATUS:CONFIRMED')
})

test('circulated minutes are sent to the members with the day until which to comment; taken back before, they are not', async () => {
	const made = await aWorkspace()
	await hold(made, 'member')
	await hold(made, 'chair', 'fr')
	const { secretariat, meeting, changing } = await aMeeting({}, made)
	await post(made)
	const circulate = async () => {
		await secretariat.run(draftMinutes, await changing())
		return secretariat.run(circulateMinutes, { ...(await changing()), commentsUntil: '2026-03-20' })
	}
	expect((await circulate()).told?.told).toBeGreaterThan(1)
	await secretariat.run(draftMinutes, await changing())
	expect((await post(made)).size).toBe(0)
	await secretariat.run(circulateMinutes, { ...(await changing()), commentsUntil: '2026-03-20' })
	const sent = await post(made)
	const english = sent.get('member')
	expect(english?.subject).toBe(`${meeting}: First meeting of the year (minutes to comment on)`)
	expect(english?.text).toContain(
		'of 2 March 2026 are circulated to the members. You may comment on them until 20 March 2026.'
	)
	expect(english?.text).toContain(`https://pitso.example/${made.workspace.key}/meeting/${meeting}/minutes`)
	expect(sent.get('chair')?.text).toContain('Vous pouvez faire vos observations jusqu’au 20 mars 2026.')
})

test('whoever was called is told of another time, of a delay and of the end; whoever was not is told of none of it', async () => {
	const made = await aWorkspace()
	await hold(made, 'member')
	const { secretariat, reference, changing } = await planned(made)
	const another = { start: '2026-07-01T09:00', end: '2026-07-01T12:00', reason: 'The room is taken' }
	const uncalled = await secretariat.run(rescheduleMeeting, { ...(await changing()), ...another })
	expect(uncalled).toMatchObject({ told: null, cannotReach: [] })
	await secretariat.run(callMeeting, await changing())
	await post(made)
	const moved = await secretariat.run(rescheduleMeeting, {
		...(await changing()),
		...another,
		start: '2026-07-02T09:00',
		end: '2026-07-02T12:00'
	})
	expect(moved.told?.told).toBeGreaterThan(0)
	const toMoved = (await post(made)).get('member')
	expect(toMoved?.subject).toBe(`${reference}: Second meeting (another time)`)
	expect(toMoved?.text).toContain('When: 2 July 2026')
	expect(toMoved?.text).toContain('Reason: The room is taken')
	await secretariat.run(callMeeting, await changing())
	await post(made)
	await secretariat.run(postponeMeeting, { ...(await changing()), reason: 'The chair is away' })
	expect((await post(made)).get('member')?.subject).toBe(`${reference}: Second meeting (put off)`)
	await secretariat.run(cancelMeeting, { ...(await changing()), reason: 'Nothing to decide' })
	const toCancelled = (await post(made)).get('member')
	expect(toCancelled?.subject).toBe(`${reference}: Second meeting (cancelled)`)
	const content = toCancelled?.attachments[0]?.content
	expect(typeof content === 'string' ? content : new TextDecoder().decode(content)).toContain('STATUS:CANCELLED')
})

test('a notice that was overtaken before it could leave is not sent, and a meeting called after it was held writes none', async () => {
	const made = await aWorkspace()
	await hold(made, 'member')
	const { secretariat, changing } = await planned(made)
	await secretariat.run(callMeeting, await changing())
	await secretariat.run(cancelMeeting, { ...(await changing()), reason: REASON })
	const subjects = [...(await post(made)).values()].map(({ subject }) => subject)
	expect(subjects).toHaveLength(1)
	expect(subjects[0]).toContain('(cancelled)')
	const other = await aMeeting()
	expect(await rowsOf(other.made, 'mail')).toEqual([])
})

test('where there is no mail server what is written is counted as kept', async () => {
	leaveMailServer(undefined)
	const made = await aWorkspace()
	const { secretariat, changing } = await planned(made)
	const { told } = await secretariat.run(callMeeting, await changing())
	expect(told).toEqual({ told: 2, kept: 2, unreached: 0 })
	expect((await rowsOf(made, 'mail')).map((mail) => mail['state'])).toEqual(['kept', 'kept'])
})

test('a paper is told of in a letter that names its meeting, to those who may open an edition', async () => {
	const whole = await aMeeting()
	await hold(whole.made, 'member')
	await hold(whole.made, 'chair', 'fr')
	await whole.secretariat.run(makePaper, { meeting: whole.meeting, kind: 'minutes' })
	await post(whole.made)
	const { told } = await whole.secretariat.run(sendPaper, { meeting: whole.meeting, kind: 'minutes' })
	expect(told).toEqual({ told: 2, kept: 0, unreached: 0 })
	const sent = await post(whole.made)
	expect(sent.get('member')?.subject).toBe(`${whole.meeting}: minutes, First meeting of the year`)
	expect(sent.get('chair')?.subject).toBe(`${whole.meeting}\u00a0: procès-verbal, First meeting of the year`)
	expect(sent.get('chair')?.text).toContain('Bonjour Holder of chair,')
	for (const mail of sent.values()) expect(JSON.stringify(mail)).not.toContain(SECRET_TITLE)
})

test('a written procedure is put to the members by mail, whatever the role of the seat that may answer', async () => {
	const made = await aWorkspace()
	await hold(made, 'statistician')
	await hold(made, 'chair', 'fr')
	await join(made, 'statistics')
	const { reference, told } = await (
		await made.as('secretariat')
	).run(openWrittenProcedure, {
		structure: 'committee',
		subject: 'decision',
		title: 'On the data',
		text: 'It is agreed.',
		deadline: '2026-04-20'
	})
	expect(told).toMatchObject({ told: 3, unreached: 0 })
	const sent = await post(made)
	expect(sent.get('statistician')?.subject).toBe(`${reference}: On the data (your answer is asked for)`)
	expect(sent.get('statistician')?.text).toContain('answer for your organization by 20 April 2026')
	expect(sent.get('chair')?.subject).toBe(`${reference}\u00a0: On the data (votre réponse est demandée)`)
	expect(sent.get('chair')?.text).toContain('au plus tard le 20 avril 2026')
})

async function morning(made: TestWorkspace, day: string) {
	await remind(made, day)
	return post(made, at(day, '05'))
}

test('what is assigned, sent back or asked for is told in the next reminder, and not before', async () => {
	const made = await aWorkspace()
	await hold(made, 'member')
	await hold(made, 'chair', 'fr')
	const chair = await made.as('chair')
	const given = { structure: 'committee', responsible: 'labour', due: '2026-12-01' }
	const { reference } = await chair.run(assignAction, { ...given, title: 'Draw up the plan' })
	expect(await rowsOf(made, 'mail')).toEqual([])
	const first = (await morning(made, '2026-03-03')).get('member')
	expect(first?.text).toContain(`NEWLY GIVEN TO YOU\n- ${reference} Draw up the plan`)
	expect((await morning(made, '2026-03-04')).get('member')).toBeUndefined()
	const member = await made.as('member', at('2026-03-04', '12'))
	await member.run(reportAction, { action: reference, text: 'Done.', isFinal: true, addresses: ['https://a.example'] })
	const judge = await made.as('chair', at('2026-03-04', '13'))
	const { version } = await judge.ask(getAction, { action: reference })
	await judge.run(refuseAction, { action: reference, version, reason: 'The annex is missing' })
	expect((await morning(made, '2026-03-05')).get('member')?.text).toContain('SENT BACK, AS SOMETHING IS MISSING')
	const asking = await made.as('member', at('2026-03-05', '12'))
	await asking.run(askExtension, { action: reference, until: '2027-01-15', reason: REASON })
	expect((await morning(made, '2026-03-06')).get('chair')?.text).toContain('UN DÉLAI EST DEMANDÉ')
})

test('a reminder tells what the first page tells, and what its reader may not see is in neither', async () => {
	const made = await aWorkspace()
	await hold(made, 'outsider')
	await hold(made, 'member')
	await (
		await made.as('secretariat')
	).run(openWrittenProcedure, {
		structure: 'closed-group',
		subject: 'decision',
		title: SECRET_TITLE,
		text: 'It is agreed.',
		deadline: '2026-03-20'
	})
	await post(made)
	const member = await made.as('member', at('2026-03-13'))
	const home = await member.ask(listAttention, {})
	expect(home.items.map(({ code }) => code)).toContain('procedure-to-answer')
	expect((await member.ask(getDigest, {})).matters).toEqual(home.items)
	const outsider = await made.as('outsider', at('2026-03-13'))
	expect(JSON.stringify(await outsider.ask(getDigest, {}))).not.toContain(SECRET_TITLE)
	// Seven days before it ends.
	const sent = await morning(made, '2026-03-13')
	expect(sent.get('member')?.text).toContain('ALSO WAITS FOR YOU\n- My actor’s: One written procedure waits')
	expect(sent.get('member')?.text).toContain(`${SECRET_TITLE} (20 March 2026)`)
	expect(sent.get('outsider')).toBeUndefined()
})

test('what is late is told to the chair after a week, and to those above after three, in their languages', async () => {
	const made = await aWorkspace()
	await hold(made, 'chair', 'fr')
	await hold(made, 'administrator')
	const chair = await made.as('chair')
	const { reference } = await chair.run(assignAction, {
		title: 'Answer the districts',
		structure: 'closed-group',
		responsible: 'health',
		due: '2026-03-03',
		audience: 'members'
	})
	const outsider = await made.as('outsider', at('2026-03-05', '12'))
	await outsider.run(reportAction, { action: reference, text: 'The districts\nhave not answered.', percent: 10 })
	expect((await morning(made, '2026-03-09')).get('chair')).toBeUndefined()
	const toChair = (await morning(made, '2026-03-10')).get('chair')
	expect(toChair?.text).toContain(
		`SIGNALÉ À VOUS, CAR EN RETARD\n- ${reference} Answer the districts (depuis le 10 mars 2026)`
	)
	expect(toChair?.text).toContain('Motifs donnés\u00a0: The districts have not answered.')
	const above = (await morning(made, '2026-03-24')).get('chair')
	expect(above?.text).toContain(`- ${reference} Answer the districts (depuis le 24 mars 2026)`)
})

test('the outbox shows a mail that waits as its recipient would read it, or why it could not be written', async () => {
	leaveMailServer(undefined)
	const made = await aWorkspace()
	const { secretariat, reference, changing } = await planned(made)
	await secretariat.run(callMeeting, await changing())
	const place = workplaceOf(made, aClock())
	const [first] = await rowsOf(made, 'mail')
	const id = String(first?.['id'])
	// Nobody holds the seat: it reads as it would to the office.
	const read = await readMail(place, made.workspace, id, NOW)
	expect(read).toMatchObject({
		language: 'en',
		content: { subject: `${reference}: Second meeting (notice of meeting)`, attachment: { name: `${reference}.ics` } }
	})
	expect('content' in read ? read.content.text : '').toMatch(/^Dear Office of (?:chair|member),/)
	await secretariat.run(cancelMeeting, { ...(await changing()), reason: REASON })
	expect(await readMail(place, made.workspace, id, NOW)).toEqual({ code: 'mail.nothing-left' })
})
