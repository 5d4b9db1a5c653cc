import { z } from 'zod'
import { cancelJob, getJob, repeatJob } from '#platform/jobs/job-operations.ts'
import { absent } from '#platform/operation/refusal.ts'
import { formAction, formKeys, refusePage } from '../../../../face.server.ts'
import { sayJob, sayReason, sayWait } from '../../say-operation.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { words } = locals
	if (!z.uuid().safeParse(params.job).success) refusePage(locals, url, absent('jobs.no-such-job'))
	const { operation, error, plan, ...job } = await locals.ask(getJob, { job: params.job })
	return {
		job: {
			...job,
			name: operation,
			label: sayJob(words, operation),
			reason: error && sayReason(words, error),
			reference: error?.reference ?? null,
			plan:
				plan.length > 0
					? words.t('operating.jobs.plan', { waits: words.list(plan.map((wait) => sayWait(words, wait))) })
					: null
		},
		keys: formKeys(locals)
	}
}

const about = ({ params }: { params: Partial<Record<string, string>> }) => ({ job: params['job'] })

export const actions: Actions = { repeat: formAction(repeatJob, about), cancel: formAction(cancelJob, about) }
