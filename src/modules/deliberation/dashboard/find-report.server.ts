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

type Period = { structureId: string | null; from: string; to: string }

/** The number of the latest report on the same days of the same structure, or of the whole, as far as the seat sees one. */
export async function reportOn(here: Here, { structureId, from, to }: Period): Promise<string | undefined> {
	const row = await here.tx
		.selectFrom('secretariat_report as report')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'report.workspace_id').onRef('record.id', '=', 'report.id')
		)
		.select('record.number')
		.where('report.workspace_id', '=', here.workspace.id)
		.where('report.structure_id', 'is not distinct from', structureId)
		.where('report.from_day', '=', from)
		.where('report.to_day', '=', to)
		.where('record.state', '=', 'active')
		.orderBy('record.id', 'desc')
		.limit(1)
		.executeTakeFirst()
	return row?.number ?? undefined
}
