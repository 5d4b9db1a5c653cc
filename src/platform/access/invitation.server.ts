import { z } from 'zod'
import type { Database } from '#platform/database/database.server.ts'
import { Key } from '#platform/operation/fields.ts'
import { command, nothing, type Here } from '#platform/operation/operation.server.ts'
import { run, type Opening } from '#platform/operation/perform.server.ts'
import { absent, conflict } from '#platform/operation/refusal.ts'
import { hashSecret } from './find-seat.server.ts'
import { holdSeat, type Person } from './hold-seat.server.ts'
import type { SeatTable } from './schema.ts'
import type { Translations } from '#platform/database/tables.ts'
import type { Workspace } from './workspace.ts'

/** How an invitation stands: only an open one leads to its seat. */
export type InvitationState = 'open' | 'used' | 'revoked' | 'expired'

type Dates = { used_at: Date | null; revoked_at: Date | null; expires_at: Date }

/** How an invitation stands at a moment. */
export function invitationState({ used_at, revoked_at, expires_at }: Dates, now: Date): InvitationState {
	if (used_at !== null) return 'used'
	if (revoked_at !== null) return 'revoked'
	return expires_at <= now ? 'expired' : 'open'
}

export type Invitation = {
	id: string
	state: InvitationState
	name: string
	email: string
	language: string
	expiresAt: Date
	/** The office of the seat that invited; null where an invitation came of a rule or from the console. */
	invitedBy: string | null
	seat: { id: string; key: string; role: SeatTable['role']; office: string; actor: { title: Translations } | null }
}

const found = (tx: Here['tx'], workspaceId: string, secret: string) =>
	tx
		.selectFrom('invitation')
		.innerJoin('seat', (on) =>
			on.onRef('seat.workspace_id', '=', 'invitation.workspace_id').onRef('seat.id', '=', 'invitation.seat_id')
		)
		.leftJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'seat.workspace_id').onRef('record.id', '=', 'seat.actor_id')
		)
		.leftJoin('seat as inviter', (on) =>
			on
				.onRef('inviter.workspace_id', '=', 'invitation.workspace_id')
				.onRef('inviter.id', '=', 'invitation.invited_by_seat_id')
		)
		.select([
			'inviter.office as inviter_office',
			'invitation.id',
			'invitation.name',
			'invitation.email',
			'invitation.language',
			'invitation.expires_at',
			'invitation.used_at',
			'invitation.revoked_at',
			'invitation.rule_id',
			'invitation.provisioned_person_id',
			'invitation.seat_id',
			'seat.key',
			'seat.role',
			'seat.office',
			'record.title'
		])
		.where('invitation.workspace_id', '=', workspaceId)
		.where('invitation.hash', '=', hashSecret(secret))

/** The invitation a link leads to, with how it stands; undefined when no invitation has this secret. */
export function findInvitation(
	database: Database,
	workspace: Workspace,
	secret: string,
	now: Date
): Promise<Invitation | undefined> {
	return database.read({ workspaceId: workspace.id, audience: ['public', 'workspace'] }, async (tx) => {
		const row = await found(tx, workspace.id, secret).executeTakeFirst()
		if (!row) return undefined
		const { id, name, email, language } = row
		const actor = row.title ? { title: row.title } : null
		const seat = { id: row.seat_id, key: row.key, role: row.role, office: row.office, actor }
		return {
			id,
			state: invitationState(row, now),
			name,
			email,
			language,
			expiresAt: row.expires_at,
			invitedBy: row.inviter_office,
			seat
		}
	})
}

const Accepting = z.strictObject({
	secret: z.string().max(200),
	/** Named for the access log alone: the secret decides. */
	seat: Key.optional(),
	person: z.strictObject({ id: z.uuid(), name: z.string(), email: z.string() })
})

// Not in the registry: only whoever has signed in with the link in hand runs it, and no seat is asked for. The secret is the right.
const accept = command({
	name: 'invitation.accept',
	input: Accepting,
	output: z.object({ seat: z.string() }),
	about: nothing,
	allow: () => true,
	async run(here, { secret, person }) {
		const row = await found(here.tx, here.workspace.id, secret).forUpdate('invitation').executeTakeFirst()
		if (!row) throw absent('access.no-such-invitation')
		const state = invitationState(row, here.now)
		if (state !== 'open') throw conflict(`access.invitation-${state}`)
		await here.write.change('invitation', row.id, { used_at: here.now })
		if (row.provisioned_person_id !== null)
			await here.write.change('provisioned_person', row.provisioned_person_id, { person_id: person.id })
		const source = row.provisioned_person_id === null ? 'invitation' : 'provisioning'
		await holdSeat(here, { seatId: row.seat_id, person, source, ruleId: row.rule_id })
		return { seat: row.key }
	}
})

/**
 * Takes an invitation for a person who has signed in: it is used up and the person holds its seat, in one transaction with
 * its history. Gives the key of the seat. Refused when the invitation is used, revoked or past its end, when somebody else
 * holds the seat by now, and by the firewall.
 */
export async function acceptInvitation(
	opening: Opening,
	given: { secret: string; person: Person }
): Promise<{ seat: string }> {
	const led = await findInvitation(opening.database, opening.workspace, given.secret, opening.now)
	return run(opening, accept, { ...given, seat: led?.seat.key })
}
