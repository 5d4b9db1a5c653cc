import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { catalogue } from '#words'
import { enqueue } from '#platform/jobs/jobs.server.ts'
import { startMailServer, type TestMailServer } from '#tests/fixtures/mail-server.ts'
import { aClock, doing, rowsOf, workDue, workplaceOf, type Clock } from '#tests/fixtures/workplace.ts'
import { aWorkspace, NOW, SECRET, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { deliverPersonal } from './deliver-mail.server.ts'
import { cancelMail, getMail, listMails, resendMail } from './mail-operations.ts'
import { leaveMailServer, readMailServer } from './mail-server.server.ts'
import { sendMail, sendPersonalMail, type NewMail } from './send-mail.server.ts'

let server: TestMailServer

beforeAll(() => void vi.spyOn(process.stderr, 'write').mockReturnValue(true))
afterAll(() => void vi.restoreAllMocks())
beforeEach(async () => {
	server = await startMailServer()
	leaveMailServer(server.settings)
})
afterEach(async () => {
	leaveMailServer(undefined)
	await server.stop()
})

const LINK = '/testland/invitation/a-very-secret-link'
const ADDRESS = { name: 'Tendai Moyo', email: 'tendai@labour.example', language: 'en' }
const invitation = (to: NewMail['to'] = ADDRESS): NewMail => ({
	template: 'invitation',
	to,
	params: { name: 'Tendai Moyo', office: 'Director', days: 7 },
	secretParams: { link: LINK }
})

const send = (made: TestWorkspace, mail: NewMail, now = NOW) =>
	made.as('administrator', now).then((acting) =>
		acting.run(
			doing((here) => sendMail(here, mail)),
			{}
		)
	)

async function hold(made: TestWorkspace, key: SeatKey, person: { name: string; email: string; language: string }) {
	const id = uuid()
	const { owner } = made.database
	await sql`insert into person (id, name, email, email_verified, language, second_factor_enabled, created_at, changed_at)
		values (${id}, ${person.name}, ${`${id}@account.example`}, true, ${person.language}, false, ${NOW}, ${NOW})`.execute(
		owner
	)
	const { seat } = await made.as(key)
	await sql`insert into person_seat (workspace_id, id, seat_id, person_id, name, email, source, from_at)
		values (${made.workspace.id}, ${uuid()}, ${seat.id}, ${id}, ${person.name}, ${person.email}, 'console', ${NOW})`.execute(
		owner
	)
	return { seatId: seat.id ?? '', id }
}

const deliver = (made: TestWorkspace, clock: Clock = aClock()) => workDue(made, workplaceOf(made, clock))

test('a mail goes out after the command, in one frame, as text and as HTML, with its secrets erased after', async () => {
	const made = await aWorkspace()
	const id = await send(made, invitation())
	const [waiting] = await rowsOf(made, 'mail')
	expect(waiting).toMatchObject({ id, state: 'waiting' })
	expect(JSON.stringify(waiting)).not.toContain('secret-link')
	expect(server.received).toEqual([])
	await deliver(made)
	const [got] = server.received
	expect(got).toMatchObject({ from: 'pitso@ministry.example', to: ['tendai@labour.example'] })
	expect(got?.email.subject).toBe('Your seat in Testland')
	expect(got?.email.from).toMatchObject({ name: 'Pitso', address: 'pitso@ministry.example' })
	expect(got?.email.to).toEqual([{ name: 'Tendai Moyo', address: 'tendai@labour.example' }])
	expect(got?.email.text).toContain(`https://pitso.example${LINK}`)
	expect(got?.email.text).toContain('Testland')
	expect(got?.email.html).toContain(`<a href="https://pitso.example${LINK}">`)
	expect(got?.email.messageId).toBe(waiting?.['message_id'])
	expect(await rowsOf(made, 'mail')).toMatchObject([
		{ state: 'sent', attempts: 1, secrets: null, sent_at: NOW, reason_code: null }
	])
	expect(JSON.stringify(await rowsOf(made, 'mail'))).not.toContain('secret-link')
	expect(await rowsOf(made, 'job')).toMatchObject([{ operation: 'mail.deliver', state: 'done' }])
})

test('a command that is broken off sends nothing', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	const breaking = doing(async (here) => {
		await sendMail(here, invitation())
		throw new Error('broken off')
	})
	await expect(administrator.run(breaking, {})).rejects.toThrow('broken off')
	expect(await rowsOf(made, 'mail')).toEqual([])
	expect(await deliver(made)).toBe(0)
})

