import type { Translations } from '#platform/database/tables.ts'
import type { Database } from '#platform/database/database.server.ts'
import type { Role } from './seat.ts'
import { dayIn, type Workspace } from './workspace.ts'

export type DemonstrationSeat = {
	id: string
	key: string
	role: Exclude<Role, 'public'>
	office: string
	actor: { title: Translations; acronym: string | null } | null
}

const SEATS_MOST = 50

/**
 * The invented seats of a demonstration workspace, which anybody may take without a secret to see what each role sees; none
 * where the workspace is no demonstration. Whether the installation lends seats at all is for the caller to ask.
 */
export function listDemonstrationSeats(
	database: Database,
	workspace: Workspace,
	now: Date
): Promise<DemonstrationSeat[]> {
	if (!workspace.isDemonstration) return Promise.resolve([])
	const today = dayIn(workspace.timeZone, now)
	return database.read({ workspaceId: workspace.id, audience: ['public', 'workspace'] }, async (tx) => {
		const rows = await tx
			.selectFrom('seat')
			.leftJoin('record', (on) =>
				on.onRef('record.workspace_id', '=', 'seat.workspace_id').onRef('record.id', '=', 'seat.actor_id')
			)
			.select(['seat.id', 'seat.key', 'seat.role', 'seat.office', 'record.title', 'record.acronym'])
			.where('seat.workspace_id', '=', workspace.id)
			.where('seat.origin', '=', 'invented')
			.where((where) => where.or([where('seat.from_day', 'is', null), where('seat.from_day', '<=', today)]))
			.where((where) => where.or([where('seat.to_day', 'is', null), where('seat.to_day', '>=', today)]))
			.orderBy('seat.id')
			.limit(SEATS_MOST)
			.execute()
		return rows.map(({ title, acronym, ...seat }) => ({ ...seat, actor: title ? { title, acronym } : null }))
	})
}
