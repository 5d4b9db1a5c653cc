import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { z } from 'zod'
import { findWorkspace } from '#platform/access/find-seat.server.ts'
import type { Workspace } from '#platform/access/workspace.ts'
import { openDatabase, type Database } from '#platform/database/database.server.ts'
import { verifyHistory } from '#platform/events/verify.server.ts'

const PROGRAM = fileURLToPath(new URL('../../bin/pitso', import.meta.url))
const Token = z.object({ token: z.string() })
const LONGEST_START = 60_000

/** A Pitso that a test starts as an operator does, kills as a machine does, and looks into from outside. */
export class Installation {
	/** Its data folder as this process sees it. */
	readonly dataFolder: string
	readonly #environment: Record<string, string | undefined>
	/** What goes before the program, as `unshare` with its options. */
	readonly #prefix: readonly string[]
	#server: ChildProcess | undefined
	#said: string[] = []
	address = ''

	constructor(
		dataFolder: string,
		{ environment, prefix, seen }: { environment: Record<string, string>; prefix: readonly string[]; seen: string }
	) {
		this.dataFolder = seen
		this.#prefix = prefix
		this.#environment = {
			PATH: process.env['PATH'],
			HOME: process.env['HOME'],
			LANG: 'en_GB.UTF-8',
			PITSO_DATA: dataFolder,
			PITSO_BACKUPS: 'off',
			PORT: '0',
			...environment
		}
	}

	/** Everything it has said since it was started last. */
	get said(): string {
		return this.#said.join('\n')
	}

	/** Waits until it says something with `text` in it, or finds that it has. */
	async says(text: string): Promise<void> {
		const until = performance.now() + LONGEST_START
		while (!this.said.includes(text)) {
			if (performance.now() > until) throw new Error(`Pitso did not say “${text}”:\n${this.said}`)
			await pause(20)
		}
	}

	/** The process of `pitso serve`. */
	get pid(): number {
		return this.#server?.pid ?? 0
	}

	/** Starts it and waits until it answers. */
	async start(): Promise<void> {
		this.#said = []
		const [command, ...before] = this.#prefix
		const program = command ?? PROGRAM
		const server = spawn(program, command === undefined ? ['serve'] : [...before, PROGRAM, 'serve'], {
			env: this.#environment,
			stdio: ['ignore', 'ignore', 'pipe']
		})
		this.#server = server
		const lines = createInterface({ input: server.stderr })
		const ready = new Promise<string>((resolve, reject) => {
			lines.on('line', (line) => {
				this.#said.push(line)
				const address = /http:\/\/[\d.]+:\d+/.exec(line)?.[0]
				if (address !== undefined) resolve(address)
			})
			server.once('exit', () => reject(new Error(`pitso serve did not start:\n${this.said}`)))
		})
		this.address = await ready
	}

	/** Ends it as an operator does, and waits. */
	async stop(): Promise<number | null> {
		const server = this.#server
		if (!server || server.exitCode !== null || server.signalCode !== null) return null
		const ended = once(server, 'exit')
		server.kill('SIGTERM')
		await ended
		return server.exitCode
	}

	/** `kill -9` of Pitso alone. */
	async killPitso(): Promise<void> {
		const server = this.#server
		if (!server || server.exitCode !== null || server.signalCode !== null) return
		const ended = once(server, 'exit')
		server.kill('SIGKILL')
		await ended
	}

	/** `kill -9` of its PostgreSQL alone. */
	async killPostgres(): Promise<void> {
		process.kill(await this.postmaster(), 'SIGKILL')
	}

	/** The number of the postmaster. */
	async postmaster(): Promise<number> {
		const text = await readFile(join(this.dataFolder, 'database', 'cluster', 'postmaster.pid'), 'utf8')
		return Number(text.split('\n')[0])
	}

	/** Waits until it says that it is well. */
	async recovered(): Promise<void> {
		const until = performance.now() + LONGEST_START
		for (;;) {
			const health = await fetch(`${this.address}/health`).catch(() => undefined)
			if (health?.status === 200) return
			if (performance.now() > until) throw new Error(`Pitso did not recover:\n${this.said}`)
			await pause(20)
		}
	}

	/** A command of the console. */
	async console(...args: string[]): Promise<string> {
		const [command, ...before] = this.#prefix
		const all = command === undefined ? args : [...before, PROGRAM, ...args]
		const { stdout } = await promisify(execFile)(command ?? PROGRAM, all, { env: this.#environment })
		return stdout
	}

	/** A token of a seat. */
	async token(seat: string): Promise<string> {
		return Token.parse(JSON.parse(await this.console('token', 'create', '--workspace', 'zwe', '--seat', seat))).token
	}

	/** Its database as its owner sees it, by the socket. */
	open(): Database {
		return openDatabase({
			host: join(this.dataFolder, 'database', 'socket'),
			port: 5432,
			user: 'pitso_owner',
			database: 'postgres',
			most: 2
		})
	}

	/** What is wrong with the history of a workspace, held against the anchors in the data folder. */
	async faults(database: Database, workspace: Workspace): Promise<{ sequence: number; code: string }[]> {
		const secret = Buffer.from((await readFile(join(this.dataFolder, 'secret'), 'utf8')).trim(), 'hex')
		return (await verifyHistory(database, workspace, { dataFolder: this.dataFolder, secret })).faults
	}

	/** Ends everything and takes the folder away. */
	async remove(): Promise<void> {
		await this.stop()
		await this.killPitso()
		const left = await this.postmaster().catch(() => 0)
		if (left > 0)
			try {
				process.kill(left, 'SIGKILL')
			} catch {
				// It went with its Pitso.
			}
		await rm(this.dataFolder, { recursive: true, force: true })
	}
}

/** A folder for a Pitso, short enough for the path of a socket in it; `seen` where this process sees it under another path. */
export async function anInstallation(
	environment: Record<string, string> = {},
	place: { dataFolder?: string; seen?: string; prefix?: readonly string[] } = {}
): Promise<Installation> {
	const dataFolder = place.dataFolder ?? (await mkdtemp(join(tmpdir(), 'pitso-crash-')))
	return new Installation(dataFolder, { environment, prefix: place.prefix ?? [], seen: place.seen ?? dataFolder })
}

/** The demonstration's Zimbabwe, in which the writers write. */
export async function workspaceIn(database: Database): Promise<Workspace> {
	const workspace = await findWorkspace(database, 'zwe')
	if (!workspace) throw new Error('the demonstration is not there')
	return workspace
}
