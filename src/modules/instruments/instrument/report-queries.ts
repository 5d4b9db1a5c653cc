import { z } from 'zod'
import { recordFilters } from '#modules/directory/actor-queries.ts'
import { resolveField } from '#modules/directory/find-directory.server.ts'
import { totalOf } from '#modules/directory/record-queries.ts'
import { keepsRecords } from '#platform/records/rules.ts'
import { Day, Reference } from '#platform/operation/fields.ts'
import { AnyOf, listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import {
	headColumns,
	RecordHead,
	RecordReference,
	referenceColumns,
	referencesOf,
	toHead,
	toReference,
	type RecordReference as ReferenceOf
} from '#platform/records/find-record.server.ts'
import { idsWithWords } from '#platform/records/search-words.server.ts'
import { ofKind } from '../of-kind.server.ts'
import { keepsInstruments, leads } from '../rules.ts'
import { getTreatyReportRow } from './find-instrument.server.ts'
import { isDialogueAhead, REPORT_FORMS, REPORT_STATES, whyNotMoveReport, type ReportMove } from './report-rules.ts'

const day = z.string().nullable()

export const TreatyReportItem = RecordHead.extend({
	instrument: RecordReference.nullable(),
	form: z.enum(REPORT_FORMS),
	dueDay: z.string(),
	/** How far it is; `state` is that of the record. */
	progress: z.enum(REPORT_STATES),
	/** Due before today, and not submitted. */
	isLate: z.boolean(),
	lead: RecordReference.nullable(),
	submittedDay: day,
	/** The day for which the dialogue is planned, until it is noted. */
	dialoguePlanned: day,
	dialogueDay: day,
	observationsDay: day
})

const MayMove = z.object({
	change: z.boolean(),
	/** Say for which day the dialogue is planned. */
	planDialogue: z.boolean(),
	submit: z.boolean(),
	dialogue: z.boolean(),
	observations: z.boolean(),
	/** Enter what the observations recommend: those who keep the register. */
	recommend: z.boolean(),
	drop: z.boolean()
})

const TreatyReportPage = TreatyReportItem.extend({
	duty: z.object({ article: z.string().nullable(), body: z.string() }).nullable(),
	/** Recommendations of the concluding observations, and others that follow from it. */
	recommendations: z.array(RecordReference),
	may: MayMove,
	whyNot: z.object({ submit: day, dialogue: day, observations: day, drop: day })
})

const base = (here: Here) =>
	here.tx
		.selectFrom('record')
		.innerJoin('treaty_report', (on) =>
			on.onRef('treaty_report.workspace_id', '=', 'record.workspace_id').onRef('treaty_report.id', '=', 'record.id')
		)
		.where('record.workspace_id', '=', here.workspace.id)
		.where(ofKind('treaty-report'))

const columns = [
	...headColumns,
	'record.title_sort',
	'treaty_report.instrument_id',
	'treaty_report.form',
	'treaty_report.due_day',
	'treaty_report.lead_actor_id',
	'treaty_report.state as progress',
	'treaty_report.submitted_day',
	'treaty_report.dialogue_day',
	'treaty_report.observations_day'
] as const

type ItemRow = Parameters<typeof toHead>[0] & {
	instrument_id: string
	form: (typeof REPORT_FORMS)[number]
	due_day: string
	lead_actor_id: string | null
	progress: (typeof REPORT_STATES)[number]
	submitted_day: string | null
	dialogue_day: string | null
	observations_day: string | null
}

const toItem = (here: Here, row: ItemRow, references: ReadonlyMap<string, ReferenceOf>) => ({
	...toHead(row),
	instrument: references.get(row.instrument_id) ?? null,
	form: row.form,
	dueDay: row.due_day,
	progress: row.progress,
	isLate: row.progress === 'due' && row.due_day < here.today,
	lead: row.lead_actor_id === null ? null : (references.get(row.lead_actor_id) ?? null),
	submittedDay: row.submitted_day,
	...(isDialogueAhead(row.progress)
		? { dialoguePlanned: row.dialogue_day, dialogueDay: null }
		: { dialoguePlanned: null, dialogueDay: row.dialogue_day }),
	observationsDay: row.observations_day
})

const SORTS = ['due', 'title', 'changed'] as const

/** The reports that instruments ask for: when each is due, how far it is, and who writes it. */
export const listTreatyReports = query({
	name: 'treatyReport.list',
	input: listInput(
		{
			...recordFilters,
			instrument: Reference,
			form: AnyOf(z.enum(REPORT_FORMS)),
			progress: AnyOf(z.enum(REPORT_STATES)),
			/** Written by this actor. */
			lead: Reference,
			/** Due on this day or later. */
			from: Day,
			/** Due on this day or earlier. */
			until: Day,
			/** With a dialogue planned for this day or later, or held then. */
			dialogueFrom: Day,
			/** With a dialogue planned for this day or earlier, or held then. */
			dialogueUntil: Day
		},
		SORTS
	),
	output: listed(TreatyReportItem),
	about: nothing,
	allow: everyone,
	async run(here, input) {
		const { filter = {} } = input
		const part = listPart(
			here.secret,
			input,
			{ due: 'treaty_report.due_day', title: 'record.title_sort', changed: 'record.changed_at' },
			'record.id'
		)
		const instrumentId = await resolveField(here, 'instrument', filter.instrument, 'instrument')
		const leadId = await resolveField(here, 'actor', filter.lead, 'lead')
		let rows = base(here).where('record.state', 'in', filter.state ?? ['active'])
		if (filter.origin) rows = rows.where('record.origin', 'in', filter.origin)
		if (instrumentId) rows = rows.where('treaty_report.instrument_id', '=', instrumentId)
		if (filter.form) rows = rows.where('treaty_report.form', 'in', filter.form)
		if (filter.progress) rows = rows.where('treaty_report.state', 'in', filter.progress)
		if (leadId) rows = rows.where('treaty_report.lead_actor_id', '=', leadId)
		if (filter.from) rows = rows.where('treaty_report.due_day', '>=', filter.from)
		if (filter.until) rows = rows.where('treaty_report.due_day', '<=', filter.until)
		if (filter.dialogueFrom) rows = rows.where('treaty_report.dialogue_day', '>=', filter.dialogueFrom)
		if (filter.dialogueUntil) rows = rows.where('treaty_report.dialogue_day', '<=', filter.dialogueUntil)
		if (filter.words) rows = rows.where('record.id', 'in', idsWithWords(here, 'treaty-report', filter.words))
		const [found, total] = await Promise.all([
			rows.select(columns).where(part.where).orderBy(part.orderBy).limit(part.limit).execute(),
			totalOf(here, 'treaty-report', filter, { field: '', values: undefined }, rows.select('record.id'))
		])
		const references = await referencesOf(
			here,
			found.flatMap((row) => [row.instrument_id, row.lead_actor_id])
		)
		return toList(here.secret, part, found, total, input, {
			value: (row) => sortValue(input.sort, row),
			item: (row) => toItem(here, row, references)
		})
	}
})

function sortValue(sort: string, row: { title_sort: string; due_day: string; changed_at: Date }) {
	switch (sort.replace('-', '')) {
		case 'title':
			return row.title_sort
		case 'changed':
			return row.changed_at
		default:
			return row.due_day
	}
}

const FOLLOWING_MOST = 200

/** The recommendations that are linked as following from a report, of those the seat sees. */
async function following(here: Here, reportId: string) {
	const rows = await here.tx
		.selectFrom('link')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'link.workspace_id').onRef('record.id', '=', 'link.from_id')
		)
		.select(referenceColumns)
		.where('link.workspace_id', '=', here.workspace.id)
		.where('link.to_id', '=', reportId)
		.where('link.type', '=', 'follows-from')
		.where('link.state', '<>', 'withdrawn')
		.where('record.kind', '=', 'recommendation')
		.orderBy('record.id')
		.limit(FOLLOWING_MOST)
		.execute()
	return rows.map(toReference)
}

