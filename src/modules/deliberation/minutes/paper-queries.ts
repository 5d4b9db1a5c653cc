import { sql } from 'kysely'
import { z } from 'zod'
import { Reference } from '#platform/operation/fields.ts'
import { everyone, query, type Here } from '#platform/operation/operation.server.ts'
import { RecordHead, referencesOf, RecordReference } from '#platform/records/find-record.server.ts'
import { getMeetingRow } from '../find-deliberation.server.ts'
import { MEETING_STATES, runsMeetings } from '../rules.ts'
import { papersByHand } from './by-hand.server.ts'
import { actorsNamedIn, EDITIONS, type Edition } from './editions.ts'
import { PAPER_KINDS, whyNotMakePaper, type PaperKind } from './minutes-rules.ts'
import { RENDER_PAPERS, RenderInput } from './paper-job.ts'

const MOST = 500

/** The papers of a meeting that the seat may open, of each edition the newest and the sealed one. */
export async function latestPapers(here: Here, meetingId: string) {
	const rows = await here.tx
		.selectFrom('meeting_paper')
		.innerJoin('record', (on) =>
			on
				.onRef('record.workspace_id', '=', 'meeting_paper.workspace_id')
				.onRef('record.id', '=', 'meeting_paper.meeting_id')
		)
		.innerJoin('file as docx', (on) =>
			on
				.onRef('docx.workspace_id', '=', 'meeting_paper.workspace_id')
				.onRef('docx.id', '=', 'meeting_paper.docx_file_id')
		)
		.innerJoin('file as pdf', (on) =>
			on.onRef('pdf.workspace_id', '=', 'meeting_paper.workspace_id').onRef('pdf.id', '=', 'meeting_paper.pdf_file_id')
		)
		.select(['meeting_paper.id', 'meeting_paper.kind', 'meeting_paper.edition', 'meeting_paper.language'])
		.select(['meeting_paper.sealed_at', 'meeting_paper.made_at', 'pdf.audience'])
		.select(['docx.id as docx_id', 'docx.size as docx_size', 'docx.sha256 as docx_sha256'])
		.select(['pdf.id as pdf_id', 'pdf.size as pdf_size', 'pdf.sha256 as pdf_sha256'])
		.where('meeting_paper.workspace_id', '=', here.workspace.id)
		.where('meeting_paper.meeting_id', '=', meetingId)
		.orderBy('meeting_paper.made_at', 'desc')
		.orderBy('meeting_paper.id')
		.limit(MOST)
		.execute()
	// Those made in one go stand together: an older one that is not sealed is left out, even where the newer has no such edition.
	const newest = new Map<string, number>()
	return rows.filter((row) => {
		const name = `${row.kind} ${row.language}`
		const known = newest.get(name) ?? row.made_at.getTime()
		newest.set(name, known)
		return row.sealed_at !== null || row.made_at.getTime() === known
	})
}

/** The kinds of paper of a meeting that were sealed, whoever may open them. */
export async function sealedKinds(here: Here, meetingId: string): Promise<Set<string>> {
	const rows = await here.tx
		.selectFrom('meeting_paper')
		.select('kind')
		.distinct()
		.where('workspace_id', '=', here.workspace.id)
		.where('meeting_id', '=', meetingId)
		.where('sealed_at', 'is not', null)
		.execute()
	return new Set(rows.map(({ kind }) => kind))
}

/** Papers that are being written, or could not be. */
async function jobsOf(here: Here, meetingId: string) {
	const rows = await here.tx
		.selectFrom('job')
		.select(['state', 'input', 'created_at', 'error_code'])
		.where('workspace_id', '=', here.workspace.id)
		.where('state', 'in', ['waiting', 'running', 'failed'])
		.where('operation', '=', RENDER_PAPERS)
		// The input is kept as text; a meeting's own jobs are few, those of a workspace many.
		.where(sql<boolean>`strpos(input, ${JSON.stringify(meetingId)}) > 0`)
		.orderBy('created_at', 'desc')
		.limit(MOST)
		.execute()
	return rows.flatMap(({ state, input, created_at: since, error_code: code }) => {
		const job = RenderInput.parse(JSON.parse(input))
		return job.meeting === meetingId
			? job.kinds.map((kind) => ({
					kind,
					since,
					hasFailed: state === 'failed',
					code: state === 'failed' ? code : null
				}))
			: []
	})
}

