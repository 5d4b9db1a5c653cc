import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Client } from 'pg'
import { v7 as uuid } from 'uuid'
import { planWorkspace, storeWorkspace } from '#platform/access/create-workspace.server.ts'
import { hashSecret, makeSecret, openSession } from '#platform/access/find-seat.server.ts'
import type { Database } from '#platform/database/database.server.ts'

const PLAN = {
	key: 'bench',
	name: { en: 'Bench' },
	kind: 'country' as const,
	country: 'ZW',
	languages: ['en'],
	timeZone: 'Africa/Harare',
	demonstrationVersion: null
}

/** The full-size workspace, and two ways in: the cookie of a session and a token, both of the secretariat's seat. */
export type Filled = { workspaceId: string; seatId: string; session: string; token: string; seconds: number }

/** Fills the workspace `bench` by bulk statements as the owner, and leaves the database as it is after a quiet night: analysed. */
export async function fillWorkspace({
	database,
	owner,
	events
}: {
	database: Database
	owner: Client
	events: number
}): Promise<Filled> {
	const since = performance.now()
	const now = new Date()
	const workspace = planWorkspace(PLAN)
	await storeWorkspace(database, workspace, PLAN, now)
	const statements = await readFile(new URL('fill.sql', import.meta.url), 'utf8')
	await owner.query(
		`set bench.workspace = '${workspace.id}'; set bench.events = '${String(events)}'; set statement_timeout = '10min'`
	)
	await owner.query(`begin; ${statements}; commit`)
	const { rows } = await owner.query<{ id: string }>(
		`select id from seat where workspace_id = $1 and key = 'secretariat'`,
		[workspace.id]
	)
	const seatId = rows[0]?.id ?? randomUUID()
	const token = makeSecret()
	await owner.query(
		`insert into token (workspace_id, id, seat_id, name, hash, created_at, expires_at) values ($1, $2, $3, 'bench', $4, now(), now() + interval '1 day')`,
		[workspace.id, uuid(), seatId, hashSecret(token)]
	)
	const session = await openSession(database, workspace, seatId, now, null)
	await owner.query('vacuum analyze')
	return { workspaceId: workspace.id, seatId, session, token, seconds: (performance.now() - since) / 1_000 }
}
