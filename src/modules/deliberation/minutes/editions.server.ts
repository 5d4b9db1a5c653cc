import { sql } from 'kysely'
import { enqueue } from '#platform/jobs/jobs.server.ts'
import { spokenLanguage } from '#platform/languages/offered.ts'
import type { Writing } from '#platform/operation/operation.server.ts'
import { actorsNamedIn, meets, readersOf, tokensOf } from './editions.ts'
import { sentThatDay } from './moves-in.server.ts'
import { RENDER_PAPERS, type RenderInput } from './paper-job.ts'

/**
 * Has the papers of a meeting whose minutes are adopted written and sealed, the full and each redacted edition, when the command
 * that adopts them commits. The words were fixed by that command; the papers follow within seconds, all or none.
 */
export async function sealEditions(here: Writing, meetingId: string): Promise<void> {
	const row = await here.tx
		.selectFrom('meeting')
		.select('minutes_language')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', meetingId)
		.executeTakeFirstOrThrow()
	const input: RenderInput = {
		meeting: meetingId,
		kinds: ['minutes', 'decisions'],
		language: spokenLanguage(here.registry.catalogue, [row.minutes_language], here.workspace.languages),
		seal: true,
		late: false
	}
	await enqueue(here, { operation: RENDER_PAPERS, input, seatId: null })
}

/**
 * Closes the papers of a meeting that were made before something in them was restricted: they are left to those who keep the
 * records, until they are made anew. Sealed ones stay as they were adopted.
 */
export async function closePapers(here: Writing, meetingId: string, structureId: string): Promise<void> {
	const rows = await filesOfPapers(here, meetingId).execute()
	// Whoever restricts something goes on seeing it, and so what was written of it; what is beyond that seat is closed already.
	const own = here.seat.id === null ? [] : [`seat:${here.seat.id}`]
	const audience = [...tokensOf('full', structureId), ...own]
	for (const { id } of rows) await here.write.change('file', id, { audience })
}

/**
 * Closes the papers of a meeting that print what was made there, to readers who do not see it any more, when a decision,
 * recommendation or action is shown to others than before.
 */
export const closePapersPrinting =
	(table: 'decision' | 'recommendation' | 'action') =>
	async (here: Writing, id: string, audience: readonly string[]): Promise<void> => {
		const made = await here.tx
			.selectFrom(table)
			.select('meeting_id')
			.where(sql.ref(`${table}.workspace_id`), '=', here.workspace.id)
			.where(sql.ref(`${table}.id`), '=', id)
			.execute()
		const moved = table === 'recommendation' ? await movedIn(here, id) : []
		for (const meetingId of new Set([...made.flatMap((row) => row.meeting_id ?? []), ...moved])) {
			const { structure_id: structureId } = await here.tx
				.selectFrom('meeting')
				.select('structure_id')
				.where('workspace_id', '=', here.workspace.id)
				.where('id', '=', meetingId)
				.executeTakeFirstOrThrow()
			const rows = await filesOfPapers(here, meetingId)
				.where('meeting_paper.kind', 'in', ['minutes', 'decisions'])
				.execute()
			for (const { id: file, edition, audience: own } of rows)
				if (!readersOf(edition, structureId, actorsNamedIn(own)).every((reader) => meets(reader, audience)))
					await here.write.change('file', file, { audience: tokensOf('full', structureId) })
		}
	}

/** The meetings whose papers print a recommendation that was made elsewhere: it was answered there, or sent on that day. */
async function movedIn(here: Writing, recommendation: string): Promise<string[]> {
	const rows = await here.tx
		.selectFrom('recommendation_hop as hop')
		.leftJoin('meeting', (on) =>
			on
				.onRef('meeting.workspace_id', '=', 'hop.workspace_id')
				.onRef('meeting.structure_id', '=', 'hop.from_structure_id')
				.on(sentThatDay)
		)
		.select(['hop.meeting_id', 'meeting.id as sent_in'])
		.where('hop.workspace_id', '=', here.workspace.id)
		.where('hop.recommendation_id', '=', recommendation)
		.execute()
	return rows.flatMap((row) => [row.meeting_id, row.sent_in].filter((id) => id !== null))
}

const filesOfPapers = (here: Writing, meetingId: string) =>
	here.tx
		.selectFrom('meeting_paper')
		.innerJoin('file', (on) =>
			on
				.onRef('file.workspace_id', '=', 'meeting_paper.workspace_id')
				.on((where) =>
					where.or([
						where('file.id', '=', where.ref('meeting_paper.docx_file_id')),
						where('file.id', '=', where.ref('meeting_paper.pdf_file_id'))
					])
				)
		)
		.select(['file.id', 'file.audience', 'meeting_paper.edition'])
		.where('meeting_paper.workspace_id', '=', here.workspace.id)
		.where('meeting_paper.meeting_id', '=', meetingId)
		.where('meeting_paper.sealed_at', 'is', null)
		.where('file.record_id', '=', meetingId)
		.orderBy('file.id')
