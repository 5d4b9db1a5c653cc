import { sql } from 'kysely'
import type { PgBoss, WorkOptions } from 'pg-boss'
import { z } from 'zod'
import { listWorkspaces } from '#platform/access/find-seat.server.ts'
import { logLine } from '#platform/log.ts'
import { deliverPersonal } from '#platform/mail/deliver-mail.server.ts'
import type { Workplace } from './jobs.server.ts'
import { entryOf } from './queue-jobs.server.ts'
import { addEntries, openQueue, QUEUE_SCHEMA } from './queue.server.ts'
import { workJob, workTimed } from './work-jobs.server.ts'

const POLLING_SECONDS = 2
const STOP_WITHIN = 20_000

const JobData = z.object({ workspace: z.uuid(), job: z.uuid() })
type One = { id: string; data: unknown }

/** Works the queues until it is stopped: jobs, mail and what is due at its time. */
export async function startJobs(place: Workplace): Promise<{ stop(): Promise<void> }> {
	const boss = await openQueue(place.database, 'work', (error) =>
		logLine('error', 'the queue of jobs met an error', {}, { error })
	)
	await putBack(place)
	await schedule(boss, place)
	const work = (queue: string, more: WorkOptions, doOne: (one: One) => Promise<void>) =>
		boss.work(queue, { pollingIntervalSeconds: POLLING_SECONDS, ...more }, async (batch: One[]) => {
			const ended = await Promise.allSettled(batch.map(doOne))
			const failed = ended.find((one) => one.status === 'rejected')
			// Taken again all together: what is done already is found done.
			if (failed) throw failed.reason
		})
	const workEntry = ({ id, data }: One) => workJob(place, { ...JobData.parse(data), entry: id })
	// Several side by side, the next at once while there are more; two takers, so that a long job does not hold up all others.
	await work('job', { localConcurrency: 2, batchSize: 3, burstWhenBatchFull: true }, workEntry)
	await work('mail', { localConcurrency: 3 }, workEntry)
	await work('timed', {}, ({ id, data }) => workTimed(place, data, id))
	await work('personal-mail', { localConcurrency: 2 }, ({ data }) => deliverPersonal(place, data))
	return { stop: () => boss.stop({ graceful: true, timeout: STOP_WITHIN }) }
}

async function schedule(boss: PgBoss, { registry }: Workplace) {
	const names = new Set(registry.timed.map((timed) => timed.name))
	for (const { name, key } of await boss.getSchedules('timed')) if (!names.has(key)) await boss.unschedule(name, key)
	for (const { name, cron } of registry.timed)
		await boss.schedule('timed', cron, { name }, { key: name, singletonKey: name, missed: 'once' })
}

/**
 * Puts jobs back into the queue whose entry is not there: the queue is not part of a backup, the jobs are. What ran when
 * the copy was made is taken as waiting.
 */
export async function putBack(place: Workplace): Promise<number> {
	const { database } = place
	const { rows } = await sql<{ id: string; job: string }>`
		select id::text, data ->> 'job' as job from ${sql.table(`${QUEUE_SCHEMA}.job`)}
		where name in ('job', 'mail') and state in ('created', 'retry', 'active')`.execute(database.owner)
	const queued = new Set(rows.map((row) => row.job))
	let count = 0
	for (const workspace of await listWorkspaces(database))
		count += await database.write({ workspaceId: workspace.id, audience: ['system'] }, async (tx) => {
			const found = await tx
				.selectFrom('job')
				.select(['id', 'operation', 'due_at', 'state'])
				.where('workspace_id', '=', workspace.id)
				.where('state', 'in', ['waiting', 'running'])
				.where('timed', 'is', null)
				.execute()
			const lost = found.filter((job) => !queued.has(job.id))
			const running = lost.filter((job) => job.state === 'running').map((job) => job.id)
			if (running.length > 0)
				await tx
					.updateTable('job')
					.set({ state: 'waiting', taken_by: null })
					.where('workspace_id', '=', workspace.id)
					.where('id', 'in', running)
					.execute()
			await addEntries(
				database,
				lost.map((job) => entryOf(workspace.id, job)),
				tx
			)
			return lost.length
		})
	return count
}
