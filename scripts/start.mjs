// `npm start`: from a fresh copy to a running Pitso. Runs on Node 20 and needs nothing from node_modules.
import { prepare } from './prepare.mjs'
import { Stop, endAs, main, productEnvironment, run, say } from './run.mjs'

await main(async () => {
	const [major] = process.versions.node.split('.')
	if (Number(major) < 20) throw new Stop(`Node.js 20 or newer is needed to start; this is ${process.version}.`)
	if (process.platform !== 'linux') throw new Stop(`Pitso runs on Linux; this is ${process.platform}.`)

	await prepare({ build: true })
	say('starting.')
	const end = await run('sh', ['bin/pitso', 'serve', ...process.argv.slice(2)], {
		env: productEnvironment,
		stdio: 'inherit'
	})
	if (end.error)
		throw new Stop(`no shell was found to start Pitso with (${end.error.message}). Put sh on the PATH and start again.`)
	endAs(end)
})
