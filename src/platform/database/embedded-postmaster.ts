import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { closeSync } from 'node:fs'
import { chown, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { DatabaseStartError, type Say, codeOf } from './embedded-error.ts'
import type { Binaries } from './embedded-binaries.ts'
import { SUPERUSER } from './embedded-cluster.ts'
import { lastComplaint, openLog } from './embedded-log.ts'
import { disarmPostmasterFile, isPostmaster, readPostmasterFile } from './embedded-pid.ts'
import { PORT, clearSocketFolder } from './embedded-socket.ts'
import { type EngineUser, spawnAs } from './embedded-user.ts'

/** The database's folder and what stands in it. */
export type Place = { folder: string; cluster: string; log: string; binaries: Binaries; user: EngineUser }

/** A running PostgreSQL over this folder: an open connection to it, its socket's folder and its process number. */
export type Running = { client: Client; socketFolder: string; pid: number }

// Marks in pg_stat_activity the one connection that every Pitso process keeps for as long as it uses the database.
const KEEPER = 'pitso keeper'

const POLL = 10
// Replaying the log after a crash can take minutes, and then says so; a process that says nothing has less time.
const LONGEST_RECOVERY = 600_000
const LONGEST_SILENCE = 10_000
const LONGEST_STOP = 30_000

/** What the running PostgreSQL needs besides its folder; on the command line it outweighs any file and `ALTER SYSTEM`. */
const SETTINGS = {
	listen_addresses: '',
	unix_socket_permissions: '0700',
	port: PORT,
	max_connections: 60,
	shared_buffers: '64MB',
	fsync: 'on',
	full_page_writes: 'on',
	// One process fewer: nothing is replicated from here.
	max_logical_replication_workers: 0,
	// The data lie on one disk with this program, mostly in memory: reading here and there costs little more than in order.
	random_page_cost: 1.1,
	jit: 'off',
	timezone: 'UTC',
	log_timezone: 'UTC',
	lc_messages: 'C',
	logging_collector: 'off',
	log_destination: 'stderr',
	log_min_messages: 'warning',
	// Without the detail lines, which repeat what was in the refused row.
	log_error_verbosity: 'terse'
}

/**
 * Connects to the PostgreSQL that runs over this cluster, waiting while it starts up or shuts down; undefined when none runs.
 *
 * @throws DatabaseStartError `unreachable` when it runs and its socket does not answer.
 */
export async function findRunning({ cluster, user }: Place, say: Say): Promise<Running | undefined> {
	const since = performance.now()
	let limit = LONGEST_SILENCE
	let hasSaid = false
	for (;;) {
		const note = await readPostmasterFile(cluster)
		if (!note) return undefined
		const found = note.socketFolder === '' ? 'silent' : await connect(note.socketFolder)
		if (found instanceof Client) {
			if (await serves(found, cluster, user)) return { client: found, socketFolder: note.socketFolder, pid: note.pid }
			await found.end()
			return undefined
		}
		if (found === 'silent' && !(await isPostmaster(note.pid, cluster))) return undefined
		const waited = performance.now() - since
		if (found === 'busy') limit = LONGEST_RECOVERY
		if (found === 'busy' && waited > 1_000 && !hasSaid) {
			hasSaid = true
			say('recovering')
		}
		if (waited > limit) throw new DatabaseStartError('unreachable', { cluster, pid: note.pid })
		await pause(POLL)
	}
}

/**
 * Starts PostgreSQL in a session of its own, so that the terminal's Ctrl-C reaches Pitso alone, and connects to it.
 * Only for when `findRunning` found none.
 *
 * @throws DatabaseStartError `engine-failed` with PostgreSQL's reason.
 */
export async function start(place: Place, socketFolder: string, say: Say): Promise<Running> {
	await disarmPostmasterFile(place.cluster)
	await clearSocketFolder(socketFolder)
	const since = performance.now()
	let isRecovering = false
	for (;;) {
		const log = openLog(place.log)
		const child = spawnAs(place.user, {
			command: place.binaries.postgres,
			args: [
				...['-D', place.cluster, '-c', `unix_socket_directories=${quote(socketFolder)}`],
				...Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`])
			],
			stdio: ['ignore', log.descriptor, log.descriptor],
			detached: true
		})
		closeSync(log.descriptor)
		child.unref()
		const gone = once(child, 'exit').catch(() => undefined)
		const state = { isGone: false }
		void gone.then(() => (state.isGone = true))
		while (!state.isGone && performance.now() - since < LONGEST_RECOVERY) {
			const client = await connect(socketFolder)
			if (client instanceof Client) return { client, socketFolder, pid: child.pid ?? 0 }
			if (client === 'busy' && !isRecovering && performance.now() - since > 1_000) {
				isRecovering = true
				say('recovering')
			}
			await Promise.race([gone, pause(POLL)])
		}
		const reason = await lastComplaint(place.log, log.length)
		// Backends of a postmaster that was killed need a moment to notice.
		const mayPass = /pre-existing shared memory block/.test(reason) && performance.now() - since < LONGEST_SILENCE
		if (!mayPass) throw new DatabaseStartError('engine-failed', { reason, log: place.log })
		await pause(100)
	}
}

/**
 * Shuts the cluster's PostgreSQL down: fast, which ends connections and writes everything; past the limit at once, which
 * leaves a recovery to the next start. A process that cannot be seen from here (another container's) is left alone.
 *
 * @throws DatabaseStartError `did-not-stop`.
 */
export async function stopPostmaster({ cluster }: Place) {
	const note = await readPostmasterFile(cluster)
	if (!note || !(await isPostmaster(note.pid, cluster))) return
	const limits = [
		{ signal: 'SIGINT', limit: LONGEST_STOP },
		{ signal: 'SIGQUIT', limit: LONGEST_SILENCE }
	] as const
	for (const { signal, limit } of limits) {
		process.kill(note.pid, signal)
		const deadline = performance.now() + limit
		while (performance.now() < deadline) {
			if (!(await isPostmaster(note.pid, cluster))) return
			await pause(POLL / 2)
		}
	}
	throw new DatabaseStartError('did-not-stop', { cluster, pid: note.pid })
}

/** How others connect: the socket's folder stands where drivers take a host. */
export const connectionTo = (socketFolder: string) => ({
	host: socketFolder,
	port: PORT,
	user: SUPERUSER,
	database: 'postgres'
})

/** A connection, or `busy` (starting up, recovering, shutting down), or `silent` (nothing listens). */
async function connect(socketFolder: string): Promise<Client | 'busy' | 'silent'> {
	const client = new Client({
		...connectionTo(socketFolder),
		ssl: false,
		application_name: KEEPER,
		connectionTimeoutMillis: 5_000
	})
	// A lost connection also ends it; `end` is what is listened to.
	client.on('error', () => undefined)
	try {
		await client.connect()
		return client
	} catch (error) {
		const code = codeOf(error)
		if (code === '57P03') return 'busy'
		if (/^[0-9A-Z]{5}$/.test(code) && !code.startsWith('E')) throw error
		return 'silent'
	}
}

/** How many other Pitso processes keep a connection to the same PostgreSQL. */
export async function countOthers(client: Client): Promise<number> {
	const { rows } = await client.query<{ others: number }>(
		`select count(*)::int as others from pg_stat_activity where application_name = '${KEEPER}' and pid <> pg_backend_pid()`
	)
	return rows[0]?.others ?? 0
}

/**
 * Whether the server reads this very folder: it must find a file just put there. Its `data_directory` alone would tell
 * less: a mount or a container gives one folder two paths, and a copied folder names the original's server.
 */
async function serves(client: Client, cluster: string, user: EngineUser) {
	const name = `pitso-${randomUUID()}`
	const path = join(cluster, name)
	try {
		await writeFile(path, '')
		await chown(path, user.uid, user.gid)
		const { rows } = await client.query('select from pg_stat_file($1, true) where size is not null', [name])
		return rows.length === 1
	} finally {
		await rm(path, { force: true })
	}
}

// The setting is a list of folders: quotes keep a comma or a space inside one.
const quote = (path: string) => `"${path.replaceAll('"', '""')}"`
