import { z } from 'zod'
import { audienceChoice, audienceTokens, AUDIENCES } from '#platform/access/seat.ts'
import { getStructureRow, officesOf } from '#modules/directory/find-directory.server.ts'
import { enqueue } from '#platform/jobs/jobs.server.ts'
import { namedEverywhere } from '#platform/languages/named-everywhere.ts'
import { spokenLanguage, spokenOf } from '#platform/languages/offered.ts'
import { Day, NewVersion, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { addNumberedRecord } from '../number-record.server.ts'
import { runsMeetings } from '../rules.ts'
import { getReportRow, reportOn } from './find-report.server.ts'
import { countReport, ReportFigures } from './report-figures.ts'
import {
	countedFor,
	isWiderThan,
	SECTIONS,
	whyNotApprove,
	whyNotMoveReport,
	whyNotPeriod,
	type ReportMove
} from './report-rules.ts'
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
		audience: z.enum(AUDIENCES).optional(),
		/** Begins it although there is one on the same days already. */
		again: z.boolean().optional()
	}),
	output: Done,
	about: whoseReport,
	allow: ({ seat }, whose) => runsMeetings(seat, whose),
	async run(here, { from, to, language, audience, again = false }, { structure }) {
		const why = whyNotPeriod(from, to, here.today)
		if (why) throw invalid([{ path: [why.endsWith('ahead') ? 'from' : 'to'], code: why }])
		const widest = structure === null ? 'public' : audienceChoice(structure.audience)
		const chosen = audience ?? (isWiderThan('workspace', widest) ? widest : 'workspace')
		if (isWiderThan(chosen, widest))
			throw invalid([{ path: ['audience'], code: 'deliberation.report-audience-too-wide' }])
		if (structure === null && (chosen === 'members' || chosen === 'full-members'))
			throw invalid([{ path: ['audience'], code: 'platform.audience-of-structure' }])
		const earlier = again ? undefined : await reportOn(here, { structureId: structure?.id ?? null, from, to })
		if (earlier !== undefined)
			throw invalid([{ path: ['again'], code: 'deliberation.report-there-already', params: { reference: earlier } }])
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

/** The title of a report in each language it may be read in, so that nobody has to think of one. */
function titlesOf(here: Writing, { from, to, structure }: Titled): Record<string, string> {
	const { languages, language: firstLanguage } = here.workspace
	const spoken = { catalogue: here.registry.catalogue, languages, firstLanguage }
	return namedEverywhere(spoken, 'dashboard.report.title', (words) => {
		const days = { from: words.day(from), to: words.day(to) }
		if (structure === null) return words.t('dashboard.report.title', days)
		const name = structure.acronym ?? words.name(structure.title)
		return words.t('dashboard.report.title-of', { structure: name, ...days })
	})
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

/** Writes what the secretariat says to one section, in one language; an empty text takes it away. */
export const writeSection = command({
	name: 'secretariatReport.writeSection',
	input: z.strictObject({
		report: Reference,
		version: Version,
		section: z.enum(SECTIONS),
		/** That of the report where nothing is said. */
		language: Language.optional(),
		narrative: Narrative
	}),
	output: Done,
	about: (here, { report }) => getReportRow(here, report),
	allow: ({ seat }, report) => runsMeetings(seat, report),
	async run(here, { section, narrative, ...input }, report) {
		refuseMove(report, 'write')
		const language = input.language ?? report.row.language
		if (language !== report.row.language && !here.workspace.languages.includes(language))
			throw invalid([{ path: ['language'], code: 'deliberation.report-language-not-here' }])
		const row = await here.tx
			.selectFrom('secretariat_report_section')
			.select('id')
			.where('workspace_id', '=', here.workspace.id)
			.where('secretariat_report_id', '=', report.id)
			.where('code', '=', section)
			.where('language', '=', language)
			.executeTakeFirst()
		if (row) await here.write.change('secretariat_report_section', row.id, { narrative })
		else if (narrative !== '')
			await here.write.add('secretariat_report_section', {
				secretariat_report_id: report.id,
				code: section,
				language,
				narrative
			})
		return { id: report.id, reference: report.reference }
	}
})

/** Approves a report once its period is over: from then on neither its figures nor its texts change, and it is said who did. */
export const approveReport = command({
	name: 'secretariatReport.approve',
	input: z.strictObject({ report: Reference, version: Version }),
	output: Done,
	about: (here, { report }) => getReportRow(here, report),
	allow: ({ seat }, report) => runsMeetings(seat, report),
	async run(here, _input, report) {
		refuseMove(report, 'approve')
		const countedTo = ReportFigures.parse(report.row.figures).day
		const why = whyNotApprove({ to: report.row.to_day, countedTo }, here.today)
		if (why) throw conflict(why)
		await here.write.change('secretariat_report', report.id, {
			state: 'approved',
			approved_day: here.today,
			approved_seat_id: here.seat.id
		})
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
		const { catalogue } = here.registry
		if (language !== undefined && !spokenOf(catalogue, [language]).includes(language))
			throw conflict('deliberation.language-not-spoken')
		const job = await enqueue(here, {
			operation: RENDER_WORK,
			input: {
				report: report.id,
				language: spokenLanguage(catalogue, [language, report.row.language], here.workspace.languages)
			}
		})
		return { id: report.id, job }
	}
})
