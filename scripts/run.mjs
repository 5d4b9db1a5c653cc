import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** The folder of the product, without a trailing slash. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')

const binaries = join(root, 'node_modules', '.bin')

/** The Node.js that the product runs on; npm installs it, so it need not be the one that reads this line. */
export const productNode = join(binaries, 'node')

const outside = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder && folder !== binaries)

/** The environment in which `node`, `vite`, `vitest` … are those of node_modules. */
export const productEnvironment = { ...process.env, PATH: [binaries, ...outside].join(delimiter) }

/** The environment in which `node` and `npm` are the machine's own: npm may not run on the Node it is replacing. */
export const machineEnvironment = { ...process.env, PATH: outside.join(delimiter) }

/**
 * Runs a program to its end and passes on the signals that ask us to stop.
 *
 * A terminal sends Ctrl-C to the whole group itself, so that one is not passed on twice.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @param {(child: import('node:child_process').ChildProcess) => void} [whenStarted]
 * @returns {Promise<{ code: number, signal: NodeJS.Signals | null, error?: NodeJS.ErrnoException }>}
 */
export function run(command, args, options, whenStarted) {
	return new Promise((resolve) => {
		const child = spawn(command, args, { cwd: root, ...options })
		const passOn = (signal) => {
			if (signal === 'SIGINT' && process.stdin.isTTY) return
			child.kill(signal)
		}
		const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
		for (const signal of signals) process.on(signal, passOn)
		const end = (result) => {
			for (const signal of signals) process.off(signal, passOn)
			resolve(result)
		}
		child.on('error', (error) => end({ code: 1, signal: null, error }))
		child.on('close', (code, signal) => end({ code: code ?? 1, signal }))
		whenStarted?.(child)
	})
}

/** Ends this process as the child ended: with its code, or by its signal. */
export function endAs({ code, signal }) {
	if (signal) process.kill(process.pid, signal)
	else process.exitCode = code
}

/** Prints a sentence about what is going on. */
export const say = (sentence) => console.log(`Pitso: ${sentence}`)

/** A reason to stop that is told in a sentence, without a stack. */
export class Stop extends Error {}

/** Runs a script's main function: a Stop is printed as its sentence, anything else is a defect and keeps its stack. */
export async function main(work) {
	try {
		await work()
	} catch (error) {
		if (!(error instanceof Stop)) throw error
		if (error.message) console.error(`Pitso: ${error.message}`)
		process.exitCode = 1
	}
}

/** True in the file that Node.js was started with, false where it is imported. */
export const isMain = (url) => url === pathToFileURL(process.argv[1] ?? '').href
