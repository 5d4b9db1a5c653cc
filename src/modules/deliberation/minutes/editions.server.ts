import { sql } from 'kysely'
import { enqueue } from '#platform/jobs/jobs.server.ts'
import { spokenLanguage } from '#platform/languages/offered.ts'
import type { Writing } from '#platform/operation/operation.server.ts'
import { actorsNamedIn, meets, readersOf, tokensOf } from './editions.ts'
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
			.executeTakeFirst()
		if (!made?.meeting_id) return
		const { structure_id: structureId } = await here.tx
			.selectFrom('meeting')
			.select('structure_id')
			.where('workspace_id', '=', here.workspace.id)
			.where('id', '=', made.meeting_id)
			.executeTakeFirstOrThrow()
		const rows = await filesOfPapers(here, made.meeting_id)
			.where('meeting_paper.kind', 'in', ['minutes', 'decisions'])
			.execute()
		for (const { id: file, edition, audience: own } of rows)
			if (!readersOf(edition, structureId, actorsNamedIn(own)).every((reader) => meets(reader, audience)))
				await here.write.change('file', file, { audience: tokensOf('full', structureId) })
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
