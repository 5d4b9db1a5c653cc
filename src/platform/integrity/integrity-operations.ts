import { z } from 'zod'
import { keepsAccess } from '#platform/access/access-rules.ts'
import { enqueue } from '#platform/jobs/jobs.server.ts'
import { Identifier } from '#platform/operation/fields.ts'
import { command, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { absent, conflict } from '#platform/operation/refusal.ts'
import type { IntegrityCheckTable } from './schema.ts'

/** The piece of work that a check is. */
export const CHECK_WORK = 'integrity.check'

export const Finding = z.object({
	step: z.enum(['history', 'search', 'totals', 'files']),
	/** What is wrong, worded under `integrity.<code>` or, of the history, `audit.<code>`. */
	code: z.string(),
	/** The number of an event, the name of a file or record, or a kind of record. */
	name: z.string(),
	id: z.string().nullable()
})
export type Finding = z.output<typeof Finding>
export const Findings = z.array(Finding)

const Check = z.object({
	id: z.string(),
	state: z.enum(['waiting', 'running', 'done']),
	step: z.string(),
	checked: z.int(),
	total: z.int(),
	events: z.int(),
	records: z.int(),
	files: z.int(),
	faults: z.int(),
	/** Since which anchor, and up to which, something outside the database vouches for the history. */
	anchored: z.object({ since: z.date(), from: z.int(), until: z.date(), to: z.int() }).nullable(),
	createdAt: z.date(),
	endedAt: z.date().nullable()
})

const toCheck = (row: IntegrityCheckTable): z.output<typeof Check> => ({
	id: row.id,
	state: row.state,
	step: row.step,
	checked: row.checked,
	total: row.total,
	events: row.events,
	records: row.records,
	files: row.files,
	faults: row.faults,
	anchored:
		row.anchored_since && row.anchored_until
			? { since: row.anchored_since, from: row.anchored_from ?? 0, until: row.anchored_until, to: row.anchored_to ?? 0 }
			: null,
	createdAt: row.created_at,
	endedAt: row.ended_at
})

const checks = (here: Here) =>
	here.tx.selectFrom('integrity_check').selectAll().where('workspace_id', '=', here.workspace.id)

const SHOWN = 20

/** The latest checks of the workspace's history, search index and files. */
export const listChecks = query({
	name: 'integrity.list',
	input: z.strictObject({}),
	output: z.object({ items: z.array(Check) }),
	about: nothing,
	allow: ({ seat }) => keepsAccess(seat),
	async run(here) {
		const rows = await checks(here).orderBy('created_at', 'desc').orderBy('id').limit(SHOWN).execute()
		return { items: rows.map(toCheck) }
	}
})

async function findCheck(here: Here, { check }: { check: string }) {
	const row = keepsAccess(here.seat) ? await checks(here).where('id', '=', check).executeTakeFirst() : undefined
	if (!row) throw absent('integrity.no-such-check')
	return row
}

/** One check with what it found, the first hundred faults by name. */
export const getCheck = query({
	name: 'integrity.get',
	input: z.strictObject({ check: Identifier }),
	output: Check.extend({ findings: Findings }),
	about: findCheck,
	allow: ({ seat }) => keepsAccess(seat),
	run: (_here, _input, row) => Promise.resolve({ ...toCheck(row), findings: Findings.parse(JSON.parse(row.findings)) })
})

/** Begins a check as a job: one at a time in a workspace. */
export const verifyWorkspace = command({
	name: 'integrity.verify',
	input: z.strictObject({}),
	output: z.object({ id: z.string() }),
	about: nothing,
	allow: ({ seat }) => keepsAccess(seat),
	clock: true,
	async run(here) {
		const running = await here.tx
			.selectFrom('integrity_check')
			.innerJoin('job', (on) =>
				on
					.onRef('job.workspace_id', '=', 'integrity_check.workspace_id')
					.on('job.operation', '=', CHECK_WORK)
					.on('job.state', 'in', ['waiting', 'running'])
			)
			.select('integrity_check.id')
			.where('integrity_check.workspace_id', '=', here.workspace.id)
			.where('integrity_check.state', '<>', 'done')
			.limit(1)
			.executeTakeFirst()
		if (running) throw conflict('integrity.running-already')
		const id = await here.write.add('integrity_check', {
			state: 'waiting',
			step: 'history',
			checked: 0,
			total: 0,
			events: 0,
			files: 0,
			records: 0,
			faults: 0,
			findings: '[]',
			anchored_since: null,
			anchored_from: null,
			anchored_until: null,
			anchored_to: null,
			asked_by_seat_id: here.seat.id,
			created_at: here.now,
			ended_at: null
		})
		await enqueue(here, { operation: CHECK_WORK, input: { check: id }, seatId: null })
		return { id }
	}
})
