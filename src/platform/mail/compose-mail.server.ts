import { z } from 'zod'
import { seatWhere } from '#platform/access/find-seat.server.ts'
import { dayIn, type Workspace } from '#platform/access/workspace.ts'
import type { Database } from '#platform/database/database.server.ts'
import { speak, type Catalogue } from '#platform/languages/words.ts'
import { conflict } from '#platform/operation/refusal.ts'
import type { Registry } from '#platform/operation/registry.server.ts'
import { unseal } from '#platform/settings/seal.server.ts'
import { renderMail, type MailContent } from './render-mail.ts'
import { MAIL_SECRETS } from './send-mail.server.ts'
import type { MailTable } from './schema.ts'

export const Params = z.record(z.string(), z.union([z.string(), z.number()]))
export const Texts = z.record(z.string(), z.string())

export type MailRow = Pick<
	MailTable,
	'id' | 'template' | 'seat_id' | 'name' | 'email' | 'language' | 'params' | 'records' | 'secrets'
>

/** A mail ready to go: to whom, and what it says to them. */
export type Composed = { to: { name: string; address: string }; language: string; content: MailContent }

export type Place = {
	database: Database
	registry: Registry
	secret: Buffer
	filesFolder: string
	catalogue: Catalogue
	url: string | null
}

/**
 * Composes a mail as its recipient would read it now: whoever holds the seat, in that person's language, with the titles of
 * records as that seat sees them. Refused when nobody holds the seat any more, or the seat may not see what it is about.
 */
export async function composeMail(place: Place, workspace: Workspace, mail: MailRow, now: Date): Promise<Composed> {
	const reader = mail.seat_id === null ? addressee(mail) : await holder(place, workspace, mail.seat_id, now)
	if (!reader) throw conflict('mail.nobody')
	return composeFor(place, workspace, { mail, reader, now })
}

/** As `composeMail`; a mail to a seat that nobody holds reads as it would to the office. */
export async function previewMail(place: Place, workspace: Workspace, mail: MailRow, now: Date): Promise<Composed> {
	const reader =
		mail.seat_id === null
			? addressee(mail)
			: ((await holder(place, workspace, mail.seat_id, now)) ?? (await officeOf(place, workspace, mail.seat_id)))
	return composeFor(place, workspace, { mail, reader, now })
}

type Reading = { name: string; email: string; language: string }

async function composeFor(
	place: Place,
	workspace: Workspace,
	{ mail, reader, now }: { mail: MailRow; reader: Reading; now: Date }
): Promise<Composed> {
	const titles =
		mail.seat_id === null
			? {}
			: await titlesFor(place, workspace, mail.seat_id, Texts.parse(JSON.parse(mail.records)), now)
	const language = mail.language ?? reader.language
	const named = Object.fromEntries(
		Object.entries(titles).map(([name, title]) => [name, title[language] ?? Object.values(title)[0] ?? ''])
	)
	const told = await toldBy(place, workspace, mail, { language, now })
	const secrets = mail.secrets === null ? {} : Texts.parse(JSON.parse(unseal(place.secret, MAIL_SECRETS, mail.secrets)))
	const content = renderMail(place.catalogue, {
		template: mail.template,
		reader: reader.name,
		language,
		params: { ...Params.parse(JSON.parse(mail.params)), ...named, ...told?.params, ...secrets },
		workspace: workspace.name[language] ?? workspace.name[workspace.language] ?? workspace.key,
		url: place.url,
		timeZone: workspace.timeZone
	})
	return {
		to: { name: reader.name, address: reader.email },
		language,
		content: told?.attachment ? { ...content, attachment: told.attachment } : content
	}
}

// A letter is written when it is sent, by what its reader sees then; an address has what was said when it was asked for.
async function toldBy(
	{ registry, ...place }: Place,
	workspace: Workspace,
	mail: MailRow,
	{ language, now }: { language: string; now: Date }
) {
	const letter = registry.letter(mail.template)
	if (!letter) return null
	const say = {
		words: speak(place.catalogue, language, { timeZone: workspace.timeZone }),
		url: place.url,
		workspace: workspace.key
	}
	const { seat_id: seatId } = mail
	if (seatId === null) {
		const attachment = letter.enclose?.(Params.parse(JSON.parse(mail.params)), say)
		return attachment ? { params: {}, attachment } : null
	}
	const seat = await place.database.read({ workspaceId: workspace.id, audience: ['public'] }, (tx) =>
		seatWhere(tx, workspace, 'id', seatId, dayIn(workspace.timeZone, now))
	)
	if (!seat) throw conflict('mail.nobody')
	const { database, secret, filesFolder } = place
	const opening = { database, registry, workspace, seat, now, via: 'job', secret, filesFolder, address: null } as const
	const told = await letter.compose(opening, JSON.parse(mail.params), say)
	if (told === null) throw conflict('mail.nothing-left')
	return told
}

const addressee = ({ name, email, language }: MailRow): Reading => ({
	name: name ?? '',
	email: email ?? '',
	language: language ?? 'en'
})

async function officeOf({ database }: Place, workspace: Workspace, seatId: string): Promise<Reading> {
	const { office } = await database.read({ workspaceId: workspace.id, audience: ['public'] }, (tx) =>
		tx
			.selectFrom('seat')
			.select('office')
			.where('workspace_id', '=', workspace.id)
			.where('id', '=', seatId)
			.executeTakeFirstOrThrow()
	)
	return { name: office, email: '', language: workspace.language }
}

async function holder(
	{ database }: Place,
	workspace: Workspace,
	seatId: string,
	now: Date
): Promise<Reading | undefined> {
	const today = dayIn(workspace.timeZone, now)
	const held = await database.read({ workspaceId: workspace.id, audience: ['public'] }, async (tx) =>
		(await seatWhere(tx, workspace, 'id', seatId, today))
			? tx
					.selectFrom('person_seat')
					.select(['person_id', 'name', 'email'])
					.where('workspace_id', '=', workspace.id)
					.where('seat_id', '=', seatId)
					.where('ended_at', 'is', null)
					.executeTakeFirst()
			: undefined
	)
	if (!held) return undefined
	const person = await database.access((tx) =>
		tx.selectFrom('person').select('language').where('id', '=', held.person_id).executeTakeFirst()
	)
	return { name: held.name, email: held.email, language: person?.language ?? workspace.language }
}

async function titlesFor(
	{ database }: Place,
	workspace: Workspace,
	seatId: string,
	records: Readonly<Record<string, string>>,
	now: Date
) {
	const ids = Object.values(records)
	if (ids.length === 0) return {}
	const seat = await database.read({ workspaceId: workspace.id, audience: ['public'] }, (tx) =>
		seatWhere(tx, workspace, 'id', seatId, dayIn(workspace.timeZone, now))
	)
	if (!seat) throw conflict('mail.nobody')
	const rows = await database.read({ workspaceId: workspace.id, audience: seat.audience }, (tx) =>
		tx
			.selectFrom('record')
			.select(['id', 'title'])
			.where('workspace_id', '=', workspace.id)
			.where('id', 'in', ids)
			.execute()
	)
	const byId = new Map(rows.map((row) => [row.id, row.title]))
	return Object.fromEntries(
		Object.entries(records).map(([name, id]) => {
			const title = byId.get(id)
			if (!title) throw conflict('mail.record-unseen')
			return [name, title]
		})
	)
}
