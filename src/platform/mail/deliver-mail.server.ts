import type { Updateable } from 'kysely'
import { z } from 'zod'
import type { Workspace } from '#platform/access/workspace.ts'
import type { Tables } from '#platform/database/tables.ts'
import { isGivenUp, nextDelivery } from '#platform/jobs/back-off.ts'
import { defineWork, type Workplace } from '#platform/jobs/jobs.server.ts'
import { DELIVER_MAIL } from '#platform/jobs/queue-jobs.server.ts'
import { TryLater } from '#platform/jobs/try-later.ts'
import { logLine } from '#platform/log.ts'
import type { Opening } from '#platform/operation/perform.server.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import { unseal } from '#platform/settings/seal.server.ts'
import { composeMail, Params, Texts, type Composed, type MailRow } from './compose-mail.server.ts'
import { foundMailServer } from './mail-server.server.ts'
import { renderMail } from './render-mail.ts'
import type { MailTable } from './schema.ts'
import { PERSONAL_MAIL } from './send-mail.server.ts'
import { openPost, type Handed, type Post } from './transport.server.ts'

const PART = 100
/** `atOnce` where somebody asked for it: the server is tried though it was away a moment ago. */
const Input = z.object({ atOnce: z.boolean().default(false) })

const everything = (workspace: Workspace) => ({ workspaceId: workspace.id, audience: ['system'] })

/**
 * Brings the mail of a workspace out, all that waits, oldest first. When the server cannot be used the rest waits behind,
 * so that the order stays; a single mail that the server puts off does not hold up the others.
 */
export const deliverMail = defineWork({
	name: DELIVER_MAIL,
	async run({ workspace }: Opening, input, place) {
		const server = foundMailServer()
		if (!server) return keepAll(place, workspace)
		const { atOnce } = Input.parse(input)
		if (!atOnce && (await isTriedByAnother(place, workspace))) return
		const post = openPost(server)
		try {
			await drain(place, workspace, post)
		} finally {
			post.close()
		}
	}
})

// Without a mail server what waits is kept, for an administrator to decide when there is one again.
async function keepAll(place: Workplace, workspace: Workspace) {
	await place.database.write(everything(workspace), (tx) =>
		tx
			.updateTable('mail')
			.set({ state: 'kept' })
			.where('workspace_id', '=', workspace.id)
			.where('state', '=', 'waiting')
			.execute()
	)
}

// The server was away a moment ago and another delivery will ask it again: that one brings this mail out too.
const AGAIN_AFTER = 5 * 60_000

async function isTriedByAnother(place: Workplace, workspace: Workspace) {
	const now = place.now()
	const other = await place.database.read(everything(workspace), (tx) =>
		tx
			.selectFrom('job')
			.select('id')
			.where('workspace_id', '=', workspace.id)
			.where('state', '=', 'waiting')
			.where('operation', '=', DELIVER_MAIL)
			.where('attempts', '>', 0)
			.where('due_at', '>', now)
			.where('started_at', '>', new Date(now.getTime() - AGAIN_AFTER))
			.limit(1)
			.executeTakeFirst()
	)
	return other !== undefined
}

type Waiting = MailRow & Pick<MailTable, 'attempts' | 'message_id' | 'created_at' | 'waiting_since'>

function waiting(place: Workplace, workspace: Workspace, now: Date, after: Waiting | undefined): Promise<Waiting[]> {
	return place.database.read(everything(workspace), (tx) => {
		let rows = tx
			.selectFrom('mail')
			.select(['id', 'template', 'seat_id', 'name', 'email', 'language', 'params', 'records', 'secrets'])
			.select(['attempts', 'message_id', 'created_at', 'waiting_since'])
			.where('workspace_id', '=', workspace.id)
			.where('state', '=', 'waiting')
			.where('due_at', '<=', now)
		if (after)
			rows = rows.where((where) =>
				where.or([
					where('created_at', '>', after.created_at),
					where.and([where('created_at', '=', after.created_at), where('id', '>', after.id)])
				])
			)
		return rows.orderBy('created_at').orderBy('id').limit(PART).execute()
	})
}

