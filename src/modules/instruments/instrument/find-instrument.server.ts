import type { Here } from '#platform/operation/operation.server.ts'
import { absent } from '#platform/operation/refusal.ts'
import { findRecord, getRecord } from '#platform/records/find-record.server.ts'

/** An instrument's record with its row; absent where the seat may see none. */
export async function getInstrumentRow(here: Here, reference: string) {
	const record = await getRecord(here, 'instrument', reference)
	const row = await here.tx
		.selectFrom('instrument')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', record.id)
		.executeTakeFirstOrThrow()
	return { ...record, row }
}
export type FoundInstrument = Awaited<ReturnType<typeof getInstrumentRow>>

/** An obligation's record with its row and its instrument. */
export async function getObligationRow(here: Here, reference: string) {
	const record = await getRecord(here, 'obligation', reference)
	const row = await here.tx
		.selectFrom('obligation')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', record.id)
		.executeTakeFirstOrThrow()
	return { ...record, row }
}
export type FoundObligation = Awaited<ReturnType<typeof getObligationRow>>

/** A treaty report's record with its row. */
export async function getTreatyReportRow(here: Here, reference: string) {
	const record = await getRecord(here, 'treaty-report', reference)
	const row = await here.tx
		.selectFrom('treaty_report')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', record.id)
		.executeTakeFirstOrThrow()
	return { ...record, row }
}
export type FoundTreatyReport = Awaited<ReturnType<typeof getTreatyReportRow>>

/** A line of a status with the instrument it is of; absent where the seat does not see that. */
export async function getStatusRow(here: Here, id: string) {
	const status = await here.tx
		.selectFrom('instrument_status')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirst()
	const record = status && (await findRecord(here, 'instrument', status.instrument_id))
	if (!record) throw absent('instruments.no-such-status')
	return { ...(await getInstrumentRow(here, record.id)), status }
}

/** A duty to report with the instrument that asks for it; absent where the seat does not see that. */
export async function getReportingDutyRow(here: Here, id: string) {
	const duty = await here.tx
		.selectFrom('reporting_duty')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirst()
	const record = duty && (await findRecord(here, 'instrument', duty.instrument_id))
	if (!record) throw absent('instruments.no-such-duty')
	return { ...(await getInstrumentRow(here, record.id)), duty }
}
