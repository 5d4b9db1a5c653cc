import { audienceOf, headOf, type NamedRecord, type WorkspaceRecords } from '#platform/exchange/records.server.ts'
import { sheetRows, type SheetRows } from '#platform/exchange/sheet-rows.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { actorSheet, areaSheet, frameworkSheet, structureSheet } from './sheets.ts'

// Of actors, frameworks and areas nobody is a member: what was restricted to members is for those who keep the records.
const ownAudience = (record: NamedRecord) => {
	const audience = audienceOf(record)
	return audience === 'members' ? 'secretariat' : audience
}

/** What stands in every sheet of records. */
const headed = (record: NamedRecord) => ({ key: record.reference, name: record.title, ...headOf(record) })

/** The directory's records that the seat sees: actors, structures, frameworks and areas. */
export const gatherRecords = async (here: Here, records: WorkspaceRecords): Promise<SheetRows[]> => [
	await gatherActors(here, records),
	await gatherStructures(here, records),
	await gatherFrameworks(here, records),
	await gatherAreas(here, records)
]

async function gatherActors(here: Here, records: WorkspaceRecords) {
	const rows = await here.tx.selectFrom('actor').selectAll().where('workspace_id', '=', here.workspace.id).execute()
	return sheetRows(
		actorSheet,
		rows.flatMap(({ id, parent_id, is_enforcement, ...row }) => {
			const record = records.held(id)
			if (!record) return []
			const parent = records.keyOf(parent_id)
			const audience = ownAudience(record)
			return [{ id, row: { ...row, ...headed(record), parent, enforcement: is_enforcement, audience } }]
		}),
		here.workspace.language
	)
}

async function gatherStructures(here: Here, records: WorkspaceRecords) {
	const rows = await here.tx.selectFrom('structure').selectAll().where('workspace_id', '=', here.workspace.id).execute()
	return sheetRows(
		structureSheet,
		rows.flatMap(({ id, ...row }) => {
			const record = records.held(id)
			if (!record) return []
			const offices = {
				chair: records.keyOf(row.chair_actor_id),
				host: records.keyOf(row.host_actor_id),
				secretariat: records.keyOf(row.secretariat_structure_id),
				secretariat_actor: records.keyOf(row.secretariat_actor_id),
				as_actor: records.keyOf(row.as_actor_id),
				parent: records.keyOf(row.parent_id)
			}
			return [{ id, row: { ...row, ...headed(record), ...offices, audience: audienceOf(record) } }]
		}),
		here.workspace.language
	)
}

async function gatherFrameworks(here: Here, records: WorkspaceRecords) {
	const rows = await here.tx.selectFrom('framework').selectAll().where('workspace_id', '=', here.workspace.id).execute()
	return sheetRows(
		frameworkSheet,
		rows.flatMap(({ id, ...row }) => {
			const record = records.held(id)
			if (!record) return []
			const issuer = records.keyOf(row.issuer_actor_id)
			return [{ id, row: { ...row, ...headed(record), issuer, audience: ownAudience(record) } }]
		}),
		here.workspace.language
	)
}

async function gatherAreas(here: Here, records: WorkspaceRecords) {
	const rows = await here.tx
		.selectFrom('theme_area')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.execute()
	return sheetRows(
		areaSheet,
		rows.flatMap(({ id, framework_id, position }) => {
			const record = records.held(id)
			const framework = records.keyOf(framework_id)
			return record && framework !== undefined ? [{ id, row: { ...headed(record), framework, position } }] : []
		}),
		here.workspace.language
	)
}
