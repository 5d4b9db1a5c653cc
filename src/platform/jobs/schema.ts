import type { ColumnType } from 'kysely'

/** How a job stands: it waits for its time (again, after a failure), is at work, or came to one of three ends. */
export const JOB_STATES = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const
export type JobState = (typeof JOB_STATES)[number]

export type JobTable = {
	workspace_id: string
	id: string
	operation: string
	/** The input as JSON text. */
	input: string
	/** The seat it runs as; none for the clock. */
	seat_id: string | null
	/** The name of the timed job whose row this is: each has one row in a workspace, told again at every turn. */
	timed: string | null
	state: JobState
	attempts: number
	/** Why the last attempt failed: a code with words, never what somebody typed. */
	error_code: string | null
	error_params: string | null
	/** Under which the whole error stands in the log. */
	error_reference: string | null
	/** The entry of the queue that took it last: the same one takes it again when its process has died. */
	taken_by: string | null
	due_at: Date
	started_at: Date | null
	ended_at: Date | null
	asked_by_seat_id: string | null
	created_at: Date
	/** How far it is, where it tells: what it is at, and how much of that is done. */
	progress_step: ToldLater<string>
	progress_done: ToldLater<number>
	progress_total: ToldLater<number>
}

type ToldLater<T> = ColumnType<T | null, T | null | undefined, T | null>

declare module '#platform/database/tables.ts' {
	// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- declaration merging needs an interface
	interface Tables {
		job: JobTable
	}
}