/** One report: its duty, its days, and the recommendations that came of it. */
export const getTreatyReport = query({
	name: 'treatyReport.get',
	input: z.strictObject({ report: Reference }),
	output: TreatyReportPage,
	about: (here, { report }) => getTreatyReportRow(here, report),
	allow: everyone,
	async run(here, _input, { row, ...record }) {
		const [own, duty, recommendations, references] = await Promise.all([
			base(here).where('record.id', '=', record.id).select(columns).executeTakeFirstOrThrow(),
			row.reporting_duty_id === null
				? undefined
				: here.tx
						.selectFrom('reporting_duty')
						.select(['article', 'body'])
						.where('workspace_id', '=', here.workspace.id)
						.where('id', '=', row.reporting_duty_id)
						.executeTakeFirst(),
			following(here, record.id),
			referencesOf(here, [row.instrument_id, row.lead_actor_id])
		])
		const keeps = keepsInstruments(here.seat)
		const writes = keeps || leads(here.seat, row.lead_actor_id)
		const why = (move: ReportMove) =>
			record.state === 'active' ? whyNotMoveReport(row.state, move) : 'instruments.report-withdrawn'
		const can = (may: boolean, move: ReportMove) => may && why(move) === null
		const forbids = (may: boolean, move: ReportMove) => (may ? why(move) : null)
		return {
			...toItem(here, own, references),
			duty: duty ?? null,
			recommendations,
			may: {
				change: keeps && record.state === 'active',
				planDialogue: keeps && record.state === 'active' && isDialogueAhead(row.state),
				submit: can(writes, 'submit'),
				dialogue: can(writes, 'dialogue'),
				observations: can(keeps, 'observations'),
				recommend: can(keepsRecords(here.seat), 'observations'),
				drop: can(keeps, 'drop')
			},
			whyNot: {
				submit: forbids(writes, 'submit'),
				dialogue: forbids(writes, 'dialogue'),
				observations: forbids(keeps, 'observations'),
				drop: forbids(keeps, 'drop')
			}
		}
	}
})
