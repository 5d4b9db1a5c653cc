import type { Selectable } from 'kysely'
import { z } from 'zod'
import { keepsAccess } from '#platform/access/access-rules.ts'
import { Identifier } from '#platform/operation/fields.ts'
import { AnyOf, listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { command, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { absent, conflict } from '#platform/operation/refusal.ts'
import { countUpTo } from '#platform/records/find-record.server.ts'
import { JOB_PLAN } from './back-off.ts'
import { whyNotCancel, whyNotRepeat } from './job-rules.ts'
import { DELIVER_MAIL } from './queue-jobs.server.ts'
import { JOB_STATES, type JobTable } from './schema.ts'

const SeatOfJob = z.object({ key: z.string(), office: z.string() }).nullable()

const JobItem = z.object({
	id: z.string(),
	operation: z.string(),
	/** True for what is done at its time, again and again. */
	isTimed: z.boolean(),
	state: z.enum(JOB_STATES),
	attempts: z.int(),
	/** As which seat it runs; null is the workspace's clock. */
	seat: SeatOfJob,
	askedBy: SeatOfJob,
	/** Why the last attempt failed: a code, what its sentence names, and under which reference the log tells more. */
	error: z
		.object({
			code: z.string(),
			params: z.record(z.string(), z.union([z.string(), z.number()])),
			reference: z.string().nullable()
		})
		.nullable(),
	createdAt: z.date(),
	dueAt: z.date(),
	startedAt: z.date().nullable(),
	endedAt: z.date().nullable()
})

const Operation = z.string().regex(/^[A-Za-z]+\.[A-Za-z]+$/)
const ErrorParams = z.record(z.string(), z.union([z.string(), z.number()]))

const COLUMNS = [
	'job.id',
	'job.operation',
	'job.timed',
	'job.state',
	'job.attempts',
	'job.seat_id',
	'job.error_code',
	'job.error_params',
	'job.error_reference',
	'job.asked_by_seat_id',
	'job.created_at',
	'job.due_at',
	'job.started_at',
	'job.ended_at'
] as const

type Row = Omit<
	Selectable<JobTable>,
	'workspace_id' | 'input' | 'taken_by' | 'progress_step' | 'progress_done' | 'progress_total'
>
type Seats = ReadonlyMap<string, { key: string; office: string }>

async function seatsOf(here: Here, rows: readonly Row[]): Promise<Seats> {
	const ids = [...new Set(rows.flatMap((row) => [row.seat_id, row.asked_by_seat_id]).filter((id) => id !== null))]
	if (ids.length === 0) return new Map()
	const found = await here.tx
		.selectFrom('seat')
		.select(['id', 'key', 'office'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', 'in', ids)
		.execute()
	return new Map(found.map(({ id, ...seat }) => [id, seat]))
}

const itemOf = (row: Row, seats: Seats): z.output<typeof JobItem> => ({
	id: row.id,
	operation: row.operation,
	isTimed: row.timed !== null,
	state: row.state,
	attempts: row.attempts,
	seat: (row.seat_id && seats.get(row.seat_id)) || null,
	askedBy: (row.asked_by_seat_id && seats.get(row.asked_by_seat_id)) || null,
	error:
		row.error_code === null
			? null
			: {
					code: row.error_code,
					params: row.error_params === null ? {} : ErrorParams.parse(JSON.parse(row.error_params)),
					reference: row.error_reference
				},
	createdAt: row.created_at,
	dueAt: row.due_at,
	startedAt: row.started_at,
	endedAt: row.ended_at
})

export const listJobs = query({
	name: 'job.list',
	input: listInput({ state: AnyOf(z.enum(JOB_STATES)), operation: AnyOf(Operation), timed: z.boolean() }, [
		'created',
		'due'
	]).extend({ sort: z.enum(['created', '-created', 'due', '-due']).default('-created') }),
	output: listed(JobItem),
	about: nothing,
	allow: ({ seat }) => keepsAccess(seat),
	async run(here, input) {
		const part = listPart(here.secret, input, { created: 'job.created_at', due: 'job.due_at' }, 'job.id')
		let found = here.tx.selectFrom('job').where('job.workspace_id', '=', here.workspace.id)
		const { state, operation, timed } = input.filter ?? {}
		if (state) found = found.where('job.state', 'in', state)
		if (operation) found = found.where('job.operation', 'in', operation)
		if (timed !== undefined) found = found.where('job.timed', timed ? 'is not' : 'is', null)
		const rows = await found.select(COLUMNS).where(part.where).orderBy(part.orderBy).limit(part.limit).execute()
		const total = await countUpTo(here.tx, found.select('job.id'))
		const seats = await seatsOf(here, rows)
		return toList(here.secret, part, rows, total, input, {
			value: (row) => (input.sort.endsWith('due') ? row.due_at : row.created_at),
			item: (row) => itemOf(row, seats)
		})
	}
})

// Whoever does not keep the workspace learns nothing of its jobs: for them none is there.
async function findJob(here: Here, { job }: { job: string }): Promise<Row> {
	const row = keepsAccess(here.seat)
		? await here.tx
				.selectFrom('job')
				.select(COLUMNS)
				.where('job.workspace_id', '=', here.workspace.id)
				.where('job.id', '=', job)
				.executeTakeFirst()
		: undefined
	if (!row) throw absent('jobs.no-such-job')
	return row
}

export const getJob = query({
	name: 'job.get',
	input: z.strictObject({ job: Identifier }),
	output: JobItem.extend({
		/** In how many minutes after each failed attempt it is tried again; none for timed jobs, which have their next turn. */
		plan: z.array(z.int()),
		mayRepeat: z.boolean(),
		mayCancel: z.boolean()
	}),
	about: findJob,
	allow: ({ seat }) => keepsAccess(seat),
	async run(here, _input, row) {
		return {
			...itemOf(row, await seatsOf(here, [row])),
			plan: row.timed === null && row.operation !== DELIVER_MAIL ? JOB_PLAN.map((wait) => wait / 60_000) : [],
			mayRepeat: whyNotRepeat(row) === null,
			mayCancel: whyNotCancel(row) === null
		}
	}
})

/** Lets a job be done again, or now instead of later, with all its attempts before it. */
export const repeatJob = command({
	name: 'job.repeat',
	input: z.strictObject({ job: Identifier }),
	output: z.object({ id: z.string() }),
	about: findJob,
	allow: ({ seat }) => keepsAccess(seat),
	async run(here, _input, row) {
		const reason = whyNotRepeat(row)
		if (reason) throw conflict(reason)
		await here.write.change('job', row.id, {
			state: 'waiting',
			attempts: 0,
			due_at: here.now,
			ended_at: null,
			taken_by: null
		})
		return { id: row.id }
	}
})

export const cancelJob = command({
	name: 'job.cancel',
	input: z.strictObject({ job: Identifier }),
	output: z.object({ id: z.string() }),
	about: findJob,
	allow: ({ seat }) => keepsAccess(seat),
	async run(here, _input, row) {
		const reason = whyNotCancel(row)
		if (reason) throw conflict(reason)
		await here.write.change('job', row.id, { state: 'cancelled', ended_at: here.now })
		return { id: row.id }
	}
})
