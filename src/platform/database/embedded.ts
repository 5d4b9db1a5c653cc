import { existsSync } from 'node:fs'
import { access, chmod, constants, mkdir, realpath } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Client } from 'pg'
import { holdFile } from '#platform/files/folder-lock.ts'
import { findBinaries } from './embedded-binaries.ts'
import { ensureCluster } from './embedded-cluster.ts'
import { DatabaseStartError, type Say, reasonOf } from './embedded-error.ts'
import { boundLog } from './embedded-log.ts'
import {
	type Place,
	type Running,
	connectionTo,
	countOthers,
	findRunning,
	start,
	stopPostmaster
} from './embedded-postmaster.ts'
import { SOCKET, makeSocketFolder, removeSocketFolder } from './embedded-socket.ts'
import { chooseEngineUser } from './embedded-user.ts'

export type EmbeddedDatabase = {
	/** For a driver; `host` is the folder of the Unix socket. The user is superuser: change roles before working. */
	connection: { host: string; port: number; user: string; database: string }
	majorVersion: number
	/** True when a PostgreSQL already ran over the folder: another command's, or that of a Pitso that was killed. */
	tookOver: boolean
	/** Leaves the database; the last process to leave shuts PostgreSQL down and waits for its end. */
	stop: () => Promise<void>
}

type Options = { folder: string; say?: Say }

const LONGEST_WAIT = 600_000
const LOG_CHECK = 60_000
const SOCKET_CHECK = 1_500
const TRIED_AGAIN = 3_000

/**
 * Starts PostgreSQL over the database's folder (made when absent), or takes over the one that runs there. For `serve`,
 * which holds the lock on the data folder. While it runs, a PostgreSQL that dies, or whose socket is removed, is started
 * again; `say('gone')` tells that this failed, and it is tried again every few seconds until it succeeds or is stopped.
 *
 * @throws DatabaseStartError
 */
export async function startEmbedded({ folder, say = () => undefined }: Options): Promise<EmbeddedDatabase> {
	const place = await prepare(folder)
	const first = await enter(place, say)
	let keeper = first.client
	const stopping = new AbortController()
	let mending = Promise.resolve()
	const watch = (client: Client) =>
		client.once('end', () => {
			if (!stopping.signal.aborted) mending = mend()
		})
	let isMending = false
	const mend = async () => {
		isMending = true
		say('lost', { log: place.log })
		let hasSaid = false
		while (!stopping.signal.aborted) {
			try {
				keeper = (await enter(place, say)).client
				watch(keeper)
				isMending = false
				say('back')
				return
			} catch (error) {
				if (!hasSaid) say('gone', { reason: reasonOf(error) })
				hasSaid = true
				await pause(TRIED_AGAIN, undefined, { signal: stopping.signal }).catch(() => undefined)
			}
		}
	}
	watch(keeper)
	const bounding = setInterval(() => boundLog(place.log), LOG_CHECK).unref()
	// A cleaner of temporary folders, or a careless hand: PostgreSQL lives on behind a socket that nobody finds, and its end,
	// which the keeper notices, is the only way to have another.
	let missed = 0
	const reaching = setInterval(() => {
		missed = isMending || existsSync(join(first.socketFolder, SOCKET)) ? 0 : missed + 1
		// Twice in a row: at a start there is a moment without one.
		if (missed === 2) void stopPostmaster(place).catch(() => undefined)
	}, SOCKET_CHECK).unref()
	let stopped: Promise<void> | undefined
	return {
		connection: connectionTo(first.socketFolder),
		majorVersion: place.binaries.majorVersion,
		tookOver: first.tookOver,
		stop: () => {
			stopping.abort()
			return (stopped ??= mending.then(async () => {
				clearInterval(bounding)
				clearInterval(reaching)
				await leave(place, keeper, say)
			}))
		}
	}
}

/**
 * The database for a command other than `serve`: joins the PostgreSQL that runs over the folder, or starts one; `stop`
 * ends it only when no `serve` and no other command is using it.
 *
 * @throws DatabaseStartError
 */
export const joinEmbedded = (options: Options): Promise<EmbeddedDatabase> => startEmbedded(options)

async function prepare(folder: string): Promise<Place> {
	const binaries = await findBinaries()
	const real = await makeFolder(resolve(folder)).catch(() => refuseFolder(folder))
	const user = await chooseEngineUser({ folder: real, program: binaries.postgres })
	await chmod(real, 0o700)
	await access(real, constants.W_OK).catch(() => refuseFolder(folder))
	return { folder: real, cluster: join(real, 'cluster'), log: join(real, 'postgres.log'), binaries, user }
}

// Only the last folder is closed to others: where root must run PostgreSQL as somebody else, that user passes the rest.
async function makeFolder(folder: string) {
	await mkdir(dirname(folder), { recursive: true })
	await mkdir(folder, { recursive: true, mode: 0o700 })
	return await realpath(folder)
}

function refuseFolder(folder: string): never {
	throw new DatabaseStartError('folder-not-writable', { folder })
}

/** Joins or starts under the turn, so that of two commands begun together one starts PostgreSQL and the other joins it. */
async function enter(place: Place, say: Say): Promise<Running & { tookOver: boolean }> {
	const release = await takeTurn(place.folder, say)
	try {
		await ensureCluster({ ...place, say })
		const running = await findRunning(place, say)
		if (running) {
			say('took-over', { pid: running.pid })
			return { ...running, tookOver: true }
		}
		const socketFolder = await makeSocketFolder(place.folder, place.user)
		return { ...(await start(place, socketFolder, say)), tookOver: false }
	} finally {
		release()
	}
}

async function leave(place: Place, keeper: Client, say: Say) {
	const release = await takeTurn(place.folder, say)
	try {
		// A keeper whose PostgreSQL died cannot ask; nobody else is served then either.
		const others = await countOthers(keeper).catch(() => 0)
		await keeper.end()
		if (others > 0) return
		await stopPostmaster(place)
		await removeSocketFolder(place.folder)
	} finally {
		release()
	}
}

async function takeTurn(folder: string, say: Say) {
	const path = join(folder, 'turn')
	const since = performance.now()
	let hasSaid = false
	for (;;) {
		const release = holdFile(path)
		if (release) return release
		const waited = performance.now() - since
		if (waited > LONGEST_WAIT) throw new DatabaseStartError('busy', { folder })
		if (waited > 1_000 && !hasSaid) {
			hasSaid = true
			say('waiting', { folder })
		}
		await pause(20)
	}
}
