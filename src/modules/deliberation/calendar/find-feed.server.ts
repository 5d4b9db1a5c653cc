import { hashSecret, seatWhere } from '#platform/access/find-seat.server.ts'
import type { Seat } from '#platform/access/seat.ts'
import { dayIn, type Workspace } from '#platform/access/workspace.ts'
import type { Database } from '#platform/database/database.server.ts'
import { isLeftSql } from './feed-left.server.ts'

const SECRET = /^[\w-]{43}$/

/**
 * The feed of a secret address and the seat it stands for, as that seat is today; undefined for an address that is unknown or
 * revoked, and for a seat that has ended or was left since. The day of its use is noted, once a day.
 */
export async function findFeedOfSecret(
	database: Database,
	workspace: Workspace,
	secret: string,
	now: Date
): Promise<{ id: string; seat: Seat } | undefined> {
	if (!SECRET.test(secret)) return undefined
	const today = dayIn(workspace.timeZone, now)
	const scope = { workspaceId: workspace.id, audience: ['public'] }
	const found = await database.read(scope, async (tx) => {
		const row = await tx
			.selectFrom('calendar_feed')
			.select(['id', 'seat_id', 'revoked_at', 'last_used_day'])
			.select(isLeftSql.as('is_left'))
			.where('workspace_id', '=', workspace.id)
			.where('hash', '=', hashSecret(secret))
			.executeTakeFirst()
		if (!row || row.revoked_at !== null || row.is_left) return undefined
		const seat = await seatWhere(tx, workspace, 'id', row.seat_id, today)
		return seat && { row, seat }
	})
	if (!found) return undefined
	const { row, seat } = found
	// Not a change of anybody's, and none that history is asked about: which addresses lie idle is all it tells.
	if (row.last_used_day !== today)
		await database.write(scope, (tx) =>
			tx
				.updateTable('calendar_feed')
				.set({ last_used_day: today })
				.where('workspace_id', '=', workspace.id)
				.where('id', '=', row.id)
				.execute()
		)
	return { id: row.id, seat }
}
