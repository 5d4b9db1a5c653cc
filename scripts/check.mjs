// `npm run check`, before each commit: under two minutes.
import { everyCommit, runParts, saySeed, stopOnSignals } from './parts.mjs'
import { prepare } from './prepare.mjs'
import { main } from './run.mjs'
import { ensureReaders } from './system-packages.mjs'

await main(async () => {
	await prepare({ build: false })
	await ensureReaders()
	stopOnSignals()
	saySeed()
	if (!(await runParts(everyCommit))) process.exitCode = 1
})
