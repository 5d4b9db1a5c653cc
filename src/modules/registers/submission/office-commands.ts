import { z } from 'zod'
import { Key, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { addMonths } from '../formula/days.ts'
import { getSubmission, getSubmissions, reviews, type FoundSubmission } from './find-submission.server.ts'
import { holdSubmissions } from './hold-submissions.server.ts'
import { sealMessage } from './keyed.server.ts'
import { SubmissionNumber } from './office-queries.ts'
import { whyNotDecide, type SubmissionState } from './submission-states.ts'
import { tellSenders } from './tell-sender.server.ts'

export const TheSubmission = { register: Reference, submission: SubmissionNumber, version: Version }
export const Done = z.object({ number: z.string(), version: z.int() })

export const about = {
	about: (
		here: Parameters<typeof getSubmission>[0],
		{ register, submission }: { register: string; submission: string }
	) => getSubmission(here, register, submission),
	allow: ({ seat }: { seat: Writing['seat'] }, { register }: FoundSubmission) => reviews(seat, register.compiled)
}

/** Holds submissions until the command is done; refuses what was seen otherwise, and what is decided already. */
export async function holdOpen(
	here: Writing,
	found: readonly FoundSubmission[],
	versions: readonly number[]
): Promise<void> {
	const held = await holdSubmissions(
		here,
		found.map(({ row }) => row.id)
	)
	for (const [index, { row }] of found.entries()) {
		const now = held.get(row.id)
		const isSame = now?.version === versions[index] && now?.audience.join(' ') === row.audience.join(' ')
		if (!now || !isSame) throw conflict('submission.changed-meanwhile', { number: row.number })
		const why = whyNotDecide(now)
		if (why) throw conflict(why, { number: row.number })
	}
}

/** Settles a submission; from then on it is kept as long as the form says. */
export async function settleSubmission(
	here: Writing,
	{ register, row }: FoundSubmission,
	{ state, entryId = null }: { state: SubmissionState; entryId?: string | null }
) {
	const months = register.compiled.declaration.public_form?.kept_months ?? 12
	await here.write.change('submission', row.id, {
		state,
		entry_id: entryId,
		decided_seat_id: here.seat.id,
		decided_at: here.now,
		erase_day: addMonths(here.today, months),
		version: row.version + 1
	})
	return { number: row.number, version: row.version + 1 }
}

/** Says something to whoever holds the receipt. */
export async function say(here: Writing, { row }: FoundSubmission, text: string) {
	await here.write.add('submission_message', {
		submission_id: row.id,
		audience: row.audience,
		seat_id: here.seat.id,
		sealed: sealMessage(here.secret, text),
		written_at: here.now
	})
}

/** Gives a submission to one of those who look through what is sent, or to nobody. */
export const assignSubmission = command({
	name: 'submission.assign',
	input: z.strictObject({ ...TheSubmission, seat: Key.nullable() }),
	output: Done,
	...about,
	async run(here, { seat: key, version }, found) {
		await holdOpen(here, [found], [version])
		const seat =
			key === null
				? null
				: await here.tx
						.selectFrom('seat')
						.select(['id', 'role'])
						.where('workspace_id', '=', here.workspace.id)
						.where('key', '=', key)
						.where((where) => where.or([where('to_day', 'is', null), where('to_day', '>=', here.today)]))
						.executeTakeFirst()
		if (seat === undefined || (seat && !reviews({ role: seat.role }, found.register.compiled)))
			throw invalid([{ path: ['seat'], code: 'submission.no-such-reviewer' }])
		await here.write.change('submission', found.row.id, {
			assigned_seat_id: seat?.id ?? null,
			version: version + 1
		})
		return { number: found.row.number, version: version + 1 }
	}
})

/** Asks whoever sent it; they answer by their receipt. */
export const askSender = command({
	name: 'submission.ask',
	input: z.strictObject({ ...TheSubmission, text: Text(5_000) }),
	output: Done,
	...about,
	async run(here, { text, version }, found) {
		await holdOpen(here, [found], [version])
		await say(here, found, text)
		await here.write.change('submission', found.row.id, { state: 'asked', version: version + 1 })
		await tellSenders(here, found, 'submission-asked')
		return { number: found.row.number, version: version + 1 }
	}
})

const SEVERAL_MOST = 200
const Several = z
	.array(z.strictObject({ submission: SubmissionNumber, version: Version }))
	.min(1)
	.max(SEVERAL_MOST)

type SeveralOf = { register: string; submissions: z.output<typeof Several> }

const aboutSeveral = {
	about: (here: Parameters<typeof getSubmissions>[0], { register, submissions }: SeveralOf) =>
		getSubmissions(here, { register, numbers: submissions.map(({ submission }) => submission) }),
	allow: ({ seat }: { seat: Writing['seat'] }, found: readonly FoundSubmission[]) =>
		found.every(({ register }) => reviews(seat, register.compiled))
}

/** Each of several, in the version it was seen in: all of them, or none. */
async function holdAllOpen(here: Writing, found: readonly FoundSubmission[], { submissions }: SeveralOf) {
	const numbers = submissions.map(({ submission }) => submission)
	if (new Set(numbers).size < numbers.length) throw invalid([{ path: ['submissions'], code: 'submission.named-twice' }])
	await holdOpen(
		here,
		found,
		submissions.map(({ version }) => version)
	)
}

/** Declines submissions, with the reason that is told to whoever sent them. */
export const declineSubmissions = command({
	name: 'submission.decline',
	input: z.strictObject({ register: Reference, submissions: Several, reason: Text(2_000) }),
	output: z.object({ declined: z.int() }),
	...aboutSeveral,
	async run(here, { reason, ...input }, found) {
		await holdAllOpen(here, found, input)
		for (const one of found) {
			await say(here, one, reason)
			await settleSubmission(here, one, { state: 'declined' })
			await tellSenders(here, one, 'submission-answered')
		}
		return { declined: found.length }
	}
})

/** Marks submissions as abuse: nobody is written to, since whoever abuses a form leaves others’ addresses. */
export const markAbuse = command({
	name: 'submission.markAbuse',
	input: z.strictObject({ register: Reference, submissions: Several }),
	output: z.object({ marked: z.int() }),
	...aboutSeveral,
	async run(here, input, found) {
		await holdAllOpen(here, found, input)
		for (const one of found) await settleSubmission(here, one, { state: 'abuse' })
		return { marked: found.length }
	}
})
