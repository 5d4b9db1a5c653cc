import { v7 as uuid } from 'uuid'
import type { Database } from '#platform/database/database.server.ts'
import type { Translations } from '#platform/database/tables.ts'
import { prefixOf, type Workspace } from './workspace.ts'

export type NewWorkspace = {
	key: string
	name: Translations
	kind: Workspace['kind']
	country: string | null
	languages: string[]
	timeZone: string
	demonstrationVersion: number | null
}

/** A workspace that is not stored yet, so that it can be filled first and appear whole. */
export function planWorkspace({
	key,
	name,
	kind,
	country,
	languages,
	timeZone,
	demonstrationVersion
}: NewWorkspace): Workspace {
	return {
		id: uuid(),
		key,
		name,
		kind,
		country,
		languages,
		language: languages[0] ?? 'en',
		timeZone,
		secretariatActorId: null,
		defaultFrameworkId: null,
		numberPrefix: prefixOf(key),
		letterhead: {},
		logoFileId: null,
		closedKinds: [],
		closedPages: [],
		isDemonstration: demonstrationVersion !== null
	}
}

/** Stores a planned workspace with the actor that is its secretariat and the framework its matrix opens with. */
export async function storeWorkspace(
	database: Database,
	workspace: Workspace,
	{ country, demonstrationVersion }: NewWorkspace,
	now: Date
): Promise<void> {
	await database.access((tx) =>
		tx
			.insertInto('workspace')
			.values({
				id: workspace.id,
				key: workspace.key,
				name: JSON.stringify(workspace.name),
				kind: workspace.kind,
				country,
				languages: [...workspace.languages],
				time_zone: workspace.timeZone,
				secretariat_actor_id: workspace.secretariatActorId,
				default_framework_id: workspace.defaultFrameworkId,
				is_demonstration: workspace.isDemonstration,
				demonstration_version: demonstrationVersion,
				created_at: now
			})
			.execute()
	)
}
