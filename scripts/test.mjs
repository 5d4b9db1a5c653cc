// `npm test`: everything, from a fresh clone on. Installs what it needs, and ends with `N passed, N failed`.
import { advisories } from './advisories.mjs'
import { startServer } from './database-server.mjs'
import { everyCommit, runParts, saySeed, step, stopOnSignals, tests } from './parts.mjs'
import { prepare } from './prepare.mjs'
import { main } from './run.mjs'
import { ensureSystemPackages } from './system-packages.mjs'

await main(async () => {
	await prepare({ build: false })
	await ensureSystemPackages()
	stopOnSignals()
	saySeed()

	let server
	const onServer = () => ({
		PITSO_TEST_ENGINE: 'server',
		PITSO_TEST_DATABASE_URL: server?.address ?? '',
		PITSO_TEST_AGAIN: 'yes'
	})
	const stages = [
		...everyCommit,
		[[advisories]],
		[
			[
				// As tests/setup/database.ts has it: no plan by the moment at which a table was looked over.
				step('PostgreSQL 15 starts', async () => (server = await startServer({ autovacuum: 'off' }))),
				tests('integration, PostgreSQL 15', 'integration', onServer),
				step('PostgreSQL 15 stops', async () => server?.stop())
			]
		],
		[[step('build', () => prepare({ build: true }))]],
		[[tests('browser', 'browser')]],
		// By itself: what it kills starts again in seconds only where nothing else is running.
		[[tests('crash', 'crash')]]
	]
	if (!(await runParts(stages))) process.exitCode = 1
})
