import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

const integration = '{src,tests}/**/*.integration.test.ts'
const browser = 'tests/browser/**/*.test.ts'
const crash = 'tests/crash/**/*.test.ts'

// The component compiler alone, without the web framework: components and areas are tested without pages.
const plugins = [svelte({ configFile: false })]
const seed = './tests/setup/seed.ts'

// Files share a worker and what it has loaded: nothing below the platform keeps state, and loading every area anew
// for each file would take most of the run.
const shared = { environment: 'node', pool: 'forks', isolate: false } as const

export default defineConfig({
	test: {
		allowOnly: false,
		reporters: ['default'],
		projects: [
			{
				plugins,
				test: {
					...shared,
					name: 'unit',
					include: ['src/**/*.test.ts', 'tests/{tooling,unit}/**/*.test.ts'],
					exclude: [integration],
					setupFiles: [seed]
				}
			},
			{
				plugins,
				test: {
					...shared,
					name: 'integration',
					include: [integration],
					exclude: [browser],
					globalSetup: ['./tests/setup/database.ts'],
					setupFiles: [seed],
					testTimeout: 20_000,
					hookTimeout: 60_000
				}
			},
			{
				plugins,
				test: {
					...shared,
					name: 'crash',
					include: [crash],
					exclude: [integration],
					setupFiles: [seed],
					fileParallelism: false,
					testTimeout: 120_000,
					hookTimeout: 120_000
				}
			},
			{
				plugins,
				test: {
					...shared,
					name: 'browser',
					include: [browser],
					globalSetup: ['./tests/setup/browser.ts', './tests/browser/server.ts'],
					setupFiles: [seed],
					fileParallelism: false,
					testTimeout: 60_000,
					hookTimeout: 120_000
				}
			}
		]
	}
})
