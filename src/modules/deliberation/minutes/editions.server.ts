import { enqueue } from '#platform/jobs/jobs.server.ts'
import type { Writing } from '#platform/operation/operation.server.ts'
import { tokensOf } from './editions.ts'
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
		language: row.minutes_language ?? here.workspace.language,
		seal: true
	}
	await enqueue(here, { operation: RENDER_PAPERS, input, seatId: null })
}

/**
 * Closes the papers of a meeting that were made before something in them was restricted: they are left to those who keep the
 * records, until they are made anew. Sealed ones stay as they were adopted.
 */
export async function closePapers(here: Writing, meetingId: string, structureId: string): Promise<void> {
	const rows = await here.tx
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
		.select('file.id')
		.where('meeting_paper.workspace_id', '=', here.workspace.id)
		.where('meeting_paper.meeting_id', '=', meetingId)
		.where('meeting_paper.sealed_at', 'is', null)
		.where('file.record_id', '=', meetingId)
		.orderBy('file.id')
		.execute()
	// Whoever restricts something goes on seeing it, and so what was written of it; what is beyond that seat is closed already.
	const own = here.seat.id === null ? [] : [`seat:${here.seat.id}`]
	const audience = [...tokensOf('full', structureId), ...own]
	for (const { id } of rows) await here.write.change('file', id, { audience })
}
