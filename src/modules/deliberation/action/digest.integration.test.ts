import { expect, test } from 'vitest'
import { setRecordAudience } from '#platform/records/record-operations.ts'
import { refusalOf } from '#tests/fixtures/directory.ts'
import { hold } from '#tests/fixtures/held-seat.ts'
import { at, bringOut, mailServerForEach, morningWith, remind } from '#tests/fixtures/mail-days.ts'
import { startMailServer } from '#tests/fixtures/mail-server.ts'
import { aClock, rowsOf } from '#tests/fixtures/workplace.ts'
import { aWorkspace, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { assignAction, changeAction } from './action-commands.ts'
import { getAction } from './action-queries.ts'
import { answerExtension, askExtension } from './extension-commands.ts'
import { handOverAction, handOverActions } from './hand-over-commands.ts'
import { setReminder } from './reminder-commands.ts'
import { getReminder } from './reminder-queries.ts'
import { reportAction } from './report-commands.ts'

const mail = mailServerForEach()
const REASON = 'as the test says'

const assign = async (made: TestWorkspace, more: object = {}) =>
	(await made.as('chair')).run(assignAction, {
		title: 'Draw up the plan',
		responsible: 'labour',
		structure: 'committee',
		due: '2026-03-16',
		...more
	})

/** A day of the workspace: the clock writes, the mail goes out; gives who was sent what. */
const morning = (made: TestWorkspace, day: string) => morningWith(mail, made, day)
const readers = async (made: TestWorkspace, day: string) => (await morning(made, day)).map(({ to }) => to.split('@')[0])

const daysOf = (from: string, many: number) =>
	Array.from({ length: many }, (_none, index) =>
		new Date(Date.parse(`${from}T00:00:00Z`) + index * 86_400_000).toISOString().slice(0, 10)
	)

test('who must act hears 14, 7 and 1 days before, on the day, the day after, and then weekly: one mail a day at most', async () => {
	const made = await aWorkspace()
	await hold(made, 'member')
	const { reference } = await assign(made, { due: '2026-03-17' })
	await assign(made, { title: 'Another of the same day', due: '2026-03-17' })
	const told = []
	for (const day of daysOf('2026-03-02', 23)) {
		const mails = await morning(made, day)
		expect(mails.length).toBeLessThanOrEqual(1)
		if (mails.length > 0) told.push(day)
		if (day === '2026-03-03') {
			expect(mails[0]).toMatchObject({ to: 'member@seat.example', subject: '2 matters wait for you in Testland' })
			expect(mails[0]?.text).toContain('DUE SOON')
			expect(mails[0]?.text).toContain(`${reference} Draw up the plan`)
			expect(mails[0]?.text).toContain(`https://pitso.example/${made.workspace.key}/action/${reference}`)
			expect(mails[0]?.text).toContain(`https://pitso.example/${made.workspace.key}/seat/reminders`)
		}
	}
	expect(told).toEqual(['2026-03-03', '2026-03-10', '2026-03-16', '2026-03-17', '2026-03-18', '2026-03-24'])
})

test('a repeat of the job on one day sends nothing twice', async () => {
	const made = await aWorkspace()
	await hold(made, 'member')
	await assign(made)
	expect(await readers(made, '2026-03-02')).toEqual(['member'])
	expect(await readers(made, '2026-03-02')).toEqual([])
	const member = await made.as('member', at('2026-03-02'))
	expect(await member.ask(getReminder, {})).toMatchObject({ frequency: 'daily', lastDigestDay: '2026-03-02' })
	// A day on which the job could not run is caught up.
	await assign(made, { title: 'Soon', due: '2026-03-10' })
	expect(await readers(made, '2026-03-05')).toEqual(['member'])
})

test('each person chooses how often, on which day, and in which language', async () => {
	const made = await aWorkspace()
	await hold(made, 'member', 'en')
	await hold(made, 'analyst', 'fr')
	await assign(made, { due: '2026-03-10' })
	const member = await made.as('member')
	await member.run(setReminder, { frequency: 'weekly', weekday: 3, language: 'pt' })
	await (await made.as('analyst')).run(setReminder, { frequency: 'never' })
	const sent = []
	for (const day of daysOf('2026-03-02', 7)) for (const mail of await morning(made, day)) sent.push({ day, ...mail })
	expect(sent.map(({ day, to }) => [day, to])).toEqual([['2026-03-04', 'member@seat.example']])
	expect(sent[0]?.text).toContain('PRAZO EM BREVE')
	// Without a choice of its own the mail speaks the person's language.
	await (await made.as('analyst')).run(setReminder, { frequency: 'daily' })
	const [french] = await morning(made, '2026-03-09')
	expect(french).toMatchObject({ to: 'analyst@seat.example' })
	expect(french?.text).toContain('BIENTÔT À ÉCHÉANCE')
	await member.run(setReminder, { frequency: 'weekly' })
	expect(await member.ask(getReminder, {})).toMatchObject({ weekday: 3, language: 'pt', lastDigestDay: '2026-03-04' })
	expect(await refusalOf((await made.as('public')).run(setReminder, { frequency: 'never' }))).toMatchObject({
		kind: 'forbidden'
	})
})

test('who sees to an action is reminded alone, and all who act for the actor where nobody holds that seat', async () => {
	const made = await aWorkspace()
	for (const seat of ['member', 'outsider', 'observer', 'police'] as const) await hold(made, seat)
	const { reference: action } = await assign(made, { seat: 'analyst' })
	expect(await readers(made, '2026-03-02')).toEqual(['member'])
	await hold(made, 'analyst')
	const chair = await made.as('chair')
	const { version } = await chair.ask(getAction, { action })
	expect(await readers(made, '2026-03-09')).toEqual(['analyst'])
	await chair.run(handOverAction, { action, version, actor: 'health', reason: REASON })
	expect(await readers(made, '2026-03-15')).toEqual(['outsider'])
})

test('what is handed over is new to whoever takes it over, once, and to nobody else', async () => {
	const made = await aWorkspace()
	for (const seat of ['member', 'analyst', 'outsider'] as const) await hold(made, seat)
	const { reference: action } = await assign(made, { due: '2026-12-01', seat: 'member' })
	expect(await readers(made, '2026-03-03')).toEqual(['member'])
	const chairAt = (day: string) => made.as('chair', at(day, '12'))
	const versionAt = async (day: string) => (await (await chairAt(day)).ask(getAction, { action })).version
	// To another seat of the same actor.
	await (
		await chairAt('2026-03-04')
	).run(handOverAction, {
		action,
		version: await versionAt('2026-03-04'),
		actor: 'labour',
		seat: 'analyst',
		reason: REASON
	})
	const [toAnalyst, ...others] = await morning(made, '2026-03-05')
	expect(others).toEqual([])
	expect(toAnalyst).toMatchObject({ to: 'analyst@seat.example' })
	expect(toAnalyst?.text).toContain(`NEWLY GIVEN TO YOU\n- ${action} Draw up the plan (since 4 March 2026)`)
	expect(await readers(made, '2026-03-06')).toEqual([])
	// To another actor, among several.
	const later = await chairAt('2026-03-06')
	const { id, version } = await later.ask(getAction, { action })
	await later.run(handOverActions, { actions: [{ id, version }], actor: 'health', reason: REASON })
	const [toHealth, ...rest] = await morning(made, '2026-03-07')
	expect(rest).toEqual([])
	expect(toHealth).toMatchObject({ to: 'outsider@seat.example' })
	expect(toHealth?.text).toContain('NEWLY GIVEN TO YOU')
	expect(await readers(made, '2026-03-08')).toEqual([])
	// A new day is no new action.
	const still = await chairAt('2026-03-08')
	await still.run(changeAction, { action, version: await versionAt('2026-03-08'), due: '2026-12-15', reason: REASON })
	expect(await readers(made, '2026-03-09')).toEqual([])
})

test('the secretary hears of what was handed in and of more time asked for; who asked hears the answer, once', async () => {
	const made = await aWorkspace()
	for (const seat of ['member', 'chair'] as const) await hold(made, seat)
	const { reference: first } = await assign(made, { due: '2026-12-01' })
	const { reference: second } = await assign(made, { title: 'Longer', due: '2026-12-02' })
	const noon = at('2026-03-02', '12')
	const member = await made.as('member', noon)
	await member.run(reportAction, { action: first, text: 'Done.', isFinal: true, addresses: ['https://a.example/x'] })
	await member.run(askExtension, { action: second, until: '2026-12-20', reason: REASON })
	const told = await morning(made, '2026-03-03')
	const toSecretary = told.find(({ to }) => to === 'chair@seat.example')
	const toMember = told.find(({ to }) => to === 'member@seat.example')
	expect(told).toHaveLength(2)
	// What was handed in is with the secretary; what goes on was newly given.
	expect(toMember?.text).toContain('NEWLY GIVEN TO YOU')
	expect(toMember?.text).toContain(second)
	expect(toMember?.text).not.toContain(first)
	expect(toSecretary?.text).toContain('WAITS FOR YOUR ACCEPTANCE')
	expect(toSecretary?.text).toContain('MORE TIME IS ASKED FOR')
	await (
		await made.as('chair', at('2026-03-03', '12'))
	).run(answerExtension, {
		action: second,
		answer: 'granted',
		reason: REASON
	})
	const [answer, ...others] = await morning(made, '2026-03-04')
	expect(others).toEqual([])
	expect(answer).toMatchObject({ to: 'member@seat.example' })
	expect(answer?.text).toContain('YOUR REQUEST FOR MORE TIME WAS ANSWERED')
	expect(await readers(made, '2026-03-05')).toEqual([])
})

test('a seat that lost its rights meanwhile is told of nothing restricted', async () => {
	const made = await aWorkspace()
	await hold(made, 'member')
	const restricted = await assign(made, { title: 'Restricted plan', structure: 'closed-group', audience: 'members' })
	const open = await assign(made, { title: 'Open plan' })
	await remind(made, '2026-03-02')
	// Written in the morning, and before it is sent the action is kept to others: nobody of the ministry may see it any more.
	const administrator = await made.as('administrator')
	const { version } = await administrator.ask(getAction, { action: restricted.reference })
	await administrator.run(handOverAction, {
		action: restricted.reference,
		version,
		actor: 'health',
		reason: REASON
	})
	const then = await administrator.ask(getAction, { action: restricted.reference })
	await administrator.run(setRecordAudience, {
		record: restricted.reference,
		kind: 'action',
		version: then.version,
		audience: 'secretariat',
		reason: REASON
	})
	await bringOut(made, '2026-03-02')
	expect(mail.server.received).toHaveLength(1)
	expect(mail.server.received[0]?.email.text).toContain(open.reference)
	expect(JSON.stringify(mail.server.received[0]?.email)).not.toContain('Restricted')
	expect(JSON.stringify(mail.server.received[0]?.email)).not.toContain(restricted.reference)
	expect(JSON.stringify(await rowsOf(made, 'mail'))).not.toContain('Restricted')
})

test('what is late is told to the chair after a week, and after three to the structure above, with the reasons given', async () => {
	const made = await aWorkspace()
	for (const seat of ['chair', 'secretariat'] as const) await hold(made, seat)
	await (await made.as('secretariat')).run(setReminder, { frequency: 'never' })
	const { reference: action } = await assign(made, {
		structure: 'closed-group',
		audience: 'members',
		responsible: 'health',
		due: '2026-03-03'
	})
	const outsider = await made.as('outsider', at('2026-03-05', '12'))
	await outsider.run(reportAction, { action, text: 'The districts have not answered.', percent: 10 })
	expect(await readers(made, '2026-03-09')).toEqual([])
	const [toChair, ...rest] = await morning(made, '2026-03-10')
	expect(rest).toEqual([])
	expect(toChair).toMatchObject({ to: 'chair@seat.example' })
	expect(toChair?.text).toContain('TOLD TO YOU, AS IT IS LATE')
	const chair = await made.as('chair', at('2026-03-10', '12'))
	expect(await chair.ask(getAction, { action })).toMatchObject({
		escalatedTo: 1,
		escalations: [
			{
				level: 1,
				day: '2026-03-10',
				structure: { reference: 'closed-group' },
				actor: { reference: 'home-affairs' },
				reasons: 'The districts have not answered.'
			}
		]
	})
	for (const day of ['2026-03-11', '2026-03-17', '2026-03-23']) expect(await readers(made, day)).toEqual([])
	// The structure above is the committee, and its chair the same ministry.
	expect(await readers(made, '2026-03-24')).toEqual(['chair'])
	const page = await chair.ask(getAction, { action })
	expect(page.escalations.map(({ level, structure }) => [level, structure?.reference])).toEqual([
		[2, 'committee'],
		[1, 'closed-group']
	])
	const administrator = await made.as('administrator')
	const rows = await administrator.ask(getAction, { action })
	// The full members of the structure above see it from then on; the co-opted there do not.
	expect(rows.audience.filter((token) => token.startsWith('structure:'))).toHaveLength(1)
	expect(rows.audience.filter((token) => token.startsWith('members:'))).toHaveLength(1)
	for (const day of ['2026-03-25', '2026-03-31', '2026-04-07']) expect(await readers(made, day)).toEqual([])
	// A day set anew begins anew.
	await administrator.run(changeAction, { action, version: rows.version, due: '2026-05-01', reason: REASON })
	expect(await readers(made, '2026-05-08')).toEqual(['chair'])
})

test('a mail server that refuses for a day loses nothing', async () => {
	const made = await aWorkspace()
	await hold(made, 'member')
	const { reference } = await assign(made)
	const { port } = mail.server.settings
	await mail.server.stop()
	await remind(made, '2026-03-02')
	const clock = aClock(at('2026-03-02', '04'))
	for (let quarter = 0; quarter < 96; quarter++) {
		await bringOut(made, '2026-03-02', clock)
		clock.advance(15)
	}
	expect(await rowsOf(made, 'mail')).toMatchObject([{ state: 'waiting' }])
	mail.server = await startMailServer({ port })
	for (let quarter = 0; quarter < 8; quarter++) {
		await bringOut(made, '2026-03-03', clock)
		clock.advance(15)
	}
	expect(mail.server.received).toHaveLength(1)
	expect(mail.server.received[0]?.email.text).toContain(reference)
	expect(await rowsOf(made, 'mail')).toMatchObject([{ state: 'sent' }])
})

test('a digest about what was settled before it could be sent is not sent', async () => {
	const made = await aWorkspace()
	await hold(made, 'member')
	const { reference: action } = await assign(made)
	await remind(made, '2026-03-02')
	const chair = await made.as('chair')
	const { version } = await chair.ask(getAction, { action })
	await chair.run(handOverAction, { action, version, actor: 'health', reason: REASON })
	await bringOut(made, '2026-03-02')
	expect(mail.server.received).toEqual([])
	expect(await rowsOf(made, 'mail')).toMatchObject([{ state: 'failed', reason_code: 'mail.nothing-left' }])
})
