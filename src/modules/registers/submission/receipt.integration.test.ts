import { beforeEach, expect, test } from 'vitest'
import { run } from '#platform/operation/perform.server.ts'
import { aWorkspace, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { send, stranger, withConcerns } from '#tests/fixtures/public-concern.ts'
import { AN_HOUR } from './limits.ts'
import { askSender, declineSubmissions } from './office-commands.ts'
import { listSubmissions, readSubmission } from './office-queries.ts'
import { answerSubmission, followSubmission, takeBackSubmission } from './receipt-commands.ts'
import { makeReceiptCode } from './receipt-code.ts'

const REGISTER = 'concern-test'

let made: TestWorkspace
beforeEach(async () => {
	made = await aWorkspace()
	await withConcerns(made)
})

const holder = async (from = stranger(3)) => {
	const { opening } = await made.as('public')
	const asking = { ...opening, address: from }
	return {
		follow: (code: string) => run(asking, followSubmission, { code }),
		answer: (code: string, text: string) => run(asking, answerSubmission, { code, text }),
		takeBack: (code: string, erase = false) => run(asking, takeBackSubmission, { code, erase })
	}
}
const waiting = async () =>
	(await (await made.as('secretariat')).ask(listSubmissions, { filter: { register: REGISTER } })).items
const mails = () =>
	made.database.owner.selectFrom('mail').selectAll().where('workspace_id', '=', made.workspace.id).execute()

test('what is asked waits behind the receipt, is answered by it, and waits for the office again', async () => {
	const { code } = await send(made, { email: 'person@mail.test', language: 'fr' })
	const { follow, answer } = await holder()
	expect(await follow(code)).toMatchObject({ found: true, state: 'waiting', may: { answer: false, takeBack: true } })
	await expect(answer(code, 'Not asked')).rejects.toMatchObject({ code: 'submission.not-asked' })

	const reviewer = await made.as('secretariat')
	const [item] = await waiting()
	const one = { register: REGISTER, submission: item?.number ?? '' }
	await reviewer.run(askSender, { ...one, version: 1, text: 'Which office was it?' })
	expect(await follow(code)).toMatchObject({
		state: 'asked',
		messages: [{ from: 'office', text: 'Which office was it?' }],
		may: { answer: true }
	})
	await answer(code.toLowerCase().replaceAll('-', ' '), 'The one in Gweru')
	expect(await reviewer.ask(readSubmission, one)).toMatchObject({
		state: 'waiting',
		emails: ['person@mail.test'],
		messages: [
			{ from: { key: 'secretariat' }, text: 'Which office was it?' },
			{ from: null, text: 'The one in Gweru' }
		]
	})

	const [mail] = await mails()
	expect(mail).toMatchObject({
		template: 'submission-asked',
		email: 'person@mail.test',
		language: 'fr',
		is_private: true
	})
	expect(JSON.stringify(mail)).not.toMatch(/Gweru|Which office|passport/)
	expect(JSON.stringify(mail)).not.toContain(code)
})

test('a reason is told behind the receipt and not by mail, and what is decided is taken back by nobody', async () => {
	const { code } = await send(made, { email: 'person@mail.test' })
	const [item] = await waiting()
	await (
		await made.as('secretariat')
	).run(declineSubmissions, {
		register: REGISTER,
		submissions: [{ submission: item?.number ?? '', version: 1 }],
		reason: 'This is for the municipality.'
	})
	const { follow, takeBack } = await holder()
	expect(await follow(code)).toMatchObject({
		state: 'declined',
		messages: [{ from: 'office', text: 'This is for the municipality.' }],
		may: { answer: false, takeBack: false }
	})
	await expect(takeBack(code, true)).rejects.toMatchObject({ code: 'submission.decided-already' })
	const [mail] = await mails()
	expect(mail?.template).toBe('submission-answered')
	expect(JSON.stringify(mail)).not.toContain('municipality')
})

test('what was answered is told apart in the queue from what only waits', async () => {
	const { code } = await send(made)
	await send(made, { from: stranger(2), values: { subject: 'Another' } })
	const [item] = await waiting()
	const one = { register: REGISTER, submission: item?.number ?? '' }
	const reviewer = await made.as('secretariat')
	await reviewer.run(askSender, { ...one, version: 1, text: 'Which office was it?' })
	const told = async () => (await waiting()).map(({ isAnswered }) => isAnswered)
	expect(await told()).toEqual([false, false])
	await (await made.as('public')).run(answerSubmission, { code, text: 'The one in Gweru' })
	expect(await told()).toEqual([true, false])
	expect(await reviewer.ask(readSubmission, one)).toMatchObject({ isAnswered: true })
	await reviewer.run(askSender, { ...one, version: 3, text: 'And when?' })
	expect(await told()).toEqual([false, false])
})

test('what nobody has decided is withdrawn, or erased with all that belongs to it', async () => {
	const { code } = await send(made)
	const { follow, takeBack } = await holder()
	expect(await takeBack(code)).toEqual({ done: 'withdrawn' })
	expect(await waiting()).toEqual([])
	expect(await follow(code)).toMatchObject({ state: 'withdrawn' })

	const other = await send(made, { values: { subject: 'Erase this letter' } })
	expect(await takeBack(other.code, true)).toEqual({ done: 'erased' })
	expect(await follow(other.code)).toEqual({ found: false })
	const left = await made.database.owner
		.selectFrom('submission')
		.select('state')
		.where('workspace_id', '=', made.workspace.id)
		.execute()
	expect(left).toEqual([{ state: 'withdrawn' }])
})

test('of the same that several sent each takes back their own alone', async () => {
	const [one, two] = [await send(made), await send(made, { from: stranger(2) })]
	const { follow, takeBack } = await holder()
	expect(await takeBack(one.code, true)).toEqual({ done: 'erased' })
	expect(await follow(one.code)).toEqual({ found: false })
	expect(await follow(two.code)).toMatchObject({ state: 'waiting' })
	expect(await waiting()).toMatchObject([{ times: 1 }])
})

test('a code that was never given is told as one that is none; trying many is slowed, and a slip of the pen is not', async () => {
	const { code } = await send(made)
	const { follow } = await holder('203.0.113.9')
	for (let turn = 0; turn < AN_HOUR.codes + 5; turn++)
		expect(await follow(`${code.slice(0, -1)}?`)).toEqual({ found: false })
	for (let turn = 0; turn < AN_HOUR.codes; turn++) expect(await follow(makeReceiptCode())).toEqual({ found: false })
	await expect(follow(makeReceiptCode())).rejects.toMatchObject({ code: 'submission.too-many-codes' })
	// Whoever tries is not told by the way of it that one was right.
	await expect(follow(code)).rejects.toMatchObject({ code: 'submission.too-many-codes' })
	const other = await holder('198.51.100.200')
	expect(await other.follow(code)).toMatchObject({ found: true })
})

test('the code itself stands nowhere: not in its row, the history, the access log or a mail', async () => {
	const { code } = await send(made, { email: 'person@mail.test' })
	await (await holder()).follow(code)
	const { owner } = made.database
	const own = made.workspace.id
	const all = await Promise.all(
		(['submission', 'submission_receipt', 'access_log', 'event', 'event_payload', 'mail', 'once_key'] as const).map(
			(table) => owner.selectFrom(table).selectAll().where('workspace_id', '=', own).execute()
		)
	)
	const text = JSON.stringify(all, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
	expect(text).not.toContain(code)
	expect(text).not.toContain('passport')
	expect(text).not.toContain('person@mail.test')
})

test('what a receipt opens is kept nowhere in the clear, not even as an answer to be repeated', async () => {
	const { code } = await send(made)
	const [item] = await waiting()
	const one = { register: REGISTER, submission: item?.number ?? '' }
	await (await made.as('secretariat')).run(askSender, { ...one, version: 1, text: 'Which office was it?' })
	const holding = await made.as('public')
	const text = 'The one in Gweru'
	await holding.run(followSubmission, { code }, { key: 'look' })
	await holding.run(answerSubmission, { code, text }, { key: 'reply' })
	const kept = await made.database.owner
		.selectFrom('once_key')
		.select(['key', 'answer'])
		.where('workspace_id', '=', made.workspace.id)
		.orderBy('key')
		.execute()
	expect(kept).toEqual([
		{ key: 'look', answer: '' },
		{ key: 'reply', answer: '' }
	])
	await expect(holding.run(answerSubmission, { code, text }, { key: 'reply' })).rejects.toMatchObject({
		code: 'submission.done-before'
	})
	expect((await holding.run(followSubmission, { code })).found).toBe(true)
})
