import { sql } from 'kysely'
import { forgetAddresses } from '#platform/access/sweep.server.ts'
import { writeAnchor } from '#platform/events/verify.server.ts'
import { cleanFiles } from '#platform/files/clean-files.server.ts'
import { defineTimed, type Timed } from './jobs.server.ts'

const DAY = 86_400_000
/** Days for which done jobs and sent mail stay to be seen. */
export const KEPT_DAYS = 90

const anchorHistory = defineTimed({
	name: 'history.anchor',
	cron: '*/10 * * * *',
	async run({ database, workspace, secret, now }, { dataFolder }) {
		await writeAnchor(database, workspace, { dataFolder, secret, now })
	}
})

const cleanStore = defineTimed({
	name: 'file.clean',
	cron: '7 * * * *',
	async run(opening) {
		await cleanFiles(opening)
	}
})

const forget = defineTimed({
	name: 'address.forget',
	cron: '17 2 * * *',
	run: ({ database, workspace, now }) => forgetAddresses(database, workspace, now)
})

// What a mail said to whom is personal data, and a list of all that was ever done helps nobody.
const clearOld = defineTimed({
	name: 'job.clear',
	cron: '37 2 * * *',
	async run({ database, workspace, now }) {
		const before = new Date(now.getTime() - KEPT_DAYS * DAY)
		await database.write({ workspaceId: workspace.id, audience: ['system'] }, async (tx) => {
			await sql`delete from job where workspace_id = ${workspace.id} and state in ('done', 'cancelled')
				and timed is null and ended_at < ${before}`.execute(tx)
			await sql`delete from mail where workspace_id = ${workspace.id} and state in ('sent', 'cancelled', 'failed')
				and created_at < ${before}`.execute(tx)
		})
	}
})

/** What is done at its time in every workspace, as its clock. */
export const timedJobs: readonly Timed[] = [anchorHistory, cleanStore, forget, clearOld]
