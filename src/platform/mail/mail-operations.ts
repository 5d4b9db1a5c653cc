import { z } from 'zod'
import { keepsAccess } from '#platform/access/access-rules.ts'
import { enqueue } from '#platform/jobs/jobs.server.ts'
import { DELIVER_MAIL } from '#platform/jobs/queue-jobs.server.ts'
import { Identifier } from '#platform/operation/fields.ts'
import { AnyOf, listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { command, nothing, query, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { absent, conflict } from '#platform/operation/refusal.ts'
import { countUpTo } from '#platform/records/find-record.server.ts'
import { unseal } from '#platform/settings/seal.server.ts'
import { whyNotCancelMail, whyNotResend } from './mail-rules.ts'
import { MAIL_STATES, type MailTable } from './schema.ts'
import { MAIL_SECRETS, mailIsOn } from './send-mail.server.ts'

const MailItem = z.object({
	id: z.string(),
	template: z.string(),
	state: z.enum(MAIL_STATES),
	/** Whoever holds this seat when the mail is sent; null where it goes to an address. */
	seat: z.object({ key: z.string(), office: z.string() }).nullable(),
	name: z.string().nullable(),
	email: z.string().nullable(),
	isPrivate: z.boolean(),
	attempts: z.int(),
	/** Why it is not sent yet, or will not be. */
	reason: z.string().nullable(),
	createdAt: z.date(),
	dueAt: z.date(),
	sentAt: z.date().nullable()
})

const COLUMNS = [
	'mail.id',
	'mail.template',
	'mail.state',
	'mail.seat_id',
	'mail.name',
	'mail.email',
	'mail.is_private',
	'mail.attempts',
	'mail.reason_code',
	'mail.created_at',
	'mail.due_at',
	'mail.sent_at'
] as const

type Row = Pick<
	MailTable,
	| 'id'
	| 'template'
	| 'state'
	| 'name'
	| 'email'
	| 'is_private'
	| 'attempts'
	| 'reason_code'
	| 'created_at'
	| 'due_at'
	| 'sent_at'
> & { key: string | null; office: string | null }

const itemOf = (row: Row): z.output<typeof MailItem> => ({
	id: row.id,
	template: row.template,
	state: row.state,
	seat: row.key === null ? null : { key: row.key, office: row.office ?? '' },
	name: row.name,
	email: row.email,
	isPrivate: row.is_private,
	attempts: row.attempts,
	reason: row.reason_code,
	createdAt: row.created_at,
	dueAt: row.due_at,
	sentAt: row.sent_at
})

const mails = (here: Here) =>
	here.tx
		.selectFrom('mail')
		.leftJoin('seat', (on) =>
			on.onRef('seat.workspace_id', '=', 'mail.workspace_id').onRef('seat.id', '=', 'mail.seat_id')
		)
		.where('mail.workspace_id', '=', here.workspace.id)

const Template = z.string().regex(/^[a-z]+(-[a-z]+)*$/)

/** The outbox: to whom what was written, and what came of it. Names and addresses of people, so that each reading is logged. */
export const listMails = query({
	name: 'mail.list',
	input: listInput({ state: AnyOf(z.enum(MAIL_STATES)), template: AnyOf(Template) }, ['created', 'sent']).extend({
		sort: z.enum(['created', '-created', 'sent', '-sent']).default('-created')
	}),
	output: listed(MailItem),
	about: nothing,
	allow: ({ seat }) => keepsAccess(seat),
	logged: true,
	async run(here, input) {
		const part = listPart(here.secret, input, { created: 'mail.created_at', sent: 'mail.sent_at' }, 'mail.id')
		let found = mails(here)
		const { state, template } = input.filter ?? {}
		if (state) found = found.where('mail.state', 'in', state)
		if (template) found = found.where('mail.template', 'in', template)
		const rows = await found
			.select(COLUMNS)
			.select(['seat.key', 'seat.office'])
			.where(part.where)
			.orderBy(part.orderBy)
			.limit(part.limit)
			.execute()
		const total = await countUpTo(here.tx, found.select('mail.id'))
		return toList(here.secret, part, rows, total, input, {
			value: (row) => (input.sort.endsWith('sent') ? row.sent_at : row.created_at),
			item: itemOf
		})
	}
})

// Whoever does not keep the workspace learns nothing of its mail: for them none is there.
async function findMails(here: Here, ids: readonly string[]) {
	const rows = keepsAccess(here.seat)
		? await mails(here)
				.select(COLUMNS)
				.select(['seat.key', 'seat.office'])
				.select(['mail.language', 'mail.params', 'mail.records', 'mail.secrets', 'mail.answer', 'mail.message_id'])
				.where('mail.id', 'in', ids)
				.orderBy('mail.created_at')
				.orderBy('mail.id')
				.execute()
		: []
	if (rows.length < new Set(ids).size) throw absent('mail.no-such-mail')
	return rows
}

async function findMail(here: Here, id: string) {
	const [row] = await findMails(here, [id])
	if (!row) throw absent('mail.no-such-mail')
	return row
}

const Params = z.record(z.string(), z.union([z.string(), z.number()]))
const Texts = z.record(z.string(), z.string())

/**
 * A mail with what it says: its template, the language it is written in and what it names, links included, for whoever hands
 * it over by other means. Of a private one only that it is there.
 */
export const getMail = query({
	name: 'mail.get',
	input: z.strictObject({ mail: Identifier }),
	output: MailItem.extend({
		answer: z.string().nullable(),
		messageId: z.string(),
		mayResend: z.boolean(),
		mayCancel: z.boolean(),
		/** Null where the mail is private. */
		content: z
			.object({ language: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) })
			.nullable()
	}),
	about: (here, { mail }) => findMail(here, mail),
	allow: ({ seat }) => keepsAccess(seat),
	logged: true,
	async run(here, _input, row) {
		return {
			...itemOf(row),
			answer: row.answer,
			messageId: row.message_id,
			mayResend: whyNotResend(row) === null,
			mayCancel: whyNotCancelMail(row) === null,
			content: row.is_private
				? null
				: { language: row.language ?? here.workspace.language, params: await paramsOf(here, row) }
		}
	}
})

async function paramsOf(here: Here, row: Pick<MailTable, 'params' | 'records' | 'secrets'>) {
	const records = Texts.parse(JSON.parse(row.records))
	const ids = Object.values(records)
	const titles =
		ids.length === 0
			? []
			: await here.tx
					.selectFrom('record')
					.select(['id', 'title'])
					.where('workspace_id', '=', here.workspace.id)
					.where('id', 'in', ids)
					.execute()
	const named = Object.entries(records).map(([name, id]) => {
		const title = titles.find((one) => one.id === id)?.title
		return [name, title?.[here.workspace.language] ?? '…'] as const
	})
	return {
		...Params.parse(JSON.parse(row.params)),
		...Object.fromEntries(named),
		...(row.secrets === null ? {} : Texts.parse(JSON.parse(unseal(here.secret, MAIL_SECRETS, row.secrets))))
	}
}

const MAILS_MOST = 200
const Chosen = z.array(Identifier).min(1).max(MAILS_MOST)

const findChosen = (here: Here, { mails: ids }: { mails: string[] }) => findMails(here, ids)

/** Sends chosen mails again, or for the first time where they were kept for want of a mail server: all of them, or none. */
export const resendMail = command({
	name: 'mail.resend',
	input: z.strictObject({ mails: Chosen }),
	output: z.object({ ids: z.array(z.string()) }),
	about: findChosen,
	allow: ({ seat }) => keepsAccess(seat),
	async run(here, _input, rows) {
		if (!mailIsOn()) throw conflict('platform.no-mail')
		for (const row of rows) {
			const reason = whyNotResend(row)
			if (reason) throw conflict(reason)
			await here.write.change('mail', row.id, {
				state: 'waiting',
				attempts: 0,
				due_at: here.now,
				waiting_since: here.now,
				answer: null,
				reason_code: null
			})
		}
		await askForDelivery(here)
		return { ids: rows.map((row) => row.id) }
	}
})

const askForDelivery = (here: Writing) =>
	enqueue(here, { operation: DELIVER_MAIL, input: { atOnce: true }, seatId: null })

/** Takes chosen mails out of the outbox: they are not sent. What they were about stays as it is. */
export const cancelMail = command({
	name: 'mail.cancel',
	input: z.strictObject({ mails: Chosen }),
	output: z.object({ ids: z.array(z.string()) }),
	about: findChosen,
	allow: ({ seat }) => keepsAccess(seat),
	async run(here, _input, rows) {
		for (const row of rows) {
			const reason = whyNotCancelMail(row)
			if (reason) throw conflict(reason)
			await here.write.change('mail', row.id, { state: 'cancelled', secrets: null })
		}
		return { ids: rows.map((row) => row.id) }
	}
})
