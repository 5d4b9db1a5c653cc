import type { Selectable } from 'kysely'
import { officesOf } from '#modules/directory/find-directory.server.ts'
import type { Tables } from '#platform/database/tables.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { getRecord } from '#platform/records/find-record.server.ts'
import type { Found } from '../find-deliberation.server.ts'

/** A secretariat report by number or identifier, with its row and the offices of the structure it is about. */
export async function getReportRow(
	here: Here,
	reference: string
): Promise<Found<Selectable<Tables['secretariat_report']>>> {
	const record = await getRecord(here, 'secretariat-report', reference)
	const row = await here.tx
		.selectFrom('secretariat_report')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', record.id)
		.executeTakeFirstOrThrow()
	return { ...record, ...(await officesOf(here, row.structure_id)), row }
}
