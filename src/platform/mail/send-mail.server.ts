import { v7 as uuid } from 'uuid'
import type { Database } from '#platform/database/database.server.ts'
import { enqueue } from '#platform/jobs/jobs.server.ts'
import { DELIVER_MAIL } from '#platform/jobs/queue-jobs.server.ts'
import { addEntries } from '#platform/jobs/queue.server.ts'
import type { Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { seal } from '#platform/settings/seal.server.ts'
import { isEmailAddress, oneLine } from './address.ts'
import { foundMailServer } from './mail-server.server.ts'

export type MailParams = Readonly<Record<string, string | number>>
export type MailAddress = { name: string; email: string; language: string }

/** A mail to somebody with a seat, or to an address. */
export type NewMail = {
	/** `mail.<template>.subject` and `mail.<template>.text` in the words of whoever sends it. */
	template: string
	/** Whoever holds the seat when the mail is sent (in the language named, else their own), or an address. */
	to: { seatId: string; language?: string | null } | MailAddress
	params: MailParams
	/** Records that the template names: their titles are read as the recipient when the mail is sent. Only to seats. */
	records?: Readonly<Record<string, string>>
	/** Links and other secrets: sealed in the row, and erased once the mail is sent. */
	secretParams?: Readonly<Record<string, string>>
	/** Never shown to an administrator. */
	isPrivate?: boolean
}

/** What mail secrets are sealed for. */
export const MAIL_SECRETS = 'mail secrets'
/** What mail to people outside any workspace is sealed for. */
export const PERSONAL_MAIL = 'personal mail'

/** True where this installation has a mail server; without one mail stays in the outbox. */
export const mailIsOn = (): boolean => foundMailServer() !== undefined

/** The name by which servers know a mail again, fixed when it is written: sent twice after a crash, it is shown once. */
export const messageIdOf = (id: string): string =>
	`<${id}@${foundMailServer()?.from.address.split('@')[1] ?? 'pitso.invalid'}>`

function checkedAddress({ name, email, language }: MailAddress): MailAddress {
	if (!isEmailAddress(email)) throw invalid([{ path: ['email'], code: 'platform.field.address' }])
	return { name: oneLine(name), email, language }
}

// What stands where a link was, once the link is erased.
const placeholders = (secrets: Readonly<Record<string, string>> = {}) =>
	Object.fromEntries(Object.keys(secrets).map((name) => [name, '…']))

/**
 * Writes a mail in the command's transaction, with the job that brings it out: it is sent exactly when the command commits.
 * Where the installation has no mail server it is kept in the outbox, and an administrator decides what becomes of it.
 */
export async function sendMail(here: Writing, mail: NewMail): Promise<string> {
	const id = uuid()
	const isOn = mailIsOn()
	const address = 'seatId' in mail.to ? null : checkedAddress(mail.to)
	await here.write.add('mail', {
		id,
		template: mail.template,
		seat_id: 'seatId' in mail.to ? mail.to.seatId : null,
		name: address?.name ?? null,
		email: address?.email ?? null,
		language: 'seatId' in mail.to ? (mail.to.language ?? null) : (address?.language ?? null),
		params: JSON.stringify({ ...mail.params, ...placeholders(mail.secretParams) }),
		records: JSON.stringify(mail.records ?? {}),
		secrets: mail.secretParams ? seal(here.secret, MAIL_SECRETS, JSON.stringify(mail.secretParams)) : null,
		is_private: mail.isPrivate ?? false,
		state: isOn ? 'waiting' : 'kept',
		attempts: 0,
		answer: null,
		reason_code: null,
		message_id: messageIdOf(id),
		due_at: here.now,
		waiting_since: here.now,
		sent_at: null,
		asked_by_seat_id: here.seat.id,
		created_at: here.now
	})
	if (isOn && !(await isDeliveryAsked(here))) await enqueue(here, { operation: DELIVER_MAIL, input: {}, seatId: null })
	return id
}

// A delivery brings out all that waits, so one that waits for its turn is enough. It is held until this command commits:
// whoever takes it then finds this mail.
async function isDeliveryAsked({ tx, workspace, now }: Writing) {
	const waiting = await tx
		.selectFrom('job')
		.select('id')
		.where('workspace_id', '=', workspace.id)
		.where('state', '=', 'waiting')
		.where('due_at', '<=', now)
		.where('operation', '=', DELIVER_MAIL)
		.where('attempts', '=', 0)
		.limit(1)
		.forShare()
		.executeTakeFirst()
	return waiting !== undefined
}

/**
 * Sends mail to a person outside any workspace, such as the link that resets a password. It lies in the queue sealed whole;
 * refused where the installation has no mail server, since nobody could be asked to look into an outbox.
 */
export async function sendPersonalMail(
	{ database, secret }: { database: Database; secret: Buffer },
	mail: {
		template: string
		to: MailAddress
		params: MailParams
		secretParams?: Readonly<Record<string, string>>
	}
): Promise<void> {
	if (!mailIsOn()) throw conflict('platform.no-mail')
	const id = uuid()
	const { to, ...rest } = mail
	const text = JSON.stringify({ ...rest, to: checkedAddress(to), messageId: messageIdOf(id) })
	await addEntries(database, [{ queue: 'personal-mail', key: id, data: { sealed: seal(secret, PERSONAL_MAIL, text) } }])
}