test('a mail to a seat goes to whoever holds it when it is sent, in their language, and to nobody when it is empty', async () => {
	const made = await aWorkspace()
	const { seatId } = await hold(made, 'member', { name: 'Rudo', email: 'rudo@labour.example', language: 'fr' })
	const french = { 'mail.test.subject': 'Bonjour {name}', 'mail.test.text': 'Le texte', 'mail.foot': '{workspace}' }
	const english = { ...catalogue['en'], 'mail.test.subject': 'Hello {name}', 'mail.test.text': 'The text' }
	const place = {
		...workplaceOf(made, aClock()),
		catalogue: { ...catalogue, en: english, fr: { ...catalogue['fr'], ...french } }
	}
	await send(made, { template: 'test', to: { seatId }, params: { name: 'Rudo' } })
	const { seat: outsider } = await made.as('outsider')
	await send(made, { template: 'test', to: { seatId: outsider.id ?? '' }, params: { name: 'nobody' } })
	await workDue(made, place)
	expect(server.received.map(({ to, email }) => [to, email.subject])).toEqual([
		[['rudo@labour.example'], 'Bonjour Rudo']
	])
	expect((await rowsOf(made, 'mail')).map((mail) => [mail['state'], mail['reason_code']])).toEqual([
		['sent', null],
		['failed', 'mail.nobody']
	])
})

test('a record a mail is about is read as its recipient: what the seat may not see, it is not told', async () => {
	const made = await aWorkspace()
	const member = await hold(made, 'member', { name: 'Rudo', email: 'rudo@labour.example', language: 'en' })
	const outsider = await hold(made, 'outsider', { name: 'Chipo', email: 'chipo@health.example', language: 'en' })
	const { rows } = await sql<{ id: string }>`select id from record where workspace_id = ${made.workspace.id}
		and key = 'closed-group'`.execute(made.database.owner)
	const records = { group: rows[0]?.id ?? '' }
	const english = { ...catalogue['en'], 'mail.test.subject': 'About {group}', 'mail.test.text': 'See {group}' }
	const place = { ...workplaceOf(made, aClock()), catalogue: { ...catalogue, en: english } }
	for (const { seatId } of [outsider, member])
		await send(made, { template: 'test', to: { seatId }, params: {}, records })
	await workDue(made, place)
	expect(server.received.map(({ to, email }) => [to[0], email.subject])).toEqual([
		['rudo@labour.example', 'About Closed Working Group']
	])
	expect((await rowsOf(made, 'mail'))[0]).toMatchObject({ state: 'failed', reason_code: 'mail.record-unseen' })
})

test('a mail server that is down for a day loses nothing: all goes out once it is back, in order', async () => {
	const made = await aWorkspace()
	const clock = aClock()
	const { port } = server.settings
	await server.stop()
	const ids = []
	for (let hour = 0; hour < 30; hour++) {
		if (hour % 6 === 0)
			ids.push(await send(made, invitation({ ...ADDRESS, email: `person${String(hour)}@labour.example` }), clock.now))
		for (let minute = 0; minute < 60; minute += 5) {
			await deliver(made, clock)
			clock.advance(5)
		}
	}
	const administrator = await made.as('administrator', clock.now)
	const down = await administrator.ask(listMails, { filter: { state: ['waiting'] }, sort: 'created' })
	expect(down.items.map((mail) => mail.id)).toEqual(ids)
	expect(down.items[0]).toMatchObject({ reason: 'mail.server-away' })
	const first = await administrator.ask(getMail, { mail: ids[0] ?? '' })
	expect(first.attempts).toBeGreaterThanOrEqual(24)
	expect(first.answer).toContain('ECONNREFUSED')
	server = await startMailServer({ port })
	for (let minute = 0; minute <= 60; minute += 5) {
		await deliver(made, clock)
		clock.advance(5)
	}
	expect(server.received.map(({ to }) => to[0])).toEqual(
		[0, 6, 12, 18, 24].map((hour) => `person${String(hour)}@labour.example`)
	)
	const states = (await rowsOf(made, 'mail')).map((mail) => mail['state'])
	expect(states).toEqual(ids.map(() => 'sent'))
	expect((await rowsOf(made, 'job')).filter((job) => job['state'] === 'failed')).toEqual([])
})

