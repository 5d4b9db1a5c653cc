import { z } from 'zod'
import { JOB_STATES } from '#platform/jobs/schema.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { absent } from '#platform/operation/refusal.ts'
import { Params } from './import-outputs.ts'

/** How an import stands that became a job. */
export const ImportState = z.object({
	state: z.enum(JOB_STATES),
	/** Why it came to nothing. */
	error: z.object({ code: z.string(), params: Params }).nullable(),
	askedAt: z.date(),
	endedAt: z.date().nullable()
})

/** How far it is: the name of its step, and how much of it is done. */
export const ImportProgress = z.object({ step: z.string(), done: z.int(), total: z.int() }).nullable()

/** The job of an import that the seat asked for; absent for everybody else. */
export async function getImportJob(here: Here, operations: readonly string[], id: string) {
	const row = await here.tx
		.selectFrom('job')
		.select(['state', 'error_code', 'error_params', 'created_at', 'ended_at'])
		.select(['progress_step', 'progress_done', 'progress_total'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.where('operation', 'in', operations)
		.where('asked_by_seat_id', '=', here.seat.id)
		.executeTakeFirst()
	if (!row) throw absent('exchange.no-such-import')
	return row
}

type ImportJob = Awaited<ReturnType<typeof getImportJob>>

export const stateOfImport = (job: ImportJob): z.output<typeof ImportState> => ({
	state: job.state,
	error:
		job.error_code === null
			? null
			: { code: job.error_code, params: Params.parse(JSON.parse(job.error_params ?? '{}')) },
	askedAt: job.created_at,
	endedAt: job.ended_at
})

export const progressOfImport = (job: ImportJob): z.output<typeof ImportProgress> =>
	job.progress_step === null
		? null
		: { step: job.progress_step, done: job.progress_done ?? 0, total: job.progress_total ?? 0 }
