import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'

const root = join(import.meta.dirname, '..', '..')
const results = join(root, 'test-results')

// A small product in which every rule is broken once; a value is a file's text.
const product = {
	'package.json': JSON.stringify({
		type: 'module',
		imports: {
			'#platform/*': './src/platform/*',
			'#modules/*': './src/modules/*',
			'#ui/*': './src/ui/*',
			'#areas': './src/areas.ts',
			'#tests/*': './tests/*'
		}
	}),
	'tsconfig.json': '{}',
	'tests/fixture.ts': 'export const fixture = 1',
	'src/areas.ts': "export { decisions } from '#modules/deliberation/queries.ts'",
	'src/cli/main.ts': 'export const cli = 1',
	'src/platform/operation/command.server.ts': 'export type Command = string\nexport const command = 1',
	'src/platform/operation/ring-a.ts': "import { b } from './ring-b.ts'\nexport const a = b",
	'src/platform/operation/ring-b.ts': "import { a } from './ring-a.ts'\nexport const b: number = a",
	'src/platform/operation/type-ring-a.ts': "import type { B } from './type-ring-b.ts'\nexport type A = B[]",
	'src/platform/operation/type-ring-b.ts': "import type { A } from './type-ring-a.ts'\nexport type B = A | 1",
	'src/platform/languages/words.ts': 'export const words = 1',
	'src/platform/records/names-an-area.ts':
		"import type { Row } from '#modules/directory/schema.ts'\nexport type R = Row",
	'src/platform/records/lost.ts': "export { nothing } from './nowhere.ts'",
	'src/modules/directory/schema.ts': 'export type Row = number',
	'src/modules/directory/rules.ts': 'export const rules = 1',
	'src/modules/directory/queries.ts':
		"import { command } from '#platform/operation/command.server.ts'\nexport const actors = command",
	'src/modules/directory/commands.ts': "export { decisions } from '#modules/deliberation/queries.ts'",
	'src/modules/directory/faces.ts': "export { error } from '@sveltejs/kit'",
	'src/modules/directory/shows.ts': "export { default } from '#ui/Good.svelte'",
	'src/modules/directory/fields.ts': "import type { Kind } from '#ui/kinds.ts'\nexport type Field = Kind",
	'src/modules/directory/Drags.svelte': '<script lang="ts">import { wraps } from \'./wraps.ts\'</script>{wraps}',
	'src/modules/directory/wraps.ts': "import { actors } from './queries.ts'\nexport const wraps = actors",
	'src/modules/directory/Types.svelte':
		"<script lang=\"ts\">import { label } from './label.ts'\nimport type { Row } from './queries.ts'\nlet { row }: { row: Row } = $props()</script>{label(row)}",
	'src/modules/directory/label.ts':
		"import type { Command } from '#platform/operation/command.server.ts'\nexport const label = (command: Command) => command",
	'src/modules/directory/shipped.ts': "export { fixture } from '#tests/fixture.ts'",
	'src/modules/directory/rules.test.ts':
		"import { fixture } from '#tests/fixture.ts'\nimport { test } from 'vitest'\ntest(String(fixture), () => {})",
	'src/modules/deliberation/queries.ts':
		"import { actors } from '#modules/directory/queries.ts'\nexport const decisions = actors",
	'src/modules/deliberation/commands.ts': "export { label } from '#modules/directory/label.ts'",
	'src/modules/instruments/queries.ts': "export { policies } from '#modules/policies/queries.ts'",
	'src/modules/policies/queries.ts': 'export const policies = 1',
	'src/modules/weather/queries.ts': "export { words } from '#platform/languages/words.ts'",
	'src/ui/Good.svelte':
		"<script lang=\"ts\">import { words } from '#platform/languages/words.ts'\nimport Good from './Good.svelte'</script>{words}<Good />",
	'src/ui/KnowsArea.svelte': '<script lang="ts">import { rules } from \'#modules/directory/rules.ts\'</script>{rules}',
	'src/ui/values.ts': "import { a } from '#platform/operation/ring-a.ts'\nexport const values = a",
	'src/ui/kinds.ts': "import type { A } from '#platform/operation/type-ring-a.ts'\nexport type Kind = A",
	'src/routes/+page.server.ts':
		"export { cli } from '../cli/main.ts'\nexport { actors } from '#modules/directory/queries.ts'"
}

const Report = z.object({
	summary: z.object({
		violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) }))
	})
})

let folder = ''
let faults: string[] = []

beforeAll(() => {
	mkdirSync(results, { recursive: true })
	folder = mkdtempSync(join(results, 'imports-'))
	for (const [path, text] of Object.entries(product)) {
		mkdirSync(dirname(join(folder, path)), { recursive: true })
		writeFileSync(join(folder, path), text)
	}
	faults = ['.dependency-cruiser.cjs', '.dependency-cruiser.runtime.cjs'].flatMap(faultsBy)
}, 300_000)

function faultsBy(config: string) {
	const program = join(root, 'node_modules', '.bin', 'depcruise')
	const args = ['src', '--config', join(root, config), '--output-type', 'json']
	const { stdout, stderr } = spawnSync(program, args, { cwd: folder, encoding: 'utf8' })
	if (stdout === '') throw new Error(stderr)
	const { violations } = Report.parse(JSON.parse(stdout)).summary
	return violations.map(({ from, to, rule }) => `${rule.name}: ${from} -> ${to}`)
}

afterAll(() => {
	rmSync(folder, { recursive: true, force: true })
})

/** The files that break a rule, without the `src/` before them. */
const breakers = (rule: string) => [
	...new Set(
		faults.filter((fault) => fault.startsWith(`${rule}: `)).map((fault) => fault.split(' ')[1]?.slice('src/'.length))
	)
]

test.each([
	['no-cycles', ['platform/operation/ring-a.ts']],
	['found', ['platform/records/lost.ts']],
	['platform-knows-no-area', ['platform/records/names-an-area.ts']],
	['known-area', ['modules/weather/queries.ts']],
	['downward-from-directory', ['modules/directory/commands.ts']],
	['downward-from-deliberation', []],
	['downward-from-instruments', ['modules/instruments/queries.ts']],
	['another-area-by-its-reads', ['modules/deliberation/commands.ts']],
	['areas-without-faces', ['modules/directory/faces.ts']],
	['areas-show-in-components-only', ['modules/directory/shows.ts']],
	['ui-knows-no-area', ['ui/KnowsArea.svelte']],
	['ui-needs-words-only', ['ui/values.ts']],
	['pages-without-command-line', ['routes/+page.server.ts']],
	['product-without-tests', ['modules/directory/shipped.ts']],
	['operations-stay-on-the-server', ['modules/directory/Drags.svelte']]
])('%s is broken by exactly the files that break it', (rule, files) => {
	expect(breakers(rule)).toEqual(files)
})
