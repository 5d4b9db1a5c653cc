import { sql } from 'kysely'
import { z } from 'zod'
import { resolveField } from '#modules/directory/find-directory.server.ts'
import { recordFilters } from '#modules/directory/actor-queries.ts'
import { totalOf } from '#modules/directory/record-queries.ts'
import { Reference } from '#platform/operation/fields.ts'
import { AnyOf, listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { headColumns, RecordHead, RecordReference, referencesOf, toHead } from '#platform/records/find-record.server.ts'
import { idsWithWords } from '#platform/records/search-words.server.ts'
import { runsMeetings } from '../rules.ts'
import { getReportRow } from './find-report.server.ts'
import { ReportFigures } from './report-figures.ts'
import { APPROVED_LATER, REPORT_STATES, SECTIONS, whyNotApprove, whyNotMoveReport } from './report-rules.ts'

const ReportItem = RecordHead.extend({
	structure: RecordReference.nullable(),
	from: z.string(),
	to: z.string(),
	progress: z.enum(REPORT_STATES),
	language: z.string(),
	figuresAt: z.date(),
	approvedDay: z.string().nullable()
})

const Edition = z.object({
	id: z.string(),
	language: z.string(),
	madeAt: z.date(),
	/** Made before the report was approved: what it says may have changed since. */
	isDraft: z.boolean(),
	files: z.array(
		z.object({ id: z.string(), name: z.string(), mediaType: z.string(), size: z.int(), form: z.enum(['docx', 'pdf']) })
	)
})

export const ReportPage = ReportItem.extend({
	/** True where it is about the whole workspace, and not about one structure. */
	isWhole: z.boolean(),
	figures: ReportFigures,
	/** Of each section what was written to it, in each language there is a text in. */
	sections: z.array(
		z.object({ code: z.enum(SECTIONS), texts: z.array(z.object({ language: z.string(), narrative: z.string() })) })
	),
	/** The office that approved it and who held it; the public is told the office. */
	approvedBy: z.object({ office: z.string(), person: z.string().nullable() }).nullable(),
	/** Why a draft cannot be approved yet. */
	whyNotApprove: z.enum(APPROVED_LATER).nullable(),
	editions: z.array(Edition),
	may: z.object({ write: z.boolean(), approve: z.boolean(), makeEdition: z.boolean() })
})
export type ReportPage = z.output<typeof ReportPage>

const base = (here: Here) =>
	here.tx
		.selectFrom('record')
		.innerJoin('secretariat_report as report', (on) =>
			on.onRef('report.workspace_id', '=', 'record.workspace_id').onRef('report.id', '=', 'record.id')
		)
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.kind', '=', 'secretariat-report')

const columns = [
	...headColumns,
	'record.title_sort',
	'report.structure_id',
	'report.from_day',
	'report.to_day',
	'report.state as progress',
	'report.language',
	'report.figures_at',
	'report.approved_day'
] as const

/** The secretariat reports, the latest period first. */
export const listReports = query({
	name: 'secretariatReport.list',
	input: listInput({ ...recordFilters, progress: AnyOf(z.enum(REPORT_STATES)), structure: Reference }, [
		'period',
		'title',
		'changed'
	]).extend({ sort: z.enum(['period', '-period', 'title', '-title', 'changed', '-changed']).default('-period') }),
	output: listed(ReportItem),
	about: nothing,
	allow: everyone,
	async run(here, input) {
		const { filter = {} } = input
		const part = listPart(
			here.secret,
			input,
			{ period: 'report.to_day', title: 'record.title_sort', changed: 'record.changed_at' },
			'record.id'
		)
		const structureId = await resolveField(here, 'structure', filter.structure, 'structure')
		let rows = base(here).where('record.state', 'in', filter.state ?? ['active'])
		if (filter.origin) rows = rows.where('record.origin', 'in', filter.origin)
		if (filter.words) rows = rows.where('record.id', 'in', idsWithWords(here, 'secretariat-report', filter.words))
		if (filter.progress) rows = rows.where('report.state', 'in', filter.progress)
		if (structureId) rows = rows.where('report.structure_id', '=', structureId)
		const [found, total] = await Promise.all([
			rows.select(columns).where(part.where).orderBy(part.orderBy).limit(part.limit).execute(),
			totalOf(here, 'secretariat-report', filter, { field: 'origin', values: undefined }, rows.select('record.id'))
		])
		const references = await referencesOf(
			here,
			found.map((row) => row.structure_id)
		)
		return toList(here.secret, part, found, total, input, {
			value: (row) => {
				const sort = input.sort.replace('-', '')
				return sort === 'title' ? row.title_sort : sort === 'changed' ? row.changed_at : row.to_day
			},
			item: (row) => ({
				...toHead(row),
				structure: row.structure_id === null ? null : (references.get(row.structure_id) ?? null),
				from: row.from_day,
				to: row.to_day,
				progress: row.progress,
				language: row.language,
				figuresAt: row.figures_at,
				approvedDay: row.approved_day
			})
		})
	}
})

/** A report whole: its figures as they were counted, what the secretariat wrote to them, and the papers made of it. */
export const getReport = query({
	name: 'secretariatReport.get',
	input: z.strictObject({ report: Reference }),
	output: ReportPage,
	about: (here, { report }) => getReportRow(here, report),
	allow: everyone,
	async run(here, _input, { row, chairActorId, secretaryActorId, ...record }) {
		const [sections, approvedBy, editions, references] = await Promise.all([
			here.tx
				.selectFrom('secretariat_report_section')
				.select(['code', 'language', 'narrative'])
				.where('workspace_id', '=', here.workspace.id)
				.where('secretariat_report_id', '=', record.id)
				.where('narrative', '<>', '')
				.orderBy('language')
				.execute(),
			approverOf(here, row),
			editionsOf(here, record.id),
			referencesOf(here, [row.structure_id])
		])
		const isKeeper = record.state === 'active' && runsMeetings(here.seat, { chairActorId, secretaryActorId })
		const figures = toldFigures(here, ReportFigures.parse(row.figures))
		const whyNot = row.state === 'draft' ? whyNotApprove({ to: row.to_day, countedTo: figures.day }, here.today) : null
		return {
			...record,
			structure: row.structure_id === null ? null : (references.get(row.structure_id) ?? null),
			isWhole: row.structure_id === null,
			from: row.from_day,
			to: row.to_day,
			progress: row.state,
			language: row.language,
			figuresAt: row.figures_at,
			approvedDay: row.approved_day,
			figures,
			sections: SECTIONS.map((code) => ({
				code,
				texts: sections.flatMap(({ language, narrative, code: of }) => (of === code ? [{ language, narrative }] : []))
			})),
			approvedBy,
			whyNotApprove: whyNot,
			editions,
			may: {
				write: isKeeper && whyNotMoveReport(row.state, 'write') === null,
				approve: isKeeper && whyNot === null && whyNotMoveReport(row.state, 'approve') === null,
				makeEdition: isKeeper
			}
		}
	}
})

// What ought to be declared of a structure is for those who can have it declared.
const toldFigures = ({ seat }: Here, figures: ReportFigures): ReportFigures =>
	seat.role === 'public' ? { ...figures, functionality: [] } : figures

/** The office that approved a report, and for whoever has a seat the person who held it that day. */
async function approverOf(here: Here, row: { approved_seat_id: string | null; approved_day: string | null }) {
	const { approved_seat_id: seatId, approved_day: day } = row
	if (seatId === null || day === null) return null
	const [seat, holders] = await Promise.all([
		here.tx
			.selectFrom('seat')
			.select('office')
			.where('workspace_id', '=', here.workspace.id)
			.where('id', '=', seatId)
			.executeTakeFirst(),
		here.seat.role === 'public'
			? []
			: here.tx
					.selectFrom('person_seat')
					.select('name')
					.where('workspace_id', '=', here.workspace.id)
					.where('seat_id', '=', seatId)
					.where(sql<boolean>`from_at < ${day}::date + 1 and coalesce(ended_at >= ${day}::date, true)`)
					.limit(2)
					.execute()
	])
	// Of two who held it on that day nobody knows which of them it was.
	const [holder, another] = holders
	return seat ? { office: seat.office, person: another ? null : (holder?.name ?? null) } : null
}

const EDITIONS_MOST = 50

async function editionsOf(here: Here, reportId: string): Promise<z.output<typeof Edition>[]> {
	const rows = await here.tx
		.selectFrom('secretariat_report_edition as edition')
		.innerJoin('file', (on) =>
			on
				.onRef('file.workspace_id', '=', 'edition.workspace_id')
				.on((where) =>
					where.or([
						where('file.id', '=', where.ref('edition.docx_file_id')),
						where('file.id', '=', where.ref('edition.pdf_file_id'))
					])
				)
		)
		.select(['edition.id', 'edition.language', 'edition.made_at', 'edition.is_draft', 'edition.docx_file_id'])
		.select(['file.id as file_id', 'file.name', 'file.media_type', 'file.size'])
		.where('edition.workspace_id', '=', here.workspace.id)
		.where('edition.secretariat_report_id', '=', reportId)
		.orderBy('edition.made_at', 'desc')
		.orderBy('edition.id', 'desc')
		.limit(2 * EDITIONS_MOST)
		.execute()
	return [...Map.groupBy(rows, ({ id }) => id).values()].flatMap((files) => {
		const [first] = files
		if (!first) return []
		return [
			{
				id: first.id,
				language: first.language,
				madeAt: first.made_at,
				isDraft: first.is_draft,
				files: files.map((file) => ({
					id: file.file_id,
					name: file.name,
					mediaType: file.media_type,
					size: file.size,
					form: file.file_id === file.docx_file_id ? ('docx' as const) : ('pdf' as const)
				}))
			}
		]
	})
}

/** What search knows of reports: what the secretariat wrote. */
export async function reportText(here: Here, ids: readonly string[]) {
	const rows = await here.tx
		.selectFrom('secretariat_report_section')
		.select(['secretariat_report_id', 'narrative'])
		.where('workspace_id', '=', here.workspace.id)
		.where('secretariat_report_id', 'in', ids.length > 0 ? [...ids] : ['00000000-0000-0000-0000-000000000000'])
		.orderBy('code')
		.execute()
	return ids.map((id) => ({
		id,
		heading: '',
		body: rows
			.filter((row) => row.secretariat_report_id === id)
			.map(({ narrative }) => narrative)
			.join('\n')
	}))
}
