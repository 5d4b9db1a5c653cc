import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
	// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- only an interface can be extended
	interface ProvidedContext {
		/** Address of the running Chromium, for `chromium.connect`. */
		browser: string
	}
}

// The browser's own errands fail in a closed network, many at a time, and none of them is ours.
const quiet = [
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync'
]

/** Starts one Chromium for all browser tests and provides its address as `browser`. */
export default async function setUp(project: TestProject) {
	const executablePath = process.env['PITSO_TEST_CHROMIUM'] ?? '/usr/bin/chromium'
	if (!existsSync(executablePath)) throw new Error(`${executablePath} is missing: install Chromium`)
	const asRoot = process.getuid?.() === 0
	const server = await chromium.launchServer({ executablePath, args: asRoot ? ['--no-sandbox', ...quiet] : quiet })
	project.provide('browser', server.wsEndpoint())
	return () => server.close()
}