export const isBeingMade = async (here: Here, meetingId: string, kind: PaperKind): Promise<boolean> =>
	(await jobsOf(here, meetingId)).some((job) => job.kind === kind && !job.hasFailed)

const File = z.object({ id: z.string(), size: z.int(), sha256: z.string() })

/** The narrowest edition a reader may open says the most; of the others only those who run the meeting are told. */
const fullest = (editions: readonly Edition[]) => Math.max(...editions.map((edition) => EDITIONS.indexOf(edition)))

export const listPapers = query({
	name: 'meetingPaper.list',
	input: z.strictObject({ meeting: Reference }),
	output: RecordHead.extend({
		structure: RecordReference.nullable(),
		status: z.enum(MEETING_STATES),
		papers: z.array(
			z.object({
				id: z.string(),
				kind: z.enum(PAPER_KINDS),
				edition: z.enum(EDITIONS),
				/** The organizations it is for, where it is for those named. */
				named: z.array(RecordReference),
				language: z.string(),
				docx: File,
				pdf: File,
				sealedAt: z.date().nullable(),
				madeAt: z.date()
			})
		),
		/** What is being written now, or could not be: told to those who run the meeting. */
		making: z.array(
			z.object({ kind: z.enum(PAPER_KINDS), since: z.date(), hasFailed: z.boolean(), code: z.string().nullable() })
		),
		/** Whom no letter about a paper reaches, with the edition that is to be given to them: told to those who run the meeting. */
		byHand: z.array(
			z.object({
				kind: z.enum(PAPER_KINDS),
				actor: RecordReference,
				offices: z.array(z.string()),
				edition: z.enum(EDITIONS).nullable()
			})
		),
		makes: z.array(z.enum(PAPER_KINDS)),
		may: z.object({ make: z.boolean() })
	}),
	about: (here, { meeting }) => getMeetingRow(here, meeting),
	allow: everyone,
	async run(here, _input, { row, chairActorId, secretaryActorId, ...head }) {
		const runs = runsMeetings(here.seat, { chairActorId, secretaryActorId })
		const [rows, jobs, sealed] = await Promise.all([
			latestPapers(here, head.id),
			runs ? jobsOf(here, head.id) : [],
			runs ? sealedKinds(here, head.id) : new Set<string>()
		])
		const { id, audience: seenBy } = head
		const byHand = runs ? await papersByHand(here, { id, audience: seenBy, structureId: row.structure_id }, rows) : []
		const namedIn = ({ edition, audience }: (typeof rows)[number]) =>
			edition === 'named' ? actorsNamedIn(audience) : []
		const references = await referencesOf(here, [row.structure_id, ...rows.flatMap(namedIn)])
		const groups = Map.groupBy(rows, (one) => `${one.kind} ${one.language} ${one.made_at.toISOString()}`)
		const shown = runs
			? rows
			: [...groups.values()].flatMap((some) => {
					const best = fullest(some.map(({ edition }) => edition))
					return some.filter(({ edition }) => EDITIONS.indexOf(edition) === best)
				})
		// A paper that was made since is no failure any more.
		const made = (kind: PaperKind, since: Date) => rows.some((one) => one.kind === kind && one.made_at > since)
		return {
			...head,
			structure: references.get(row.structure_id) ?? null,
			status: row.state,
			papers: shown.map((one) => ({
				id: one.id,
				kind: one.kind,
				edition: one.edition,
				named: namedIn(one).flatMap((id) => references.get(id) ?? []),
				language: one.language,
				docx: { id: one.docx_id, size: one.docx_size, sha256: one.docx_sha256 },
				pdf: { id: one.pdf_id, size: one.pdf_size, sha256: one.pdf_sha256 },
				sealedAt: one.sealed_at,
				madeAt: one.made_at
			})),
			making: jobs.filter((job) => !job.hasFailed || !made(job.kind, job.since)),
			byHand,
			makes: runs ? PAPER_KINDS.filter((kind) => whyNotMakePaper(kind, row.state, sealed) === null) : [],
			may: { make: runs }
		}
	}
})
