import type { Here, Writing } from '#platform/operation/operation.server.ts'
import type { Person } from './hold-seat.server.ts'
import { giveByRules } from './seat-giving.server.ts'

type Changed = { given: string[]; ended: string[] }

/** The claim a rule for provisioning names: a group of the ministry's own directory, by its name. */
export const GROUP_CLAIM = 'groups'

/** What somebody who is provisioned brings: the names and external identifiers of their groups; nothing once inactive. */
export async function groupsOf(here: Pick<Here, 'tx' | 'workspace'>, provisionedId: string): Promise<string[]> {
	const rows = await here.tx
		.selectFrom('provisioned_member')
		.innerJoin('provisioned_group', (on) =>
			on
				.onRef('provisioned_group.workspace_id', '=', 'provisioned_member.workspace_id')
				.onRef('provisioned_group.id', '=', 'provisioned_member.group_id')
		)
		.innerJoin('provisioned_person', (on) =>
			on
				.onRef('provisioned_person.workspace_id', '=', 'provisioned_member.workspace_id')
				.onRef('provisioned_person.id', '=', 'provisioned_member.provisioned_person_id')
		)
		.select(['provisioned_group.display_name', 'provisioned_group.external_id'])
		.where('provisioned_member.workspace_id', '=', here.workspace.id)
		.where('provisioned_member.provisioned_person_id', '=', provisionedId)
		.where('provisioned_member.removed_at', 'is', null)
		.where('provisioned_group.removed_at', 'is', null)
		.where('provisioned_person.is_active', '=', true)
		.where('provisioned_person.removed_at', 'is', null)
		.execute()
	return [...new Set(rows.flatMap((row) => [row.display_name, ...(row.external_id === null ? [] : [row.external_id])]))]
}

/** Applies the rules for groups to somebody who is provisioned and has signed in once. */
export async function giveByGroups(here: Writing, provisionedId: string, person: Person): Promise<Changed> {
	const values = { [GROUP_CLAIM]: await groupsOf(here, provisionedId) }
	return giveByRules(here, { source: 'provisioning', issuer: '', values, person })
}

/**
 * Joins a person to whom the workspace is provisioned with under the same external identifier as the subject they signed in
 * with, and gives them what their groups give. Somebody joined already stays joined; their groups are applied again.
 */
export async function linkProvisioned(here: Writing, subject: string, person: Person): Promise<Changed> {
	const row = await here.tx
		.selectFrom('provisioned_person')
		.select(['id', 'person_id'])
		.where('workspace_id', '=', here.workspace.id)
		.where('external_id', '=', subject)
		.where('removed_at', 'is', null)
		.orderBy('id')
		.forUpdate()
		.executeTakeFirst()
	if (!row || (row.person_id !== null && row.person_id !== person.id)) return { given: [], ended: [] }
	await here.write.change('provisioned_person', row.id, { person_id: person.id })
	return giveByGroups(here, row.id, person)
}
