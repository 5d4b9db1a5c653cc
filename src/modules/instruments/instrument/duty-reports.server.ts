import type { Here } from '#platform/operation/operation.server.ts'
import type { Reported } from './report-rules.ts'

type UnderDuty = Reported & { readonly duty: string | null }

/** The reports under duties, by the duty: of one instrument, or of all. */
export async function reportsByDuty(
	here: Pick<Here, 'tx' | 'workspace'>,
	instrumentId?: string
): Promise<Map<string | null, UnderDuty[]>> {
	let asked = here.tx
		.selectFrom('treaty_report')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'treaty_report.workspace_id').onRef('record.id', '=', 'treaty_report.id')
		)
		.select(['treaty_report.reporting_duty_id', 'treaty_report.due_day', 'treaty_report.submitted_day'])
		.select('treaty_report.state')
		.where('treaty_report.workspace_id', '=', here.workspace.id)
		.where('treaty_report.reporting_duty_id', 'is not', null)
		.where('record.state', '=', 'active')
	if (instrumentId !== undefined) asked = asked.where('treaty_report.instrument_id', '=', instrumentId)
	const rows = await asked.execute()
	return Map.groupBy(
		rows.map((row) => ({
			duty: row.reporting_duty_id,
			dueDay: row.due_day,
			submittedDay: row.submitted_day,
			isOpen: row.state === 'due'
		})),
		({ duty }) => duty
	)
}
