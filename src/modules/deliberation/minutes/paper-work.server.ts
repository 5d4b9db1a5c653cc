import { Readable } from 'node:stream'
import { z } from 'zod'
import { letterheadOf } from '#platform/documents/letterhead.server.ts'
import type { DocumentModel } from '#platform/documents/document.ts'
import { writeDocx } from '#platform/documents/write-docx.server.ts'
import { writePdf } from '#platform/documents/write-pdf.server.ts'
import { clockSeat } from '#platform/access/seat.ts'
import { discardFile, receiveFile, ReceivedFile } from '#platform/files/receive.server.ts'
import { defineWork } from '#platform/jobs/jobs.server.ts'
import { speak, type Words } from '#platform/languages/words.ts'
import { command, nothing, query, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { ask, run, type Opening } from '#platform/operation/perform.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { storeFile } from '#platform/files/store.server.ts'
import { refuseWhenFull } from '#platform/files/storage.ts'
import { differing, EDITIONS, editionsWithin, tokensOf } from './editions.ts'
import { editionKey, editionName } from './edition-name.ts'
import { PAPER_KINDS, type PaperKind } from './minutes-rules.ts'
import { readAsAll, type Read } from './paper-circles.server.ts'
import { sentThatDay } from './moves-in.server.ts'
import { paperFor, paperOf } from './paper-model.ts'
import { RENDER_PAPERS, RenderInput } from './paper-job.ts'
import { keepStanding } from './standing.server.ts'

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

/**
 * Writes the papers of a meeting: each as every circle of readers is to have it, found by asking as that circle, and stored with
 * the audience it was written for. All of them are stored together, or none.
 */
export const renderPapers = defineWork({
	name: RENDER_PAPERS,
	async run(opening, input) {
		const { meeting, kinds, language, seal, late } = RenderInput.parse(input)
		const clock: Opening = { ...opening, seat: clockSeat }
		// What the lists of standing items hold when minutes are adopted is kept: by tomorrow they hold something else. Where
		// they were adopted long ago, what the days of the records tell is nearer to it than what is there now.
		if (seal && !late) await run(clock, keepStanding, { meeting })
		// Somebody may restrict an item while its paper is written: what was read then is thrown away, and read anew.
		for (let left = TRIES; left > 0; left--)
			if (await writeOnce(opening, clock, { meeting, kinds, language, seal, late })) return
		throw conflict('deliberation.paper-overtaken')
	}
})

const TRIES = 4

/** Writes and keeps the papers as things stand; false, and nothing kept, where something they tell of changed meanwhile. */
async function writeOnce(
	opening: Opening,
	clock: Opening,
	{ meeting, kinds, language, seal, late }: RenderInput
): Promise<boolean> {
	const { structure, letterhead, today, stamp } = await ask(clock, headOfPapers, { meeting, language })
	const papers: (z.output<typeof KeptPaper> & { kind: PaperKind })[] = []
	const discard = async () => {
		for (const { docx, pdf } of papers) await Promise.all([discardFile(docx), discardFile(pdf)])
	}
	try {
		const words = wordsFor(opening, language)
		const { reads, named } = await readAsAll(opening, { meeting, structure, language })
		for (const kind of kinds)
			for (const { edition, actors, paper } of editionsOf(words, kind, { reads, today, seal, late })) {
				const circle = { edition, actors: actors.flatMap((id) => named.get(id) ?? []) }
				const name = `${kind}-${paper.reference}-${editionKey(circle)}`
				const model = paperFor(words, paper, editionName(words, circle))
				papers.push({
					kind,
					edition,
					actors: [...actors],
					...(await filesOf(opening, { ...model, letterhead }, name))
				})
			}
		const { isKept } = await run(clock, keepPapers, {
			meeting,
			language,
			seal,
			stamp,
			asked: opening.seat.id,
			papers
		})
		if (!isKept) await discard()
		return isKept
	} catch (error) {
		await discard()
		throw error
	}
}

/** Why a paper is not written: the page of the papers says so. */
const TOO_MANY = 'deliberation.too-many-editions'

const wordsFor = ({ registry, workspace }: Opening, language: string) =>
	speak(registry.catalogue, language, { timeZone: workspace.timeZone, firstLanguage: workspace.language })

type How = { reads: readonly Read[]; today: string; seal: boolean; late: boolean }

function editionsOf(words: Words, kind: PaperKind, { reads, today, seal, late }: How) {
	const written = differing(
		reads
			// Whoever reads the minutes once they are adopted is given no paper of them before.
			.filter(({ content }) => kind !== 'minutes' || content.minutes.may.read)
			.map(({ content, ...circle }) => {
				const paper = paperOf(words, kind, { ...content, today, sealedOn: late ? today : null })
				return { ...circle, paper, said: JSON.stringify(paper) }
			})
	)
	const within = editionsWithin(written, { seal })
	if (within === null) throw conflict(TOO_MANY)
	return within
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
	output: z.object({
		structure: z.string(),
		today: z.string(),
		stamp: z.string(),
		letterhead: z.custom<DocumentModel['letterhead']>()
	}),
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
		const stamp = stampOf(await versionsAt(here, meeting))
		return { structure: row.structure_id, today: here.today, stamp, letterhead: await letterheadOf(here, language) }
	}
})

