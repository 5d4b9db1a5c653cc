import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import type { Database } from '#platform/database/database.server.ts'
import type { Reader } from '#platform/operation/operation.server.ts'
import { isBehindFirewall } from './firewall.server.ts'
import { makeSeat, publicSeat, type Seat } from './seat.ts'
import type { TokenLimit } from './token-scope.ts'
import { dayIn, prefixOf, type Workspace } from './workspace.ts'

/** What is stored of a secret that somebody carries (a session, a token): never the secret itself. */
export const hashSecret = (secret: string) => createHash('sha256').update(secret).digest('hex')
export const makeSecret = () => randomBytes(32).toString('base64url')

const WORKSPACE_KEY = /^[a-z][a-z0-9-]{1,39}$/

const columns = [
	'id',
	'key',
	'name',
	'kind',
	'country',
	'languages',
	'time_zone',
	'secretariat_actor_id',
	'default_framework_id',
	'is_demonstration'
] as const

const AT_ONCE = 500

/** All workspaces of the installation by key: for the page that lets people choose, and for whatever is done in each of them. */
export async function listWorkspaces(database: Database): Promise<Workspace[]> {
	const all: Workspace[] = []
	for (;;) {
		const after = all.at(-1)?.key ?? ''
		const some = await database.access(async (tx) =>
			withSettings(
				tx,
				await tx
					.selectFrom('workspace')
					.select(columns)
					.where('key', '>', after)
					.orderBy('key')
					.limit(AT_ONCE)
					.execute()
			)
		)
		all.push(...some)
		if (some.length < AT_ONCE) return all
	}
}

/** The workspaces of the given identifiers that there are, by key. */
export function listWorkspacesById(database: Database, ids: readonly string[]): Promise<Workspace[]> {
	if (ids.length === 0) return Promise.resolve([])
	return database.access(async (tx) =>
		withSettings(tx, await tx.selectFrom('workspace').select(columns).where('id', 'in', ids).orderBy('key').execute())
	)
}

/** The workspace of a key, or undefined. */
export async function findWorkspace(database: Database, key: string): Promise<Workspace | undefined> {
	if (!WORKSPACE_KEY.test(key)) return undefined
	return database.access(async (tx) => {
		const rows = await tx.selectFrom('workspace').select(columns).where('key', '=', key).execute()
		return (await withSettings(tx, rows))[0]
	})
}

type WorkspaceRow = {
	id: string
	key: string
	name: Workspace['name']
	kind: Workspace['kind']
	country: string | null
	languages: string[]
	time_zone: string
	secretariat_actor_id: string | null
	default_framework_id: string | null
	is_demonstration: boolean
}

// What an administrator changed stands in a table of the workspace's own, where a command keeps its history; asked by
// itself, since a cluster does not join it to what stands outside all workspaces.
async function withSettings(tx: Reader, rows: readonly WorkspaceRow[]): Promise<Workspace[]> {
	if (rows.length === 0) return []
	const settings = await tx
		.selectFrom('workspace_setting')
		.select(['workspace_id', 'name', 'languages', 'time_zone', 'secretariat_actor_id', 'default_framework_id'])
		.select(['number_prefix', 'letterhead', 'logo_file_id', 'closed_kinds', 'closed_pages'])
		.where(
			'workspace_id',
			'in',
			rows.map((row) => row.id)
		)
		.execute()
	return rows.map((row) => {
		const changed = settings.find((one) => one.workspace_id === row.id)
		const { name, languages, time_zone, secretariat_actor_id, default_framework_id } = changed ?? row
		return {
			id: row.id,
			key: row.key,
			name,
			kind: row.kind,
			country: row.country,
			languages,
			language: languages[0] ?? 'en',
			timeZone: time_zone,
			secretariatActorId: secretariat_actor_id,
			defaultFrameworkId: default_framework_id,
			numberPrefix: changed?.number_prefix ?? prefixOf(row.key),
			letterhead: changed?.letterhead ?? {},
			logoFileId: changed?.logo_file_id ?? null,
			closedKinds: changed?.closed_kinds ?? [],
			closedPages: changed?.closed_pages ?? [],
			isDemonstration: row.is_demonstration
		}
	})
}

