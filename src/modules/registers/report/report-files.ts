import { z } from 'zod'
import { letterheadOf } from '#platform/documents/letterhead.server.ts'
import type { DocumentModel } from '#platform/documents/document.ts'
import { writeDocx } from '#platform/documents/write-docx.server.ts'
import { writePdf } from '#platform/documents/write-pdf.server.ts'
import { FORMAT_FILES } from '#platform/exchange/export-sheets.server.ts'
import { standardLimits } from '#platform/exchange/limits.ts'
import { WrittenFile } from '#platform/files/written-file.ts'
import { speak } from '#platform/languages/words.ts'
import { Reference } from '#platform/operation/fields.ts'
import { everyone, query, type Here } from '#platform/operation/operation.server.ts'
import { getHistory } from '#platform/records/record-history.ts'
import { getEntry } from '../entry/entry-queries.ts'
import { askingOf, getEntryRow } from '../entry/read-entry.server.ts'
import { areaNames } from '../entry/said/area-names.server.ts'
import type { Showing } from '../entry/said/shown-entry.ts'
import { isSinceEntered, lifeOf } from '../entry/said/shown-life.ts'
import { listChoices } from '../listing/list-queries.ts'
import type { ListAsked } from '../listing/list-address.ts'
import { offerOf } from '../listing/offer.ts'
import { getRegister } from '../registers.server.ts'
import { entryDocument } from './entry-document.ts'
import { reportDocument } from './report-document.ts'
import { LISTED_MOST, ReportQuestion } from './report-outputs.ts'
import { reportOf, type ReportAsked } from './report-queries.ts'
import { reportWorkbook } from './report-workbook.ts'
import { sayReport } from './say-report.ts'

const Written = z.custom<WrittenFile>((value) => value instanceof WrittenFile)
/** The language of the reader, which the paper is written in. */
const Language = z
	.string()
	.regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)
	.optional()

export const REPORT_FORMATS = ['docx', 'pdf', 'xlsx'] as const
const MEDIA = {
	docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
	pdf: 'application/pdf'
} as const
// Of a longer life the paper tells the latest part; the history has all of it.
const EVENTS_MOST = 100

const spoken = (here: Here, language: string | undefined) =>
	speak(here.registry.catalogue, language ?? here.workspace.language, {
		timeZone: here.workspace.timeZone,
		firstLanguage: here.workspace.language
	})

const written = (here: Here, model: DocumentModel, format: 'docx' | 'pdf') =>
	format === 'docx' ? writeDocx(model) : writePdf(model, here.now)

/** What the address of a list would hold that asks for this report. */
const listAsked = ({ filter = {}, sort, group, columns }: Omit<ReportAsked, 'register'>): ListAsked => ({
	words: filter.words,
	standing: filter.standing ?? [],
	state: filter.state ?? [],
	origin: filter.origin ?? [],
	empty: filter.empty ?? [],
	filled: filter.filled ?? [],
	fields: Object.fromEntries(
		Object.entries(filter.fields ?? {}).map(([key, wanted]) => [
			key,
			Array.isArray(wanted)
				? wanted
				: {
						...(wanted.from === undefined ? {} : { from: wanted.from }),
						...(wanted.until === undefined ? {} : { until: wanted.until })
					}
		])
	),
	sort,
	group,
	columns: columns ?? []
})

/** The report of a register as a paper or a workbook, in the reader's language: what the seat sees, and no more. */
export const printReport = query({
	name: 'register.printReport',
	input: z.strictObject({ ...ReportQuestion, format: z.enum(REPORT_FORMATS), language: Language }),
	output: Written,
	about: (here, { register }) => getRegister(here, register),
	allow: everyone,
	logged: true,
	only: 'download',
	async run(here, { format, language, ...asked }, register) {
		const { compiled, reference } = register
		const words = spoken(here, language)
		const report = await reportOf(here, register, asked, format === 'xlsx' ? standardLimits.rows : LISTED_MOST)
		const said = sayReport(
			{
				words,
				compiled,
				offer: offerOf(compiled, askingOf(here)),
				areas: await areaNames(here, compiled.declaration),
				choices: await here.ask(listChoices, { register: reference }),
				asked: listAsked(asked)
			},
			report
		)
		const name = `${here.workspace.key}-${reference}-report`
		if (format === 'xlsx') {
			const { mediaType, ending } = FORMAT_FILES.xlsx
			return new WrittenFile({ name: `${name}${ending}`, mediaType, content: await reportWorkbook(words, said) })
		}
		const letterhead = await letterheadOf(here, words.language)
		const footer = words.t('registers.report.footer', { title: said.title, day: words.day(report.day) })
		const content = await written(here, reportDocument(words, said, { letterhead, footer }), format)
		return new WrittenFile({ name: `${name}.${format}`, mediaType: MEDIA[format], content })
	}
})

/** One entry as a paper: its fields, its tables, the dates that stand in it and the moves it made, as the seat sees them. */
export const entryReport = query({
	name: 'entry.report',
	input: z.strictObject({
		register: Reference.optional(),
		entry: Reference,
		format: z.enum(['docx', 'pdf']),
		language: Language
	}),
	output: Written,
	about: (here, { entry, register }) => getEntryRow(here, entry, register),
	allow: everyone,
	logged: true,
	only: 'download',
	async run(here, { format, language }, { compiled, reference }) {
		const words = spoken(here, language)
		const entry = await here.ask(getEntry, { entry: reference })
		const showing: Showing = {
			words,
			workspace: here.workspace.key,
			compiled,
			areas: await areaNames(here, compiled.declaration),
			entry,
			today: here.today
		}
		// A workspace may keep the history to those with a seat.
		const events =
			here.seat.role === 'public'
				? []
				: (await here.ask(getHistory, { record: entry.reference, kind: 'entry', limit: EVENTS_MOST })).items
		const model = entryDocument(showing, {
			letterhead: await letterheadOf(here, words.language),
			office: here.seat.role === 'public' ? null : here.seat.office,
			life: lifeOf(showing, events),
			isEntered: isSinceEntered(showing, events)
		})
		const content = await written(here, model, format)
		return new WrittenFile({ name: `${reference}.${format}`, mediaType: MEDIA[format], content })
	}
})
