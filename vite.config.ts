import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import adapter from '@sveltejs/adapter-node'
import { sveltekit } from '@sveltejs/kit/vite'
import tailwindcss from '@tailwindcss/vite'
import { build, defineConfig } from 'vite'

// Scripts of single pages that are made of several modules, each bundled into one file at the root, beside those of static/.
const pageScripts = { 'minutes.js': 'src/modules/deliberation/minutes/typing/page.ts' }

async function bundle(entry: string): Promise<string> {
	const built = await build({
		configFile: false,
		logLevel: 'warn',
		publicDir: false,
		build: { write: false, modulePreload: false, rolldownOptions: { input: entry } }
	})
	const [script, ...more] = 'output' in built ? built.output : []
	if (script?.type !== 'chunk' || more.length > 0) throw new Error(`${entry} was not bundled into one script`)
	return script.code
}

const node = adapter()
const withPageScripts: typeof node = {
	...node,
	async adapt(builder) {
		for (const [name, entry] of Object.entries(pageScripts))
			await writeFile(join(builder.getClientDirectory(), name), await bundle(entry))
		await node.adapt(builder)
	}
}

export default defineConfig({
	plugins: [
		tailwindcss(),
		sveltekit({
			adapter: withPageScripts,
			// Served at the root of its host: the page for when the network is away stands under any address, and finds its styles.
			paths: { relative: false },
			// Pages load nothing from elsewhere, hold no script or style of their own, and stand in nobody's frame.
			csp: {
				mode: 'hash',
				directives: {
					'default-src': ['self'],
					'script-src': ['self'],
					'style-src': ['self'],
					'img-src': ['self', 'data:'],
					'base-uri': ['none'],
					'form-action': ['self'],
					'frame-ancestors': ['none'],
					'object-src': ['none']
				}
			}
		})
	]
})
