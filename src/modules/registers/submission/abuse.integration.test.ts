import { beforeEach, describe, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import { run } from '#platform/operation/perform.server.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import { aWorkspace, NOW, SECRET, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { CONCERNS, send, stranger, ticketAt, withConcerns, workFor } from '#tests/fixtures/public-concern.ts'
import { setPublicForm, stopPublicForm } from './form-commands.ts'
import { keyFor } from './keyed.server.ts'
import { AN_HOUR } from './limits.ts'
import { askSender, declineSubmissions } from './office-commands.ts'
import { listSubmissions } from './office-queries.ts'
import { listPublicForms, readPublicForm } from './public-queries.ts'
import { answerSubmission, followSubmission } from './receipt-commands.ts'
import { sendSubmission } from './send-submission.ts'
import { writeTicket } from './ticket.ts'

const REGISTER = 'concern-test'
const HOUR = 3_600_000

let made: TestWorkspace
beforeEach(async () => {
	made = await aWorkspace()
	await withConcerns(made)
})

const queue = async () => (await made.as('secretariat')).ask(listSubmissions, { filter: { register: REGISTER } })
const refusalOf = async (sending: Promise<unknown>) => {
	try {
		await sending
	} catch (error) {
		if (isRefusal(error)) return error.code
		throw error
	}
	return null
}
/** Sends so many forms, each of its own words, and gives what each was told. */
async function sendMany(count: number, more: (index: number) => Parameters<typeof send>[1]) {
	const told: (string | null)[] = []
	for (let index = 0; index < count; index++)
		told.push(await refusalOf(send(made, { values: { subject: `Letter ${String(index)}` }, ...more(index) })))
	return told
}

describe('a ticket', () => {
	test('serves once', async () => {
		const ticket = await ticketAt(made, new Date(NOW.getTime() - 60_000))
		await send(made, { ticket })
		expect(await refusalOf(send(made, { ticket }))).toBe('submission.ticket-used')
		expect(await refusalOf(send(made, { ticket, from: stranger(9) }))).toBe('submission.ticket-used')
		expect((await queue()).total).toBe(1)
	})

	test('is waited with, unless a script did its work; and a slip in the form does not use it up', async () => {
		expect(await refusalOf(send(made, { waited: 2 }))).toBe('submission.ticket-young')
		const ticket = await ticketAt(made, NOW)
		expect(await refusalOf(send(made, { ticket, proof: '1' }))).toBe('submission.ticket-young')
		const proof = workFor(ticket)
		expect(await refusalOf(send(made, { ticket, proof, values: {} }))).toBe('platform.invalid-input')
		expect(await refusalOf(send(made, { ticket, proof }))).toBeNull()
	})

	test('of elsewhere, of another form or of yesterday is none', async () => {
		const key = keyFor(SECRET, 'ticket')
		const at = NOW.getTime() - 60_000
		const forged = [
			'nonsense',
			writeTicket(Buffer.alloc(32, 9), { id: uuid(), register: REGISTER, at }),
			writeTicket(key, { id: uuid(), register: 'other', at })
		]
		for (const ticket of forged) expect(await refusalOf(send(made, { ticket }))).toBe('submission.ticket-unknown')
		const old = writeTicket(key, { id: uuid(), register: REGISTER, at: NOW.getTime() - 13 * HOUR })
		expect(await refusalOf(send(made, { ticket: old }))).toBe('submission.ticket-old')
		expect((await queue()).total).toBe(0)
	})
})

test('whoever fills in what nobody sees is told to empty it, and nothing is taken', async () => {
	await expect(send(made, { website: 'https://spam.example' })).rejects.toMatchObject({
		issues: [{ path: ['website'], code: 'submission.stays-empty' }]
	})
	expect((await queue()).total).toBe(0)
})

describe('limits', () => {
	test('one address sends its share an hour, others go on, and the next hour it sends again', async () => {
		const told = await sendMany(AN_HOUR.waited + 2, () => ({ from: '203.0.113.7' }))
		expect(told.filter((one) => one === null)).toHaveLength(AN_HOUR.waited)
		expect(told.at(-1)).toBe('submission.too-many-from-you')
		expect(await refusalOf(send(made, { from: '203.0.113.8', values: { subject: 'Another' } }))).toBeNull()
		const later = new Date(NOW.getTime() + HOUR + 60_000)
		expect(await refusalOf(send(made, { from: '203.0.113.7', at: later, values: { subject: 'Later' } }))).toBeNull()
	})

	test('many that come in the same moment are counted as if one came after the other', async () => {
		const opened = new Date(NOW.getTime() - 60_000)
		const tickets: string[] = []
		for (let index = 0; index < AN_HOUR.waited + 6; index++) tickets.push(await ticketAt(made, opened))
		const at = (ticket: string, subject: string, from: string) =>
			refusalOf(send(made, { ticket, from, values: { subject } }))
		const told = await Promise.all(
			tickets.map((ticket, index) => at(ticket, `At once ${String(index)}`, '203.0.113.7'))
		)
		expect(told.filter((one) => one === null)).toHaveLength(AN_HOUR.waited)
		expect(told.filter((one) => one === 'submission.too-many-from-you')).toHaveLength(6)
		const twice = await ticketAt(made, opened)
		const same = await Promise.all([1, 2].map((number) => at(twice, 'One ticket', stranger(number * 300))))
		expect(same.filter((one) => one !== null)).toEqual(['submission.ticket-used'])
		const others = await Promise.all([3, 4, 5].map(() => ticketAt(made, opened)))
		await Promise.all(others.map((ticket, index) => at(ticket, 'Sign this', stranger(index * 300))))
		const { items } = await queue()
		expect(items.filter(({ what }) => what === 'Sign this').map(({ times }) => times)).toEqual([3])
	})

	test('of a network of IPv6 all addresses are one', async () => {
		const told = await sendMany(AN_HOUR.waited + 1, (index) => ({ from: `2001:db8:1:2::${String(index + 1)}` }))
		expect(told.at(-1)).toBe('submission.too-many-from-you')
	})

	test('a form takes what it declares in an hour, and its queue no more than can be read; both are said before anything is typed', async () => {
		const small = await aWorkspace()
		made = small
		await withConcerns(
			small,
			CONCERNS.replace('an_hour: 40', 'an_hour: 3').replace('most_waiting: 30', 'most_waiting: 5')
		)
		expect(await sendMany(4, (index) => ({ from: stranger(index * 300) }))).toEqual([
			null,
			null,
			null,
			'submission.too-many-now'
		])
		const read = async (at: Date) => (await small.as('public', at)).ask(readPublicForm, { register: REGISTER })
		expect(await read(NOW)).toMatchObject({ refused: 'submission.too-many-now' })
		const later = new Date(NOW.getTime() + HOUR + 60_000)
		expect(await read(later)).toMatchObject({ refused: null })
		const told = await sendMany(3, (index) => ({
			from: stranger(5_000 + index * 300),
			at: later,
			values: { subject: `Late letter ${String(index)}` }
		}))
		expect(told).toEqual([null, null, 'submission.queue-full'])
		const full = await read(new Date(later.getTime() + HOUR + 60_000))
		expect(full).toMatchObject({ refused: 'submission.queue-full' })
		// That is all that is told of what waits: it is in nobody else's sight, before and after it was asked.
		expect(JSON.stringify(full)).not.toMatch(/Late letter|-SUB-/)
		const { items } = await (await small.as('secretariat')).ask(listSubmissions, { filter: { register: REGISTER } })
		await (
			await small.as('secretariat')
		).run(declineSubmissions, {
			register: REGISTER,
			submissions: items.slice(0, 2).map(({ number, version }) => ({ submission: number, version })),
			reason: 'Not ours.'
		})
		expect(await read(new Date(later.getTime() + HOUR + 120_000))).toMatchObject({ refused: null })
	})

	test('no address is kept, and what is kept of it is another the next day', async () => {
		await send(made, { from: '203.0.113.7', values: { subject: 'One' } })
		const tomorrow = new Date(NOW.getTime() + 24 * HOUR)
		await send(made, { from: '203.0.113.7', at: tomorrow, values: { subject: 'Two' } })
		const { owner } = made.database
		const arrivals = await owner
			.selectFrom('submission_arrival')
			.selectAll()
			.where('workspace_id', '=', made.workspace.id)
			.execute()
		expect(new Set(arrivals.map((row) => row.address_mark)).size).toBe(2)
		expect(new Set(arrivals.map((row) => row.network_mark)).size).toBe(2)
		const lines = await owner
			.selectFrom('access_log')
			.selectAll()
			.where('workspace_id', '=', made.workspace.id)
			.where('operation', '=', 'submission.send')
			.execute()
		expect(lines).toHaveLength(2)
		expect(lines.map((line) => line.address)).toEqual([null, null])
		expect(JSON.stringify([arrivals, lines])).not.toContain('203.0.113')
	})
})

test('the same to the letter is read once, and counted; what differs is read by itself', async () => {
	for (let index = 0; index < 3; index++) await send(made, { from: stranger(index), values: { subject: 'Sign this' } })
	await send(made, { from: stranger(7), values: { subject: 'Sign this!' } })
	const { items } = await queue()
	expect(items.map(({ what, times, isDoubtful }) => ({ what, times, isDoubtful }))).toEqual([
		{ what: 'Sign this', times: 3, isDoubtful: true },
		{ what: 'Sign this!', times: 1, isDoubtful: false }
	])
})

test('whoever sends the words of another reads nothing of what was asked and answered about them', async () => {
	const values = { subject: 'My passport was kept' }
	const { code } = await send(made, { values })
	const [item] = (await queue()).items
	const reviewer = await made.as('secretariat')
	const text = 'Is it the baker in Gweru?'
	await reviewer.run(askSender, { register: REGISTER, submission: item?.number ?? '', version: 1, text })
	const anybody = await made.as('public')
	await anybody.run(answerSubmission, { code, text: 'It is.' })
	const guessed = await send(made, { from: stranger(9), values })
	expect(await anybody.run(followSubmission, { code: guessed.code })).toMatchObject({ found: true, messages: [] })
	expect((await queue()).items.map(({ times }) => times)).toEqual([1, 1])
})

test('what is full of links is put where it is looked at twice', async () => {
	const text = Array.from({ length: 5 }, (_, index) => `http://spam${String(index)}.example/x`).join(' ')
	await send(made, { values: { subject: 'Offer', text } })
	await send(made, { from: stranger(2), values: { subject: 'A letter' } })
	const doubtful = await (
		await made.as('secretariat')
	).ask(listSubmissions, {
		filter: { register: REGISTER, doubtful: 'yes' }
	})
	expect(doubtful.items).toMatchObject([{ what: 'Offer', links: 5, isDoubtful: true }])
})

test('a form that is stopped takes nothing from that moment, and is nobody’s business any more', async () => {
	const ticket = await ticketAt(made, new Date(NOW.getTime() - 60_000))
	const reviewer = await made.as('secretariat')
	expect(await reviewer.run(stopPublicForm, { register: REGISTER, reason: 'A thousand letters of one hand' })).toEqual({
		register: REGISTER,
		standing: 'closed'
	})
	expect(await refusalOf(send(made, { ticket }))).toBe('submission.no-such-form')
	expect((await (await made.as('public')).ask(listPublicForms, {})).items).toEqual([])
	await expect(reviewer.run(setPublicForm, { register: REGISTER, isOpen: true })).rejects.toMatchObject({
		kind: 'forbidden'
	})
	const administrator = await made.as('administrator')
	await administrator.run(setPublicForm, { register: REGISTER, isOpen: true, opensOn: '2026-03-05' })
	expect(await refusalOf(send(made, { ticket }))).toBe('submission.not-open-yet')
	await administrator.run(setPublicForm, { register: REGISTER, isOpen: true, closesOn: '2026-03-01' })
	expect(await refusalOf(send(made, { ticket }))).toBe('submission.closed')
	await expect(
		administrator.run(setPublicForm, {
			register: REGISTER,
			isOpen: true,
			opensOn: '2026-03-05',
			closesOn: '2026-03-01'
		})
	).rejects.toMatchObject({ kind: 'invalid' })
})

test('a workspace that closes its forms to the public takes nothing, from a form that was opened before neither', async () => {
	const ticket = await ticketAt(made, new Date(NOW.getTime() - 60_000))
	const workspace = { ...made.workspace, closedPages: ['submit'] }
	const { opening } = await made.as('public')
	const sending = run({ ...opening, workspace }, sendSubmission, {
		register: REGISTER,
		ticket,
		values: { subject: 'Late' }
	})
	expect(await refusalOf(sending)).toBe('submission.no-such-form')
	expect((await queue()).total).toBe(0)
})

test('scripts, formulas and lines of headers in every field stay what they are: text', async () => {
	const nasty = [
		'<script>alert(1)</script>',
		"=cmd|' /C calc'!A1",
		'@SUM(1+1)',
		'Subject: x\r\nBcc: all@everybody.test',
		'"><img src=x onerror=alert(1)>',
		'{{7*7}} ${7*7} %n'
	]
	for (const [index, text] of nasty.entries()) {
		await send(made, { from: stranger(index), values: { subject: text.slice(0, 150), text, country: 'ZAF' } })
		const refused = refusalOf(
			send(made, { from: stranger(index), values: { subject: 'x', kind: text, country: text } })
		)
		expect(await refused).toBe('platform.invalid-input')
	}
	expect((await queue()).total).toBe(nasty.length)
	for (const email of ['a@b.test\r\nBcc: c@d.test', 'a@b.test,c@d.test', '"<script>"@b.test', 'nobody'])
		await expect(send(made, { values: { subject: 'By mail' }, email })).rejects.toMatchObject({
			issues: [{ path: ['email'], code: 'platform.field.address' }]
		})
})
