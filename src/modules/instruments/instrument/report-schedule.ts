import { z } from 'zod'
import { defineTimed } from '#platform/jobs/jobs.server.ts'
import { command, nothing, type Writing } from '#platform/operation/operation.server.ts'
import { run } from '#platform/operation/perform.server.ts'
import { reportsByDuty } from './duty-reports.server.ts'
import { putReport } from './report-commands.ts'
import { nextReport, titleOfReport, type Reported } from './report-rules.ts'
import { refreshPositions } from './status-commands.ts'
import { boundSince, statusRows, termsById, termsOf, toEvent } from './status-rows.server.ts'

const dutiesInUse = (here: Writing) =>
	here.tx
		.selectFrom('reporting_duty')
		.innerJoin('record', (on) =>
			on
				.onRef('record.workspace_id', '=', 'reporting_duty.workspace_id')
				.onRef('record.id', '=', 'reporting_duty.instrument_id')
		)
		.select(['reporting_duty.id', 'reporting_duty.instrument_id', 'reporting_duty.body'])
		.select(['reporting_duty.first_months', 'reporting_duty.every_months'])
		.select(['record.title', 'record.audience', 'record.acronym'])
		.where('reporting_duty.workspace_id', '=', here.workspace.id)
		.where('reporting_duty.state', '=', 'active')
		.where('record.state', '=', 'active')
		.orderBy('reporting_duty.id')
		.execute()

/** Makes the next report of each duty of an instrument that binds the country, where none is open. */
export const scheduleReports = command({
	name: 'treatyReport.schedule',
	input: z.strictObject({}),
	output: z.object({ made: z.int() }),
	about: nothing,
	allow: () => false,
	clock: true,
	async run(here) {
		const { country } = here.workspace
		const duties = country === null ? [] : await dutiesInUse(here)
		if (country === null || duties.length === 0) return { made: 0 }
		const instruments = [...new Set(duties.map(({ instrument_id }) => instrument_id))]
		const [rows, terms, reports] = await Promise.all([
			statusRows(here, { instruments, country }),
			termsById(here, instruments),
			reportsByDuty(here)
		])
		const lines = Map.groupBy(rows, ({ instrument_id }) => instrument_id)
		let made = 0
		for (const duty of duties) {
			const row = terms.get(duty.instrument_id)
			if (!row) continue
			const own: readonly Reported[] = reports.get(duty.id) ?? []
			const since = boundSince((lines.get(duty.instrument_id) ?? []).map(toEvent), termsOf(row), here.today)
			const next = nextReport(
				{ firstMonths: duty.first_months, everyMonths: duty.every_months },
				{ boundSince: since, reports: own, today: here.today }
			)
			if (!next) continue
			await putReport(here, {
				instrument: { id: duty.instrument_id, audience: duty.audience },
				title: titleOfReport(duty.title, duty.acronym, next.dueDay),
				form: next.form,
				dueDay: next.dueDay,
				dutyId: duty.id,
				leadActorId: null
			})
			made++
		}
		return { made }
	}
})

/** Every few hours, so that each time zone has its day: what came into force or ended today, and the reports that come next. */
export const keepInstrumentsCurrent = defineTimed({
	name: 'instrument.keepCurrent',
	cron: '25 */4 * * *',
	async run(opening) {
		await run(opening, refreshPositions, {})
		await run(opening, scheduleReports, {})
	}
})
