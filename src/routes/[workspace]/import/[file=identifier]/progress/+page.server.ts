import { z } from 'zod'
import { getImportState } from '#platform/exchange/import-operation.ts'
import { absent } from '#platform/operation/refusal.ts'
import { refusalSentence, refusePage } from '../../../../face.server.ts'
import type { PageServerLoad } from './$types'

const Job = z.uuid()
const SECONDS = 3

/** How an import stands that became a job. While it is not over the page loads itself again, unless its reader does not want that. */
export const load: PageServerLoad = async ({ locals, url, setHeaders }) => {
	const job = Job.safeParse(url.searchParams.get('job'))
	if (!job.success) refusePage(locals, url, absent('exchange.no-such-import'))
	const { state, error, askedAt } = await locals.ask(getImportState, { job: job.data })
	const isOver = state === 'done' || state === 'failed' || state === 'cancelled'
	const isStill = url.searchParams.has('still')
	if (!isOver && !isStill) setHeaders({ refresh: String(SECONDS) })
	return {
		job: job.data,
		// What it does once it is done: the page of the file says it then.
		done: url.searchParams.get('done') ?? '',
		state,
		isOver,
		isStill,
		askedAt,
		seconds: SECONDS,
		error: error === null ? null : refusalSentence(locals.words, error)
	}
}
