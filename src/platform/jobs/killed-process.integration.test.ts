import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { expect, inject, onTestFinished, test, vi } from 'vitest'
import { commenting } from '#tests/fixtures/job-worker.ts'
import { aClock, doing, rowsOf, workplaceOf } from '#tests/fixtures/workplace.ts'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { enqueue } from './jobs.server.ts'
import { openQueue } from './queue.server.ts'
import { startJobs } from './run-jobs.server.ts'

const WORKER = fileURLToPath(new URL('../../../tests/fixtures/job-worker.ts', import.meta.url))

test('a job whose process is killed in the middle is done after the restart, once', { timeout: 300_000 }, async () => {
	const made = await aWorkspace()
	const { owner } = made.database
	const { rows: named } = await sql<{ name: string }>`select current_database() as name`.execute(owner)
	// What other tests of this database left in the queue nobody works; it would be done first.
	await sql`delete from pgboss.job`.execute(owner)
	const member = await made.as('member')
	const job = await member.run(
		doing((here) => enqueue(here, { operation: 'test.comment', input: {} })),
		{}
	)
	const comments = async () => {
		const { rows } = await sql<{ many: number }>`select count(*)::int as many from comment
			where workspace_id = ${made.workspace.id}`.execute(owner)
		return rows[0]?.many
	}

	const connection = JSON.stringify({ ...inject('database'), database: named[0]?.name })
	const worker = spawn(process.execPath, [WORKER, connection, made.dataFolder], {
		stdio: ['ignore', 'pipe', 'inherit']
	})
	onTestFinished(() => void worker.kill('SIGKILL'))
	await once(worker.stdout, 'data')
	expect(await rowsOf(made, 'job')).toMatchObject([{ id: job, state: 'running', attempts: 1 }])
	worker.kill('SIGKILL')
	await once(worker, 'exit')
	expect(await comments()).toBe(0)

	// Its sign of life is made old, rather than waited for.
	await sql`update pgboss.job set heartbeat_on = heartbeat_on - interval '1 hour', started_on = started_on - interval '1 hour'
		where name = 'job' and data ->> 'job' = ${job}`.execute(owner)
	const supervisor = await openQueue(made.database, 'work', (error) => {
		throw error
	})
	await supervisor.supervise('job')
	await supervisor.stop({ graceful: false })

	const clock = aClock(new Date())
	const again = await startJobs(workplaceOf(made, clock, { operations: [commenting(() => Promise.resolve())] }))
	try {
		await vi.waitFor(
			async () => expect(await rowsOf(made, 'job')).toMatchObject([{ id: job, state: 'done', attempts: 2 }]),
			{ timeout: 90_000, interval: 100 }
		)
	} finally {
		await again.stop()
	}
	expect(await comments()).toBe(1)
})