test('a mail that could not be handed over for five days is given up, and tried anew when an administrator asks', async () => {
	const made = await aWorkspace()
	const clock = aClock()
	const { port } = server.settings
	await server.stop()
	const id = await send(made, invitation())
	await deliver(made, clock)
	clock.advance(5 * 24 * 60)
	await deliver(made, clock)
	expect(await rowsOf(made, 'mail')).toMatchObject([{ state: 'failed', reason_code: 'mail.given-up' }])
	const administrator = await made.as('administrator', clock.now)
	server = await startMailServer({ port })
	await administrator.run(resendMail, { mails: [id] })
	await deliver(made, clock)
	expect(server.received).toHaveLength(1)
	expect(await rowsOf(made, 'mail')).toMatchObject([{ state: 'sent' }])
})

test('a mail refused for good has failed, one put off waits, and neither holds up the others', async () => {
	const made = await aWorkspace()
	const clock = aClock()
	for (const name of ['gone', 'busy', 'there'])
		await send(made, invitation({ ...ADDRESS, email: `${name}@labour.example` }))
	server.refusing.set('gone@labour.example', 550).set('busy@labour.example', 451)
	await deliver(made, clock)
	expect(server.received.map(({ to }) => to[0])).toEqual(['there@labour.example'])
	expect((await rowsOf(made, 'mail')).map((mail) => [mail['state'], mail['reason_code']])).toEqual([
		['failed', 'mail.refused'],
		['waiting', 'mail.deferred'],
		['sent', null]
	])
	expect(JSON.stringify((await rowsOf(made, 'mail')).map((mail) => mail['answer']))).not.toContain('gone@')
	server.refusing.clear()
	clock.advance(1)
	await deliver(made, clock)
	expect(server.received.map(({ to }) => to[0])).toContain('busy@labour.example')
})

test('a mail sent again after a crash has the same Message-ID', async () => {
	const made = await aWorkspace()
	await send(made, invitation())
	await deliver(made)
	// The server said 250, and the process ended before it was noted.
	await sql`update mail set state = 'waiting' where workspace_id = ${made.workspace.id}`.execute(made.database.owner)
	const administrator = await made.as('administrator')
	await administrator.run(
		doing((here) => enqueue(here, { operation: 'mail.deliver', input: {}, seatId: null })),
		{}
	)
	await deliver(made)
	const ids = server.received.map(({ email }) => email.messageId)
	expect(ids).toHaveLength(2)
	expect(new Set(ids).size).toBe(1)
})

test('what somebody typed never becomes a header or a second recipient', async () => {
	const made = await aWorkspace()
	const nasty = 'Tendai\r\nBcc: everybody@labour.example\u2028'
	await send(made, {
		template: 'invitation',
		to: { name: nasty, email: ADDRESS.email, language: 'en' },
		params: { name: nasty, office: '<b>Director</b>', days: 7, workspace: nasty },
		secretParams: { link: LINK }
	})
	await deliver(made)
	const [got] = server.received
	expect(got?.to).toEqual([ADDRESS.email])
	expect(got?.email.bcc ?? []).toEqual([])
	expect(got?.raw.split('\r\n\r\n')[0]).not.toMatch(/^bcc:/im)
	expect(got?.email.subject).toBe('Your seat in Tendai Bcc: everybody@labour.example')
	expect(got?.email.html).toContain('&lt;b&gt;Director&lt;/b&gt;')
	for (const email of [
		'a@b',
		'a b@c.example',
		'a@c.example\nBcc: d@e.example',
		'a@c.example,d@e.example',
		'<a@c.example>',
		''
	])
		await expect(send(made, invitation({ ...ADDRESS, email }))).rejects.toMatchObject({ kind: 'invalid' })
})

test('without a mail server mail stays in the outbox, where an administrator opens it; nothing is sent by itself later', async () => {
	const made = await aWorkspace()
	leaveMailServer(undefined)
	const [first, second, hidden] = [
		await send(made, invitation()),
		await send(made, invitation({ ...ADDRESS, email: 'other@labour.example' })),
		await send(made, { ...invitation(), isPrivate: true })
	]
	const administrator = await made.as('administrator')
	const { items } = await administrator.ask(listMails, { filter: { state: ['kept'] } })
	expect(items).toHaveLength(3)
	const opened = await administrator.ask(getMail, { mail: first })
	expect(opened.content?.params).toMatchObject({ link: LINK, office: 'Director' })
	expect((await administrator.ask(getMail, { mail: hidden })).content).toBeNull()
	const lines = (await rowsOf(made, 'access_log')).filter((line) => line['operation'] === 'mail.get')
	expect(lines.map((line) => line['subject'])).toEqual([`mail=${first}`, `mail=${hidden}`])
	await expect(administrator.run(resendMail, { mails: [first] })).rejects.toMatchObject({ code: 'platform.no-mail' })

	leaveMailServer(server.settings)
	await deliver(made)
	expect(server.received).toEqual([])
	await administrator.run(resendMail, { mails: [second] })
	await administrator.run(cancelMail, { mails: [first] })
	await deliver(made)
	expect(server.received.map(({ to }) => to[0])).toEqual(['other@labour.example'])
	expect(
		new Map((await rowsOf(made, 'mail')).map((mail) => [mail['id'], [mail['state'], mail['secrets'] === null]]))
	).toEqual(
		new Map([
			[first, ['cancelled', true]],
			[second, ['sent', true]],
			[hidden, ['kept', false]]
		])
	)
})

