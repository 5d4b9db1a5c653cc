import { z } from 'zod'
import type { DocumentModel } from '#platform/documents/document.ts'
import { letterheadOf } from '#platform/documents/letterhead.server.ts'
import { writeDocx } from '#platform/documents/write-docx.server.ts'
import { writePdf } from '#platform/documents/write-pdf.server.ts'
import { discardFile, ReceivedFile, receiveFile } from '#platform/files/receive.server.ts'
import { refuseWhenFull } from '#platform/files/storage.ts'
import { storeFile } from '#platform/files/store.server.ts'
import { defineWork } from '#platform/jobs/jobs.server.ts'
import { speak } from '#platform/languages/words.ts'
import { command, query, type Writing } from '#platform/operation/operation.server.ts'
import { ask, run, type Opening } from '#platform/operation/perform.server.ts'
import { runsMeetings } from '../rules.ts'
import { getReportRow } from './find-report.server.ts'
import { documentOf } from './report-document.ts'
import { getReport } from './report-queries.ts'
import { RENDER_WORK } from './report-work-name.ts'
import { makeEdition } from './report-commands.ts'

const Asked = z.object({ report: z.string(), language: z.string() })

/** Writes a report as DOCX and as PDF in a language, and keeps both with it. */
export const renderReport = defineWork({
	name: RENDER_WORK,
	async run(opening, input, place) {
		const { report: reference, language } = Asked.parse(input)
		const report = await ask(opening, getReport, { report: reference })
		const words = speak(place.catalogue, language, {
			timeZone: opening.workspace.timeZone,
			firstLanguage: opening.workspace.language
		})
		const { letterhead } = await ask(opening, headOfReport, { report: reference, language })
		const model = documentOf(words, report, letterhead)
		const files = await Promise.all(
			[
				{ name: `${report.reference}.docx`, written: writeDocx(model) },
				{ name: `${report.reference}.pdf`, written: writePdf(model, opening.now) }
			].map(async ({ name, written }) => received(opening, name, await written))
		)
		const [docx, pdf] = files
		if (!docx || !pdf) throw new Error('a report is written in two forms')
		try {
			await run(opening, keepEdition, { report: reference, language, isDraft: report.progress === 'draft', docx, pdf })
		} catch (error) {
			await Promise.all(files.map(discardFile))
			throw error
		}
	}
})

const received = (opening: Opening, name: string, content: Uint8Array) =>
	receiveFile(
		(async function* () {
			yield await Promise.resolve(content)
		})(),
		{ filesFolder: opening.filesFolder, name }
	)

// What stands above the papers of a workspace is read in a transaction, as everything is.
const headOfReport = query({
	name: getReport.name,
	input: z.strictObject({ report: z.string(), language: z.string() }),
	output: z.object({ letterhead: z.custom<DocumentModel['letterhead']>() }),
	about: (here, { report }) => getReportRow(here, report),
	allow: ({ seat }, report) => runsMeetings(seat, report),
	run: async (here, { language }) => ({ letterhead: await letterheadOf(here, language) })
})

const Received = z.custom<ReceivedFile>((value) => value instanceof ReceivedFile)

/** Keeps the papers that a job made of a report, for whoever may read the report; told in the history as the making of them. */
const keepEdition = command({
	name: makeEdition.name,
	input: z.strictObject({
		report: z.string(),
		language: z.string(),
		isDraft: z.boolean(),
		docx: Received,
		pdf: Received
	}),
	output: z.object({ id: z.string() }),
	about: (here, { report }) => getReportRow(here, report),
	allow: ({ seat }, report) => runsMeetings(seat, report),
	async run(here, { language, isDraft, docx, pdf }, report) {
		const keep = async (file: ReceivedFile) => {
			await refuseWhenFull(here, file.size)
			await storeFile(here.filesFolder, here.workspace.id, file)
			return addFile(here, file, report)
		}
		const [docxId, pdfId] = [await keep(docx), await keep(pdf)]
		const id = await here.write.add('secretariat_report_edition', {
			secretariat_report_id: report.id,
			language,
			docx_file_id: docxId,
			pdf_file_id: pdfId,
			is_draft: isDraft,
			made_at: here.now,
			seat_id: here.seat.id
		})
		return { id }
	}
})

const addFile = (
	here: Writing,
	{ id, name, mediaType, size, sha256 }: ReceivedFile,
	report: { id: string; audience: readonly string[] }
) =>
	here.write.add('file', {
		id,
		name,
		media_type: mediaType,
		size,
		sha256,
		seat_id: here.seat.id,
		record_id: report.id,
		audience: [...report.audience],
		created_at: here.now
	})
