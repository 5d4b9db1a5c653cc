import type { Selectable } from 'kysely'
import { officesOf } from '#modules/directory/find-directory.server.ts'
import type { Offices } from '#platform/access/seat.ts'
import type { Tables } from '#platform/database/tables.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { getRecord, type RecordHead } from '#platform/records/find-record.server.ts'

/** A record of this area with its row, and the actors that hold the offices of its structure. */
export type Found<T> = RecordHead & Offices & { row: T }

async function withOffices<T extends { structure_id: string | null }>(
	here: Here,
	record: RecordHead,
	row: T
): Promise<Found<T>> {
	return { ...record, ...(await officesOf(here, row.structure_id)), row }
}

/** A meeting by number or identifier, with its row; absent when there is none the seat may see. */
export async function getMeetingRow(here: Here, reference: string): Promise<Found<Selectable<Tables['meeting']>>> {
	const record = await getRecord(here, 'meeting', reference)
	const row = await here.tx
		.selectFrom('meeting')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', record.id)
		.executeTakeFirstOrThrow()
	return withOffices(here, record, row)
}

/** An agenda item by key or identifier, with its row. */
export async function getAgendaItemRow(
	here: Here,
	reference: string
): Promise<Found<Selectable<Tables['agenda_item']>>> {
	const record = await getRecord(here, 'agenda-item', reference)
	const row = await here.tx
		.selectFrom('agenda_item')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', record.id)
		.executeTakeFirstOrThrow()
	return withOffices(here, record, row)
}

/** A recommendation by number or identifier, with its row and the offices of the structure that made it. */
export async function getRecommendationRow(
	here: Here,
	reference: string
): Promise<Found<Selectable<Tables['recommendation']>>> {
	const record = await getRecord(here, 'recommendation', reference)
	const row = await here.tx
		.selectFrom('recommendation')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', record.id)
		.executeTakeFirstOrThrow()
	return withOffices(here, record, row)
}

/** A decision by number or identifier, with its row. */
export async function getDecisionRow(here: Here, reference: string): Promise<Found<Selectable<Tables['decision']>>> {
	const record = await getRecord(here, 'decision', reference)
	const row = await here.tx
		.selectFrom('decision')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', record.id)
		.executeTakeFirstOrThrow()
	return withOffices(here, record, row)
}

/** A written procedure by number or identifier, with its row. */
export async function getWrittenProcedureRow(
	here: Here,
	reference: string
): Promise<Found<Selectable<Tables['written_procedure']>>> {
	const record = await getRecord(here, 'written-procedure', reference)
	const row = await here.tx
		.selectFrom('written_procedure')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', record.id)
		.executeTakeFirstOrThrow()
	return withOffices(here, record, row)
}

/** An action by number or identifier, with its row. */
export async function getActionRow(here: Here, reference: string): Promise<Found<Selectable<Tables['action']>>> {
	const record = await getRecord(here, 'action', reference)
	const row = await here.tx
		.selectFrom('action')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', record.id)
		.executeTakeFirstOrThrow()
	return withOffices(here, record, row)
}
