import { sql } from 'kysely'
import type { Database } from '#platform/database/database.server.ts'
import type { Workspace } from './workspace.ts'

/** Days for which a network address is kept, in the access log and with a session. */
export const ADDRESS_DAYS = 90

const DAY = 86_400_000

/** Forgets network addresses and sessions that are older than they may be kept. */
export async function forgetOldAddresses(
	database: Database,
	workspaces: readonly Workspace[],
	now: Date
): Promise<void> {
	const before = new Date(now.getTime() - ADDRESS_DAYS * DAY)
	await database.access((tx) => tx.deleteFrom('session').where('created_at', '<', before).execute())
	for (const workspace of workspaces)
		await database.write({ workspaceId: workspace.id, audience: ['system'] }, (tx) =>
			sql`update access_log set address = null
				where workspace_id = ${workspace.id} and at < ${before} and address is not null`.execute(tx)
		)
}
