import { z } from 'zod'
import { audienceChoice, audienceTokens, AUDIENCES } from '#platform/access/seat.ts'
import { getStructureRow, officesOf } from '#modules/directory/find-directory.server.ts'
import { enqueue } from '#platform/jobs/jobs.server.ts'
import { speak } from '#platform/languages/words.ts'
import { Day, NewVersion, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { addNumberedRecord } from '../number-record.server.ts'
import { runsMeetings } from '../rules.ts'
import { getReportRow } from './find-report.server.ts'
import { countReport } from './report-figures.ts'
import { countedFor, isWiderThan, SECTIONS, whyNotMoveReport, whyNotPeriod, type ReportMove } from './report-rules.ts'
import { RENDER_WORK } from './report-work-name.ts'

const Done = z.object({ id: z.string(), reference: z.string(), version: NewVersion })
const Language = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)
const Narrative = z.union([z.literal(''), Text(20_000)])

type Report = Awaited<ReturnType<typeof getReportRow>>

async function whoseReport(here: Here, { structure }: { structure?: string | undefined }) {
	if (structure === undefined) return { structure: null, ...(await officesOf(here, null)) }
	const found = await getStructureRow(here, structure)
	return { structure: found, chairActorId: found.chairActorId, secretaryActorId: found.secretaryActorId }
}

function refuseMove({ row, state }: Report, move: ReportMove) {
	if (state !== 'active') throw conflict('deliberation.report-withdrawn')
	const why = whyNotMoveReport(row.state, move)
	if (why) throw conflict(why)
}

/**
 * Begins a report on some days of a structure, or of the workspace: its figures are counted now and kept with their day, of
 * what everybody who may read the report sees anyway.
 */
export const draftReport = command({
	name: 'secretariatReport.draft',
	input: z.strictObject({
		structure: Reference.optional(),
		from: Day,
		to: Day,
		language: Language.optional(),
		audience: z.enum(AUDIENCES).optional()
	}),
	output: Done,
	about: whoseReport,
	allow: ({ seat }, whose) => runsMeetings(seat, whose),
	async run(here, { from, to, language, audience }, { structure }) {
		const why = whyNotPeriod(from, to, here.today)
		if (why) throw invalid([{ path: [why.endsWith('ahead') ? 'from' : 'to'], code: why }])
		const widest = structure === null ? 'public' : audienceChoice(structure.audience)
		const chosen = audience ?? (isWiderThan('workspace', widest) ? widest : 'workspace')
		if (isWiderThan(chosen, widest))
			throw invalid([{ path: ['audience'], code: 'deliberation.report-audience-too-wide' }])
		if (structure === null && (chosen === 'members' || chosen === 'full-members'))
			throw invalid([{ path: ['audience'], code: 'platform.audience-of-structure' }])
		const tokens = audienceTokens(chosen, structure?.id ?? null)
		const record = await addNumberedRecord(here, 'secretariat-report', {
			title: titlesOf(here, { from, to, structure }),
			audience: tokens,
			structureId: structure?.id ?? null
		})
		const figures = await countReport(here, {
			structureId: structure?.id ?? null,
			from,
			to,
			countedFor: countedFor(tokens)
		})
		await here.write.add('secretariat_report', {
			id: record.id,
			structure_id: structure?.id ?? null,
			from_day: from,
			to_day: to,
			state: 'draft',
			language: language ?? here.workspace.language,
			figures: JSON.stringify(figures),
			figures_at: here.now,
			approved_day: null
		})
		return record
	}
})

type Titled = {
	from: string
	to: string
	structure: { title: Record<string, string>; acronym: string | null } | null
}

/** The title of a report in each language of the workspace, so that nobody has to think of one. */
function titlesOf(here: Writing, { from, to, structure }: Titled): Record<string, string> {
	return Object.fromEntries(
		here.workspace.languages.map((language) => {
			const words = speak(here.registry.catalogue, language, { firstLanguage: here.workspace.language })
			const days = { from: words.day(from), to: words.day(to) }
			if (structure === null) return [language, words.t('dashboard.report.title', days)]
			const name = structure.acronym ?? words.name(structure.title)
			return [language, words.t('dashboard.report.title-of', { structure: name, ...days })]
		})
	)
}

/** Counts the figures of a draft again, as things stand now. */
export const refreshReport = command({
	name: 'secretariatReport.refreshFigures',
	input: z.strictObject({ report: Reference, version: Version }),
	output: Done,
	about: (here, { report }) => getReportRow(here, report),
	allow: ({ seat }, report) => runsMeetings(seat, report),
	async run(here, _input, report) {
		refuseMove(report, 'refresh')
		const { row } = report
		const figures = await countReport(here, {
			structureId: row.structure_id,
			from: row.from_day,
			to: row.to_day,
			countedFor: countedFor(report.audience)
		})
		await here.write.change('secretariat_report', report.id, {
			figures: JSON.stringify(figures),
			figures_at: here.now
		})
		return { id: report.id, reference: report.reference }
	}
})

/** Writes what the secretariat says to one section; an empty text takes it away. */
export const writeSection = command({
	name: 'secretariatReport.writeSection',
	input: z.strictObject({ report: Reference, version: Version, section: z.enum(SECTIONS), narrative: Narrative }),
	output: Done,
	about: (here, { report }) => getReportRow(here, report),
	allow: ({ seat }, report) => runsMeetings(seat, report),
	async run(here, { section, narrative }, report) {
		refuseMove(report, 'write')
		const row = await here.tx
			.selectFrom('secretariat_report_section')
			.select('id')
			.where('workspace_id', '=', here.workspace.id)
			.where('secretariat_report_id', '=', report.id)
			.where('code', '=', section)
			.executeTakeFirst()
		if (row) await here.write.change('secretariat_report_section', row.id, { narrative })
		else if (narrative !== '')
			await here.write.add('secretariat_report_section', { secretariat_report_id: report.id, code: section, narrative })
		return { id: report.id, reference: report.reference }
	}
})

/** Approves a report: from then on neither its figures nor its texts change. */
export const approveReport = command({
	name: 'secretariatReport.approve',
	input: z.strictObject({ report: Reference, version: Version }),
	output: Done,
	about: (here, { report }) => getReportRow(here, report),
	allow: ({ seat }, report) => runsMeetings(seat, report),
	async run(here, _input, report) {
		refuseMove(report, 'approve')
		await here.write.change('secretariat_report', report.id, { state: 'approved', approved_day: here.today })
		return { id: report.id, reference: report.reference }
	}
})

/** Asks for the report as DOCX and PDF, in a language; a job makes them, and they are kept with it. */
export const makeEdition = command({
	name: 'secretariatReport.makeEdition',
	input: z.strictObject({ report: Reference, language: Language.optional() }),
	output: z.object({ id: z.string(), job: z.string() }),
	about: (here, { report }) => getReportRow(here, report),
	allow: ({ seat }, report) => runsMeetings(seat, report),
	async run(here, { language }, report) {
		if (report.state !== 'active') throw conflict('deliberation.report-withdrawn')
		const job = await enqueue(here, {
			operation: RENDER_WORK,
			input: { report: report.id, language: language ?? report.row.language }
		})
		return { id: report.id, job }
	}
})
