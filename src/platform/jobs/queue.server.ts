import { CompiledQuery, sql, type Kysely } from 'kysely'
import { PgBoss, type BackendProfile, type Clock, type Db, type QueueOptions, type QueuePolicy } from 'pg-boss'
import type { Database } from '#platform/database/database.server.ts'
import type { Tables } from '#platform/database/tables.ts'

/** The schema in which the queue's library keeps its tables; everything else of Pitso is in `public`. */
export const QUEUE_SCHEMA = 'pgboss'

/**
 * The queues: jobs of workspaces, mail of workspaces (one delivery at a time in each, so that the order stays), timed jobs,
 * and mail to people outside any workspace.
 */
export const QUEUES = ['job', 'mail', 'timed', 'personal-mail'] as const
export type QueueName = (typeof QUEUES)[number]

const HOUR = 3_600
// A process that was killed leaves what it had taken: without a sign of life for so long, another takes it.
const HEARTBEAT = 30

// The library tries again only what a dead process left behind; failures follow our own plan (`back-off.ts`).
const common: QueueOptions = {
	heartbeatSeconds: HEARTBEAT,
	expireInSeconds: 6 * HOUR,
	retryLimit: 1_000,
	retryDelay: 1,
	retentionSeconds: 60 * 24 * HOUR,
	deleteAfterSeconds: HOUR
}

const settings: Readonly<Record<QueueName, QueueOptions & { policy: QueuePolicy }>> = {
	// A job may have several entries (one more after a repeat): its row says whether there is still something to do.
	job: { ...common, policy: 'standard' },
	mail: { ...common, policy: 'singleton' },
	timed: { ...common, policy: 'stately' },
	// A link of such a mail lives for hours: tried for a day, with longer and longer pauses.
	'personal-mail': {
		...common,
		retryLimit: 40,
		retryDelay: 30,
		retryBackoff: true,
		retryDelayMax: HOUR,
		retentionSeconds: 24 * HOUR,
		policy: 'standard'
	}
}

const onTables = (tx: Kysely<Tables>): Db => ({
	async executeSql(text, values = []) {
		const { rows } = await tx.executeQuery(CompiledQuery.raw(text, [...values]))
		return { rows: [...rows] }
	}
})

// Timers of a sender must not keep a command of the console from ending.
const idleClock: Clock = {
	now: () => Date.now(),
	setTimeout: (work, wait) => setTimeout(work, wait).unref(),
	clearTimeout: (timer) => clearTimeout(timerOf(timer)),
	setInterval: (work, wait) => setInterval(work, wait).unref(),
	clearInterval: (timer) => clearInterval(timerOf(timer))
}
const timerOf = (timer: unknown) => (timer instanceof Object && 'unref' in timer ? Number(timer) : undefined)

async function backendOf(database: Database): Promise<BackendProfile> {
	const { rows } = await sql<{
		there: boolean
	}>`select exists (select from pg_extension where extname = 'citus') as there`.execute(database.owner)
	return rows[0]?.there ? 'citus' : 'postgres'
}

/** The library over our own connections, as the owner of the database; `supervise` where its jobs are also worked. */
export async function openQueue(
	database: Database,
	role: 'install' | 'send' | 'work',
	onError: (error: Error) => void
): Promise<PgBoss> {
	const boss = new PgBoss({
		db: onTables(database.owner),
		schema: QUEUE_SCHEMA,
		backend: await backendOf(database),
		migrate: role === 'install',
		supervise: role === 'work',
		schedule: role === 'work',
		monitorIntervalSeconds: 15,
		superviseIntervalSeconds: 15,
		...(role === 'send' ? { clock: idleClock } : {})
	})
	boss.on('error', onError)
	await boss.start()
	return boss
}

/**
 * Makes the queue's schema, or brings it to the version of the library, and lets the application add entries to it. Done by
 * the owner at the start; the tables are local ones, on Citus those of the coordinator.
 */
export async function installQueue(database: Database): Promise<void> {
	let broken: Error | undefined
	const boss = await openQueue(database, 'install', (error) => {
		broken = error
	})
	try {
		const there = new Set((await boss.getQueues()).map((queue) => queue.name))
		for (const name of QUEUES) {
			const { policy, ...options } = settings[name]
			if (there.has(name)) await boss.updateQueue(name, options)
			else await boss.createQueue(name, { policy, ...options })
		}
	} finally {
		await boss.stop({ graceful: false })
	}
	if (broken) throw broken
	// A command adds to the queue in its own transaction, under its own role: it may add, and read what adding needs.
	await sql
		.raw(
			`grant usage on schema ${QUEUE_SCHEMA} to pitso_app;
			grant insert on ${QUEUE_SCHEMA}.job_common to pitso_app;
			grant select (id) on ${QUEUE_SCHEMA}.job_common to pitso_app;
			grant select on ${QUEUE_SCHEMA}.queue to pitso_app`
		)
		.execute(database.owner)
}

/** True when the queue is there already, at whatever version. */
export async function isQueueInstalled(database: Database): Promise<boolean> {
	const { rows } = await sql<{ there: boolean }>`
		select to_regclass(${`${QUEUE_SCHEMA}.job_common`}) is not null as there`.execute(database.owner)
	return rows[0]?.there === true
}

// By the pool itself: what a request uses of the database is an object of its own.
const senders = new WeakMap<Database['owner'], Promise<PgBoss>>()

// One a database and process: it knows the queues, and does nothing but add to them.
function senderOf(database: Database): Promise<PgBoss> {
	const known = senders.get(database.owner)
	if (known) return known
	const opened = openQueue(database, 'send', () => undefined)
	senders.set(database.owner, opened)
	opened.catch(() => senders.delete(database.owner))
	return opened
}

/** What stands in the queue: which job of which workspace; everything else is read from its row. */
export type Entry = { queue: QueueName; key: string; data: Readonly<Record<string, string>>; due?: Date }

/** Adds entries, within a transaction where one is given: then they are there exactly when the transaction commits. */
export async function addEntries(database: Database, entries: readonly Entry[], tx?: Kysely<Tables>): Promise<void> {
	if (entries.length === 0) return
	const boss = await senderOf(database)
	for (const [queue, some] of Map.groupBy(entries, (entry) => entry.queue))
		await boss.insert(
			queue,
			some.map(({ key, data, due }) => ({ data, singletonKey: key, ...(due ? { startAfter: due } : {}) })),
			tx ? { db: onTables(tx) } : {}
		)
}
