import { sql, type Selectable } from 'kysely'
import { canonicalText } from '#platform/events/chain.ts'
import type { Here, Writing } from '#platform/operation/operation.server.ts'
import type { Workspace } from './workspace.ts'
import type { WorkspaceSettingTable } from './schema.ts'

type Setting = Omit<Selectable<WorkspaceSettingTable>, 'workspace_id' | 'id' | 'changed_at'>

// What a workspace that nobody has changed holds: what it was created with.
const created = (workspace: Workspace): Setting => ({
	name: { ...workspace.name },
	languages: [...workspace.languages],
	time_zone: workspace.timeZone,
	secretariat_actor_id: workspace.secretariatActorId,
	default_framework_id: workspace.defaultFrameworkId,
	number_prefix: workspace.numberPrefix,
	letterhead: {},
	logo_file_id: null,
	closed_kinds: [],
	closed_pages: [],
	contact_office: null,
	contact_email: null,
	contact_telephone: null,
	contact_address: null,
	version: 0
})

const settingColumns = [
	'name',
	'languages',
	'time_zone',
	'secretariat_actor_id',
	'default_framework_id',
	'number_prefix',
	'letterhead',
	'logo_file_id',
	'closed_kinds',
	'closed_pages',
	'contact_office',
	'contact_email',
	'contact_telephone',
	'contact_address',
	'version'
] as const

const stored = (here: Pick<Here, 'tx' | 'workspace'>) =>
	here.tx.selectFrom('workspace_setting').select(settingColumns).where('workspace_id', '=', here.workspace.id)

/** The settings of a workspace as they stand in this transaction; version 0 where nobody has changed any. */
export const workspaceSetting = async (here: Pick<Here, 'tx' | 'workspace'>): Promise<Setting> =>
	(await stored(here).executeTakeFirst()) ?? created(here.workspace)

/**
 * Changes settings of a workspace with their history, and counts their version up. The row is made by the first change, from
 * what the workspace was created with, so that the history tells what was before. True when something differed.
 */
export async function changeWorkspaceSetting(
	here: Writing,
	change: (before: Setting) => Partial<Omit<Setting, 'version'>>
): Promise<boolean> {
	await lockWorkspaceSetting(here)
	const found = await stored(here).executeTakeFirst()
	const before = found ?? created(here.workspace)
	const fields = change(before)
	if (!found && canonicalText({ ...before, ...fields }) === canonicalText(before)) return false
	if (!found) await here.write.add('workspace_setting', { id: here.workspace.id, ...before, changed_at: here.now })
	const isChanged = await here.write.change('workspace_setting', here.workspace.id, fields)
	if (isChanged)
		await here.write.change('workspace_setting', here.workspace.id, {
			version: before.version + 1,
			changed_at: here.now
		})
	return isChanged
}

/**
 * Lets one command at a time change the settings of a workspace. Taken before they are read: of two changes made from one
 * version the second then sees the first, also where there was no row to lock.
 */
export async function lockWorkspaceSetting(here: Pick<Here, 'tx' | 'workspace'>): Promise<void> {
	await here.tx
		.selectFrom(sql`pg_advisory_xact_lock(hashtextextended(${`${here.workspace.id} settings`}, 0))`.as('locked'))
		.select(sql<boolean>`true`.as('isLocked'))
		.execute()
}

/** Lets the workspace's secretariat follow an actor to the one that takes its place. */
export async function moveSecretariat(here: Writing, from: string, to: string | null): Promise<void> {
	await changeWorkspaceSetting(here, (before) =>
		before.secretariat_actor_id === from ? { secretariat_actor_id: to } : {}
	)
}
