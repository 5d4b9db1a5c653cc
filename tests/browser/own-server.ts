import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { onTestFinished } from 'vitest'

const PROGRAM = fileURLToPath(new URL('../../bin/pitso', import.meta.url))
const run = promisify(execFile)

/** An installation of its own for one test, without the demonstration; gone with all it kept when the test is over. */
export async function anInstallation(settings: Readonly<Record<string, string>> = {}) {
	const data = await mkdtemp(join(tmpdir(), 'pitso-own-'))
	onTestFinished(() => rm(data, { recursive: true, force: true }))
	const environment = {
		PATH: process.env['PATH'],
		HOME: process.env['HOME'],
		LANG: 'en_GB.UTF-8',
		PITSO_DATA: data,
		PITSO_DEMO: 'off',
		PORT: '0',
		...settings
	}

	/** What `pitso` prints. It fails with what it said when it refuses. */
	const console = async (...args: string[]): Promise<string> => {
		const { stdout } = await run(PROGRAM, args, { env: environment, maxBuffer: 1 << 26 })
		return stdout
	}

	/** Starts serving, and gives the address; stopped in order when the test is over, or before by `stop`. */
	async function serve() {
		const server = spawn(PROGRAM, ['serve'], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] })
		const stop = async () => {
			if (server.exitCode !== null || server.signalCode !== null) return
			server.kill('SIGTERM')
			await once(server, 'exit')
		}
		onTestFinished(stop)
		const said: string[] = []
		for await (const line of createInterface({ input: server.stderr })) {
			said.push(line)
			const address = /http:\/\/[\d.]+:\d+/.exec(line)?.[0]
			if (address === undefined) continue
			server.stderr.on('data', (text: Buffer) => process.stderr.write(text))
			return { address, stop }
		}
		throw new Error(`pitso serve did not start:\n${said.join('\n')}`)
	}

	return { data, console, serve }
}
