import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { isRefusal } from '#platform/operation/refusal.ts'
import { listAttention } from '#platform/records/attention.ts'
import { aWorkspace, SEAT_KEYS, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { addEntry } from '../entry/entry-commands.ts'
import { getEntry } from '../entry/entry-queries.ts'
import { exportEntries } from '../exchange/export-operations.ts'
import { declareRegister, retireRegister } from '../register-commands.ts'
import { acceptSubmission, mergeSubmission } from './accept-submission.ts'
import { CONCERNS, send, stranger, withConcerns } from '#tests/fixtures/public-concern.ts'
import { getFormState } from './form-commands.ts'
import { askSender, assignSubmission, declineSubmissions, markAbuse } from './office-commands.ts'
import { listSubmissions, readSubmission } from './office-queries.ts'
import { listPublicForms } from './public-queries.ts'

const REGISTER = 'concern-test'

let made: TestWorkspace
beforeEach(async () => {
	made = await aWorkspace()
	await withConcerns(made)
})

const items = async (filter: object = {}) =>
	(await (await made.as('secretariat')).ask(listSubmissions, { filter: { register: REGISTER, ...filter } })).items
const numberOf = async (what: string) => (await items()).find((item) => item.what === what)?.number ?? ''
const read = async (submission: string) =>
	(await made.as('secretariat')).ask(readSubmission, { register: REGISTER, submission })

test('nobody but its reviewers sees what was sent: the queue is not there for them, nor is anything in it', async () => {
	await send(made)
	const submission = await numberOf('My passport was kept')
	for (const key of SEAT_KEYS) {
		if (key === 'secretariat') continue
		const seat = await made.as(key)
		await expect(seat.ask(listSubmissions, { filter: { register: REGISTER } }), key).rejects.toMatchObject({
			kind: 'absent'
		})
		await expect(seat.ask(readSubmission, { register: REGISTER, submission }), key).rejects.toMatchObject({
			kind: 'absent'
		})
		const { items: matters } = await seat.ask(listAttention, {})
		expect(
			matters.filter(({ code }) => code.startsWith('submissions')),
			key
		).toEqual([])
	}
})

test('what waits is told to its reviewers with all that waits for them, until it is settled', async () => {
	const reviewer = await made.as('secretariat')
	const told = async () =>
		(await reviewer.ask(listAttention, {})).items.filter(({ code }) => code.startsWith('submissions'))
	expect(await told()).toEqual([])
	await send(made)
	const path = `/register/${REGISTER}/submissions`
	const reference = await numberOf('My passport was kept')
	// By its number and since when it waits, never by its words: first pages are sent on by mail.
	expect(await told()).toMatchObject([
		{
			names: { en: 'Sent by “Raise a concern”' },
			total: 1,
			path,
			first: [{ record: { kind: path.slice(1), reference, title: { en: reference } }, day: '2026-03-02' }]
		}
	])
	await reviewer.run(markAbuse, {
		register: REGISTER,
		submissions: [{ submission: await numberOf('My passport was kept'), version: 1 }]
	})
	expect(await told()).toEqual([])
})

test('that somebody opened it stands in the access log; the list alone leaves no line', async () => {
	await send(made)
	const submission = await numberOf('My passport was kept')
	const lines = () =>
		made.database.owner
			.selectFrom('access_log')
			.select(['operation', 'subject'])
			.where('workspace_id', '=', made.workspace.id)
			.where('operation', 'like', 'submission.%')
			.where('operation', '!=', 'submission.send')
			.execute()
	expect(await lines()).toEqual([])
	await read(submission)
	const [line] = await lines()
	expect(line?.operation).toBe('submission.get')
	expect(line?.subject).toContain(submission)
})

test('what is the same, nearly the same, by the same contact, or there already stands beside it', async () => {
	const letter =
		'When I came to the embassy in March they told me that my passport would be ready in six weeks and nobody answers'
	await send(made, { values: { subject: 'Passport not ready', text: letter, phone: '+263 77 123 4567' } })
	await send(made, {
		from: stranger(2),
		values: { subject: 'No answer at all', text: letter.replace('March', 'April') }
	})
	await send(made, { from: stranger(3), values: { subject: 'A wholly other matter', phone: '0771234567' } })
	await send(made, { from: stranger(4), values: { subject: 'Football club registration' } })
	const keeper = await made.as('administrator')
	const entry = await keeper.run(addEntry, { register: REGISTER, values: { subject: 'Passport not ready yet' } })
	const found = await read(await numberOf('Passport not ready'))
	const alike = await Promise.all(found.alike.map(async ({ number, why }) => [(await read(number)).what, why] as const))
	expect(Object.fromEntries(alike)).toEqual({
		'No answer at all': ['near'],
		'A wholly other matter': ['contact']
	})
	expect(found.entries.map((one) => one.entry.reference)).toEqual([entry.reference])
	expect((await read(await numberOf('Football club registration'))).alike).toEqual([])
})

test('of two who decide the second is told that somebody was quicker', async () => {
	await send(made)
	const submission = await numberOf('My passport was kept')
	const reviewer = await made.as('secretariat')
	const one = { register: REGISTER, submission, version: 1 }
	await reviewer.run(assignSubmission, { ...one, seat: 'secretariat' })
	expect((await items({ assigned: 'secretariat' })).map(({ number }) => number)).toEqual([submission])
	expect(await items({ assigned: 'nobody' })).toEqual([])
	const late = reviewer.run(acceptSubmission, { ...one, values: { subject: 'Late' } })
	await expect(late).rejects.toMatchObject({ kind: 'conflict', code: 'submission.changed-meanwhile' })
	await reviewer.run(acceptSubmission, { ...one, version: 2, values: { subject: 'In time' } })
	const twice = reviewer.run(acceptSubmission, { ...one, version: 3, values: { subject: 'Twice' } })
	await expect(twice).rejects.toMatchObject({ kind: 'conflict', code: 'submission.decided' })
})

// Waits until so many connections to this database wait for a lock.
async function blocked(many: number) {
	for (;;) {
		const { rows } = await sql<{ waiting: number }>`select count(*)::int as waiting from pg_stat_activity
			where datname = current_database() and wait_event_type = 'Lock' and state = 'active'`.execute(made.database.owner)
		if ((rows[0]?.waiting ?? 0) >= many) return
	}
}

test('two who ask in the same moment wait for each other and never in a circle', async () => {
	await send(made)
	const submission = await numberOf('My passport was kept')
	const reviewer = await made.as('secretariat')
	const asking = (text: string) =>
		reviewer
			.run(askSender, { register: REGISTER, submission, version: 1, text })
			.then(() => 'asked')
			.catch((error: unknown) => {
				if (isRefusal(error)) return error.code
				throw error
			})
	const asked: Promise<string>[] = []
	await made.database.owner.transaction().execute(async (tx) => {
		const held = tx.selectFrom('submission').select('id').where('workspace_id', '=', made.workspace.id)
		await held.forKeyShare().execute()
		asked.push(asking('When was it?'), asking('Where was it?'))
		await blocked(2)
		// Whoever waits holds nothing of it yet: one that did would wait for the other, and the other for it.
		await held.forUpdate().noWait().execute()
	})
	expect((await Promise.all(asked)).sort()).toEqual(['asked', 'submission.changed-meanwhile'])
	expect((await read(submission)).messages).toHaveLength(1)
})

test('it is given to nobody who does not look through it', async () => {
	await send(made)
	const submission = await numberOf('My passport was kept')
	for (const seat of ['member', 'administrator', 'nobody-at-all']) {
		const assigning = (await made.as('secretariat')).run(assignSubmission, {
			register: REGISTER,
			submission,
			version: 1,
			seat
		})
		await expect(assigning).rejects.toMatchObject({ kind: 'invalid' })
	}
})

test('what is accepted is judged as any entry is, and what is refused stays where it was', async () => {
	await send(made)
	const submission = await numberOf('My passport was kept')
	const reviewer = await made.as('secretariat')
	const refused = reviewer.run(acceptSubmission, {
		register: REGISTER,
		submission,
		version: 1,
		values: { kind: 'work' }
	})
	await expect(refused).rejects.toMatchObject({ kind: 'invalid' })
	expect(await items()).toMatchObject([{ state: 'waiting', version: 1 }])
})

test('fields that are chosen are taken over into an entry that is there, and no others', async () => {
	const keeper = await made.as('secretariat')
	const entry = await keeper.run(addEntry, {
		register: REGISTER,
		values: { subject: 'Passport', country: 'BWA', remark: 'Known since May' }
	})
	await send(made, { values: { subject: 'Passport again', country: 'ZAF', text: 'It was kept.' } })
	const submission = await numberOf('Passport again')
	await keeper.run(mergeSubmission, {
		register: REGISTER,
		submission,
		version: 1,
		entry: entry.reference,
		entryVersion: 1,
		take: ['country', 'text']
	})
	expect((await keeper.ask(getEntry, { entry: entry.reference })).values).toEqual({
		subject: 'Passport',
		country: 'ZAF',
		text: 'It was kept.',
		remark: 'Known since May'
	})
	expect(await read(submission)).toMatchObject({ state: 'merged', entry: { reference: entry.reference } })
})

test('several are declined or marked at once, all of them or none', async () => {
	for (let index = 0; index < 4; index++)
		await send(made, { from: stranger(index), values: { subject: `Letter ${String(index)} of many` } })
	const reviewer = await made.as('secretariat')
	const all = (await items()).map(({ number, version }) => ({ submission: number, version }))
	const [first = { submission: '', version: 1 }, ...rest] = all
	const stale = [...rest, { ...first, version: 7 }]
	await expect(reviewer.run(markAbuse, { register: REGISTER, submissions: stale })).rejects.toMatchObject({
		kind: 'conflict'
	})
	const twice = [first, first]
	await expect(reviewer.run(markAbuse, { register: REGISTER, submissions: twice })).rejects.toMatchObject({
		kind: 'invalid'
	})
	expect(await items()).toHaveLength(4)
	await reviewer.run(markAbuse, { register: REGISTER, submissions: rest })
	await reviewer.run(declineSubmissions, { register: REGISTER, submissions: [first], reason: 'Not for us' })
	expect(await items()).toEqual([])
	expect((await items({ state: ['abuse'] })).length).toBe(3)
})

test('what was a formula when it was sent is text in the file that the register gives out', async () => {
	await send(made, { values: { subject: '=HYPERLINK("http://x.example","Click")' } })
	const submission = await numberOf('=HYPERLINK("http://x.example","Click")')
	const reviewer = await made.as('secretariat')
	await reviewer.run(acceptSubmission, {
		register: REGISTER,
		submission,
		version: 1,
		values: { subject: '=HYPERLINK("http://x.example","Click")' }
	})
	const { content } = await reviewer.ask(exportEntries, { register: REGISTER, format: 'csv' })
	const text = Buffer.from(content).toString('latin1')
	expect(text).not.toMatch(/[,\n"]=HYPERLINK/)
})

test('another declaration that names other reviewers shows them what waits, and no longer those before', async () => {
	await send(made)
	const submission = await numberOf('My passport was kept')
	const administrator = await made.as('administrator')
	await administrator.run(declareRegister, {
		declaration: CONCERNS.replace('version: 1', 'version: 2').replace(
			'roles: [secretariat] }',
			'roles: [administrator] }'
		)
	})
	await expect(read(submission)).rejects.toMatchObject({ kind: 'absent' })
	expect(await administrator.ask(readSubmission, { register: REGISTER, submission })).toMatchObject({
		values: { subject: 'My passport was kept' }
	})
})

const SECOND = CONCERNS.replace('version: 1', 'version: 2').replace(
	'roles: [secretariat] }',
	'roles: [administrator] }'
)

test('what is being sent while other reviewers are declared is seen by these, and not by those before', async () => {
	await send(made, { values: { subject: 'Before' } })
	const administrator = await made.as('administrator')
	const doing: Promise<unknown>[] = []
	await made.database.owner.transaction().execute(async (tx) => {
		// Whoever sends waits for a number, with the form in hand.
		await tx.selectFrom('counter').select('last').where('workspace_id', '=', made.workspace.id).forUpdate().execute()
		doing.push(send(made, { from: stranger(2), values: { subject: 'Meanwhile' } }))
		await blocked(1)
		doing.push(administrator.run(declareRegister, { declaration: SECOND }))
		await blocked(2)
	})
	await Promise.all(doing)
	const { items: seen } = await administrator.ask(listSubmissions, { filter: { register: REGISTER } })
	expect(seen.map(({ what }) => what)).toEqual(['Before', 'Meanwhile'])
	await expect(items()).rejects.toMatchObject({ kind: 'absent' })
})

test('what is sent while the form is being closed waits for that, and is not taken', async () => {
	const sending: Promise<unknown>[] = []
	await made.database.owner.transaction().execute(async (tx) => {
		await tx.updateTable('public_form').set({ is_open: false }).where('workspace_id', '=', made.workspace.id).execute()
		sending.push(send(made).catch((error: unknown) => (isRefusal(error) ? error.code : error)))
		await blocked(1)
	})
	expect(await Promise.all(sending)).toEqual(['submission.no-such-form'])
	expect(await items()).toEqual([])
})

test('who keeps the form is told who reads what is sent, when it is wiped, how much is taken and what is asked', async () => {
	for (const seat of ['secretariat', 'administrator'] as const)
		expect(await (await made.as(seat)).ask(getFormState, { register: REGISTER })).toMatchObject({
			readers: [{ en: 'Readers of letters' }],
			keptMonths: 6,
			anHour: 40,
			mostWaiting: 30,
			asks: [{ en: 'Subject' }, { en: 'Kind' }, { en: 'Employer' }, { en: 'What happened' }, {}, {}, {}, {}]
		})
})

test('a register that is retired takes nothing from strangers any more', async () => {
	const administrator = await made.as('administrator')
	await administrator.run(retireRegister, { register: REGISTER, version: 2, reason: 'Over' })
	expect((await (await made.as('public')).ask(listPublicForms, {})).items).toEqual([])
})
