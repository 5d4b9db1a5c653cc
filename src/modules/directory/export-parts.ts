import { originOf, type WorkspaceRecords } from '#platform/exchange/records.server.ts'
import { REPEAT, sheetRows, type SheetRows } from '#platform/exchange/sheet-rows.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import {
	areaLeadSheet,
	CROSSWALKS,
	crosswalkSheet,
	formerNameSheet,
	mandateSheet,
	membershipSheet,
	nominationSheet,
	structureAreaSheet,
	structureStatusSheet,
	successionSheet
} from './sheets.ts'

/** What hangs on the directory's records, as far as the seat sees both its ends. */
export async function gatherParts(here: Here, records: WorkspaceRecords): Promise<SheetRows[]> {
	const memberships = await gatherMemberships(here, records)
	return [
		await gatherFormerNames(here, records),
		await gatherSuccessions(here, records),
		await gatherStatuses(here, records),
		memberships,
		await gatherNominations(here, records, memberships),
		await gatherMandates(here, records),
		await gatherCrosswalk(here, records),
		await gatherLeads(here, records),
		await gatherStructureAreas(here, records)
	]
}

async function gatherFormerNames(here: Here, records: WorkspaceRecords) {
	const rows = await here.tx
		.selectFrom('record_name')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.execute()
	return sheetRows(
		formerNameSheet,
		rows.flatMap(({ id, record_id, ...row }) => {
			const record = records.held(record_id)
			if (record?.kind !== 'actor') return []
			return [{ id, row: { ...row, actor: record.reference, from: row.from_day, to: row.to_day, repeat: null } }]
		}),
		here.workspace.language
	)
}

async function gatherSuccessions(here: Here, records: WorkspaceRecords) {
	const rows = await here.tx
		.selectFrom('actor_succession')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.execute()
	return sheetRows(
		successionSheet,
		rows.flatMap(({ id, actor_id, successor_id, ...row }) => {
			const actor = records.keyOf(actor_id)
			const successor = records.keyOf(successor_id)
			return actor === undefined ? [] : [{ id, row: { ...row, actor, successor, repeat: null } }]
		}),
		here.workspace.language
	)
}

async function gatherStatuses(here: Here, records: WorkspaceRecords) {
	const rows = await here.tx
		.selectFrom('structure_status')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.orderBy('created_at')
		.orderBy('id')
		.execute()
	const counted = new Map<string, number>()
	return sheetRows(
		structureStatusSheet,
		rows.flatMap(({ id, structure_id, ...row }) => {
			const structure = records.keyOf(structure_id)
			if (structure === undefined) return []
			const position = (counted.get(structure_id) ?? 0) + 1
			counted.set(structure_id, position)
			const { note: _none, ...origin } = originOf(row)
			return [{ id, row: { ...row, ...origin, structure, position } }]
		}),
		here.workspace.language
	)
}

async function gatherMemberships(here: Here, records: WorkspaceRecords) {
	const rows = await here.tx
		.selectFrom('membership')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.execute()
	return sheetRows(
		membershipSheet,
		rows.flatMap(({ id, structure_id, actor_id, ...row }) => {
			const structure = records.keyOf(structure_id)
			const actor = records.keyOf(actor_id)
			if (structure === undefined || actor === undefined) return []
			const days = { from: row.from_day, to: row.to_day }
			return [{ id, row: { ...row, ...originOf(row), structure, actor, ...days, repeat: null } }]
		}),
		here.workspace.language
	)
}

// Who sits is an office: the seat and the letter that name a person's are not carried.
async function gatherNominations(here: Here, records: WorkspaceRecords, memberships: SheetRows) {
	const seats = new Map(memberships.rows.map((row) => [row.id, row.texts]))
	const rows = await here.tx
		.selectFrom('nomination')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.execute()
	// The address of an office is for those who work in the workspace, as on the structure's page.
	const isShown = here.seat.role !== 'public'
	return sheetRows(
		nominationSheet,
		rows.flatMap(({ id, membership_id, ...row }) => {
			const membership = seats.get(membership_id)
			if (!membership) return []
			const repeat = membership[REPEAT]
			const seat = {
				structure: membership['structure'],
				actor: membership['actor'],
				member_from: membership['from'],
				member_repeat: repeat === undefined ? null : Number(repeat)
			}
			const email = isShown ? row.email : null
			return [{ id, row: { ...row, ...seat, email, from: row.from_day, to: row.to_day, repeat: null } }]
		}),
		here.workspace.language
	)
}

async function gatherMandates(here: Here, records: WorkspaceRecords) {
	const rows = await here.tx.selectFrom('mandate').selectAll().where('workspace_id', '=', here.workspace.id).execute()
	return sheetRows(
		mandateSheet,
		rows.flatMap(({ id, structure_id, function_area_id, area_id, ...row }) => {
			const structure = records.keyOf(structure_id)
			if (structure === undefined) return []
			const { note: _none, ...origin } = originOf(row)
			const areas = { function: records.keyOf(function_area_id), area: records.keyOf(area_id) }
			return [{ id, row: { ...row, ...origin, structure, ...areas } }]
		}),
		here.workspace.language
	)
}

async function gatherCrosswalk(here: Here, records: WorkspaceRecords) {
	const rows = await here.tx
		.selectFrom('link')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('type', 'in', CROSSWALKS)
		.where('state', '<>', 'withdrawn')
		.execute()
	return sheetRows(
		crosswalkSheet,
		rows.flatMap(({ id, from_id, to_id, ...row }) => {
			const [from, to] = [records.held(from_id), records.held(to_id)]
			if (from?.kind !== 'area' || to?.kind !== 'area') return []
			const ends = { area: from.reference, relation: row.type, other_area: to.reference }
			return [{ id, row: { ...row, ...originOf(row), ...ends, from: row.from_day, to: row.to_day } }]
		}),
		here.workspace.language
	)
}

async function gatherLeads(here: Here, records: WorkspaceRecords) {
	const rows = await here.tx.selectFrom('area_lead').selectAll().where('workspace_id', '=', here.workspace.id).execute()
	return sheetRows(
		areaLeadSheet,
		rows.flatMap(({ id, area_id, actor_id, ...row }) => {
			const area = records.keyOf(area_id)
			const actor = records.keyOf(actor_id)
			if (area === undefined || actor === undefined) return []
			return [{ id, row: { ...row, ...originOf(row), area, actor, from: row.from_day, to: row.to_day, repeat: null } }]
		}),
		here.workspace.language
	)
}

async function gatherStructureAreas(here: Here, records: WorkspaceRecords) {
	const rows = await here.tx
		.selectFrom('record_theme')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.execute()
	return sheetRows(
		structureAreaSheet,
		rows.flatMap(({ id, record_id, area_id, ...row }) => {
			const structure = records.held(record_id)
			const area = records.keyOf(area_id)
			if (structure?.kind !== 'structure' || area === undefined) return []
			return [{ id, row: { ...originOf(row), structure: structure.reference, area } }]
		}),
		here.workspace.language
	)
}
