import { z } from 'zod'
import { removeStored } from '#platform/files/store.server.ts'
import { defineTimed } from '#platform/jobs/jobs.server.ts'
import { command, nothing } from '#platform/operation/operation.server.ts'
import { run } from '#platform/operation/perform.server.ts'
import { eraseSubmission } from './erase-submission.server.ts'

// Each turn is a transaction of its own.
const AT_ONCE = 50

/**
 * Erases submissions whose time is over, with their files: settled ones, and those that nobody ever answered. What became an
 * entry stays that entry's own. Only the clock runs it, so that it stands in no registry.
 */
export const eraseOverdue = command({
	name: 'submission.erase',
	input: z.strictObject({}),
	output: z.object({ files: z.array(z.string()), isMore: z.boolean() }),
	about: nothing,
	allow: () => false,
	clock: true,
	async run(here) {
		const rows = await here.tx
			.selectFrom('submission')
			.select('id')
			.where('workspace_id', '=', here.workspace.id)
			.where('erase_day', '<=', here.today)
			.orderBy('erase_day')
			.orderBy('id')
			.limit(AT_ONCE)
			.execute()
		const files: string[] = []
		for (const { id } of rows) {
			const own = await here.tx
				.selectFrom('submission_file')
				.innerJoin('file', (on) =>
					on.onRef('file.workspace_id', '=', 'submission_file.workspace_id').onRef('file.id', '=', 'submission_file.id')
				)
				.select('file.id')
				.where('submission_file.workspace_id', '=', here.workspace.id)
				.where('submission_file.submission_id', '=', id)
				.where('file.record_id', 'is', null)
				.execute()
			files.push(...own.map((row) => row.id))
			await eraseSubmission(here, id)
		}
		return { files, isMore: rows.length === AT_ONCE }
	}
})

const ARRIVALS_HOURS = 25

/** Every night: what is past its time, with its files, and what arrived before yesterday, which no limit asks for any more. */
export const clearSubmissions = defineTimed({
	name: 'submission.clear',
	cron: '47 1 * * *',
	async run(opening) {
		const { database, workspace, filesFolder, now } = opening
		for (;;) {
			const { files, isMore } = await run(opening, eraseOverdue, {})
			// The rows go first: a file without a row harms nobody, a row without its file does.
			await removeStored(filesFolder, workspace.id, files)
			if (!isMore) break
		}
		const before = new Date(now.getTime() - ARRIVALS_HOURS * 3_600_000)
		await database.write({ workspaceId: workspace.id, audience: ['system'] }, (tx) =>
			tx
				.deleteFrom('submission_arrival')
				.where('workspace_id', '=', workspace.id)
				.where('arrived_at', '<', before)
				.execute()
		)
	}
})
