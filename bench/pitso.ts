import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { ConnectionSettings } from '#platform/database/database.server.ts'
import { startServer, type Server } from '../scripts/database-server.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const PORT = Number(process.env['PITSO_BENCH_PORT'] ?? 4931)
const LONGEST_START = 120_000
const LONGEST_STOP = 15_000

export const address = `http://127.0.0.1:${String(PORT)}`

/** A running Pitso, with what it took from the command to the first page, in seconds. */
export type Running = { child: ChildProcess; seconds: number; postgres: number }

/** Where Pitso keeps its data while it is measured: started, stopped and started again over the same. */
export type Place = {
	name: string
	/** As the product's owner of the database, and as its superuser. */
	owner(): Promise<ConnectionSettings>
	superuser(): Promise<ConnectionSettings>
	log: string | null
	start(): Promise<Running>
	stop(running: Running): Promise<void>
	remove(): Promise<void>
}

// A backup that begins by itself would be measured too.
const alone = () => ({
	PATH: process.env['PATH'],
	HOME: process.env['HOME'],
	PORT: String(PORT),
	PITSO_BACKUPS: 'off'
})

/** Starts `pitso serve` and waits until a page answers. Throws with its words when it ends before. */
async function startPitso(
	environment: NodeJS.ProcessEnv,
	page: string
): Promise<{ child: ChildProcess; seconds: number }> {
	const since = performance.now()
	const child = spawn(join(root, 'bin', 'pitso'), ['serve'], {
		cwd: root,
		env: environment,
		stdio: ['ignore', 'ignore', 'pipe']
	})
	let words = ''
	child.stderr.on('data', (piece: Buffer) => (words = `${words}${piece.toString()}`.slice(-4_000)))
	while (!(await answers(page))) {
		if (child.exitCode !== null) throw new Error(`Pitso ended by itself: ${words}`)
		if (performance.now() - since > LONGEST_START) {
			child.kill('SIGKILL')
			throw new Error(`Pitso does not answer: ${words}`)
		}
		await pause(10)
	}
	return { child, seconds: (performance.now() - since) / 1_000 }
}

async function answers(page: string) {
	try {
		const response = await fetch(`${address}${page}`)
		await response.arrayBuffer()
		return response.ok
	} catch {
		return false
	}
}

async function stopPitso({ child }: Running, otherwise: () => void): Promise<void> {
	if (child.exitCode !== null) return
	const ended = once(child, 'exit')
	child.kill('SIGTERM')
	if ((await Promise.race([ended, pause(LONGEST_STOP, 'late', { ref: false })])) !== 'late') return
	child.kill('SIGKILL')
	otherwise()
	await ended
}

/** The embedded database, with the demonstration that a first start loads. */
export async function embedded(): Promise<Place> {
	// Short, since the path of the engine's socket has to stay under 108 bytes.
	const dataFolder = await mkdtemp(join(tmpdir(), 'pitso-bench-'))
	const note = async () => (await readFile(`${dataFolder}/database/cluster/postmaster.pid`, 'utf8')).split('\n')
	const owner = async () => {
		const lines = await note()
		return { host: lines[4] ?? '', port: Number(lines[3]), user: 'pitso_owner', database: 'postgres' }
	}
	return {
		name: 'embedded',
		owner,
		superuser: owner,
		log: `${dataFolder}/database/postgres.log`,
		async start() {
			const started = await startPitso({ ...alone(), PITSO_DATA: dataFolder }, '/zwe')
			return { ...started, postgres: Number((await note())[0]) }
		},
		stop: (running) => stopPitso(running, () => process.kill(running.postgres, 'SIGQUIT')),
		remove: () => rm(dataFolder, { recursive: true, force: true })
	}
}

/** A PostgreSQL server as the operator's guide sets it up, with all that keeps data safe left on. */
export async function onServer(): Promise<Place & { server: Server }> {
	const dataFolder = await mkdtemp(join(tmpdir(), 'pitso-bench-'))
	const server = await startServer({
		fsync: 'on',
		synchronous_commit: 'on',
		full_page_writes: 'on',
		shared_buffers: '1GB',
		max_wal_size: '4GB'
	})
	const as = (user: string) => Promise.resolve({ host: server.folder, user, database: 'pitso' })
	const environment = {
		...alone(),
		PITSO_DATA: dataFolder,
		DATABASE_URL: server.address,
		PITSO_SECRET: 'a secret that only this measurement knows'
	}
	return {
		server,
		name: 'server',
		owner: () => as('pitso_owner'),
		superuser: () => as('postgres'),
		log: null,
		start: async () => ({ ...(await startPitso(environment, '/about')), postgres: server.process ?? 0 }),
		stop: (running) => stopPitso(running, () => undefined),
		async remove() {
			await server.stop()
			await rm(dataFolder, { recursive: true, force: true })
		}
	}
}
