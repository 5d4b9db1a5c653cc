import { Readable } from 'node:stream'
import { z } from 'zod'
import { letterheadOf } from '#platform/documents/letterhead.server.ts'
import type { DocumentModel } from '#platform/documents/document.ts'
import { writeDocx } from '#platform/documents/write-docx.server.ts'
import { writePdf } from '#platform/documents/write-pdf.server.ts'
import { clockSeat } from '#platform/access/seat.ts'
import { discardFile, receiveFile, ReceivedFile } from '#platform/files/receive.server.ts'
import { defineWork } from '#platform/jobs/jobs.server.ts'
import { speak } from '#platform/languages/words.ts'
import { command, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { ask, run, type Opening } from '#platform/operation/perform.server.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import { storeFile } from '#platform/files/store.server.ts'
import { refuseWhenFull } from '#platform/files/storage.ts'
import { getMeeting } from '../meeting/meeting-queries.ts'
import { differing, EDITIONS, readerOf, tokensOf, type Edition } from './editions.ts'
import { getMinutes } from './minute-queries.ts'
import { PAPER_KINDS, type PaperKind } from './minutes-rules.ts'
import { paperOf, type PaperContent } from './paper-model.ts'
import { RENDER_PAPERS, RenderInput } from './paper-job.ts'

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

/**
 * Writes the papers of a meeting: each as every circle of readers is to have it, found by asking as that circle, and stored with
 * the audience it was written for. All of them are stored together, or none.
 */
export const renderPapers = defineWork({
	name: RENDER_PAPERS,
	async run(opening, input) {
		const { meeting, kinds, language, seal } = RenderInput.parse(input)
		const clock: Opening = { ...opening, seat: clockSeat }
		const { structure, letterhead } = await ask(clock, headOfPapers, { meeting, language })
		const papers: (z.output<typeof KeptPaper> & { kind: PaperKind })[] = []
		try {
			const contents = await contentsFor(opening, meeting, structure)
			for (const kind of kinds) {
				const models = contents.map(({ edition, content }) => {
					const paper = paperOf(wordsFor(opening, language), kind, content)
					return { edition, paper, said: JSON.stringify(paper) }
				})
				for (const { edition, paper } of differing(models))
					papers.push({
						kind,
						edition,
						...(await filesOf(opening, { ...paper, letterhead }, `${kind}-${paper.footer ?? ''}`))
					})
			}
			await run(clock, keepPapers, { meeting, language, seal, asked: opening.seat.id, papers })
		} catch (error) {
			for (const { docx, pdf } of papers) await Promise.all([discardFile(docx), discardFile(pdf)])
			throw error
		}
	}
})

const wordsFor = ({ registry, workspace }: Opening, language: string) =>
	speak(registry.catalogue, language, { timeZone: workspace.timeZone, firstLanguage: workspace.language })

type ReadAs = { edition: Edition; content: PaperContent }

// A circle that does not see the meeting has no paper of it.
async function contentsFor(opening: Opening, meeting: string, structure: string): Promise<ReadAs[]> {
	const contents: ReadAs[] = []
	for (const edition of EDITIONS) {
		const reading: Opening = { ...opening, seat: readerOf(edition, structure) }
		try {
			contents.push({
				edition,
				content: {
					meeting: await ask(reading, getMeeting, { meeting }),
					minutes: await ask(reading, getMinutes, { meeting })
				}
			})
		} catch (error) {
			if (!isRefusal(error, 'absent') && !isRefusal(error, 'forbidden')) throw error
		}
	}
	return contents
}

async function filesOf({ filesFolder, now }: Opening, model: DocumentModel, name: string) {
	const [docx, pdf] = [await writeDocx(model), await writePdf(model, now)]
	const received = (content: Uint8Array, ending: string) =>
		receiveFile(Readable.from([Buffer.from(content)]), { filesFolder, name: `${name}.${ending}` })
	return { docx: await received(docx, 'docx'), pdf: await received(pdf, 'pdf') }
}

const headOfPapers = query({
	name: 'meetingPaper.head',
	input: z.strictObject({ meeting: z.uuid(), language: z.string() }),
	output: z.object({ structure: z.string(), letterhead: z.custom<DocumentModel['letterhead']>() }),
	about: nothing,
	allow: () => false,
	clock: true,
	async run(here, { meeting, language }) {
		const row = await here.tx
			.selectFrom('meeting')
			.select('structure_id')
			.where('workspace_id', '=', here.workspace.id)
			.where('id', '=', meeting)
			.executeTakeFirstOrThrow()
		return { structure: row.structure_id, letterhead: await letterheadOf(here, language) }
	}
})

const Received = z.custom<ReceivedFile>((value) => value instanceof ReceivedFile)
const KeptPaper = z.strictObject({ edition: z.enum(EDITIONS), docx: Received, pdf: Received })

/** Stores papers with the audience each was written for. Not in the registry: only the job that wrote them runs it. */
const keepPapers = command({
	name: 'meetingPaper.keep',
	input: z.strictObject({
		meeting: z.uuid(),
		language: z.string(),
		seal: z.boolean(),
		asked: z.uuid().nullable(),
		papers: z.array(KeptPaper.extend({ kind: z.enum(PAPER_KINDS) }))
	}),
	output: z.object({ id: z.string() }),
	about: nothing,
	allow: () => false,
	clock: true,
	async run(here, { meeting, language, seal, asked, papers }) {
		const row = await here.tx
			.selectFrom('meeting')
			.select(['id', 'structure_id', 'state'])
			.where('workspace_id', '=', here.workspace.id)
			.where('id', '=', meeting)
			.executeTakeFirstOrThrow()
		const before = await papersBefore(here, meeting)
		const kinds = new Set(papers.map(({ kind }) => kind))
		// Sealed once: a job that comes again after its papers were kept adds nothing.
		if (seal && before.some(({ kind, sealed_at }) => kinds.has(kind) && sealed_at !== null)) return { id: meeting }
		for (const { docx, pdf } of papers) await refuseWhenFull(here, docx.size + pdf.size)
		for (const { kind, edition, docx, pdf } of papers) {
			const audience = tokensOf(edition, row.structure_id)
			const [docxId, pdfId] = [await keepFile(docx, DOCX), await keepFile(pdf, 'application/pdf')]
			await here.write.add('meeting_paper', {
				meeting_id: meeting,
				kind,
				edition,
				language,
				docx_file_id: docxId,
				pdf_file_id: pdfId,
				sealed_at: seal ? here.now : null,
				made_at: here.now,
				seat_id: asked
			})
			async function keepFile(received: ReceivedFile, mediaType: string) {
				await storeFile(here.filesFolder, here.workspace.id, received)
				return here.write.add('file', {
					id: received.id,
					name: received.name,
					media_type: mediaType,
					size: received.size,
					sha256: received.sha256,
					seat_id: asked,
					record_id: meeting,
					audience,
					created_at: here.now
				})
			}
		}
		// What was made before may say what its readers are not to read any more.
		for (const old of before)
			if (old.sealed_at === null && old.language === language && kinds.has(old.kind)) await close(old)
		async function close(old: { docx_file_id: string; pdf_file_id: string }) {
			const audience = tokensOf('full', row.structure_id)
			await here.write.change('file', old.docx_file_id, { audience })
			await here.write.change('file', old.pdf_file_id, { audience })
		}
		return { id: meeting }
	}
})

const papersBefore = (here: Here, meeting: string) =>
	here.tx
		.selectFrom('meeting_paper')
		.select(['kind', 'language', 'docx_file_id', 'pdf_file_id', 'sealed_at'])
		.where('workspace_id', '=', here.workspace.id)
		.where('meeting_id', '=', meeting)
		.execute()
