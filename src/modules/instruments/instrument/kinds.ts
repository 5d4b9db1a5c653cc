import type { Here, Writing } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import type { Kind, SearchText } from '#platform/operation/registry.server.ts'
import { anyOf, findRecord } from '#platform/records/find-record.server.ts'
import { getInstrument, listInstruments } from './instrument-queries.ts'
import { getObligation, listObligations } from './obligation-queries.ts'
import { TREATY_REPORT } from './report-commands.ts'
import { getTreatyReport, listTreatyReports } from './report-queries.ts'

// PostgreSQL keeps at most a megabyte of one record's words; a treaty of 100 pages has some 250,000 characters.
const BODY_MOST = 300_000

/** What an instrument is found by beside its name: its summary, its depositary, and its texts as far as their files stand. */
async function instrumentText(here: Here, ids: readonly string[]): Promise<SearchText[]> {
	const [rows, texts] = await Promise.all([
		here.tx
			.selectFrom('instrument')
			.select(['id', 'summary', 'depositary', 'adopting_body', 'place'])
			.where('workspace_id', '=', here.workspace.id)
			.where('id', '=', anyOf(ids))
			.execute(),
		here.tx
			.selectFrom('instrument_text')
			.innerJoin('document', (on) =>
				on
					.onRef('document.workspace_id', '=', 'instrument_text.workspace_id')
					.onRef('document.file_id', '=', 'instrument_text.file_id')
			)
			.select(['instrument_text.instrument_id', 'instrument_text.text'])
			.where('instrument_text.workspace_id', '=', here.workspace.id)
			.where('instrument_text.instrument_id', '=', anyOf(ids))
			.where('instrument_text.state', '=', 'read')
			.where('document.state', '=', 'active')
			.orderBy('instrument_text.id')
			.execute()
	])
	const bodies = Map.groupBy(texts, ({ instrument_id }) => instrument_id)
	return rows.map(({ id, ...row }) => ({
		id,
		heading: '',
		body: [row.summary, row.depositary, row.adopting_body, row.place, ...(bodies.get(id) ?? []).map(({ text }) => text)]
			.filter((part) => part)
			.join(' \n ')
			.slice(0, BODY_MOST)
	}))
}

async function obligationText(here: Here, ids: readonly string[]): Promise<SearchText[]> {
	const rows = await here.tx
		.selectFrom('obligation')
		.select(['id', 'article', 'text'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', anyOf(ids))
		.execute()
	return rows.map((row) => ({ id: row.id, heading: row.article, body: row.text }))
}

async function reportText(here: Here, ids: readonly string[]): Promise<SearchText[]> {
	const rows = await here.tx
		.selectFrom('treaty_report')
		.leftJoin('reporting_duty', (on) =>
			on
				.onRef('reporting_duty.workspace_id', '=', 'treaty_report.workspace_id')
				.onRef('reporting_duty.id', '=', 'treaty_report.reporting_duty_id')
		)
		.select(['treaty_report.id', 'reporting_duty.body'])
		.where('treaty_report.workspace_id', '=', here.workspace.id)
		.where('treaty_report.id', '=', anyOf(ids))
		.execute()
	return rows.map((row) => ({ id: row.id, heading: '', body: row.body ?? '' }))
}

/** What is seen by whoever sees an instrument: its obligations and its reports. */
async function partsOfInstrument(here: Here, id: string): Promise<string[]> {
	const [obligations, reports] = await Promise.all([
		here.tx
			.selectFrom('obligation')
			.select('id')
			.where('workspace_id', '=', here.workspace.id)
			.where('instrument_id', '=', id)
			.execute(),
		here.tx
			.selectFrom('treaty_report')
			.select('id')
			.where('workspace_id', '=', here.workspace.id)
			.where('instrument_id', '=', id)
			.execute()
	])
	return [...obligations, ...reports].map((row) => row.id)
}

type Standing = { state: 'active' | 'withdrawn'; reason: string | null }

/** Takes the obligations and reports of an instrument along; those that were withdrawn for a reason of their own stay so. */
async function takePartsAlong(here: Writing, id: string, { state, reason }: Standing): Promise<void> {
	const ids = await partsOfInstrument(here, id)
	const rows = await here.tx
		.selectFrom('record')
		.select(['id', 'state', 'state_reason'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', anyOf([...ids, id]))
		.execute()
	const whole = rows.find((row) => row.id === id)
	const moved = rows.filter(
		(row) =>
			row.id !== id &&
			(state === 'withdrawn'
				? row.state === 'active'
				: row.state === 'withdrawn' && row.state_reason === whole?.state_reason)
	)
	if (moved.length > 0)
		await here.write.changeRecords(
			moved.map((row) => ({ id: row.id, change: { state, state_reason: state === 'withdrawn' ? reason : null } }))
		)
}

/** A part is taken up again only where its instrument stands. */
const standsWithInstrument =
	(table: 'obligation' | 'treaty_report') =>
	async (here: Writing, id: string, { state }: Standing): Promise<void> => {
		if (state === 'withdrawn') return
		const row = await here.tx
			.selectFrom(table)
			.select('instrument_id')
			.where('workspace_id', '=', here.workspace.id)
			.where('id', '=', id)
			.executeTakeFirstOrThrow()
		const instrument = await findRecord(here, 'instrument', row.instrument_id)
		if (instrument?.state !== 'active') throw conflict('instruments.instrument-withdrawn')
	}

/** The kinds of record for what was promised to other States, and for what is reported of it. */
export const instrumentKinds: readonly Kind[] = [
	{
		name: 'instrument',
		code: null,
		list: listInstruments,
		get: getInstrument,
		getInput: (instrument) => ({ instrument }),
		searchText: instrumentText,
		parts: partsOfInstrument,
		standing: takePartsAlong
	},
	{
		name: 'obligation',
		code: null,
		list: listObligations,
		get: getObligation,
		getInput: (obligation) => ({ obligation }),
		searchText: obligationText,
		standing: standsWithInstrument('obligation'),
		isPart: true
	},
	{
		name: 'treaty-report',
		code: TREATY_REPORT,
		list: listTreatyReports,
		get: getTreatyReport,
		getInput: (report) => ({ report }),
		searchText: reportText,
		standing: standsWithInstrument('treaty_report'),
		isPart: true
	}
]
