// `npm run bench`: generated workspaces in throw-away folders, measured on the embedded database and on a PostgreSQL server of its own, with
// Directus beside. About twenty minutes; `--quick` for a short run. Leaves its table in bench/results.md, and no process.
import { prepare } from './prepare.mjs'
import { endAs, main, productEnvironment, productNode, run } from './run.mjs'
import { ensureSystemPackages } from './system-packages.mjs'

await main(async () => {
	await ensureSystemPackages()
	await prepare({ build: true })
	const args = ['bench/main.ts', ...process.argv.slice(2)]
	endAs(await run(productNode, args, { env: productEnvironment, stdio: 'inherit' }))
})
