// Asks the registry whether a component of the product has a known weakness, and fails when one has. Some registries
// do not answer that question; then it was not asked, which is said and does not fail.
import { spawnSync } from 'node:child_process'
import { isMain, machineEnvironment, root } from './run.mjs'

const NOT_ASKED = 'The registry in use does not answer questions about known weaknesses: not asked.'

/**
 * What an answer of `npm audit --json` comes to.
 *
 * @param {string} text what npm printed
 * @returns {{ isAsked: boolean, weaknesses: string[] }} the components with a known weakness, each with how grave it is
 */
export function readAdvisories(text) {
	let answer
	try {
		answer = JSON.parse(text)
	} catch {
		return { isAsked: false, weaknesses: [] }
	}
	if (typeof answer?.vulnerabilities !== 'object' || answer.vulnerabilities === null)
		return { isAsked: false, weaknesses: [] }
	const weaknesses = Object.values(answer.vulnerabilities).map(
		({ name, severity, range }) => `${name} ${range}: ${severity}`
	)
	return { isAsked: true, weaknesses }
}

/** Asks for the components that run, not for the tools that make them. */
export function askAdvisories() {
	const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
		cwd: root,
		env: machineEnvironment,
		encoding: 'utf8',
		timeout: 60_000
	})
	return readAdvisories(stdout ?? '')
}

/** The part of a run that asks; where the registry does not answer it counts nothing, and says so. */
export const advisories = {
	name: 'known weaknesses of components',
	run: async () => {
		const { isAsked, weaknesses } = askAdvisories()
		if (!isAsked) console.log(NOT_ASKED)
		const failed = weaknesses.length > 0 ? 1 : 0
		return { passed: isAsked && failed === 0 ? 1 : 0, failed, words: weaknesses.join('\n') }
	}
}

if (isMain(import.meta.url)) {
	const { isAsked, weaknesses } = askAdvisories()
	if (!isAsked) console.log(NOT_ASKED)
	for (const one of weaknesses) console.log(one)
	if (weaknesses.length > 0) process.exitCode = 1
}
