import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { productEnvironment, root, say } from './run.mjs'

/**
 * What a part of a run came to.
 *
 * @typedef {{ passed: number, failed: number, words: string }} Result
 * @typedef {{ name: string, run: () => Promise<Result> }} Part
 */

// A part that hangs fails by itself, so that the count is printed in any case; the nightly run is long on purpose.
const LONGEST_PART = (process.env.PITSO_TEST_NIGHTLY ? 180 : 60) * 60_000
const running = new Set()

/** Ends every program that a part has started, with all that it started in turn. */
export function endAll() {
	for (const child of running) {
		try {
			process.kill(-child.pid, 'SIGKILL')
		} catch (error) {
			if (error.code !== 'ESRCH') throw error
		}
	}
}

/** A part that is one program: it passes when the program ends with 0. */
export const program = (name, ...commands) => ({
	name,
	run: async () => {
		let words = ''
		for (const [command, ...args] of commands) {
			const end = await collect(command, args)
			words += end.words
			if (end.code !== 0) return { passed: 0, failed: 1, words }
		}
		return { passed: 1, failed: 0, words }
	}
})

/** A part that is work of our own: it passes when nothing is thrown. */
export const step = (name, work) => ({
	name,
	run: () =>
		work().then(
			() => ({ passed: 1, failed: 0, words: '' }),
			(error) => ({ passed: 0, failed: 1, words: error.message })
		)
})

/**
 * A part that is a project of vitest.config.ts: each test counts, and one that is skipped counts as failed.
 *
 * @param {string} name
 * @param {string} project
 * @param {() => Record<string, string>} [settings] further environment, asked when the part begins
 * @returns {Part}
 */
export const tests = (name, project, settings = () => ({})) => ({
	name,
	run: async () => {
		const folder = mkdtempSync(join(tmpdir(), 'pitso-count-'))
		try {
			const file = join(folder, 'result.json')
			const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
			const { code, words } = await collect('vitest', ['run', '--project', project, ...reporters], settings())
			return count(code, words, readResult(file))
		} finally {
			rmSync(folder, { recursive: true, force: true })
		}
	}
})

function readResult(file) {
	try {
		return JSON.parse(readFileSync(file, 'utf8'))
	} catch {
		return null
	}
}

/** Counts what vitest reported; a run that tells nothing, or failed beside its tests, counts one failure. */
export function count(code, words, result) {
	if (!result) return { passed: 0, failed: 1, words: `${words}\nvitest ended without a result.` }
	const all = result.testResults.flatMap((file) => file.assertionResults)
	const passed = all.filter((test) => test.status === 'passed').length
	const left = all.filter((test) => test.status !== 'passed' && test.status !== 'failed')
	const broken = result.testResults.filter((file) => file.status === 'failed' && !file.assertionResults.some(isFailed))
	const failed = all.filter(isFailed).length + left.length + broken.length
	const sentences = left.map(
		(test) => `The test "${test.fullName}" was not run (${test.status}): that counts as failed.`
	)
	if (all.length === 0 && failed === 0) sentences.push('No test was found.')
	const beside = failed === 0 && (code !== 0 || all.length === 0) ? 1 : 0
	return { passed, failed: failed + beside, words: [words, ...sentences].join('\n') }
}

const isFailed = (test) => test.status === 'failed'

function collect(command, args, settings = {}) {
	return new Promise((resolve) => {
		let words = ''
		// A group of its own, so that what it starts can be ended with it.
		const child = spawn(command, args, {
			cwd: root,
			env: { ...productEnvironment, NO_COLOR: '1', ...settings },
			stdio: ['ignore', 'pipe', 'pipe'],
			detached: true
		})
		running.add(child)
		const tooLong = setTimeout(() => {
			words += `\n${command} did not end within ${LONGEST_PART / 60_000} minutes.`
			process.kill(-child.pid, 'SIGKILL')
		}, LONGEST_PART)
		for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (words += piece))
		const end = (code) => {
			clearTimeout(tooLong)
			running.delete(child)
			resolve({ code, words })
		}
		child.on('error', (error) => {
			words += error.message
			end(1)
		})
		child.on('close', (code) => end(code ?? 1))
	})
}

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`

/**
 * Runs stages one after the other. A stage has lanes, which run side by side; a lane has parts, run in turn. Prints each
 * part's time and count, and all that a failed one said. The last line printed is `N passed, N failed`.
 *
 * @param {Part[][][]} stages
 * @returns {Promise<boolean>} whether nothing failed
 */
export async function runParts(stages) {
	const began = performance.now()
	const total = { passed: 0, failed: 0 }
	const runPart = async ({ name, run }) => {
		const since = performance.now()
		const { passed, failed, words } = await run()
		total.passed += passed
		total.failed += failed
		if (failed > 0) console.log(`\n── ${name} ──\n${words.trim()}\n`)
		console.log(`${name.padEnd(40)}${seconds(since).padStart(9)}   ${passed} passed, ${failed} failed`)
	}
	const runLane = async (lane) => {
		for (const part of lane) await runPart(part)
	}
	for (const stage of stages) await Promise.all(stage.map(runLane))
	console.log(`${'all'.padEnd(40)}${seconds(began).padStart(9)}`)
	console.log(`${total.passed} passed, ${total.failed} failed`)
	return total.failed === 0
}

/** Ends the whole run, with what it started, when it is asked to stop. */
export function stopOnSignals() {
	for (const [signal, number] of [
		['SIGINT', 2],
		['SIGTERM', 15],
		['SIGHUP', 1]
	]) {
		process.on(signal, () => {
			endAll()
			process.exit(128 + number)
		})
	}
}

/** What every commit has to pass. Two static parts at a time, for two cores; the tests use both by themselves. */
export const everyCommit = [
	[[program('generated types', ['svelte-kit', 'sync'])]],
	[
		// It keeps the types of all files at once: more than a program of Node.js takes by itself.
		[
			program('lint', [
				'node',
				'--max-old-space-size=8192',
				'node_modules/eslint/bin/eslint.js',
				'.',
				'--max-warnings',
				'0'
			])
		],
		[
			program('types', ['svelte-check', '--threshold', 'error', '--output', 'human']),
			program('format', ['prettier', '--check', '--log-level', 'warn', '.']),
			program(
				'import directions',
				['depcruise', 'src', '--output-type', 'err-long'],
				['depcruise', 'src', '--config', '.dependency-cruiser.runtime.cjs', '--output-type', 'err-long']
			)
		]
	],
	[[tests('unit tests', 'unit')]],
	[[tests('integration, embedded engine', 'integration', () => ({ PITSO_TEST_ENGINE: 'embedded' }))]]
]

/** Prints the seed of the drawn values, from PITSO_TEST_SEED or the fixed one of tests/setup/seed.ts. */
export const saySeed = () => {
	const seed = process.env.PITSO_TEST_SEED
	say(seed ? `drawn values by the seed ${seed}.` : 'drawn values by the fixed seed; PITSO_TEST_SEED=… draws others.')
}
