import { sql } from 'kysely'
import type { z } from 'zod'
import type { Here } from '#platform/operation/operation.server.ts'
import { headColumns, referenceColumns, toHead, toOrigin, toReference } from '#platform/records/find-record.server.ts'
import { reportsByDuty } from './duty-reports.server.ts'
import type { DutyLine, ObligationLine, TextLine } from './instrument-outputs.ts'
import { whyNoReport } from './report-rules.ts'
import { boundSince, statusRows, termsOf, toEvent, type TermRow } from './status-rows.server.ts'
import { positionAt } from './status-rules.ts'

// The Treaty on the Functioning of the European Union has 358 articles; an instrument's page shows all its lines at once.
const PARTS_MOST = 1_000

/** The obligations of an instrument in the order of its articles; withdrawn ones are left out. */
export async function obligationsOf(here: Here, instrumentId: string): Promise<z.output<typeof ObligationLine>[]> {
	const rows = await here.tx
		.selectFrom('obligation')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'obligation.workspace_id').onRef('record.id', '=', 'obligation.id')
		)
		.select(headColumns)
		.select(['obligation.article', 'obligation.position', 'obligation.text', 'obligation.language'])
		.where('obligation.workspace_id', '=', here.workspace.id)
		.where('obligation.instrument_id', '=', instrumentId)
		.where('record.state', '=', 'active')
		.orderBy('obligation.position')
		.orderBy('obligation.id')
		.limit(PARTS_MOST)
		.execute()
	return rows.map((row) => {
		const { id, kind, reference, title, acronym, state, origin, source, year, note } = toHead(row)
		const { article, position, text, language } = row
		return { id, kind, reference, title, acronym, article, position, text, language, state, origin, source, year, note }
	})
}

/** What an instrument asks States to report, and why no report stands under it; withdrawn duties are left out. */
export async function dutiesOf(
	here: Here,
	{ id: instrumentId, row: termRow }: { id: string; row: TermRow }
): Promise<z.output<typeof DutyLine>[]> {
	const { country } = here.workspace
	const [rows, reports, statuses] = await Promise.all([
		here.tx
			.selectFrom('reporting_duty')
			.selectAll()
			.where('workspace_id', '=', here.workspace.id)
			.where('instrument_id', '=', instrumentId)
			.where('state', '=', 'active')
			.orderBy('id')
			.limit(PARTS_MOST)
			.execute(),
		reportsByDuty(here, instrumentId),
		country === null ? [] : statusRows(here, { instruments: [instrumentId], country })
	])
	const [events, terms] = [statuses.map(toEvent), termsOf(termRow)]
	const { inForce, joinedBy } = positionAt(events, terms, here.today)
	const standing = {
		boundSince: boundSince(events, terms, here.today),
		inForce,
		hasJoined: joinedBy !== null,
		today: here.today
	}
	const whyNone = (row: { id: string; first_months: number | null; every_months: number | null }) =>
		country === null
			? null
			: whyNoReport(
					{ firstMonths: row.first_months, everyMonths: row.every_months },
					{ ...standing, reports: reports.get(row.id) ?? [] }
				)
	return rows.map((row) => ({
		noReport: whyNone(row),
		id: row.id,
		article: row.article,
		body: row.body,
		firstMonths: row.first_months,
		everyMonths: row.every_months,
		language: row.language,
		state: row.state,
		...toOrigin(row)
	}))
}

/** The texts of an instrument whose file still stands with its documents, and how reading each went. */
export async function textsOf(here: Here, instrumentId: string): Promise<z.output<typeof TextLine>[]> {
	const rows = await here.tx
		.selectFrom('instrument_text')
		.innerJoin('file', (on) =>
			on
				.onRef('file.workspace_id', '=', 'instrument_text.workspace_id')
				.onRef('file.id', '=', 'instrument_text.file_id')
		)
		.innerJoin('document', (on) =>
			on
				.onRef('document.workspace_id', '=', 'instrument_text.workspace_id')
				.onRef('document.file_id', '=', 'instrument_text.file_id')
		)
		.select(['instrument_text.id', 'instrument_text.language', 'instrument_text.state', 'instrument_text.fault'])
		.select(['file.id as file_id', 'file.name', 'file.media_type', 'file.size'])
		.select(sql<number>`coalesce(length(instrument_text.text), 0)`.as('characters'))
		.where('instrument_text.workspace_id', '=', here.workspace.id)
		.where('instrument_text.instrument_id', '=', instrumentId)
		.where('document.state', '=', 'active')
		.orderBy('instrument_text.id')
		.limit(PARTS_MOST)
		.execute()
	return rows.map((row) => ({
		id: row.id,
		language: row.language,
		file: { id: row.file_id, name: row.name, mediaType: row.media_type, size: row.size },
		progress: row.state,
		fault: row.fault,
		characters: row.characters
	}))
}

/** The reports under an instrument, latest first. */
export async function reportsOf(here: Here, instrumentId: string) {
	const rows = await here.tx
		.selectFrom('treaty_report')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'treaty_report.workspace_id').onRef('record.id', '=', 'treaty_report.id')
		)
		.select(referenceColumns)
		.select(['treaty_report.form', 'treaty_report.due_day', 'treaty_report.state as progress'])
		.where('treaty_report.workspace_id', '=', here.workspace.id)
		.where('treaty_report.instrument_id', '=', instrumentId)
		.where('record.state', '=', 'active')
		.orderBy('treaty_report.due_day', 'desc')
		.orderBy('record.id')
		.limit(PARTS_MOST)
		.execute()
	return rows.map((row) => ({ ...toReference(row), form: row.form, dueDay: row.due_day, progress: row.progress }))
}
