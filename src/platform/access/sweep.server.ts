import { sql } from 'kysely'
import type { Database } from '#platform/database/database.server.ts'
import type { Workspace } from './workspace.ts'

/** Days for which a network address is kept, in the access log and with a session. */
export const ADDRESS_DAYS = 90

const DAY = 86_400_000

const tooOld = (now: Date) => new Date(now.getTime() - ADDRESS_DAYS * DAY)

/** Forgets the sessions and sign-ins of the installation that are older than a network address may be kept, and links that are over. */
export async function forgetOldSessions(database: Database, now: Date): Promise<void> {
	await database.access(async (tx) => {
		await tx.deleteFrom('session').where('created_at', '<', tooOld(now)).execute()
		await tx.deleteFrom('person_session').where('expires_at', '<', now).execute()
		await tx.deleteFrom('sign_in_log').where('at', '<', tooOld(now)).execute()
		await tx.deleteFrom('verification').where('expires_at', '<', now).execute()
		// An attempt is remembered for a day at most.
		await tx
			.deleteFrom('sign_in_limit')
			.where('last_at', '<', new Date(now.getTime() - 2 * DAY))
			.execute()
	})
}

/** Forgets network addresses in the access log of a workspace that are older than they may be kept. */
export async function forgetAddresses(database: Database, workspace: Workspace, now: Date): Promise<void> {
	await database.write({ workspaceId: workspace.id, audience: ['system'] }, (tx) =>
		sql`update access_log set address = null
			where workspace_id = ${workspace.id} and at < ${tooOld(now)} and address is not null`.execute(tx)
	)
}
