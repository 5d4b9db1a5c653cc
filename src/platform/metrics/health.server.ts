import { readdir, statfs, stat } from 'node:fs/promises'
import { sql } from 'kysely'
import { readLastBackup } from '#platform/backup/keep-backups.server.ts'
import type { Database } from '#platform/database/database.server.ts'
import { metrics } from './metrics.server.ts'

type Counted = Readonly<Record<string, number>>

/** How an installation stands, for whoever operates it. */
export type Health = {
	status: 'ok' | 'not-ok'
	version: string
	at: string
	/** What should be looked into, as codes: `disk-low`, `jobs-failed`, `mail-waiting`, `anchor-old`, `backup-old`, `backup-failed`. */
	warnings: string[]
	database: {
		reached: boolean
		milliseconds: number | null
		engine: 'embedded' | 'server'
		version: string | null
		migrations: { applied: number; last: string } | null
	}
	dataFolder: { freeBytes: number; totalBytes: number }
	workspaces: number | null
	jobs: Counted | null
	mails: Counted | null
	/** The oldest of what is due and not done yet. */
	oldestDue: { job: string | null; mail: string | null } | null
	storedBytes: number | null
	/** When the history of a workspace was last anchored outside the database. */
	lastAnchor: string | null
	lastBackup: string | null
}

export type Watched = {
	database: Database
	dataFolder: string
	engine: 'embedded' | 'server'
	version: string
	now: Date
}

/** True when the database answers. */
export const isReached = (database: Database): Promise<boolean> =>
	database
		.access((tx) => sql`select 1`.execute(tx))
		.then(
			() => true,
			() => false
		)

// Its turns show that histories are still anchored, also where nothing new had to be.
const ANCHORING = 'history.anchor'

async function readDatabase({ database, now }: Watched) {
	const since = performance.now()
	if (!(await isReached(database))) return null
	const milliseconds = Math.round((performance.now() - since) * 10) / 10
	const { rows: migrations } = await sql<{ applied: number; last: string; version: string }>`
		select count(*)::int as applied, max(name) as last, current_setting('server_version') as version from migration`.execute(
		database.owner
	)
	const counts = await database.access(async (tx) => {
		const { rows: jobs } = await sql<{ state: string; count: number; due: Date | null }>`
			select state, count(*)::int as count, min(due_at) filter (where due_at <= ${now} and timed is null) as due from job group by state`.execute(
			tx
		)
		const { rows: turns } = await sql<{ last: Date | null }>`
			select max(due_at) as last from job where timed = ${ANCHORING} and state = 'done'`.execute(tx)
		const { rows: mails } = await sql<{ state: string; count: number; due: Date | null }>`
			select state, count(*)::int as count, min(due_at) filter (where due_at <= ${now}) as due from mail group by state`.execute(
			tx
		)
		const { rows: sums } = await sql<{ workspaces: number; bytes: number }>`
			select (select count(*)::int from workspace) as workspaces,
				(select coalesce(sum(size), 0)::bigint from file) as bytes`.execute(tx)
		return { jobs, mails, sums: sums[0], anchoredAt: turns[0]?.last ?? null }
	})
	return { milliseconds, migration: migrations[0], ...counts }
}

const JOB_STATES = ['waiting', 'running', 'done', 'failed', 'cancelled']
const MAIL_STATES = ['waiting', 'sent', 'failed', 'kept', 'cancelled']

const byState = (states: readonly string[], rows: readonly { state: string; count: number }[]): Counted =>
	Object.fromEntries(states.map((state) => [state, rows.find((row) => row.state === state)?.count ?? 0]))

const dueOf = (rows: readonly { state: string; due: Date | null }[]) =>
	rows.find((row) => row.state === 'waiting')?.due ?? null

async function lastAnchorOf(dataFolder: string): Promise<Date | null> {
	const folder = `${dataFolder}/anchors`
	const names = await readdir(folder).catch(() => [])
	const times = await Promise.all(names.map(async (name) => (await stat(`${folder}/${name}`)).mtime))
	return times.reduce<Date | null>((last, time) => (last === null || time > last ? time : last), null)
}

const HOUR = 3_600_000
const DISK_LOW_SHARE = 0.05
const DISK_LOW_BYTES = 500_000_000

/** Looks into how an installation stands, and tells the metrics too. */
export async function readHealth(watched: Watched): Promise<Health> {
	const { dataFolder, now, version, engine } = watched
	const [found, disk, lastAnchor, backup] = await Promise.all([
		readDatabase(watched),
		statfs(dataFolder),
		lastAnchorOf(dataFolder),
		readLastBackup(dataFolder)
	])
	const freeBytes = disk.bavail * disk.bsize
	const totalBytes = disk.blocks * disk.bsize
	const jobs = found && byState(JOB_STATES, found.jobs)
	const mails = found && byState(MAIL_STATES, found.mails)
	const mailDue = found && dueOf(found.mails)
	const lastBackup = backup?.made?.at ?? null
	const isOlder = (at: Date | null, hours: number) => at !== null && now.getTime() - at.getTime() > hours * HOUR
	const warnings = [
		...(freeBytes < DISK_LOW_BYTES || freeBytes < totalBytes * DISK_LOW_SHARE ? ['disk-low'] : []),
		...((jobs?.['failed'] ?? 0) > 0 ? ['jobs-failed'] : []),
		...(isOlder(mailDue, 1) ? ['mail-waiting'] : []),
		...(isOlder(found?.anchoredAt ?? null, 1) ? ['anchor-old'] : []),
		...(isOlder(lastBackup === null ? null : new Date(lastBackup), 48) ? ['backup-old'] : []),
		...(backup?.failed ? ['backup-failed'] : [])
	]
	const health: Health = {
		status: found ? 'ok' : 'not-ok',
		version,
		at: now.toISOString(),
		warnings,
		database: {
			reached: found !== null,
			milliseconds: found?.milliseconds ?? null,
			engine,
			version: found?.migration?.version ?? null,
			migrations: found?.migration ? { applied: found.migration.applied, last: found.migration.last } : null
		},
		dataFolder: { freeBytes, totalBytes },
		workspaces: found?.sums?.workspaces ?? null,
		jobs,
		mails,
		oldestDue: found && { job: dueOf(found.jobs)?.toISOString() ?? null, mail: mailDue?.toISOString() ?? null },
		storedBytes: found?.sums?.bytes ?? null,
		lastAnchor: lastAnchor?.toISOString() ?? null,
		lastBackup
	}
	tellMetrics(health)
	return health
}

function tellMetrics({ jobs, mails, workspaces, storedBytes, dataFolder }: Health) {
	const told = metrics()
	for (const [state, count] of Object.entries(jobs ?? {})) told.jobs.set({ state }, count)
	for (const [state, count] of Object.entries(mails ?? {})) told.mails.set({ state }, count)
	if (workspaces !== null) told.workspaces.set(workspaces)
	if (storedBytes !== null) told.stored.set(storedBytes)
	told.disk.set(dataFolder.freeBytes)
}
