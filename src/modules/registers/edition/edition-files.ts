import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { letterheadOf } from '#platform/documents/letterhead.server.ts'
import { writeDocx } from '#platform/documents/write-docx.server.ts'
import { writePdf } from '#platform/documents/write-pdf.server.ts'
import { FORMAT_FILES } from '#platform/exchange/export-sheets.server.ts'
import { storedPath } from '#platform/files/store.server.ts'
import { WrittenFile } from '#platform/files/written-file.ts'
import { speak } from '#platform/languages/words.ts'
import { Reference } from '#platform/operation/fields.ts'
import { everyone, query, type Here } from '#platform/operation/operation.server.ts'
import { editionDocument } from './edition-document.ts'
import { editionWorkbook } from './edition-workbook.ts'
import { getEditionRow, readIssue, type FoundEdition, type FoundIssue } from './find-edition.server.ts'
import { imprintOf, languageOf } from './imprint.ts'

export const EDITION_FORMATS = ['docx', 'pdf', 'xlsx'] as const
export type EditionFormat = (typeof EDITION_FORMATS)[number]

const Written = z.custom<WrittenFile>((value) => value instanceof WrittenFile)

const MEDIA: Readonly<Record<EditionFormat, string>> = {
	docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
	pdf: 'application/pdf',
	xlsx: FORMAT_FILES.xlsx.mediaType
}

/** Writes an issue of an edition as a file, from what was kept of it and nothing else. */
export async function writeEditionFile(
	here: Here,
	edition: FoundEdition,
	issue: FoundIssue,
	{ format, language: wanted }: { format: EditionFormat; language: string }
): Promise<WrittenFile> {
	const language = languageOf(issue.content, wanted, here.workspace.language)
	const words = speak(here.registry.catalogue, language, {
		timeZone: here.workspace.timeZone,
		firstLanguage: here.workspace.language
	})
	const said = issue.content.said[language]
	if (!said) throw new Error(`an edition without any language: ${edition.reference}`)
	const { reference, state, stateReason, row } = edition
	const imprint = imprintOf(words, here.workspace, {
		reference,
		state,
		stateReason,
		progress: row.state,
		issue: issue.number,
		latest: row.issue,
		reason: issue.reason,
		madeAt: issue.made_at,
		registerVersion: issue.register_version,
		title: said.title
	})
	const model = () =>
		letterheadOf(here, language).then((letterhead) => editionDocument(words, said, { letterhead, imprint }))
	const content =
		format === 'xlsx'
			? await editionWorkbook(words, said, imprint)
			: format === 'docx'
				? await writeDocx(await model())
				: await writePdf(await model(), issue.made_at)
	return new WrittenFile({ name: nameOf(edition, issue, { format, language }), mediaType: MEDIA[format], content })
}

const nameOf = (
	{ reference }: Pick<FoundEdition, 'reference'>,
	{ number }: Pick<FoundIssue, 'number'>,
	{ format, language }: { format: EditionFormat; language: string }
) => `${reference}-${String(number)}-${language}.${format}`

/** The file that was kept of an issue, where its work is done and the issue is still told of as it was then. */
async function keptFile(
	here: Here,
	edition: FoundEdition,
	issue: FoundIssue,
	{ format, language }: { format: EditionFormat; language: string }
): Promise<WrittenFile | null> {
	// What was withdrawn, or corrected since, says so: it is written anew.
	if (edition.state !== 'active' || edition.row.state === 'draft' || issue.number !== edition.row.issue) return null
	const file = await here.tx
		.selectFrom('report_issue_file')
		.innerJoin('file', (on) =>
			on
				.onRef('file.workspace_id', '=', 'report_issue_file.workspace_id')
				.onRef('file.id', '=', 'report_issue_file.file_id')
		)
		.select(['file.id', 'file.name', 'file.media_type'])
		.where('report_issue_file.workspace_id', '=', here.workspace.id)
		.where('report_issue_file.report_issue_id', '=', issue.id)
		.where('report_issue_file.language', '=', language)
		.where('report_issue_file.format', '=', format)
		.executeTakeFirst()
	if (!file) return null
	try {
		const content = await readFile(storedPath(here.filesFolder, here.workspace.id, file.id))
		return new WrittenFile({ name: file.name, mediaType: file.media_type, content })
	} catch (error) {
		// What was kept can be written again; that the file is gone is told by the check of files.
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
		throw error
	}
}

/** An edition as a paper or a workbook, in a language it is written in. */
export const printEdition = query({
	name: 'reportEdition.print',
	input: z.strictObject({
		edition: Reference,
		issue: z.int().min(1).max(10_000).optional(),
		format: z.enum(EDITION_FORMATS),
		language: z
			.string()
			.regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)
			.optional()
	}),
	output: Written,
	about: (here, { edition }) => getEditionRow(here, edition),
	allow: everyone,
	logged: true,
	only: 'download',
	async run(here, { issue: number, format, language: wanted = here.workspace.language }, edition) {
		const issue = await readIssue(here, edition, number)
		const language = languageOf(issue.content, wanted, here.workspace.language)
		const kept = await keptFile(here, edition, issue, { format, language })
		return kept ?? writeEditionFile(here, edition, issue, { format, language })
	}
})
