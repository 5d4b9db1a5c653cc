import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { ConnectionSettings } from '#platform/database/database.server.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const PORT = 4931
const LONGEST_START = 120_000
const LONGEST_STOP = 15_000

export const address = `http://127.0.0.1:${String(PORT)}`

/** A running Pitso, with what it took from the command to the first page, in seconds. */
export type Running = { child: ChildProcess; seconds: number; connection: ConnectionSettings; postgres: number }

/** Starts `pitso serve` over a data folder and waits until its first page answers. Throws with its words when it ends before. */
export async function startPitso(dataFolder: string): Promise<Running> {
	const since = performance.now()
	const child = spawn(process.execPath, ['src/cli/main.ts', 'serve'], {
		cwd: root,
		env: { PATH: process.env['PATH'], HOME: process.env['HOME'], PITSO_DATA: dataFolder, PORT: String(PORT) },
		stdio: ['ignore', 'ignore', 'pipe']
	})
	let words = ''
	child.stderr.on('data', (piece: Buffer) => (words = `${words}${piece.toString()}`.slice(-4_000)))
	while (!(await answers())) {
		if (child.exitCode !== null) throw new Error(`Pitso ended by itself: ${words}`)
		if (performance.now() - since > LONGEST_START) {
			child.kill('SIGKILL')
			throw new Error(`Pitso does not answer: ${words}`)
		}
		await pause(10)
	}
	const seconds = (performance.now() - since) / 1_000
	const note = (await readFile(`${dataFolder}/database/cluster/postmaster.pid`, 'utf8')).split('\n')
	const connection = { host: note[4] ?? '', port: Number(note[3]), user: 'pitso_owner', database: 'postgres' }
	return { child, seconds, connection, postgres: Number(note[0]) }
}

async function answers() {
	try {
		const response = await fetch(`${address}/zwe`)
		await response.arrayBuffer()
		return response.ok
	} catch {
		return false
	}
}

/** Stops Pitso in order; one that does not stop is killed, and so is its PostgreSQL. */
export async function stopPitso({ child, postgres }: Running): Promise<void> {
	if (child.exitCode !== null) return
	const ended = once(child, 'exit')
	child.kill('SIGTERM')
	if ((await Promise.race([ended, pause(LONGEST_STOP, 'late', { ref: false })])) !== 'late') return
	child.kill('SIGKILL')
	process.kill(postgres, 'SIGQUIT')
	await ended
}

/** Memory in megabytes: of Node.js, and of all processes of PostgreSQL with what they share counted once. */
export async function memoryOf({ child, postgres }: Running) {
	const backends = []
	for (const name of await readdir('/proc')) {
		if (!/^\d+$/.test(name)) continue
		const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
		if (Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === postgres) backends.push(Number(name))
	}
	const kilobytes = async (path: string, field: string) =>
		Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(await readFile(path, 'utf8').catch(() => ''))?.[1] ?? 0)
	const shares = await Promise.all(
		[postgres, ...backends].map((pid) => kilobytes(`/proc/${String(pid)}/smaps_rollup`, 'Pss'))
	)
	return {
		node: (await kilobytes(`/proc/${String(child.pid)}/status`, 'VmRSS')) / 1_024,
		postgres: shares.reduce((sum, share) => sum + share, 0) / 1_024
	}
}
