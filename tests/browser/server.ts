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
		pitso: Pitso
	}
}

const PROGRAM = fileURLToPath(new URL('../../bin/pitso', import.meta.url))
const Token = z.object({ token: z.string() })

/** Starts the product as an operator does, once for all browser tests, on a data folder of its own; stops it in order. */
export default async function setUp(project: TestProject) {
	// Right under the system's folder for such: the path of a socket in it has to stay under 108 bytes.
	const data = await mkdtemp(join(tmpdir(), 'pitso-browser-'))
	const environment = {
		PATH: process.env['PATH'],
		HOME: process.env['HOME'],
		LANG: 'en_GB.UTF-8',
		PITSO_DATA: data,
		PORT: process.env['PITSO_TEST_PORT'] ?? '0'
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
		project.provide('pitso', {
			address,
			dataFolder: data,
			process: server.pid ?? 0,
			tokens: { secretariat, administrator, hostile }
		})
	} catch (error) {
		await stop().catch(() => undefined)
		throw error
	}
	return stop
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
