// `npm test`: everything, from a fresh clone on. Installs what it needs, and ends with `N passed, N failed`.
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
	const onServer = () => ({ PITSO_TEST_ENGINE: 'server', PITSO_TEST_DATABASE_URL: server?.address ?? '' })
	const stages = [
		...everyCommit,
		[
			[
				step('PostgreSQL 15 starts', async () => (server = await startServer())),
				tests('integration, PostgreSQL 15', 'integration', onServer),
				step('PostgreSQL 15 stops', async () => server?.stop())
			]
		],
		[[step('build', () => prepare({ build: true }))]],
		[[tests('browser', 'browser')]]
	]
	if (!(await runParts(stages))) process.exitCode = 1
})
