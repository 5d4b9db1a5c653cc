import { availableParallelism } from 'node:os'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './tests/setup/longest-first.ts'
import { OF_NO_DATABASE } from './tests/setup/named-files.ts'

const integration = '{src,tests}/**/*.integration.test.ts'
const browser = 'tests/browser/**/*.test.ts'
const crash = 'tests/crash/**/*.test.ts'

// The second run of everything, on another engine, has no need of what asks the first for nothing.
const hasRun = process.env['PITSO_TEST_AGAIN'] === undefined ? [] : OF_NO_DATABASE

// The component compiler alone, without the web framework: components and areas are tested without pages.
const plugins = [svelte({ configFile: false })]
const seed = './tests/setup/seed.ts'

// Files share a worker and what it has loaded: nothing below the platform keeps state, and loading every area anew
// for each file would take most of the run.
const shared = { environment: 'node', pool: 'forks', isolate: false } as const

// One worker to each core and none left out: vitest alone would leave one to itself, which rests while tests run. Each has a
// database, and in the browser a product, of its own; more than four would be too many for the PostgreSQL they share.
const maxWorkers = Math.min(availableParallelism(), 4)

// Only what hangs is to run out of time: on a machine that is busy with other things a test takes ten times as long.
const patient = { testTimeout: 300_000, hookTimeout: 300_000 } as const

export default defineConfig({
	test: {
		allowOnly: false,
		reporters: ['default'],
		sequence: { sequencer: LongestFirst },
		projects: [
			{
				plugins,
				test: {
					...shared,
					name: 'unit',
					// A word that is missing fails whichever file meets it, and not only behind one that asks for that.
					env: { PITSO_STRICT_WORDS: '1' },
					sequence: { groupOrder: 0 },
					maxWorkers,
					include: ['src/**/*.test.ts', 'tests/{tooling,unit}/**/*.test.ts'],
					exclude: [integration],
					setupFiles: [seed],
					...patient
				}
			},
			{
				plugins,
				test: {
					...shared,
					name: 'integration',
					sequence: { groupOrder: 1 },
					maxWorkers,
					include: [integration],
					exclude: [browser, ...hasRun],
					globalSetup: ['./tests/setup/database.ts'],
					setupFiles: [seed],
					...patient
				}
			},
			{
				plugins,
				test: {
					...shared,
					name: 'crash',
					sequence: { groupOrder: 2 },
					include: [crash],
					exclude: [integration],
					setupFiles: [seed],
					fileParallelism: false,
					...patient
				}
			},
			{
				plugins,
				test: {
					...shared,
					name: 'browser',
					sequence: { groupOrder: 3 },
					maxWorkers,
					include: [browser],
					globalSetup: ['./tests/setup/browser.ts', './tests/browser/server.ts'],
					setupFiles: [seed],
					...patient
				}
			}
		]
	}
})
