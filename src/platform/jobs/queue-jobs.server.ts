import type { Kysely } from 'kysely'
import type { Database } from '#platform/database/database.server.ts'
import type { Tables } from '#platform/database/tables.ts'
import type { Change } from '#platform/events/payload.ts'
import { addEntries, type Entry } from './queue.server.ts'

/** The operation that brings the mail of a workspace out: its jobs go to a queue that works one of them at a time. */
export const DELIVER_MAIL = 'mail.deliver'

/** The entry of a job: deliveries of a workspace's mail stand one behind the other, all else side by side. */
export function entryOf(workspaceId: string, job: { id: string; operation: string; due_at: Date }): Entry {
	const data = { workspace: workspaceId, job: job.id }
	return job.operation === DELIVER_MAIL
		? { queue: 'mail', key: workspaceId, data, due: job.due_at }
		: { queue: 'job', key: job.id, data, due: job.due_at }
}

/** Puts the jobs that a command wrote into the queue, within its transaction: they are there exactly when it commits. */
export async function queueJobs(
	database: Database,
	tx: Kysely<Tables>,
	workspaceId: string,
	changes: Iterable<readonly Change[]>
): Promise<void> {
	const ids = [...changes]
		.flat()
		.filter((change) => change.table === 'job')
		.map((change) => change.row)
	if (ids.length === 0) return
	const jobs = await tx
		.selectFrom('job')
		.select(['id', 'operation', 'due_at'])
		.where('workspace_id', '=', workspaceId)
		.where('id', 'in', ids)
		.where('state', '=', 'waiting')
		.execute()
	await addEntries(
		database,
		jobs.map((job) => entryOf(workspaceId, job)),
		tx
	)
}