test('mail that waits when the mail server is taken away is kept', async () => {
	const made = await aWorkspace()
	await send(made, invitation())
	leaveMailServer(undefined)
	await deliver(made)
	expect(await rowsOf(made, 'mail')).toMatchObject([{ state: 'kept' }])
})

test('mail to a person outside any workspace lies sealed in the queue and is sent; without a mail server it is refused', async () => {
	const made = await aWorkspace()
	const mail = {
		template: 'password-reset',
		to: { ...ADDRESS, email: 'reset@labour.example' },
		params: { name: 'Tendai', minutes: 60 },
		secretParams: { link: 'https://pitso.example/sign-in/reset/hush' }
	}
	await sendPersonalMail({ database: made.database, secret: SECRET }, mail)
	const { rows } = await sql<{
		data: { sealed: string }
	}>`select data from pgboss.job where name = 'personal-mail'`.execute(made.database.owner)
	expect(JSON.stringify(rows)).not.toMatch(/reset@|hush/)
	for (const { data } of rows) await deliverPersonal(workplaceOf(made, aClock()), data)
	expect(server.received.map(({ to, email }) => [to[0], email.subject])).toEqual([
		['reset@labour.example', 'Choose a new password']
	])
	expect(server.received[0]?.email.text).toContain('https://pitso.example/sign-in/reset/hush')
	leaveMailServer(undefined)
	await expect(sendPersonalMail({ database: made.database, secret: SECRET }, mail)).rejects.toMatchObject({
		code: 'platform.no-mail'
	})
})

test('a job that has failed for good is told to the administrators who can be reached', async () => {
	const made = await aWorkspace()
	const clock = aClock()
	await hold(made, 'administrator', { name: 'Nyasha', email: 'nyasha@office.example', language: 'en' })
	await made.as('member').then((acting) =>
		acting.run(
			doing((here) => enqueue(here, { operation: 'no.such', input: {} })),
			{}
		)
	)
	await deliver(made, clock)
	await deliver(made, clock)
	expect(server.received.map(({ to, email }) => [to[0], email.subject])).toEqual([
		['nyasha@office.example', 'A job failed in Testland']
	])
	expect(server.received[0]?.email.text).toMatch(/https:\/\/pitso\.example\/t-[0-9a-f]+\/administration\/jobs\//)
})

test('mail is not handed to a server that cannot encrypt, unless the settings say so', async () => {
	const made = await aWorkspace()
	leaveMailServer({ ...server.settings, needsTls: true })
	await send(made, invitation())
	await deliver(made)
	expect(server.received).toEqual([])
	expect(await rowsOf(made, 'mail')).toMatchObject([{ state: 'waiting', reason_code: 'mail.server-away' }])
})

test('credentials are shown to the server, and wrong ones leave the mail waiting', async () => {
	const made = await aWorkspace()
	await server.stop()
	server = await startMailServer({
		authOptional: false,
		allowInsecureAuth: true,
		onAuth: ({ username, password }, _session, done) =>
			username === 'pitso' && password === 'open@sesame' ? done(null, { user: 'pitso' }) : done(new Error('no'))
	})
	const settings = readMailServer(
		`smtp://pitso:wrong@127.0.0.1:${String(server.settings.port)}`,
		'pitso@ministry.example'
	)
	leaveMailServer(settings)
	const clock = aClock()
	await send(made, invitation())
	await deliver(made, clock)
	expect(await rowsOf(made, 'mail')).toMatchObject([{ state: 'waiting', reason_code: 'mail.server-away' }])
	leaveMailServer(
		readMailServer(`smtp://pitso:open%40sesame@127.0.0.1:${String(server.settings.port)}`, 'pitso@ministry.example')
	)
	clock.advance(1)
	await deliver(made, clock)
	expect(server.received).toHaveLength(1)
})
