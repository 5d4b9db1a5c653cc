import { listJobs } from '#platform/jobs/job-operations.ts'
import { JOB_STATES } from '#platform/jobs/schema.ts'
import { listPart } from '../../../list-page.ts'
import { sayJob, sayReason } from '../say-operation.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const { words } = locals
	const list = listPart(await locals.askFrom(listJobs, url), (job) => ({
		job: { href: `/${workspace}/administration/jobs/${job.id}`, label: sayJob(words, job.operation) },
		isTimed: job.isTimed,
		state: job.state,
		reason: job.error && job.state !== 'done' ? sayReason(words, job.error) : null,
		seat: job.seat?.office ?? null,
		attempts: job.attempts,
		createdAt: job.createdAt,
		dueAt: job.dueAt,
		endedAt: job.endedAt
	}))
	return { list, states: JOB_STATES }
}
