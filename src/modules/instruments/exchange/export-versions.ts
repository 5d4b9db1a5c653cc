import type { WorkspaceRecords } from '#platform/exchange/records.server.ts'
import { sheetRows, type SheetRows } from '#platform/exchange/sheet-rows.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { headed } from './export-instruments.ts'
import { provisionSheet, provisionTextSheet, versionSheet } from './policy-sheets.ts'

/** The versions of laws and policies with their provisions, as far as the seat sees them; their files travel by a backup. */
export async function gatherVersions(here: Here, records: WorkspaceRecords): Promise<SheetRows[]> {
	const all = here.workspace.id
	const [policies, versions] = [
		await here.tx.selectFrom('policy').select(['id', 'current_version_id']).where('workspace_id', '=', all).execute(),
		await here.tx.selectFrom('policy_version').selectAll().where('workspace_id', '=', all).execute()
	]
	const current = new Set(policies.map(({ current_version_id }) => current_version_id))
	return [
		sheetRows(
			versionSheet,
			versions.flatMap(({ id, policy_id, ...row }) => {
				const policy = records.keyOf(policy_id)
				return policy === undefined ? [] : [{ id, row: { ...row, policy, current: current.has(id) } }]
			}),
			here.workspace.language
		),
		await gatherProvisions(here, records),
		await gatherTexts(here, records, new Map(versions.map((row) => [row.id, row])))
	]
}

async function gatherProvisions(here: Here, records: WorkspaceRecords) {
	const rows = await here.tx.selectFrom('provision').selectAll().where('workspace_id', '=', here.workspace.id).execute()
	return sheetRows(
		provisionSheet,
		rows.flatMap(({ id, policy_id, ...row }) => {
			const record = records.held(id)
			const policy = records.keyOf(policy_id)
			if (!record || policy === undefined) return []
			return [{ id, row: { ...row, ...headed(records, record), policy, above: row.above ?? [] } }]
		}),
		here.workspace.language
	)
}

async function gatherTexts(
	here: Here,
	records: WorkspaceRecords,
	versions: ReadonlyMap<string, { policy_id: string; position: number }>
) {
	const rows = await here.tx
		.selectFrom('provision_text')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.execute()
	return sheetRows(
		provisionTextSheet,
		rows.flatMap(({ id, provision_id, policy_version_id, ...row }) => {
			const version = versions.get(policy_version_id)
			const policy = records.keyOf(version?.policy_id ?? null)
			const provision = records.keyOf(provision_id)
			if (!version || policy === undefined || provision === undefined) return []
			return [{ id, row: { ...row, policy, provision, version: version.position, above: row.above ?? [] } }]
		}),
		here.workspace.language
	)
}