const inWorkspace = (workspace: Workspace) => ({ workspaceId: workspace.id, audience: ['public'] })

/** A seat of a workspace by its key or identifier, as it stands today; undefined when there is none, or it opens nothing. */
export async function seatWhere(
	tx: Reader,
	workspace: Workspace,
	column: 'id' | 'key',
	value: string,
	today: string
): Promise<Seat | undefined> {
	const row = await seatRows(tx, workspace, today).where(`seat.${column}`, '=', value).executeTakeFirst()
	return row && seatOfRow(tx, workspace, row, today)
}

/** Of these seats, and of all that act for these actors, those that open something today: by identifier, in its order. */
export async function listSeatsOf(
	tx: Reader,
	workspace: Workspace,
	of: { seatIds: readonly string[]; actorIds: readonly string[] },
	today: string
): Promise<Map<string, Seat>> {
	if (of.seatIds.length === 0 && of.actorIds.length === 0) return new Map()
	const rows = await seatRows(tx, workspace, today)
		.where(
			sql<boolean>`(seat.id = any (${[...of.seatIds]}::uuid[]) or seat.actor_id = any (${[...of.actorIds]}::uuid[]))`
		)
		.orderBy('seat.id')
		.execute()
	const found = new Map<string, Seat>()
	for (const row of rows) {
		const seat = await seatOfRow(tx, workspace, row, today)
		if (seat) found.set(row.id, seat)
	}
	return found
}

const seatRows = (tx: Reader, workspace: Workspace, today: string) =>
	tx
		.selectFrom('seat')
		.select(['seat.id', 'seat.key', 'seat.role', 'seat.actor_id', 'seat.office', 'seat.from_day', 'seat.to_day'])
		.select([
			structuresOn(today, ['member', 'co-opted']).as('structure_ids'),
			structuresOn(today, ['member']).as('full_structure_ids')
		])
		.where('seat.workspace_id', '=', workspace.id)

type SeatRow = Awaited<ReturnType<ReturnType<typeof seatRows>['executeTakeFirstOrThrow']>>

async function seatOfRow(tx: Reader, workspace: Workspace, row: SeatRow, today: string): Promise<Seat | undefined> {
	if ((row.from_day !== null && row.from_day > today) || (row.to_day !== null && row.to_day < today)) return undefined
	const isBarred =
		row.role === 'caseworker' && (await isBehindFirewall(tx, workspace.id, { id: row.id, actorId: row.actor_id }))
	if (isBarred) return undefined
	const { id, key, role, actor_id: actorId, office } = row
	const { structure_ids: structureIds, full_structure_ids: fullStructureIds } = row
	return makeSeat({ id, key, role, actorId, office, structureIds, fullStructureIds })
}

// Members and co-opted members read the papers of their structure, and so do its chair and its secretary; what is kept to its
// full members is not for the co-opted. Those who are only invited or recommended read neither.
const structuresOn = (today: string, kinds: readonly string[]) => sql<string[]>`array(
	select membership.structure_id
	from membership
	where membership.workspace_id = seat.workspace_id and membership.actor_id = seat.actor_id and membership.kind = any (${[...kinds]}::text[])
		and coalesce(membership.from_day, ${today}) <= ${today} and coalesce(membership.to_day, ${today}) >= ${today}
	union
	select structure.id
	from structure
	left join structure as secretariat
		on secretariat.workspace_id = structure.workspace_id and secretariat.id = structure.secretariat_structure_id
	where structure.workspace_id = seat.workspace_id
		and (structure.chair_actor_id = seat.actor_id
			or coalesce(secretariat.as_actor_id, structure.secretariat_actor_id, structure.host_actor_id) = seat.actor_id)
	order by 1)`

