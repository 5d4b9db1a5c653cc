import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { Reference, Text } from '#platform/operation/fields.ts'
import { command, nothing } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { Email, Language } from '../invitation-operations.ts'
import { makeInvitation } from '../invitation-sending.server.ts'
import { createSeat, SeatRole } from '../seat-operations.ts'
import { makeSeat, type Seat } from '../seat.ts'

/** Whoever has the console has the data: they act as an administrator who holds no seat, and history says *at the console*. */
export const consoleSeat: Seat = {
	...makeSeat({ id: uuid(), key: 'console', role: 'administrator', actorId: null, office: '', structureIds: [] }),
	id: null,
	key: null,
	audience: ['public', 'workspace', 'role:administrator', 'role:secretariat']
}

/**
 * Makes a seat and an invitation to it, for the first administrator of a workspace above all, whom nobody else could invite.
 * Not in the registry: only the console runs it, and gets the link to hand over.
 */
export const inviteFromConsole = command({
	name: 'person.invite',
	input: z.strictObject({
		role: SeatRole,
		office: Text(200),
		actor: Reference.optional(),
		name: Text(200),
		email: Email,
		language: Language.optional()
	}),
	output: z.object({ seat: z.string(), link: z.string(), expiresAt: z.date() }),
	about: nothing,
	allow: ({ seat }) => seat === consoleSeat,
	shownOnce: true,
	async run(here, { role, office, actor, name, email, language = here.workspace.language }) {
		const seat = await here.run(createSeat, { role, office, ...(actor === undefined ? {} : { actor }) })
		const { link, expiresAt } = await makeInvitation(here, { seat: { id: seat.id, office }, name, email, language })
		// The console is no running server, so nothing was mailed and the link is here to be handed over.
		if (link === null) throw conflict('sign-in.link-mailed')
		return { seat: seat.key, link, expiresAt }
	}
})
