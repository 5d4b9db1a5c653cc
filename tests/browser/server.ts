import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'
import { z } from 'zod'

/**
 * The running product: its address, its data folder, its process, and a token of each seat that tests set the stage with. The hostile one
 * belongs to a workspace of which no other test asks anything.
 */
export type Pitso = {
	address: string
	dataFolder: string
	process: number
	tokens: { secretariat: string; administrator: string; hostile: string }
}

declare module 'vitest' {
	// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- only an interface can be extended
	interface ProvidedContext {
		/** One for each worker: what one does in the product, no test of the other sees. */
		pitso: readonly Pitso[]
	}
}

const PROGRAM = fileURLToPath(new URL('../../bin/pitso', import.meta.url))
const Token = z.object({ token: z.string() })

/**
 * Starts the product as an operator does, once for each worker that the browser tests have, on a data folder of its own; stops it
 * in order. A run of one file starts one.
 */
export default async function setUp(project: TestProject) {
	const many = Math.min(project.config.maxWorkers, Math.max(1, project.vitest.state.getPaths().length))
	const started = await Promise.allSettled(Array.from({ length: many }, (_, index) => start(index)))
	const running = started.filter((one) => one.status === 'fulfilled').map(({ value }) => value)
	const stop = async () => {
		const stopped = await Promise.allSettled(running.map((one) => one.stop()))
		for (const one of stopped) if (one.status === 'rejected') throw one.reason
	}
	for (const one of started) {
		if (one.status === 'fulfilled') continue
		await stop().catch(() => undefined)
		throw one.reason
	}
	project.provide(
		'pitso',
		running.map(({ pitso }) => pitso)
	)
	return stop
}

async function start(index: number): Promise<{ pitso: Pitso; stop: () => Promise<void> }> {
	// Right under the system's folder for such: the path of a socket in it has to stay under 108 bytes.
	const data = await mkdtemp(join(tmpdir(), 'pitso-browser-'))
	const environment = {
		PATH: process.env['PATH'],
		HOME: process.env['HOME'],
		LANG: 'en_GB.UTF-8',
		PITSO_DATA: data,
		PORT: portOf(index)
	}
	const server = spawn(PROGRAM, ['serve'], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] })
	const stop = async () => {
		if (server.exitCode === null && server.signalCode === null) {
			server.kill('SIGTERM')
			await once(server, 'exit')
		}
		await rm(data, { recursive: true, force: true })
		if (server.exitCode !== 0) throw new Error(`pitso serve ended with ${String(server.exitCode)}`)
	}
	try {
		const address = await ready(server)
		const tokenOf = async (seat: string, workspace = 'zwe') => {
			const asked = ['token', 'create', '--workspace', workspace, '--seat', seat]
			const { stdout } = await promisify(execFile)(PROGRAM, asked, { env: environment })
			return Token.parse(JSON.parse(stdout)).token
		}
		const [secretariat, administrator, hostile] = await Promise.all([
			tokenOf('secretariat'),
			tokenOf('administrator'),
			tokenOf('administrator', 'sadc')
		])
		const tokens = { secretariat, administrator, hostile }
		return { pitso: { address, dataFolder: data, process: server.pid ?? 0, tokens }, stop }
	} catch (error) {
		await stop().catch(() => undefined)
		throw error
	}
}

// With PITSO_TEST_PORT the first is at that port, and the next at the one after it; without, each takes one that is free.
function portOf(index: number): string {
	const first = Number(process.env['PITSO_TEST_PORT'] ?? 0)
	return String(first === 0 ? 0 : first + index)
}

async function ready(server: ChildProcess): Promise<string> {
	if (!server.stderr) throw new Error('the product has no output to read')
	const said: string[] = []
	let address: string | undefined
	const lines = createInterface({ input: server.stderr })
	for await (const line of lines) {
		said.push(line)
		address = /http:\/\/[\d.]+:\d+/.exec(line)?.[0]
		if (address !== undefined) break
	}
	if (address === undefined) throw new Error(`pitso serve did not start:\n${said.join('\n')}`)
	// Defects told while tests run belong beside the test that met them.
	server.stderr.on('data', (text: Buffer) => process.stderr.write(text))
	return address
}
