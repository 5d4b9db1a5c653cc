import { z } from 'zod'
import { Identifier, Key, Text } from '#platform/operation/fields.ts'
import { AnyOf, listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { command, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { absent, conflict } from '#platform/operation/refusal.ts'
import { countUpTo, RecordReference, referencesOf } from '#platform/records/find-record.server.ts'
import { keepsAccess } from './access-rules.ts'
import { getSeatRow } from './find-seats.server.ts'
import { makeInvitation } from './invitation-sending.server.ts'
import { invitationState } from './invitation.server.ts'
import { knownSeat, SeatRole } from './seat-operations.ts'

export const INVITATION_STATES = ['open', 'used', 'revoked', 'expired'] as const

export const InvitationSent = z.object({
	id: z.string(),
	/** The path of the link, where no mail is set: shown this once. */
	link: z.string().nullable(),
	isMailed: z.boolean(),
	expiresAt: z.date()
})

/** An address of mail, in small letters as people are known by. */
export const Email = z.email().max(200).toLowerCase()
export const Language = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)

/** Invites a person to a seat that nobody holds: by mail, or by a link shown once where no mail is set. */
export const sendInvitation = command({
	name: 'invitation.send',
	input: z.strictObject({ seat: Key, name: Text(200), email: Email, language: Language.optional() }),
	output: InvitationSent,
	about: (here, { seat }) => (keepsAccess(here.seat) ? getSeatRow(here, seat) : Promise.resolve(undefined)),
	allow: ({ seat }) => keepsAccess(seat),
	shownOnce: true,
	async run(here, { name, email, language = here.workspace.language }, found) {
		const seat = knownSeat(found)
		if (seat.to_day !== null && seat.to_day < here.today) throw conflict('access.seat-ended')
		if (seat.is_held) throw conflict('access.seat-taken')
		await lock(here, seat.id)
		if (await hasOpen(here, seat.id)) throw conflict('access.already-invited')
		return makeInvitation(here, { seat, name, email, language })
	}
})

const lock = (here: Here, seatId: string) =>
	here.tx
		.selectFrom('seat')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', seatId)
		.forUpdate()
		.executeTakeFirstOrThrow()

const hasOpen = async (here: Here, seatId: string) =>
	(await here.tx
		.selectFrom('invitation')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('seat_id', '=', seatId)
		.where('used_at', 'is', null)
		.where('revoked_at', 'is', null)
		.where('expires_at', '>', here.now)
		.executeTakeFirst()) !== undefined

const InvitationItem = z.object({
	id: z.string(),
	name: z.string(),
	email: z.string(),
	language: z.string(),
	seat: z.object({ key: z.string(), role: SeatRole, office: z.string() }),
	actor: RecordReference.nullable(),
	state: z.enum(INVITATION_STATES),
	createdAt: z.date(),
	expiresAt: z.date(),
	usedAt: z.date().nullable(),
	revokedAt: z.date().nullable()
})

/** Who was invited to which seat, and what came of it: personal data, so that each reading is logged. */
export const listInvitations = query({
	name: 'invitation.list',
	input: listInput({ state: AnyOf(z.enum(INVITATION_STATES)), seat: Key, invitation: Identifier }, [
		'created',
		'name',
		'expires'
	]).extend({
		sort: z.enum(['created', '-created', 'name', '-name', 'expires', '-expires']).default('-created')
	}),
	output: listed(InvitationItem),
	about: nothing,
	allow: ({ seat }) => keepsAccess(seat),
	logged: true,
	async run(here, input) {
		const columns = { created: 'invitation.created_at', name: 'invitation.name', expires: 'invitation.expires_at' }
		const part = listPart(here.secret, input, columns, 'invitation.id')
		const found = filtered(here, input.filter ?? {})
		const rows = await found
			.select(['invitation.id', 'invitation.name', 'invitation.email', 'invitation.language'])
			.select(['invitation.created_at', 'invitation.expires_at', 'invitation.used_at', 'invitation.revoked_at'])
			.select(['seat.key', 'seat.role', 'seat.office', 'seat.actor_id'])
			.where(part.where)
			.orderBy(part.orderBy)
			.limit(part.limit)
			.execute()
		const total = await countUpTo(here.tx, found.select('invitation.id'))
		const actors = await referencesOf(
			here,
			rows.map((row) => row.actor_id)
		)
		return toList(here.secret, part, rows, total, input, {
			value: (row) =>
				input.sort.endsWith('name') ? row.name : input.sort.endsWith('expires') ? row.expires_at : row.created_at,
			item: (row) => ({
				id: row.id,
				name: row.name,
				email: row.email,
				language: row.language,
				seat: { key: row.key, role: row.role, office: row.office },
				actor: (row.actor_id && actors.get(row.actor_id)) || null,
				state: invitationState(row, here.now),
				createdAt: row.created_at,
				expiresAt: row.expires_at,
				usedAt: row.used_at,
				revokedAt: row.revoked_at
			})
		})
	}
})

type State = (typeof INVITATION_STATES)[number]

type Filter = { state?: State[] | undefined; seat?: string | undefined; invitation?: string | undefined }

function filtered(here: Here, { state, seat, invitation }: Filter) {
	let rows = here.tx
		.selectFrom('invitation')
		.innerJoin('seat', (on) =>
			on.onRef('seat.workspace_id', '=', 'invitation.workspace_id').onRef('seat.id', '=', 'invitation.seat_id')
		)
		.where('invitation.workspace_id', '=', here.workspace.id)
	if (seat !== undefined) rows = rows.where('seat.key', '=', seat)
	if (invitation !== undefined) rows = rows.where('invitation.id', '=', invitation)
	if (state)
		rows = rows.where((where) =>
			where.or(
				state.map((one) => {
					switch (one) {
						case 'used':
							return where('invitation.used_at', 'is not', null)
						case 'revoked':
							return where.and([
								where('invitation.revoked_at', 'is not', null),
								where('invitation.used_at', 'is', null)
							])
						case 'open':
						case 'expired':
							return where.and([
								where('invitation.used_at', 'is', null),
								where('invitation.revoked_at', 'is', null),
								where('invitation.expires_at', one === 'open' ? '>' : '<=', here.now)
							])
						default:
							return one satisfies never
					}
				})
			)
		)
	return rows
}

async function findOne(here: Here, { invitation }: { invitation: string }) {
	if (!keepsAccess(here.seat)) return undefined
	const row = await here.tx
		.selectFrom('invitation')
		.innerJoin('seat', (on) =>
			on.onRef('seat.workspace_id', '=', 'invitation.workspace_id').onRef('seat.id', '=', 'invitation.seat_id')
		)
		.select(['invitation.id', 'invitation.name', 'invitation.email', 'invitation.language', 'invitation.rule_id'])
		.select([
			'invitation.provisioned_person_id',
			'invitation.used_at',
			'invitation.revoked_at',
			'invitation.expires_at'
		])
		.select(['seat.id as seat_id', 'seat.key', 'seat.office', 'seat.to_day'])
		.where('invitation.workspace_id', '=', here.workspace.id)
		.where('invitation.id', '=', invitation)
		.executeTakeFirst()
	if (!row) throw absent('access.no-such-invitation')
	return row
}

/** Revokes an invitation that nobody has taken: its link opens nothing any more. */
export const revokeInvitation = command({
	name: 'invitation.revoke',
	input: z.strictObject({ invitation: Identifier, reason: Text(2_000).optional() }),
	output: z.object({ id: z.string() }),
	about: findOne,
	allow: ({ seat }) => keepsAccess(seat),
	async run(here, _input, found) {
		const row = knownSeat(found)
		refuseGone(row)
		await here.write.change('invitation', row.id, { revoked_at: here.now })
		return { id: row.id }
	}
})

/** Sends an invitation again under a new secret, for another seven days; the link sent before is dead. */
export const resendInvitation = command({
	name: 'invitation.resend',
	input: z.strictObject({ invitation: Identifier }),
	output: InvitationSent,
	about: findOne,
	allow: ({ seat }) => keepsAccess(seat),
	shownOnce: true,
	async run(here, _input, found) {
		const row = knownSeat(found)
		refuseGone(row)
		if (row.to_day !== null && row.to_day < here.today) throw conflict('access.seat-ended')
		await here.write.change('invitation', row.id, { revoked_at: here.now })
		return makeInvitation(here, {
			seat: { id: row.seat_id, office: row.office },
			name: row.name,
			email: row.email,
			language: row.language,
			ruleId: row.rule_id,
			provisionedPersonId: row.provisioned_person_id
		})
	}
})

function refuseGone(row: { used_at: Date | null; revoked_at: Date | null }) {
	if (row.used_at !== null) throw conflict('access.invitation-used')
	if (row.revoked_at !== null) throw conflict('access.invitation-revoked')
}
