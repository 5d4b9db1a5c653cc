import { z } from 'zod'
import { keepsAccess, keepsSeat } from '#platform/access/access-rules.ts'
import { hashSecret, makeSecret } from '#platform/access/find-seat.server.ts'
import { Identifier, Reference } from '#platform/operation/fields.ts'
import { command, nothing, type Here } from '#platform/operation/operation.server.ts'
import { absent, conflict } from '#platform/operation/refusal.ts'
import { resolveField } from '#modules/directory/find-directory.server.ts'

/** How many open addresses a seat may have: one for each of its programs, with room to spare. */
const OPEN_MOST = 20

/**
 * Makes a secret address at which a calendar program finds the meetings of the seat, those of one structure, or the days of one
 * register, as the seat may see them on the day it asks. The secret is shown once; only its hash is stored.
 */
export const createFeed = command({
	name: 'calendarFeed.create',
	input: z.strictObject({
		structure: Reference.optional(),
		register: Reference.optional(),
		/** The language of its words; that of the workspace unless another is named. */
		language: z
			.string()
			.regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)
			.optional()
	}),
	output: z.object({ id: z.string(), secret: z.string() }),
	about: nothing,
	allow: ({ seat }) => seat.id !== null,
	shownOnce: true,
	async run(here, { structure, register, language }) {
		if (structure !== undefined && register !== undefined) throw conflict('deliberation.feed-of-one')
		const structureId = (await resolveField(here, 'structure', structure, 'structure')) ?? null
		const registerId = (await resolveField(here, 'register', register, 'register')) ?? null
		const seatId = here.seat.id
		if (seatId === null) throw conflict('deliberation.feed-needs-seat')
		const open = await here.tx
			.selectFrom('calendar_feed')
			.select('id')
			.where('workspace_id', '=', here.workspace.id)
			.where('seat_id', '=', seatId)
			.where('revoked_at', 'is', null)
			.limit(OPEN_MOST)
			.execute()
		if (open.length >= OPEN_MOST) throw conflict('deliberation.feed-too-many', { most: OPEN_MOST })
		const secret = makeSecret()
		const id = await here.write.add('calendar_feed', {
			seat_id: seatId,
			structure_id: structureId,
			register_id: registerId,
			hash: hashSecret(secret),
			language: language ?? null,
			created_at: here.now,
			revoked_at: null,
			last_used_day: null
		})
		return { id, secret }
	}
})

async function findFeed(here: Here, { feed }: { feed: string }) {
	const row = await here.tx
		.selectFrom('calendar_feed')
		.select(['id', 'seat_id', 'revoked_at'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', feed)
		.executeTakeFirst()
	if (!row && keepsAccess(here.seat)) throw absent('deliberation.no-such-feed')
	return row
}

/** Revokes an address at once: an administrator any, everybody else those of their own seat. */
export const revokeFeed = command({
	name: 'calendarFeed.revoke',
	input: z.strictObject({ feed: Identifier }),
	output: z.object({ id: z.string() }),
	about: findFeed,
	allow: ({ seat }, found) => keepsSeat(seat, found?.seat_id),
	async run(here, _input, found) {
		if (!found) throw absent('deliberation.no-such-feed')
		if (found.revoked_at !== null) throw conflict('platform.already-revoked')
		await here.write.change('calendar_feed', found.id, { revoked_at: here.now })
		return { id: found.id }
	}
})