const Received = z.custom<ReceivedFile>((value) => value instanceof ReceivedFile)
const KeptPaper = z.strictObject({
	edition: z.enum(EDITIONS),
	actors: z.array(z.uuid()),
	docx: Received,
	pdf: Received
})

/** Stores papers with the audience each was written for. Not in the registry: only the job that wrote them runs it. */
const keepPapers = command({
	name: 'meetingPaper.keep',
	input: z.strictObject({
		meeting: z.uuid(),
		language: z.string(),
		seal: z.boolean(),
		/** What the records were when the papers were read. */
		stamp: z.string(),
		asked: z.uuid().nullable(),
		papers: z.array(KeptPaper.extend({ kind: z.enum(PAPER_KINDS) }))
	}),
	output: z.object({ id: z.string(), isKept: z.boolean() }),
	about: nothing,
	allow: () => false,
	clock: true,
	async run(here, { meeting, language, seal, stamp, asked, papers }) {
		if (stampOf(await holdAll(here, meeting)) !== stamp) return { id: meeting, isKept: false }
		const row = await here.tx
			.selectFrom('meeting')
			.select(['id', 'structure_id', 'state'])
			.where('workspace_id', '=', here.workspace.id)
			.where('id', '=', meeting)
			.executeTakeFirstOrThrow()
		const before = await papersBefore(here, meeting)
		const kinds = new Set(papers.map(({ kind }) => kind))
		// Sealed once: a job that comes again after its papers were kept adds nothing.
		if (seal && before.some(({ kind, sealed_at }) => kinds.has(kind) && sealed_at !== null))
			return { id: meeting, isKept: true }
		for (const { docx, pdf } of papers) await refuseWhenFull(here, docx.size + pdf.size)
		for (const { kind, edition, actors, docx, pdf } of papers) {
			const audience = tokensOf(edition, row.structure_id, actors)
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
		return { id: meeting, isKept: true }
	}
})

type Versions = readonly { id: string; version: number }[]

// A record counts a version up whenever anything of it changes: who sees it, its words, what belongs to it.
const stampOf = (versions: Versions) => versions.map(({ id, version }) => `${id} ${String(version)}`).join()

/** The meeting with all that its papers tell of: its items, what was made in them, and the recommendations that were answered there. */
const recordsAt = (here: Here, meeting: string) =>
	here.tx
		.selectFrom('record')
		.select(['record.id', 'record.version'])
		.where('record.workspace_id', '=', here.workspace.id)
		.where((where) =>
			where.or([
				where('record.id', '=', meeting),
				...(['agenda_item', 'decision', 'recommendation', 'action'] as const).map((table) =>
					where(
						'record.id',
						'in',
						where
							.selectFrom(table)
							.select(`${table}.id`)
							.where(`${table}.workspace_id`, '=', here.workspace.id)
							.where(`${table}.meeting_id`, '=', meeting)
					)
				),
				where(
					'record.id',
					'in',
					where
						.selectFrom('recommendation_hop as hop')
						.select('hop.recommendation_id')
						.where('hop.workspace_id', '=', here.workspace.id)
						.where('hop.meeting_id', '=', meeting)
				),
				where(
					'record.id',
					'in',
					where
						.selectFrom('recommendation_hop as hop')
						.innerJoin('meeting', (on) =>
							on
								.onRef('meeting.workspace_id', '=', 'hop.workspace_id')
								.onRef('meeting.structure_id', '=', 'hop.from_structure_id')
								.on(sentThatDay)
						)
						.select('hop.recommendation_id')
						.where('hop.workspace_id', '=', here.workspace.id)
						.where('meeting.id', '=', meeting)
				)
			])
		)
		.orderBy('record.id')

const versionsAt = (here: Here, meeting: string): Promise<Versions> => recordsAt(here, meeting).execute()

// Held until the papers are kept: whoever restricts one of them waits, and then finds the papers to close.
const holdAll = (here: Writing, meeting: string): Promise<Versions> => recordsAt(here, meeting).forUpdate().execute()

const papersBefore = (here: Here, meeting: string) =>
	here.tx
		.selectFrom('meeting_paper')
		.select(['kind', 'language', 'docx_file_id', 'pdf_file_id', 'sealed_at'])
		.where('workspace_id', '=', here.workspace.id)
		.where('meeting_id', '=', meeting)
		.execute()
