import { randomBytes, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import type { Client } from 'pg'
import { v7 as uuid } from 'uuid'
import { planWorkspace, storeWorkspace } from '#platform/access/create-workspace.server.ts'
import { hashSecret, makeSecret, openSession } from '#platform/access/find-seat.server.ts'
import { deliberationResults } from '#modules/deliberation/dashboard/counted.ts'
import type { Database } from '#platform/database/database.server.ts'
import { rebuildResults } from '#platform/records/kept-results.server.ts'
import { fillRegisters } from './fill-registers.ts'
import type { Shape } from './shapes.ts'

const planOf = (key: string) => ({
	key,
	name: { en: `Bench ${key}` },
	kind: 'country' as const,
	country: 'ZWE',
	languages: ['en'],
	timeZone: 'Africa/Harare',
	demonstrationVersion: null
})

/** A filled workspace, and two ways in: the cookie of a session and a token, both of the secretariat's seat. */
export type Filled = { key: string; workspaceId: string; session: string; token: string }

/**
 * Fills a workspace by bulk statements. The rows are what commands would leave, but for the hashes of the history, which are
 * no chain: what is measured is reading history and adding to it, not verifying it.
 */
export async function fillWorkspace(
	{ database, superuser }: { database: Database; superuser: Client },
	key: string,
	shape: Shape
): Promise<Filled> {
	const now = new Date()
	const plan = planOf(key)
	const workspace = planWorkspace(plan)
	await storeWorkspace(database, workspace, plan, now)
	const { deliberation, registers, legislation, ...directory } = shape
	const files = [
		'fill.sql',
		...(deliberation ? ['fill-deliberation.sql'] : []),
		...(legislation ? ['fill-instruments.sql'] : [])
	]
	const texts = await Promise.all(files.map((file) => readFile(new URL(file, import.meta.url), 'utf8')))
	const statements = texts.join('\n')
	const settings = { workspace: workspace.id, ...directory, ...deliberation, ...legislation }
	// The rows refer to one another rightly by the way they are made, so nothing has to look each of them up.
	const opening = [
		`set session_replication_role = replica`,
		`set statement_timeout = '10min'`,
		...Object.entries(settings).map(([name, value]) => `set bench.${name} = '${String(value)}'`)
	]
	await superuser.query(opening.join('; '))
	await superuser.query(`begin; ${statements}; commit`)
	await superuser.query(`set session_replication_role = origin`)
	if (deliberation)
		await database.write({ workspaceId: workspace.id, audience: ['system'] }, (tx) =>
			rebuildResults(tx, workspace.id, deliberationResults)
		)
	if (registers) await fillRegisters({ database, workspace, filesFolder: tmpdir(), secret: randomBytes(32) }, registers)
	const { rows } = await superuser.query<{ id: string }>(
		`select id from seat where workspace_id = $1 and key = 'secretariat'`,
		[workspace.id]
	)
	const seatId = rows[0]?.id ?? randomUUID()
	const token = makeSecret()
	await superuser.query(
		`insert into token (workspace_id, id, seat_id, name, hash, created_at, expires_at) values ($1, $2, $3, 'bench', $4, now(), now() + interval '1 day')`,
		[workspace.id, uuid(), seatId, hashSecret(token)]
	)
	const session = await openSession(database, workspace, seatId, now, null)
	return { key, workspaceId: workspace.id, session, token }
}
