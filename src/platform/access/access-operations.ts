import { z } from 'zod'
import { Identifier, Key, Reference, Text } from '#platform/operation/fields.ts'
import { command, everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { absent, conflict } from '#platform/operation/refusal.ts'
import { RecordReference, referencesOf, Translated } from '#platform/records/find-record.server.ts'
import { hashSecret, makeSecret } from './find-seat.server.ts'
import { ROLES } from './seat.ts'

const isAdministrator = ({ seat }: Here) => seat.role === 'administrator'

export const getWorkspace = query({
	name: 'workspace.get',
	input: z.strictObject({}),
	output: z.object({
		key: z.string(),
		name: Translated,
		kind: z.enum(['country', 'region']),
		languages: z.array(z.string()),
		timeZone: z.string(),
		isDemonstration: z.boolean(),
		/** Records the seat may see, by kind. */
		records: z.array(z.object({ kind: z.string(), records: z.int() }))
	}),
	about: nothing,
	allow: everyone,
	async run(here) {
		const rows = await here.tx
			.selectFrom('record')
			.select(['kind', (select) => select.fn.countAll<number>().as('records')])
			.where('workspace_id', '=', here.workspace.id)
			.where('state', '=', 'active')
			.groupBy('kind')
			.orderBy('kind')
			.execute()
		const { key, name, kind, languages, timeZone, isDemonstration } = here.workspace
		return { key, name, kind, languages: [...languages], timeZone, isDemonstration, records: rows }
	}
})

/** The seats of the workspace: whom a nomination may name, and whom an administrator gives a token. */
export const listSeats = query({
	name: 'seat.list',
	input: z.strictObject({}),
	output: z.object({
		items: z.array(
			z.object({
				id: z.string(),
				key: z.string(),
				role: z.enum(ROLES),
				office: z.string(),
				actor: RecordReference.nullable(),
				isOpen: z.boolean()
			})
		)
	}),
	about: nothing,
	allow: ({ seat }) => seat.role !== 'public' && seat.role !== 'observer',
	async run(here) {
		const rows = await here.tx
			.selectFrom('seat')
			.select(['id', 'key', 'role', 'office', 'actor_id', 'to_day'])
			.where('workspace_id', '=', here.workspace.id)
			.orderBy('key')
			.limit(2_000)
			.execute()
		const references = await referencesOf(
			here,
			rows.map((row) => row.actor_id)
		)
		return {
			items: rows.map((row) => ({
				id: row.id,
				key: row.key,
				role: row.role,
				office: row.office,
				actor: (row.actor_id && references.get(row.actor_id)) || null,
				isOpen: row.to_day === null || row.to_day >= here.today
			}))
		}
	}
})

const DAYS_MOST = 366

/** Gives a seat a token for the programming interface. It is shown once; only its hash is stored. */
export const createToken = command({
	name: 'token.create',
	input: z.strictObject({ seat: Key, name: Text(120), days: z.int().min(1).max(DAYS_MOST).optional() }),
	output: z.object({ id: z.string(), token: z.string(), expiresAt: z.date() }),
	about: (here, { seat }) => getSeat(here, seat),
	allow: isAdministrator,
	shownOnce: true,
	async run(here, { name, days = 90 }, seat) {
		const token = makeSecret()
		const expiresAt = new Date(here.now.getTime() + days * 86_400_000)
		const id = await here.write.add('token', {
			seat_id: seat.seatId,
			name,
			hash: hashSecret(token),
			created_at: here.now,
			expires_at: expiresAt,
			revoked_at: null
		})
		return { id, token, expiresAt }
	}
})

async function getSeat(here: Here, key: string) {
	const row = await here.tx
		.selectFrom('seat')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('key', '=', key)
		.executeTakeFirst()
	// Whoever may not give tokens learns nothing of seats: for them none is there.
	if (!row || !isAdministrator(here)) throw absent('platform.no-such-seat', { seat: key })
	return { seatId: row.id }
}

export const listTokens = query({
	name: 'token.list',
	input: z.strictObject({ seat: Reference.optional() }),
	output: z.object({
		items: z.array(
			z.object({
				id: z.string(),
				seat: z.string(),
				name: z.string(),
				createdAt: z.date(),
				expiresAt: z.date(),
				revokedAt: z.date().nullable()
			})
		)
	}),
	about: nothing,
	allow: isAdministrator,
	async run(here, { seat }) {
		let rows = here.tx
			.selectFrom('token')
			.innerJoin('seat', (on) =>
				on.onRef('seat.workspace_id', '=', 'token.workspace_id').onRef('seat.id', '=', 'token.seat_id')
			)
			.select(['token.id', 'seat.key', 'token.name', 'token.created_at', 'token.expires_at', 'token.revoked_at'])
			.where('token.workspace_id', '=', here.workspace.id)
		if (seat) rows = rows.where('seat.key', '=', seat)
		const found = await rows.orderBy('token.created_at', 'desc').limit(1_000).execute()
		return {
			items: found.map((row) => ({
				id: row.id,
				seat: row.key,
				name: row.name,
				createdAt: row.created_at,
				expiresAt: row.expires_at,
				revokedAt: row.revoked_at
			}))
		}
	}
})

async function getToken(here: Here, id: string) {
	const row = await here.tx
		.selectFrom('token')
		.select(['id', 'revoked_at'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirst()
	if (!row || !isAdministrator(here)) throw absent('platform.no-such-token')
	return { token: row }
}

export const revokeToken = command({
	name: 'token.revoke',
	input: z.strictObject({ token: Identifier }),
	output: z.object({ id: z.string() }),
	about: (here, { token }) => getToken(here, token),
	allow: isAdministrator,
	async run(here, _input, { token }) {
		if (token.revoked_at !== null) throw conflict('platform.already-revoked')
		await here.write.change('token', token.id, { revoked_at: here.now })
		return { id: token.id }
	}
})
