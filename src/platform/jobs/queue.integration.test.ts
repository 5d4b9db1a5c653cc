import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { command, nothing } from '#platform/operation/operation.server.ts'
import { aWorkspace, testInstallation } from '#tests/fixtures/workspace.ts'
import { enqueue } from './jobs.server.ts'
import { installQueue } from './queue.server.ts'

const asking = (fails: boolean) =>
	command({
		name: 'comment.add',
		input: z.strictObject({}),
		output: z.object({ id: z.string() }),
		about: nothing,
		allow: () => true,
		async run(here) {
			const id = await enqueue(here, { operation: 'workspace.get', input: { secret: 'whispered' } })
			if (fails) throw new Error('broken off')
			return { id }
		}
	})

const entriesOf = async (workspace: string) => {
	const { database } = await testInstallation()
	const { rows } = await sql<{ data: { job: string }; state: string }>`
		select data, state::text from pgboss.job where data ->> 'workspace' = ${workspace}`.execute(database.owner)
	return rows
}

test('a job and its entry in the queue are there exactly when the command commits', async () => {
	const { as, workspace } = await aWorkspace()
	const member = await as('member')
	const { id } = await member.run(asking(false), {})
	expect(await entriesOf(workspace.id)).toMatchObject([{ data: { job: id }, state: 'created' }])
	await expect(member.run(asking(true), {})).rejects.toThrow('broken off')
	expect(await entriesOf(workspace.id)).toHaveLength(1)
})

test('the queue is made again without harm, and tells the application nothing of others', async () => {
	const { database } = await testInstallation()
	await installQueue(database)
	const { workspace } = await aWorkspace()
	const reading = database.write({ workspaceId: workspace.id, audience: ['public'] }, (tx) =>
		sql`select data from pgboss.job_common`.execute(tx)
	)
	await expect(reading).rejects.toMatchObject({ code: '42501' })
})
