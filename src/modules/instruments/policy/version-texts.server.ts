import type { Here, Writing } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import { dayIn } from '#platform/access/workspace.ts'
import { versionsOf, type VersionRow } from './find-policy.server.ts'
import { differencesOf, inTime, mainChange } from './version-differences.ts'

/** The versions of a law whose text was read, from the oldest to the newest. */
export async function readVersions(here: Here, policyId: string): Promise<VersionRow[]> {
	const versions = await versionsOf(here, policyId)
	return timely(
		here,
		versions.filter(({ state }) => state === 'read')
	)
}

/** Versions from the oldest to the newest. */
export const timely = (here: Here, versions: readonly VersionRow[]): VersionRow[] =>
	inTime(versions.map((row) => ({ ...row, added: dayIn(here.workspace.timeZone, row.created_at) })))

/** The version before another among those that were read, and the one after it. */
export function neighbours(ordered: readonly { id: string }[], id: string) {
	const place = ordered.findIndex((one) => one.id === id)
	return { before: ordered[place - 1]?.id ?? null, after: ordered[place + 1]?.id ?? null }
}

/** What provisions say in a version, in its order; of some of them where these are named. */
export async function textsOf(here: Here, versionId: string) {
	const rows = await here.tx
		.selectFrom('provision_text')
		.select([
			'id as text_id',
			'provision_id as id',
			'position',
			'number',
			'level',
			'above',
			'heading',
			'text',
			'change'
		])
		.where('workspace_id', '=', here.workspace.id)
		.where('policy_version_id', '=', versionId)
		.orderBy('position')
		.execute()
	return rows
}
export type TextRow = Awaited<ReturnType<typeof textsOf>>[number]

/** Notes anew what became of the provisions of a version since the one before it. */
export async function keepChanges(here: Writing, beforeId: string | null, versionId: string): Promise<void> {
	const [older, newer] = await Promise.all([beforeId === null ? [] : textsOf(here, beforeId), textsOf(here, versionId)])
	const changes = differencesOf(older, newer)
	await here.write.changeAll(
		'provision_text',
		newer.flatMap((row) => {
			const change = mainChange(changes.get(row.id) ?? [])
			return change === row.change ? [] : [{ id: row.text_id, fields: { change } }]
		})
	)
}

/** The provisions of a law, each with where it stands now; those that were joined to others among them. */
export const provisionRows = (here: Here, policyId: string) =>
	here.tx
		.selectFrom('provision')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'provision.workspace_id').onRef('record.id', '=', 'provision.id')
		)
		.selectAll('provision')
		.select('record.state')
		.where('provision.workspace_id', '=', here.workspace.id)
		.where('provision.policy_id', '=', policyId)
		.orderBy('provision.position')
		.orderBy('provision.id')
		.execute()

/** Of provisions, those that stand in no version: they were entered by hand. */
export async function withoutText(here: Here, ids: readonly string[]): Promise<ReadonlySet<string>> {
	if (ids.length === 0) return new Set()
	const rows = await here.tx
		.selectFrom('provision_text')
		.select('provision_id')
		.distinct()
		.where('workspace_id', '=', here.workspace.id)
		.where('provision_id', '=', anyOf(ids))
		.execute()
	const written = new Set(rows.map((row) => row.provision_id))
	return new Set(ids.filter((id) => !written.has(id)))
}
