// `npm run bench`: a full-size workspace in a throw-away folder, measured. `--quick` for a short run, `--events` for a
// million events of history besides. Leaves its table in bench/results.md, and no process.
import { prepare } from './prepare.mjs'
import { endAs, main, productEnvironment, productNode, run } from './run.mjs'

await main(async () => {
	await prepare({ build: true })
	const args = ['bench/main.ts', ...process.argv.slice(2)]
	endAs(await run(productNode, args, { env: productEnvironment, stdio: 'inherit' }))
})
