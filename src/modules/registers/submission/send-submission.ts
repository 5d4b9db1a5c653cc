import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { canonicalText } from '#platform/events/chain.ts'
import { isEmailAddress } from '#platform/mail/address.ts'
import { Key } from '#platform/operation/fields.ts'
import { command, everyone, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { FieldKey, GivenOne } from '../entry/given.server.ts'
import type { Values } from '../entry/values.ts'
import { addMonths } from '../formula/days.ts'
import { audienceOfReviewers, standingOf } from './asked-form.ts'
import { marksOf, whyTooManyNow } from './count-arrivals.server.ts'
import { forReviewers, getForm, holdForm, type FoundForm } from './find-form.server.ts'
import { digester, digestFor, keyFor, sealEmail, sealFileName, sealValues } from './keyed.server.ts'
import { linksIn, longTextsIn, nearMarks, samenesses } from './likeness.ts'
import { makeReceiptCode } from './receipt-code.ts'
import { readSent } from './read-sent.server.ts'
import { claimFiles, SentFile, type ClaimedFile } from './take-file.ts'
import { isProof, readTicket, whyNotServe } from './ticket.ts'

const Sending = z.strictObject({
	register: Key,
	ticket: z.string().max(600),
	/** What a script worked out for the ticket; without it, the form is looked at for some seconds first. */
	proof: z.string().max(20).optional(),
	/** Left empty by people: they do not see it. */
	website: z.string().max(500).optional(),
	values: z.record(FieldKey, GivenOne),
	/** Files that were taken in before, by the field they belong to. */
	files: z.record(FieldKey, SentFile).default({}),
	email: z.string().max(320).optional(),
	/** The language it was written in, as far as the form was read in one. */
	language: z
		.string()
		.regex(/^[a-z]{2,3}$/)
		.default('en')
})
type Sending = z.output<typeof Sending>

/** The purpose of the digest by which a receipt code is kept. */
export const RECEIPT = 'receipt code'

function refuseUnlessOpen({ opened }: FoundForm, today: string) {
	const standing = standingOf(opened, today)
	if (standing === 'not-yet') throw conflict('submission.not-open-yet', { day: opened.opensOn ?? '' })
	if (standing === 'over') throw conflict('submission.closed', { day: opened.closesOn ?? '' })
}

/** Refuses what no person sends: a ticket of elsewhere or too young, the field that nobody sees filled in. */
function refuseUnlessServing(here: Writing, { register, ticket: text, proof, website }: Sending) {
	const ticket = readTicket(keyFor(here.secret, 'ticket'), text)
	const isWorkDone = proof !== undefined && isProof(text, proof)
	const why = whyNotServe(ticket, { register, now: here.now, isWorkDone })
	if (why) throw conflict(why.code, why.params)
	if (website !== undefined && website.trim() !== '')
		throw invalid([{ path: ['website'], code: 'submission.stays-empty' }])
	return { id: ticket?.id ?? '', isWorkDone }
}

async function refuseUsed(here: Writing, { id }: { id: string }) {
	const used = await here.tx
		.selectFrom('submission_arrival')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('ticket', '=', id)
		.executeTakeFirst()
	if (used) throw conflict('submission.ticket-used')
}

async function refuseTooMany(here: Writing, found: FoundForm, isWorkDone: boolean) {
	const why = await whyTooManyNow(here, found, { isWorkDone })
	if (why) throw conflict(why.code)
}

/** All that is the same in what is the same: values, and files by their content. */
const digestOf = (here: Writing, found: FoundForm, values: Values, files: readonly ClaimedFile[]) => {
	const ofFiles = Object.fromEntries(files.map(({ field, mark }) => [field, mark]))
	return digestFor(here.secret, `same ${found.registerId}`, canonicalText({ ...values, ...ofFiles }))
}

function marksIn(here: Writing, { registerId, compiled }: FoundForm, values: Values, email: string | null): string[] {
	const digest = digester(here.secret, `marks ${registerId}`)
	const same = samenesses(compiled, values, email).map(({ kind, of }) => `${kind}:${digest(of).slice(0, 16)}`)
	const near = [...longTextsIn(compiled, values).values()]
		.flatMap((text) => nearMarks(text, digest))
		.map((mark) => `near:${mark}`)
	return [...new Set([...same, ...near])]
}

type Content = { values: Values; files: readonly ClaimedFile[]; email: string | null; language: string }

/** Adds one that is new to the queue, with its files. */
async function addSubmission(
	here: Writing,
	found: FoundForm,
	digest: string,
	{ values, files, email, language }: Content
) {
	const id = uuid()
	const audience = audienceOfReviewers(found.whole)
	const ofFiles = files.map(({ mark }) => `file:${mark}`)
	await here.write.add('submission', {
		id,
		register_id: found.registerId,
		number: await here.write.nextNumber('submission', 'SUB'),
		state: 'waiting',
		audience,
		sealed: sealValues(here.secret, values),
		digest,
		marks: [...marksIn(here, found, values, email), ...new Set(ofFiles)],
		times: 1,
		links: linksIn(found.compiled, values),
		files: files.length,
		language,
		assigned_seat_id: null,
		decided_seat_id: null,
		entry_id: null,
		sent_at: here.now,
		decided_at: null,
		erase_day: addMonths(here.today, found.form.kept_months),
		version: 1
	})
	for (const file of files) {
		await here.write.change('file', file.id, { audience, is_held: true })
		await here.write.add('submission_file', {
			id: file.id,
			submission_id: id,
			audience,
			field: file.field,
			sealed_name: sealFileName(here.secret, file.name),
			mark: file.mark
		})
	}
	return id
}

/**
 * One that waits and is the same to the letter: it is counted, and not read twice. Not where something was asked or answered
 * about it: whoever knows or guesses the words of another would read that by a receipt of their own.
 */
async function foldedInto(here: Writing, { registerId }: FoundForm, digest: string): Promise<string | null> {
	const same = await here.tx
		.selectFrom('submission')
		.select(['id', 'times'])
		.where('workspace_id', '=', here.workspace.id)
		.where('register_id', '=', registerId)
		.where('digest', '=', digest)
		.where('state', '=', 'waiting')
		.where(({ not, exists, selectFrom }) =>
			not(
				exists(
					selectFrom('submission_message')
						.select('submission_message.id')
						.where('submission_message.workspace_id', '=', here.workspace.id)
						.whereRef('submission_message.submission_id', '=', 'submission.id')
				)
			)
		)
		.limit(1)
		.forUpdate()
		.executeTakeFirst()
	if (!same) return null
	await here.write.change('submission', same.id, { times: same.times + 1 })
	return same.id
}

/**
 * Takes in what a stranger sends by the public form of a register. It is no entry, and nobody sees it but those who look
 * through it; the code that comes back is shown once and kept as a digest.
 */
export const sendSubmission = command({
	name: 'submission.send',
	input: Sending,
	output: z.object({ code: z.string(), thanks: z.record(z.string(), z.string()), mailed: z.boolean() }),
	about: (here, { register }) => getForm(here, register),
	allow: everyone,
	shownOnce: true,
	repeatRefused: 'submission.sent-before',
	unlocated: true,
	run: (here, given, opened) =>
		forReviewers(here, async () => {
			// What needs no counting is refused before anybody waits for it.
			refuseUnlessOpen(opened, here.today)
			const ticket = refuseUnlessServing(here, given)
			const found = await holdForm(here, opened)
			refuseUnlessOpen(found, here.today)
			await refuseUsed(here, ticket)
			await refuseTooMany(here, found, ticket.isWorkDone)
			const email = emailOf(given, found)
			const files = await claimFiles(here, given.files)
			const values = await readSent(here, found, {
				values: given.values,
				files: new Map(files.map(({ field, id }) => [field, id])),
				language: given.language
			})
			const { registerId, whole } = found
			const marks = marksOf(here)
			// What is not asked for as the others stand is not kept, a file neither.
			const kept = files.filter(({ field }) => values[field] !== undefined)
			const digest = digestOf(here, found, values, kept)
			const content = { values, files: kept, email, language: given.language }
			const id = (await foldedInto(here, found, digest)) ?? (await addSubmission(here, found, digest, content))
			const code = makeReceiptCode()
			await here.write.add('submission_receipt', {
				submission_id: id,
				audience: audienceOfReviewers(whole),
				code_digest: digestFor(here.secret, RECEIPT, code),
				sealed_email: email === null ? null : sealEmail(here.secret, email),
				language: given.language,
				sent_at: here.now
			})
			await here.write.add('submission_arrival', {
				kind: 'sent',
				register_id: registerId,
				ticket: ticket.id,
				address_mark: marks.address,
				network_mark: marks.network,
				arrived_at: here.now
			})
			return { code, thanks: found.form.thanks, mailed: email !== null }
		})
})

function emailOf({ email = '' }: Sending, { form }: FoundForm): string | null {
	const typed = email.trim()
	if (typed === '' || !form.contact) return null
	if (!isEmailAddress(typed)) throw invalid([{ path: ['email'], code: 'platform.field.address' }])
	return typed
}
