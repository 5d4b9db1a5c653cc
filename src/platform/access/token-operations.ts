import { z } from 'zod'
import { Identifier, Key, Text } from '#platform/operation/fields.ts'
import { AnyOf, listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { command, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { absent, conflict, invalid } from '#platform/operation/refusal.ts'
import { countUpTo } from '#platform/records/find-record.server.ts'
import { keepsAccess, keepsSeat } from './access-rules.ts'
import { hashSecret, makeSecret } from './find-seat.server.ts'
import { getSeatRow } from './find-seats.server.ts'
import { knownSeat, SeatRole } from './seat-operations.ts'
import { TOKEN_SCOPES } from './token-scope.ts'

export const DAYS_MOST = 366
const OPERATIONS_MOST = 100

const Scope = z.enum(TOKEN_SCOPES)

/**
 * Gives a seat a token for the programming interface: for all that the seat may do, for reading, for provisioning, or for
 * the operations named. An administrator gives one to any seat, everybody else to their own. It is shown once; only its
 * hash is stored.
 */
export const createToken = command({
	name: 'token.create',
	input: z.strictObject({
		seat: Key.optional(),
		name: Text(120),
		days: z.int().min(1).max(DAYS_MOST).optional(),
		scope: Scope.optional(),
		operations: z.array(z.string().max(120)).max(OPERATIONS_MOST).optional()
	}),
	output: z.object({ id: z.string(), token: z.string(), expiresAt: z.date() }),
	about: (here, { seat = here.seat.key }) =>
		seat !== null && (keepsAccess(here.seat) || seat === here.seat.key)
			? getSeatRow(here, seat)
			: Promise.resolve(undefined),
	allow: ({ seat }, found) => keepsSeat(seat, found?.id),
	shownOnce: true,
	async run(here, { name, days = 90, scope = 'all', operations = [] }, found) {
		const seat = knownSeat(found)
		if (seat.to_day !== null && seat.to_day < here.today) throw conflict('access.seat-ended')
		refuseOperations(here, scope, operations)
		if (scope === 'provisioning' && seat.role !== 'administrator')
			throw conflict('access.provisioning-needs-administrator')
		const token = makeSecret()
		const expiresAt = new Date(here.now.getTime() + days * 86_400_000)
		const id = await here.write.add('token', {
			seat_id: seat.id,
			name,
			hash: hashSecret(token),
			scope,
			operations: scope === 'operations' ? [...new Set(operations)].sort() : [],
			created_at: here.now,
			expires_at: expiresAt,
			revoked_at: null
		})
		return { id, token, expiresAt }
	}
})

function refuseOperations(here: Here, scope: string, operations: readonly string[]) {
	if (scope === 'operations' && operations.length === 0)
		throw invalid([{ path: ['operations'], code: 'access.token-names-nothing' }])
	const unknown = operations.find((name) => !here.registry.operation(name))
	if (unknown !== undefined)
		throw invalid([{ path: ['operations'], code: 'platform.no-such-operation', params: { operation: unknown } }])
}

const STATES = ['open', 'revoked', 'expired'] as const

const TokenItem = z.object({
	id: z.string(),
	seat: z.string(),
	office: z.string(),
	role: SeatRole,
	name: z.string(),
	scope: Scope,
	operations: z.array(z.string()),
	createdAt: z.date(),
	expiresAt: z.date(),
	revokedAt: z.date().nullable(),
	/** The day of its last use, `YYYY-MM-DD`. */
	lastUsed: z.string().nullable(),
	state: z.enum(STATES)
})

/** The tokens of the workspace for its administrators; of the own seat for everybody else. */
export const listTokens = query({
	name: 'token.list',
	input: listInput({ seat: AnyOf(Key), state: AnyOf(z.enum(STATES)), token: Identifier }, [
		'created',
		'name',
		'expires',
		'used'
	]).extend({
		sort: z.enum(['created', '-created', 'name', '-name', 'expires', '-expires', 'used', '-used']).default('-created')
	}),
	output: listed(TokenItem),
	about: nothing,
	allow: ({ seat }) => seat.id !== null,
	async run(here, input) {
		const columns = {
			created: 'token.created_at',
			name: 'token.name',
			expires: 'token.expires_at',
			used: 'token.last_used_day'
		}
		const part = listPart(here.secret, input, columns, 'token.id')
		const found = filtered(here, input.filter ?? {})
		const rows = await found
			.select(['token.id', 'token.name', 'token.scope', 'token.operations', 'token.created_at', 'token.expires_at'])
			.select(['token.revoked_at', 'token.last_used_day', 'seat.key', 'seat.office', 'seat.role'])
			.where(part.where)
			.orderBy(part.orderBy)
			.limit(part.limit)
			.execute()
		const total = await countUpTo(here.tx, found.select('token.id'))
		return toList(here.secret, part, rows, total, input, {
			value: (row) => sortValue(input.sort, row),
			item: (row) => ({
				id: row.id,
				seat: row.key,
				office: row.office,
				role: row.role,
				name: row.name,
				scope: row.scope,
				operations: row.operations,
				createdAt: row.created_at,
				expiresAt: row.expires_at,
				revokedAt: row.revoked_at,
				lastUsed: row.last_used_day,
				state: stateOf(row, here.now)
			})
		})
	}
})

const stateOf = (row: { revoked_at: Date | null; expires_at: Date }, now: Date): (typeof STATES)[number] => {
	if (row.revoked_at !== null) return 'revoked'
	return row.expires_at <= now ? 'expired' : 'open'
}

type Filter = {
	seat?: string[] | undefined
	state?: (typeof STATES)[number][] | undefined
	token?: string | undefined
}

function filtered(here: Here, { seat, state, token }: Filter) {
	let rows = here.tx
		.selectFrom('token')
		.innerJoin('seat', (on) =>
			on.onRef('seat.workspace_id', '=', 'token.workspace_id').onRef('seat.id', '=', 'token.seat_id')
		)
		.where('token.workspace_id', '=', here.workspace.id)
	if (!keepsAccess(here.seat)) rows = rows.where('token.seat_id', '=', here.seat.id)
	if (seat) rows = rows.where('seat.key', 'in', seat)
	if (token !== undefined) rows = rows.where('token.id', '=', token)
	if (state)
		rows = rows.where((where) =>
			where.or(
				state.map((one) =>
					one === 'revoked'
						? where('token.revoked_at', 'is not', null)
						: where.and([
								where('token.revoked_at', 'is', null),
								where('token.expires_at', one === 'open' ? '>' : '<=', here.now)
							])
				)
			)
		)
	return rows
}

function sortValue(
	sort: string,
	row: { name: string; created_at: Date; expires_at: Date; last_used_day: string | null }
) {
	switch (sort.replace('-', '')) {
		case 'name':
			return row.name
		case 'expires':
			return row.expires_at
		case 'used':
			return row.last_used_day
		default:
			return row.created_at
	}
}

async function findToken(here: Here, { token: id }: { token: string }) {
	const row = await here.tx
		.selectFrom('token')
		.select(['id', 'seat_id', 'revoked_at'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirst()
	if (!row && keepsAccess(here.seat)) throw absent('platform.no-such-token')
	return row
}

/** Revokes a token at once: an administrator any, everybody else those of their own seat. */
export const revokeToken = command({
	name: 'token.revoke',
	input: z.strictObject({ token: Identifier }),
	output: z.object({ id: z.string() }),
	about: findToken,
	allow: ({ seat }, found) => keepsSeat(seat, found?.seat_id),
	async run(here, _input, found) {
		const token = knownSeat(found)
		if (token.revoked_at !== null) throw conflict('platform.already-revoked')
		await here.write.change('token', token.id, { revoked_at: here.now })
		return { id: token.id }
	}
})
