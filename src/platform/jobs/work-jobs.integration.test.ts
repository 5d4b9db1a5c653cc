import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { endSeat } from '#platform/access/seat-operations.ts'
import { clockSeat } from '#platform/access/seat.ts'
import { command, everyone, nothing, query } from '#platform/operation/operation.server.ts'
import { ask, run } from '#platform/operation/perform.server.ts'
import { addComment } from '#platform/records/discussion.ts'
import { aClock, doing, rowsOf, workDue, workplaceOf } from '#tests/fixtures/workplace.ts'
import { aWorkspace, inDatabaseOfItsOwn, TODAY, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { cancelJob, getJob, listJobs, repeatJob } from './job-operations.ts'
import { enqueue } from './jobs.server.ts'
import { TryLater } from './try-later.ts'
import { putBack } from './run-jobs.server.ts'
import { workJob, workTimed } from './work-jobs.server.ts'

// What fails here is logged, as it should be; the log has its own test.
beforeAll(() => void vi.spyOn(process.stderr, 'write').mockReturnValue(true))
// Timed jobs are worked in all workspaces there are.
beforeAll(async () => void (await inDatabaseOfItsOwn()))
afterAll(() => void vi.restoreAllMocks())

const comment = { record: 'committee', kind: 'structure', text: 'Said later' }

const askFor = (made: TestWorkspace, operation: string, input: unknown, seat: 'member' | 'police' = 'member') =>
	made.as(seat).then((acting) =>
		acting.run(
			doing((here) => enqueue(here, { operation, input })),
			{}
		)
	)

const commentsOf = async (made: TestWorkspace) => {
	const { rows } = await sql<{ text: string; key: string }>`select text, seat.key from comment
		join seat on seat.workspace_id = comment.workspace_id and seat.id = comment.seat_id
		where comment.workspace_id = ${made.workspace.id}`.execute(made.database.owner)
	return rows
}

test('a job is done as the seat that asked for it, with its line in the access log', async () => {
	const made = await aWorkspace()
	const id = await askFor(made, addComment.name, comment)
	expect(await commentsOf(made)).toEqual([])
	expect(await workDue(made, workplaceOf(made, aClock()))).toBe(1)
	expect(await commentsOf(made)).toEqual([{ text: 'Said later', key: 'member' }])
	expect(await rowsOf(made, 'job')).toMatchObject([{ id, state: 'done', attempts: 1 }])
	const lines = await rowsOf(made, 'access_log')
	expect(lines.at(-1)).toMatchObject({ operation: 'comment.add', outcome: 'done', via: 'job', address: null })
})

test('a seat that has ended does nothing any more, and the job says so', async () => {
	const made = await aWorkspace()
	await askFor(made, addComment.name, comment, 'police')
	await sql`update seat set to_day = '2026-03-01' where workspace_id = ${made.workspace.id} and key = 'police'`.execute(
		made.database.owner
	)
	await workDue(made, workplaceOf(made, aClock()))
	expect(await rowsOf(made, 'job')).toMatchObject([{ state: 'failed', error_code: 'jobs.seat-ended' }])
	expect(await commentsOf(made)).toEqual([])
	expect(endSeat.name).toBe('seat.end')
})

test('what the seat may no longer do is refused when the job is done, and not tried again', async () => {
	const made = await aWorkspace()
	await askFor(made, 'record.withdraw', {
		record: 'committee',
		kind: 'structure',
		version: 1,
		reason: 'Tendai said so'
	})
	const place = workplaceOf(made, aClock())
	await workDue(made, place)
	const [job] = await rowsOf(made, 'job')
	expect(job).toMatchObject({ state: 'failed', error_code: 'platform.not-allowed', attempts: 1 })
	expect(JSON.stringify(job?.['error_params'])).not.toContain('Tendai')
	expect(await workDue(made, place)).toBe(0)
})

const failing = (times: number) => {
	let tried = 0
	return {
		name: 'test.fail',
		run: () => {
			tried++
			return tried <= times
				? Promise.reject(new Error('the bridge is closed for tendai@interior.example'))
				: Promise.resolve()
		}
	}
}

test('a job that fails is tried again by the plan, and done when it works', async () => {
	const made = await aWorkspace()
	const clock = aClock()
	const place = workplaceOf(made, clock, { works: [failing(2)] })
	await askFor(made, 'test.fail', {})
	const seen = []
	for (const minutes of [0, 1, 5]) {
		clock.advance(minutes)
		await workDue(made, place)
		const [job] = await rowsOf(made, 'job')
		seen.push([job?.['state'], job?.['attempts'], job?.['error_code']])
	}
	expect(seen).toEqual([
		['waiting', 1, 'jobs.defect'],
		['waiting', 2, 'jobs.defect'],
		['done', 3, null]
	])
})

test('after the last attempt of the plan a job has failed, and an administrator repeats it', async () => {
	const made = await aWorkspace()
	const clock = aClock()
	const place = workplaceOf(made, clock, { works: [failing(6)] })
	const job = await askFor(made, 'test.fail', {})
	for (const minutes of [0, 1, 5, 30, 120]) {
		clock.advance(minutes)
		await workDue(made, place)
	}
	clock.advance(479)
	expect(await workDue(made, place)).toBe(0)
	clock.advance(1)
	await workDue(made, place)
	const administrator = await made.as('administrator', clock.now)
	expect(await administrator.ask(getJob, { job })).toMatchObject({
		state: 'failed',
		attempts: 6,
		mayRepeat: true,
		mayCancel: false,
		plan: [1, 5, 30, 120, 480],
		error: { code: 'jobs.defect' }
	})
	expect(JSON.stringify(await rowsOf(made, 'job'))).not.toContain('tendai')
	await administrator.run(repeatJob, { job })
	await workDue(made, place)
	expect(await administrator.ask(getJob, { job })).toMatchObject({ state: 'done', attempts: 1, error: null })
	await expect(administrator.run(repeatJob, { job })).rejects.toMatchObject({ code: 'jobs.done-already' })
})

test('a job that waits is cancelled, and then never done', async () => {
	const made = await aWorkspace()
	const job = await askFor(made, addComment.name, comment)
	const administrator = await made.as('administrator')
	await administrator.run(cancelJob, { job })
	await workJob(workplaceOf(made, aClock()), { workspace: made.workspace.id, job, entry: uuid() })
	expect(await commentsOf(made)).toEqual([])
	const { items } = await administrator.ask(listJobs, { filter: { state: ['cancelled'] } })
	expect(items).toMatchObject([{ id: job, seat: { key: 'member' }, askedBy: { key: 'member' } }])
	expect((await administrator.ask(listJobs, { filter: { state: ['waiting'] } })).total).toBe(0)
})

test('an entry that comes before the time of its job leaves it waiting', async () => {
	const made = await aWorkspace()
	const clock = aClock()
	const member = await made.as('member')
	const notBefore = new Date(clock.now.getTime() + 60_000)
	const job = await member.run(
		doing((here) => enqueue(here, { operation: addComment.name, input: comment, notBefore })),
		{}
	)
	const place = workplaceOf(made, clock)
	await workJob(place, { workspace: made.workspace.id, job, entry: uuid() })
	expect(await rowsOf(made, 'job')).toMatchObject([{ state: 'waiting', attempts: 0 }])
	clock.advance(1)
	await workJob(place, { workspace: made.workspace.id, job, entry: uuid() })
	expect(await commentsOf(made)).toHaveLength(1)
})

test('a job that runs is not taken by another entry, and taken again by its own when its process has died', async () => {
	const made = await aWorkspace()
	const job = await askFor(made, addComment.name, comment)
	const entry = uuid()
	await sql`update job set state = 'running', attempts = 1, taken_by = ${entry}, started_at = now() where id = ${job}`.execute(
		made.database.owner
	)
	const place = workplaceOf(made, aClock())
	await workJob(place, { workspace: made.workspace.id, job, entry: uuid() })
	expect(await commentsOf(made)).toEqual([])
	await workJob(place, { workspace: made.workspace.id, job, entry })
	expect(await commentsOf(made)).toHaveLength(1)
})

test('of two that work one job at once only one has an effect', async () => {
	const made = await aWorkspace()
	const job = await askFor(made, addComment.name, comment)
	const entry = uuid()
	const place = workplaceOf(made, aClock())
	await Promise.all([1, 2, 3].map(() => workJob(place, { workspace: made.workspace.id, job, entry })))
	expect(await commentsOf(made)).toHaveLength(1)
	expect(await rowsOf(made, 'job')).toMatchObject([{ state: 'done' }])
})

test('a job whose process died each time is not given another', async () => {
	const made = await aWorkspace()
	const job = await askFor(made, addComment.name, comment)
	const entry = uuid()
	await sql`update job set state = 'running', attempts = 6, taken_by = ${entry}, started_at = now() where id = ${job}`.execute(
		made.database.owner
	)
	await workJob(workplaceOf(made, aClock()), { workspace: made.workspace.id, job, entry })
	expect(await rowsOf(made, 'job')).toMatchObject([{ state: 'failed', error_code: 'jobs.died' }])
	expect(await commentsOf(made)).toEqual([])
})

test('jobs whose entries are gone, as after a restore, are put back', async () => {
	const made = await aWorkspace()
	const waiting = await askFor(made, addComment.name, comment)
	const running = await askFor(made, addComment.name, comment)
	const { owner } = made.database
	await sql`update job set state = 'running', attempts = 1, taken_by = 'gone' where id = ${running}`.execute(owner)
	await sql`delete from pgboss.job where data ->> 'workspace' = ${made.workspace.id}`.execute(owner)
	expect(await putBack(workplaceOf(made, aClock()))).toBeGreaterThanOrEqual(2)
	const { rows } = await sql<{ job: string }>`select data ->> 'job' as job from pgboss.job
		where data ->> 'workspace' = ${made.workspace.id} order by 1`.execute(owner)
	expect(rows.map((row) => row.job)).toEqual([waiting, running].sort())
	expect(await workDue(made, workplaceOf(made, aClock()))).toBe(2)
})

test('work may choose its own time to be tried again', async () => {
	const made = await aWorkspace()
	const clock = aClock()
	const at = new Date(`${TODAY}T15:00:00Z`)
	const later = { name: 'test.later', run: () => Promise.reject(new TryLater('mail.server-away', at)) }
	await askFor(made, 'test.later', {})
	await workDue(made, workplaceOf(made, clock, { works: [later] }))
	expect(await rowsOf(made, 'job')).toMatchObject([{ state: 'waiting', due_at: at, error_code: 'mail.server-away' }])
})

test('a timed job has one row in each workspace, and one that fails keeps no other from its turn', async () => {
	const [broken, whole] = await Promise.all([aWorkspace(), aWorkspace()])
	const clock = aClock()
	const turns: string[] = []
	const timed = {
		name: 'test.turn',
		cron: '* * * * *',
		run: ({ workspace }: { workspace: { id: string } }) => {
			turns.push(workspace.id)
			return workspace.id === broken.workspace.id ? Promise.reject(new Error('broken')) : Promise.resolve()
		}
	}
	const place = workplaceOf(broken, clock, { timed: [timed] })
	for (const entry of [uuid(), uuid()]) await workTimed(place, { name: 'test.turn' }, entry)
	expect(turns.filter((id) => id === broken.workspace.id)).toHaveLength(2)
	expect(turns.filter((id) => id === whole.workspace.id)).toHaveLength(2)
	expect(await rowsOf(broken, 'job')).toMatchObject([
		{ timed: 'test.turn', state: 'failed', error_code: 'jobs.defect' }
	])
	expect(await rowsOf(whole, 'job')).toMatchObject([{ timed: 'test.turn', state: 'done', seat_id: null }])
})

test('every timed job of the product does its work in a workspace', async () => {
	const made = await aWorkspace()
	const place = workplaceOf(made, aClock())
	for (const { name } of place.registry.timed) await workTimed(place, { name }, uuid())
	const jobs = (await rowsOf(made, 'job')).filter((job) => job['timed'] !== null)
	expect(jobs.map((job) => [job['timed'], job['state']])).toEqual(
		place.registry.timed.map(({ name }) => [name, 'done'])
	)
	expect(place.registry.timed.map((timed) => timed.name)).toContain('history.anchor')
})

// What everybody may ask for and the clock too: a name is added here knowingly.
const FOR_CLOCK_TOO = [
	'integrity.verify',
	'action.escalate',
	'writtenProcedure.remind',
	'instrument.refreshPositions',
	'treatyReport.schedule',
	'agreement.renew'
]

const forClock = (clock: boolean) => ({
	name: 'test.tick',
	input: z.strictObject({}),
	output: z.object({ role: z.string(), seat: z.string().nullable() }),
	about: nothing,
	allow: everyone,
	...(clock ? { clock: true as const } : {})
})
const told = (here: { seat: { role: string; id: string | null } }) => ({ role: here.seat.role, seat: here.seat.id })

test('the clock may do what declares itself for the clock, and nothing else, however open it is to others', async () => {
	const made = await aWorkspace()
	const { opening } = await made.as('public')
	const asClock = { ...opening, seat: clockSeat }
	const tick = query({ ...forClock(true), run: (here) => Promise.resolve(told(here)) })
	const open = query({ ...forClock(false), run: (here) => Promise.resolve(told(here)) })
	const change = command({ ...forClock(false), run: (here) => Promise.resolve(told(here)) })
	const nested = command({ ...forClock(true), run: (here) => here.run(change, {}) })
	await expect(ask(asClock, tick, {})).resolves.toMatchObject({ seat: null })
	for (const refused of [() => ask(asClock, open, {}), () => run(asClock, change, {}), () => run(asClock, nested, {})])
		await expect(refused()).rejects.toMatchObject({ kind: 'forbidden', code: 'platform.not-allowed' })
	for (const operation of opening.registry.operations) {
		if (FOR_CLOCK_TOO.includes(operation.name)) continue
		const doing = operation.type === 'query' ? ask(asClock, operation, {}) : run(asClock, operation, {})
		await expect(doing, operation.name).rejects.toMatchObject({ name: 'Refusal' })
	}
	const lines = await rowsOf(made, 'access_log')
	expect(lines.filter((line) => line['role'] === 'clock').length).toBeGreaterThan(0)
})

test('nobody takes the seat of the clock: it has no key and stands in no list', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	const list = administrator.opening.registry.operation('seat.list')
	if (list?.type !== 'query') throw new Error('seat.list is gone')
	expect(JSON.stringify(await administrator.askRaw(list, {}))).not.toContain('clock')
	expect(clockSeat).toMatchObject({ id: null, key: null, role: 'public' })
})
