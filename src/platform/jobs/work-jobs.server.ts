import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import { listWorkspaces, listWorkspacesById, seatWhere } from '#platform/access/find-seat.server.ts'
import { clockSeat, type Seat } from '#platform/access/seat.ts'
import { dayIn, type Workspace } from '#platform/access/workspace.ts'
import type { Tables } from '#platform/database/tables.ts'
import { logLine } from '#platform/log.ts'
import type { TellProgress } from '#platform/operation/operation.server.ts'
import { run, type Opening } from '#platform/operation/perform.server.ts'
import { absent, conflict, isRefusal } from '#platform/operation/refusal.ts'
import { v7 as uuid } from 'uuid'
import { JOB_ATTEMPTS, nextAttempt } from './back-off.ts'
import type { Workplace } from './jobs.server.ts'
import { DELIVER_MAIL, entryOf } from './queue-jobs.server.ts'
import { addEntries } from './queue.server.ts'
import { reportFailure } from './report-failure.ts'
import { TryLater } from './try-later.ts'

/** What an entry of the queue names: a job of a workspace, and the entry's own identifier. */
export type JobEntry = { workspace: string; job: string; entry: string }

type Taken = {
	id: string
	operation: string
	input: string
	seat_id: string | null
	timed: string | null
	attempts: number
}

// Somebody else took the job meanwhile, or cancelled it: nothing of this attempt may stay.
class Superseded extends Error {}

const everything = (workspaceId: string) => ({ workspaceId, audience: ['system'] })

/**
 * Works one job: takes it, does it as its seat with the rights that seat has now, and notes what came of it. A command and
 * the note that its job is done are one transaction, so that however often it is taken its effect is there once.
 */
export async function workJob(place: Workplace, { workspace: id, job, entry }: JobEntry): Promise<void> {
	const [workspace] = await listWorkspacesById(place.database, [id])
	if (!workspace) return
	const taken = await take(place, workspace, job, entry)
	if (taken) await workTaken(place, workspace, taken)
}

async function take(place: Workplace, workspace: Workspace, job: string, entry: string): Promise<Taken | undefined> {
	const now = place.now()
	return place.database.write(everything(workspace.id), async (tx) => {
		const row = await tx
			.selectFrom('job')
			.select(['id', 'operation', 'state', 'due_at', 'taken_by'])
			.where('workspace_id', '=', workspace.id)
			.where('id', '=', job)
			.forUpdate()
			.executeTakeFirst()
		// Running under another entry: its process is alive, or its own entry comes again.
		if (!row || !(row.state === 'waiting' || (row.state === 'running' && row.taken_by === entry))) return undefined
		if (row.state === 'waiting' && row.due_at > now) {
			await addEntries(place.database, [entryOf(workspace.id, row)], tx)
			return undefined
		}
		return tx
			.updateTable('job')
			.set((set) => ({
				state: 'running' as const,
				attempts: set('attempts', '+', 1),
				taken_by: entry,
				started_at: now,
				ended_at: null
			}))
			.where('workspace_id', '=', workspace.id)
			.where('id', '=', job)
			.returning(['id', 'operation', 'input', 'seat_id', 'timed', 'attempts'])
			.executeTakeFirst()
	})
}

async function workTaken(place: Workplace, workspace: Workspace, job: Taken): Promise<void> {
	try {
		// Each attempt may have ended its process: a job that always does is not given the next one.
		if (job.attempts > JOB_ATTEMPTS && job.operation !== DELIVER_MAIL) throw conflict('jobs.died')
		await doJob(place, workspace, job)
	} catch (error) {
		if (error instanceof Superseded) return
		await noteFailure(place, workspace, job, error)
	}
}

async function seatOf(place: Workplace, workspace: Workspace, seatId: string | null, now: Date): Promise<Seat> {
	if (seatId === null) return clockSeat
	const seat = await place.database.read({ workspaceId: workspace.id, audience: ['public'] }, (tx) =>
		seatWhere(tx, workspace, 'id', seatId, dayIn(workspace.timeZone, now))
	)
	if (!seat) throw conflict('jobs.seat-ended')
	return seat
}

async function doJob(place: Workplace, workspace: Workspace, job: Taken): Promise<void> {
	const now = place.now()
	const { database, registry, secret, filesFolder } = place
	const seat = await seatOf(place, workspace, job.seat_id, now)
	const opening: Opening = { database, registry, workspace, seat, now, via: 'job', secret, filesFolder, address: null }
	const done = (tx: Kysely<Tables>) => markDone(tx, workspace, job, place.now())
	const command = registry.operation(job.operation)
	if (command?.type === 'command') {
		await run({ ...opening, tell: teller(place, workspace, job) }, command, JSON.parse(job.input), undefined, done)
		return
	}
	const timed = registry.timed.find((one) => one.name === job.timed)
	const work = registry.work(job.operation)
	if (timed) await timed.run(opening, place)
	else if (work) await work.run({ ...opening, tell: teller(place, workspace, job) }, JSON.parse(job.input), place)
	else throw absent('jobs.no-such-work', { operation: job.operation })
	await database.write(everything(workspace.id), done)
}

// Whoever waits looks every few seconds.
const TOLD_EVERY_MS = 1_000

