import type { Kysely } from 'kysely'
import type { Database } from '#platform/database/database.server.ts'
import type { Tables, Translations } from '#platform/database/tables.ts'
import { listWorkspacesById, seatWhere } from './find-seat.server.ts'
import type { Seat } from './seat.ts'
import { dayIn, type Workspace } from './workspace.ts'

/** A seat a person holds, as they choose it. */
export type HeldSeat = {
	key: string
	role: Exclude<Seat['role'], 'public'>
	office: string
	actor: Translations | null
}

const heldIn = (tx: Pick<Kysely<Tables>, 'selectFrom'>, workspace: Workspace, person: string, today: string) =>
	tx
		.selectFrom('person_seat')
		.innerJoin('seat', (on) =>
			on.onRef('seat.workspace_id', '=', 'person_seat.workspace_id').onRef('seat.id', '=', 'person_seat.seat_id')
		)
		.leftJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'seat.workspace_id').onRef('record.id', '=', 'seat.actor_id')
		)
		.select(['seat.key', 'seat.role', 'seat.office', 'record.title as actor'])
		.where('person_seat.workspace_id', '=', workspace.id)
		.where('person_seat.person_id', '=', person)
		.where('person_seat.ended_at', 'is', null)
		.where((where) => where.or([where('seat.from_day', 'is', null), where('seat.from_day', '<=', today)]))
		.where((where) => where.or([where('seat.to_day', 'is', null), where('seat.to_day', '>=', today)]))
		.orderBy('person_seat.from_at')
		.orderBy('person_seat.id')
		.limit(50)

const scope = (workspace: Workspace) => ({ workspaceId: workspace.id, audience: ['public', 'workspace'] })

/**
 * The seat a person acts from in a workspace, and all they hold there: the one they wish for where they hold it, else the
 * first. Looked up anew at every request, so that a seat that was taken away opens nothing from that moment on.
 */
export function findSeatsOfPerson(
	database: Database,
	workspace: Workspace,
	{ person, wished, now }: { person: string; wished: string | undefined; now: Date }
): Promise<{ seat: Seat | undefined; held: HeldSeat[] }> {
	const today = dayIn(workspace.timeZone, now)
	return database.read(scope(workspace), async (tx) => {
		const held = await heldIn(tx, workspace, person, today).execute()
		const chosen = held.find(({ key }) => key === wished) ?? held[0]
		return { seat: chosen && (await seatWhere(tx, workspace, 'key', chosen.key, today)), held }
	})
}

/** All seats a person holds, by workspace, for their account. */
export async function listSeatsOfPerson(
	database: Database,
	person: string,
	now: Date
): Promise<{ workspace: Workspace; held: HeldSeat[] }[]> {
	const rows = await database.access((tx) =>
		tx
			.selectFrom('person_seat')
			.select('workspace_id')
			.distinct()
			.where('person_id', '=', person)
			.where('ended_at', 'is', null)
			.execute()
	)
	const workspaces = await listWorkspacesById(
		database,
		rows.map((row) => row.workspace_id)
	)
	return Promise.all(
		workspaces.map(async (workspace) => ({
			workspace,
			held: await database.read(scope(workspace), (tx) =>
				heldIn(tx, workspace, person, dayIn(workspace.timeZone, now)).execute()
			)
		}))
	)
}
