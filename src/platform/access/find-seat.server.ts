import { createHash, randomBytes } from 'node:crypto'
import { v7 as uuid } from 'uuid'
import type { Database } from '#platform/database/database.server.ts'
import type { Reader } from '#platform/operation/operation.server.ts'
import { makeSeat, publicSeat, type Seat } from './seat.ts'
import { dayIn, type Workspace } from './workspace.ts'

/** What is stored of a secret that somebody carries (a session, a token): never the secret itself. */
export const hashSecret = (secret: string) => createHash('sha256').update(secret).digest('hex')
export const makeSecret = () => randomBytes(32).toString('base64url')

const WORKSPACE_KEY = /^[a-z][a-z0-9-]{1,39}$/

const columns = [
	'id',
	'key',
	'name',
	'kind',
	'languages',
	'time_zone',
	'secretariat_actor_id',
	'default_framework_id',
	'is_demonstration'
] as const

/** All workspaces of the installation by key, for the page that lets people choose. */
export async function listWorkspaces(database: Database): Promise<Workspace[]> {
	const rows = await database.access((tx) =>
		tx.selectFrom('workspace').select(columns).orderBy('key').limit(500).execute()
	)
	return rows.map(workspaceOf)
}

/** The workspace of a key, or undefined. */
export async function findWorkspace(database: Database, key: string): Promise<Workspace | undefined> {
	if (!WORKSPACE_KEY.test(key)) return undefined
	const row = await database.access((tx) =>
		tx.selectFrom('workspace').select(columns).where('key', '=', key).executeTakeFirst()
	)
	return row && workspaceOf(row)
}

function workspaceOf(row: {
	id: string
	key: string
	name: Workspace['name']
	kind: Workspace['kind']
	languages: string[]
	time_zone: string
	secretariat_actor_id: string | null
	default_framework_id: string | null
	is_demonstration: boolean
}): Workspace {
	return {
		id: row.id,
		key: row.key,
		name: row.name,
		kind: row.kind,
		languages: row.languages,
		language: row.languages[0] ?? 'en',
		timeZone: row.time_zone,
		secretariatActorId: row.secretariat_actor_id,
		defaultFrameworkId: row.default_framework_id,
		isDemonstration: row.is_demonstration
	}
}

const inWorkspace = (workspace: Workspace) => ({ workspaceId: workspace.id, audience: ['public'] })

async function seatWhere(
	tx: Reader,
	workspace: Workspace,
	column: 'id' | 'key',
	value: string,
	today: string
): Promise<Seat | undefined> {
	const row = await tx
		.selectFrom('seat')
		.select(['id', 'key', 'role', 'actor_id', 'office', 'from_day', 'to_day'])
		.where('workspace_id', '=', workspace.id)
		.where(column, '=', value)
		.executeTakeFirst()
	if (!row) return undefined
	if ((row.from_day !== null && row.from_day > today) || (row.to_day !== null && row.to_day < today)) return undefined
	const structureIds = row.actor_id === null ? [] : await structuresOf(tx, workspace, row.actor_id, today)
	return makeSeat({ id: row.id, key: row.key, role: row.role, actorId: row.actor_id, office: row.office, structureIds })
}

// Members and co-opted members read the papers of their structure, and so do its chair and its secretary. Those who are
// only invited or recommended do not.
async function structuresOf(tx: Reader, workspace: Workspace, actorId: string, today: string) {
	const sits = await tx
		.selectFrom('membership')
		.select(['structure_id as id', 'from_day', 'to_day'])
		.where('workspace_id', '=', workspace.id)
		.where('actor_id', '=', actorId)
		.where('kind', 'in', ['member', 'co-opted'])
		.execute()
	const serves = await tx
		.selectFrom('structure as s')
		.leftJoin('structure as secretariat', (on) =>
			on
				.onRef('secretariat.workspace_id', '=', 's.workspace_id')
				.onRef('secretariat.id', '=', 's.secretariat_structure_id')
		)
		.select('s.id')
		.where('s.workspace_id', '=', workspace.id)
		.where((where) =>
			where.or([
				where('s.chair_actor_id', '=', actorId),
				where(where.fn.coalesce('secretariat.as_actor_id', 's.secretariat_actor_id', 's.host_actor_id'), '=', actorId)
			])
		)
		.execute()
	const current = sits.filter((one) => (one.from_day ?? today) <= today && (one.to_day ?? today) >= today)
	return [...new Set([...current, ...serves].map((one) => one.id))]
}

/** The seat of a key in a workspace today, or undefined when there is none or it has ended. */
export function findSeat(database: Database, workspace: Workspace, key: string, now: Date): Promise<Seat | undefined> {
	return database.read(inWorkspace(workspace), (tx) =>
		seatWhere(tx, workspace, 'key', key, dayIn(workspace.timeZone, now))
	)
}

/** The seat of a bearer token, or undefined when the token is unknown, revoked or past its end. */
export function findSeatOfToken(
	database: Database,
	workspace: Workspace,
	token: string,
	now: Date
): Promise<Seat | undefined> {
	return database.read(inWorkspace(workspace), async (tx) => {
		const found = await tx
			.selectFrom('token')
			.select(['seat_id', 'expires_at', 'revoked_at'])
			.where('workspace_id', '=', workspace.id)
			.where('hash', '=', hashSecret(token))
			.executeTakeFirst()
		if (!found || found.revoked_at !== null || found.expires_at <= now) return undefined
		return seatWhere(tx, workspace, 'id', found.seat_id, dayIn(workspace.timeZone, now))
	})
}

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