/** Notes how far a job is beside its transaction, whose own changes nobody sees before it is done. */
function teller({ database }: Workplace, workspace: Workspace, job: Taken): TellProgress {
	let last: { at: number; step: string } | undefined
	return async ({ step, done, total }) => {
		const at = performance.now()
		if (last && last.step === step && at - last.at < TOLD_EVERY_MS) return
		last = { at, step }
		await database.write(everything(workspace.id), (tx) =>
			tx
				.updateTable('job')
				.set({ progress_step: step, progress_done: done, progress_total: total })
				.where('workspace_id', '=', workspace.id)
				.where('id', '=', job.id)
				.where('state', '=', 'running')
				.where('attempts', '=', job.attempts)
				.execute()
		)
	}
}

async function markDone(tx: Kysely<Tables>, workspace: Workspace, job: Taken, now: Date) {
	const { numUpdatedRows } = await tx
		.updateTable('job')
		.set({ state: 'done', ended_at: now, error_code: null, error_params: null, error_reference: null })
		.where('workspace_id', '=', workspace.id)
		.where('id', '=', job.id)
		.where('state', '=', 'running')
		.where('attempts', '=', job.attempts)
		.executeTakeFirst()
	if (Number(numUpdatedRows) === 0) throw new Superseded()
}

type Failure = { code: string; params: string | null; reference: string | null; next: Date | null }

const SHORT = /^[A-Za-z0-9.-]{1,60}$/

// What a sentence names may be what somebody typed: only numbers, keys and codes are kept, and the rest left out.
const keptParams = (params: Readonly<Record<string, string | number>>) =>
	JSON.stringify(
		Object.fromEntries(
			Object.entries(params).map(([name, value]) => [
				name,
				typeof value === 'number' || SHORT.test(value) ? value : '…'
			])
		)
	)

function failureOf(error: unknown, job: Taken, now: Date): Failure {
	if (error instanceof TryLater) return { code: error.code, params: null, reference: null, next: error.at }
	// A refusal stays one however often it is asked again.
	if (isRefusal(error)) return { code: error.code, params: keptParams(error.params), reference: null, next: null }
	const reference = uuid()
	logLine('error', 'a job failed', { reference, operation: job.operation, attempt: job.attempts }, { error })
	// A timed job has its next turn anyway.
	const next = job.timed === null ? nextAttempt(job.attempts, now) : null
	return { code: 'jobs.defect', params: null, reference, next }
}

async function noteFailure(place: Workplace, workspace: Workspace, job: Taken, error: unknown): Promise<void> {
	const now = place.now()
	const failure = failureOf(error, job, now)
	const isNoted = await place.database.write(everything(workspace.id), async (tx) => {
		const { numUpdatedRows } = await tx
			.updateTable('job')
			.set({
				state: failure.next ? 'waiting' : 'failed',
				error_code: failure.code,
				error_params: failure.params,
				error_reference: failure.reference,
				...(failure.next ? { due_at: failure.next } : {}),
				ended_at: failure.next ? null : now
			})
			.where('workspace_id', '=', workspace.id)
			.where('id', '=', job.id)
			.where('state', '=', 'running')
			.where('attempts', '=', job.attempts)
			.executeTakeFirst()
		const isOurs = Number(numUpdatedRows) > 0
		if (isOurs && failure.next)
			await addEntries(place.database, [entryOf(workspace.id, { ...job, due_at: failure.next })], tx)
		return isOurs
	})
	if (!isNoted || failure.next || job.timed !== null || job.operation === DELIVER_MAIL) return
	const { database, registry, secret, filesFolder } = place
	const opening: Opening = {
		database,
		registry,
		workspace,
		seat: clockSeat,
		now,
		via: 'job',
		secret,
		filesFolder,
		address: null
	}
	await run(opening, reportFailure, { job: job.id, operation: job.operation })
}

const Named = z.object({ name: z.string() })

/** Works a timed job in every workspace, one after the other; a workspace in which it fails does not keep the others from theirs. */
export async function workTimed(place: Workplace, data: unknown, entry: string): Promise<void> {
	const { name } = Named.parse(data)
	if (!place.registry.timed.some((one) => one.name === name)) return
	for (const workspace of await listWorkspaces(place.database)) {
		const taken = await takeTimed(place, workspace, name, entry)
		if (taken) await workTaken(place, workspace, taken)
	}
}

// Longer than the queue lets any entry run: whoever took it then is gone.
const ABANDONED_AFTER = 7 * 3_600_000

async function takeTimed(place: Workplace, workspace: Workspace, name: string, entry: string) {
	const now = place.now()
	const { rows } = await place.database.write(everything(workspace.id), (tx) =>
		sql<Taken>`
			insert into job (workspace_id, id, operation, input, timed, state, attempts, taken_by, due_at, started_at, created_at)
			values (${workspace.id}, ${uuid()}, ${name}, '{}', ${name}, 'running', 1, ${entry}, ${now}, ${now}, ${now})
			on conflict (workspace_id, timed) where timed is not null do update
				set state = 'running', attempts = case when job.taken_by = ${entry} then job.attempts + 1 else 1 end, taken_by = ${entry}, due_at = ${now}, started_at = ${now}, ended_at = null
				where job.state <> 'running' or job.taken_by = ${entry} or job.started_at < ${new Date(now.getTime() - ABANDONED_AFTER)}
			returning id, operation, input, seat_id, timed, attempts`.execute(tx)
	)
	return rows[0]
}