async function drain(place: Workplace, workspace: Workspace, post: Post) {
	let last: Waiting | undefined
	for (;;) {
		const mails = await waiting(place, workspace, place.now(), last)
		for (const mail of mails) {
			const handed = await hand(place, workspace, post, mail)
			await noteHanded(place, workspace, mail, handed)
			if (handed.outcome !== 'away') continue
			// The last of them may just have been given up.
			if (!(await nextDue(place, workspace))) return
			throw new TryLater('mail.server-away', nextDelivery(mail.attempts + 1, place.now()))
		}
		last = mails.at(-1)
		if (mails.length < PART) break
	}
	const next = await nextDue(place, workspace)
	if (next) throw new TryLater('mail.deferred', next)
}

async function nextDue(place: Workplace, workspace: Workspace) {
	const row = await place.database.read(everything(workspace), (tx) =>
		tx
			.selectFrom('mail')
			.select((select) => select.fn.min<Date | null>('due_at').as('due'))
			.where('workspace_id', '=', workspace.id)
			.where('state', '=', 'waiting')
			.executeTakeFirst()
	)
	return row?.due ?? undefined
}

type Result = Handed | { outcome: 'unsendable'; code: string }

async function hand(place: Workplace, workspace: Workspace, post: Post, mail: Waiting): Promise<Result> {
	let composed: Composed
	try {
		composed = await composeMail(place, workspace, mail, place.now())
	} catch (error) {
		if (isRefusal(error)) return { outcome: 'unsendable', code: error.code }
		// A template without words, a secret that another installation sealed: it will not get better by waiting.
		logLine('error', 'a mail could not be written', { template: mail.template }, { error })
		return { outcome: 'unsendable', code: 'mail.unreadable' }
	}
	return post.send({
		...composed,
		messageId: mail.message_id,
		fromName: workspace.name[composed.language] ?? workspace.name[workspace.language] ?? workspace.key
	})
}

const GIVEN_UP = 'mail.given-up'

function stateAfter(mail: Waiting, result: Result, now: Date): Updateable<Tables['mail']> {
	const attempts = mail.attempts + 1
	switch (result.outcome) {
		case 'sent':
			return { state: 'sent', attempts, sent_at: now, secrets: null, answer: result.answer, reason_code: null }
		case 'refused':
			return { state: 'failed', attempts, answer: result.answer, reason_code: 'mail.refused' }
		case 'unsendable':
			return { state: 'failed', attempts, reason_code: result.code }
		case 'deferred':
		case 'away':
			return isGivenUp(mail.waiting_since, now)
				? { state: 'failed', attempts, answer: result.answer, reason_code: GIVEN_UP }
				: {
						attempts,
						answer: result.answer,
						reason_code: result.outcome === 'away' ? 'mail.server-away' : 'mail.deferred',
						// The server's absence is waited for by the delivery; a mail that was put off waits by itself.
						...(result.outcome === 'deferred' ? { due_at: nextDelivery(attempts, now) } : {})
					}
		default:
			return result satisfies never
	}
}

async function noteHanded(place: Workplace, workspace: Workspace, mail: Waiting, result: Result) {
	await place.database.write(everything(workspace), (tx) =>
		tx
			.updateTable('mail')
			.set(stateAfter(mail, result, place.now()))
			.where('workspace_id', '=', workspace.id)
			.where('id', '=', mail.id)
			.where('state', 'in', ['waiting', 'cancelled'])
			.execute()
	)
}

const Personal = z.object({
	template: z.string(),
	to: z.object({ name: z.string(), email: z.string(), language: z.string() }),
	params: Params,
	secretParams: Texts.optional(),
	messageId: z.string()
})

/** Brings out one mail to a person outside any workspace; what is thrown lets the queue try it again. */
export async function deliverPersonal(place: Workplace, data: unknown): Promise<void> {
	const { sealed } = z.object({ sealed: z.string() }).parse(data)
	const server = foundMailServer()
	if (!server) throw new Error('this installation has no mail server any more')
	const mail = Personal.parse(JSON.parse(unseal(place.secret, PERSONAL_MAIL, sealed)))
	const content = renderMail(place.catalogue, {
		template: mail.template,
		reader: mail.to.name,
		language: mail.to.language,
		params: { ...mail.params, ...mail.secretParams },
		workspace: null,
		url: place.url
	})
	const post = openPost(server)
	try {
		const { outcome, answer } = await post.send({
			to: { name: mail.to.name, address: mail.to.email },
			content,
			messageId: mail.messageId,
			language: mail.to.language,
			fromName: 'Pitso'
		})
		if (outcome === 'refused') logLine('warn', 'a personal mail was refused', { template: mail.template, answer })
		else if (outcome !== 'sent') throw new Error('the mail server did not take a personal mail')
	} finally {
		post.close()
	}
}
