import type { Database } from '#platform/database/database.server.ts'
import type { Writing } from '#platform/operation/operation.server.ts'
import { listWorkspacesById } from './find-seat.server.ts'
import type { Person } from './hold-seat.server.ts'
import { linkProvisioned } from './provisioned-seats.server.ts'
import { giveByRules, type Brought } from './seat-giving.server.ts'
import type { Workspace } from './workspace.ts'

/**
 * Gives and ends a person's seats in a workspace by its explicit rules, from what they bring: the claims of a sign-in or the
 * groups of a provisioning. Never by an address of mail. A sign-in whose subject is the external identifier of somebody who
 * is provisioned here makes the two one, and the rules for their groups are applied too. Gives the keys of the seats.
 */
export async function applySeatRules(
	here: Writing,
	by: Brought & { person: Person }
): Promise<{ given: string[]; ended: string[] }> {
	const done = await giveByRules(here, by)
	const subject = by.source === 'provider' ? by.values['sub']?.[0] : undefined
	if (subject === undefined) return done
	const more = await linkProvisioned(here, subject, by.person)
	return { given: [...done.given, ...more.given], ended: [...done.ended, ...more.ended] }
}

/** The workspaces where a sign-in by an issuer may give or end seats: those with rules for its claims, or for groups. */
export async function workspacesWithRules(database: Database, issuer: string): Promise<Workspace[]> {
	const rows = await database.access((tx) =>
		tx
			.selectFrom('seat_rule')
			.select('workspace_id')
			.distinct()
			.where('withdrawn_at', 'is', null)
			.where((where) => where.or([where('issuer', '=', issuer), where('source', '=', 'provisioning')]))
			.orderBy('workspace_id')
			.execute()
	)
	return listWorkspacesById(
		database,
		rows.map((row) => row.workspace_id)
	)
}
