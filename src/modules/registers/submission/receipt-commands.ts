import { z } from 'zod'
import { Text } from '#platform/operation/fields.ts'
import { command, everyone, nothing, type Writing } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { compiledAmong } from '../registers.server.ts'
import { arrivedOf, marksOf, type Marks } from './count-arrivals.server.ts'
import { eraseSubmission } from './erase-submission.server.ts'
import { forReviewers } from './find-form.server.ts'
import { holdSubmissions } from './hold-submissions.server.ts'
import { digestFor, openMessage, sealMessage } from './keyed.server.ts'
import { AN_HOUR } from './limits.ts'
import { readReceiptCode } from './receipt-code.ts'
import { RECEIPT } from './send-submission.ts'
import { toldState, whyNotAnswer, whyNotTakeBack, type SubmissionState } from './submission-states.ts'

// No pattern: the access log notes what is bound to one, and a code opens what was sent.
const Code = z.string().max(60)

const Message = z.object({ from: z.enum(['office', 'sender']), text: z.string(), at: z.date() })

/** What whoever holds a receipt is told. It is the same for a code that was never given, and for one that is no code at all. */
const Followed = z.union([
	z.object({ found: z.literal(false) }),
	z.object({
		found: z.literal(true),
		title: z.record(z.string(), z.string()),
		number: z.string(),
		state: z.enum(['waiting', 'asked', 'accepted', 'merged', 'declined', 'withdrawn']),
		sentAt: z.date(),
		decidedAt: z.date().nullable(),
		messages: z.array(Message),
		/** The day on which it is erased, where nothing comes of it. */
		eraseDay: z.string(),
		mailed: z.boolean(),
		may: z.object({ answer: z.boolean(), takeBack: z.boolean() })
	})
])

const NOT_FOUND = { found: false } as const

type Receipt = {
	id: string
	submission_id: string
	sealed_email: string | null
	number: string
	state: SubmissionState
	register_id: string
	sent_at: Date
	decided_at: Date | null
	erase_day: string
	times: number
	version: number
}

/** Refuses to look while too many wrong codes came from there: whoever tries them waits, and is not told whether one was right. */
async function refuseWhileGuessing(here: Writing, marks: Marks) {
	const own = await arrivedOf(here, { kind: 'code', by: 'address_mark', of: marks.address, most: AN_HOUR.codes })
	const around = await arrivedOf(here, {
		kind: 'code',
		by: 'network_mark',
		of: marks.network,
		most: AN_HOUR.codesOfNetwork
	})
	if (own >= AN_HOUR.codes || around >= AN_HOUR.codesOfNetwork) throw conflict('submission.too-many-codes')
}

async function countWrong(here: Writing, marks: Marks) {
	await here.write.add('submission_arrival', {
		kind: 'code',
		register_id: null,
		ticket: null,
		address_mark: marks.address,
		network_mark: marks.network,
		arrived_at: here.now
	})
}

/** What a code opens, locked; null where it opens nothing, which was counted then. */
async function receiptOf(here: Writing, typed: string): Promise<Receipt | null> {
	const code = readReceiptCode(typed)
	// A slip of the pen is found by the check, without looking, and is not counted.
	if (code === null) return null
	const marks = marksOf(here)
	await refuseWhileGuessing(here, marks)
	const digest = digestFor(here.secret, RECEIPT, code)
	const named = await here.tx
		.selectFrom('submission_receipt')
		.select('submission_id')
		.where('workspace_id', '=', here.workspace.id)
		.where('code_digest', '=', digest)
		.executeTakeFirst()
	if (named) await holdSubmissions(here, [named.submission_id])
	const row = await here.tx
		.selectFrom('submission_receipt')
		.innerJoin('submission', (on) =>
			on
				.onRef('submission.workspace_id', '=', 'submission_receipt.workspace_id')
				.onRef('submission.id', '=', 'submission_receipt.submission_id')
		)
		.select(['submission_receipt.id', 'submission_receipt.submission_id', 'submission_receipt.sealed_email'])
		.select(['submission.number', 'submission.state', 'submission.register_id', 'submission.times'])
		.select(['submission_receipt.sent_at', 'submission.decided_at', 'submission.erase_day', 'submission.version'])
		.where('submission_receipt.workspace_id', '=', here.workspace.id)
		.where('submission_receipt.code_digest', '=', digest)
		.forUpdate()
		.executeTakeFirst()
	if (!row) await countWrong(here, marks)
	return row ?? null
}