/** The seat of a key in a workspace today, or undefined when there is none or it has ended. */
export function findSeat(database: Database, workspace: Workspace, key: string, now: Date): Promise<Seat | undefined> {
	return database.read(inWorkspace(workspace), (tx) =>
		seatWhere(tx, workspace, 'key', key, dayIn(workspace.timeZone, now))
	)
}

/** The seat of a bearer token, or undefined when the token is unknown, revoked or past its end. */
export async function findSeatOfToken(
	database: Database,
	workspace: Workspace,
	token: string,
	now: Date
): Promise<Seat | undefined> {
	return (await findToken(database, workspace, token, now))?.seat
}

/** As `findSeatOfToken`, with what the token may be used for. The day of its use is noted, once a day. */
export async function findToken(
	database: Database,
	workspace: Workspace,
	token: string,
	now: Date
): Promise<{ seat: Seat; limit: TokenLimit } | undefined> {
	const today = dayIn(workspace.timeZone, now)
	const found = await database.read(inWorkspace(workspace), async (tx) => {
		const row = await tx
			.selectFrom('token')
			.select(['id', 'seat_id', 'scope', 'operations', 'expires_at', 'revoked_at', 'last_used_day'])
			.where('workspace_id', '=', workspace.id)
			.where('hash', '=', hashSecret(token))
			.executeTakeFirst()
		if (!row || row.revoked_at !== null || row.expires_at <= now) return undefined
		const seat = await seatWhere(tx, workspace, 'id', row.seat_id, today)
		return seat && { seat, row }
	})
	if (!found) return undefined
	const { seat, row } = found
	if (row.last_used_day !== today) await noteUse(database, workspace, row.id, today)
	return { seat, limit: { scope: row.scope, operations: row.operations } }
}

// Not a change of anybody's, and none that history is asked about: which tokens lie idle is all it tells.
const noteUse = (database: Database, workspace: Workspace, id: string, today: string) =>
	database.write(inWorkspace(workspace), (tx) =>
		tx
			.updateTable('token')
			.set({ last_used_day: today })
			.where('workspace_id', '=', workspace.id)
			.where('id', '=', id)
			.execute()
	)

const SESSION_HOURS = 12

/** Opens a session for a seat and gives the secret its cookie carries; only the secret's hash is stored. */
export async function openSession(
	database: Database,
	workspace: Workspace,
	seatId: string,
	now: Date,
	address: string | null
): Promise<string> {
	const secret = makeSecret()
	await database.access((tx) =>
		tx
			.insertInto('session')
			.values({
				id: uuid(),
				hash: hashSecret(secret),
				workspace_id: workspace.id,
				seat_id: seatId,
				address,
				created_at: now,
				expires_at: new Date(now.getTime() + SESSION_HOURS * 3_600_000),
				ended_at: null
			})
			.execute()
	)
	return secret
}

/** The seat a session's secret stands for in this workspace; the public's seat when the session is of another, or over. */
export async function findSeatOfSession(
	database: Database,
	workspace: Workspace,
	secret: string,
	now: Date
): Promise<Seat> {
	const session = await database.access((tx) =>
		tx
			.selectFrom('session')
			.select(['workspace_id', 'seat_id', 'expires_at', 'ended_at'])
			.where('hash', '=', hashSecret(secret))
			.executeTakeFirst()
	)
	if (!session || session.ended_at !== null || session.expires_at <= now || session.workspace_id !== workspace.id)
		return publicSeat
	const seat = await database.read(inWorkspace(workspace), (tx) =>
		seatWhere(tx, workspace, 'id', session.seat_id, dayIn(workspace.timeZone, now))
	)
	return seat ?? publicSeat
}

/** Ends a session at once. */
export async function endSession(database: Database, secret: string, now: Date): Promise<void> {
	await database.access((tx) =>
		tx
			.updateTable('session')
			.set({ ended_at: now })
			.where('hash', '=', hashSecret(secret))
			.where('ended_at', 'is', null)
			.execute()
	)
}