async function followed(here: Writing, receipt: Receipt): Promise<z.output<typeof Followed>> {
	const [compiled, messages] = await Promise.all([
		compiledAmong(here.tx, here.workspace.id, [receipt.register_id]),
		here.tx
			.selectFrom('submission_message')
			.select(['seat_id', 'sealed', 'written_at'])
			.where('workspace_id', '=', here.workspace.id)
			.where('submission_id', '=', receipt.submission_id)
			.orderBy('written_at')
			.orderBy('id')
			.execute()
	])
	const declaration = compiled.get(receipt.register_id)?.declaration
	return {
		found: true,
		title: declaration?.public_form?.title ?? declaration?.about ?? {},
		number: receipt.number,
		state: toldState(receipt.state),
		sentAt: receipt.sent_at,
		decidedAt: receipt.decided_at,
		messages: messages.map(({ seat_id: seat, sealed, written_at: at }) => ({
			from: seat === null ? 'sender' : 'office',
			text: openMessage(here.secret, sealed),
			at
		})),
		eraseDay: receipt.erase_day,
		mailed: receipt.sealed_email !== null,
		may: { answer: whyNotAnswer(receipt) === null, takeBack: whyNotTakeBack(receipt) === null }
	}
}

const follow = {
	about: nothing,
	allow: everyone,
	unlocated: true
} as const

/** Tells what became of what was sent, to whoever holds its receipt. */
export const followSubmission = command({
	name: 'submission.follow',
	input: z.strictObject({ code: Code }),
	output: Followed,
	...follow,
	// What was sent and asked is kept sealed: no answer lies beside it in the clear, to be repeated under a once-only key.
	shownOnce: true,
	repeatRefused: 'submission.done-before',
	run: (here, { code }) =>
		forReviewers(here, async () => {
			const receipt = await receiptOf(here, code)
			return receipt ? followed(here, receipt) : NOT_FOUND
		})
})

/** Answers what was asked, by the receipt. */
export const answerSubmission = command({
	name: 'submission.answer',
	input: z.strictObject({ code: Code, text: Text(5_000) }),
	output: Followed,
	...follow,
	shownOnce: true,
	repeatRefused: 'submission.done-before',
	run: (here, { code, text }) =>
		forReviewers(here, async () => {
			const receipt = await receiptOf(here, code)
			if (!receipt) return NOT_FOUND
			const why = whyNotAnswer(receipt)
			if (why) throw conflict(why)
			const { audience } = await here.tx
				.selectFrom('submission')
				.select('audience')
				.where('workspace_id', '=', here.workspace.id)
				.where('id', '=', receipt.submission_id)
				.executeTakeFirstOrThrow()
			await here.write.add('submission_message', {
				submission_id: receipt.submission_id,
				audience,
				seat_id: null,
				sealed: sealMessage(here.secret, text),
				written_at: here.now
			})
			await here.write.change('submission', receipt.submission_id, { state: 'waiting', version: receipt.version + 1 })
			return followed(here, { ...receipt, state: 'waiting' })
		})
})

/**
 * Takes back what was sent, by the receipt, as long as nothing is decided about it: withdrawn, it is looked through no more;
 * erased, nothing of it is left. Where the same was sent several times only this one is taken back.
 */
export const takeBackSubmission = command({
	name: 'submission.takeBack',
	input: z.strictObject({ code: Code, erase: z.boolean() }),
	output: z.object({ done: z.enum(['withdrawn', 'erased', 'not-found']) }),
	...follow,
	run: (here, { code, erase }) =>
		forReviewers(here, async () => {
			const receipt = await receiptOf(here, code)
			if (!receipt) return { done: 'not-found' as const }
			const why = whyNotTakeBack(receipt)
			if (why) throw conflict(why)
			const { submission_id: id, times, version } = receipt
			if (times > 1) {
				await here.write.erasing(() => here.write.remove('submission_receipt', receipt.id))
				await here.write.change('submission', id, { times: times - 1 })
			} else if (erase) await eraseSubmission(here, id)
			else
				await here.write.change('submission', id, {
					state: 'withdrawn',
					decided_at: here.now,
					version: version + 1
				})
			return { done: erase || times > 1 ? ('erased' as const) : ('withdrawn' as const) }
		})
})
