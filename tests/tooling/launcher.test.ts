import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
let folder = ''

// A product of one line, in a folder whose name has a space.
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'pitso launcher-'))
	for (const part of ['bin', 'src/cli', 'elsewhere', 'bare/bin']) mkdirSync(join(folder, part), { recursive: true })
	for (const bin of ['bin', 'bare/bin']) copyFileSync(join(root, 'bin/pitso'), join(folder, bin, 'pitso'))
	symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
	symlinkSync('../bin/pitso', join(folder, 'elsewhere/near'))
	symlinkSync(join(folder, 'elsewhere/near'), join(folder, 'elsewhere/far'))
	writeFileSync(
		join(folder, 'src/cli/main.ts'),
		'console.log(JSON.stringify(process.argv.slice(2)))\nconsole.error(JSON.stringify(process.execArgv))\nprocess.exit(3)'
	)
})

afterAll(() => {
	rmSync(folder, { recursive: true, force: true })
})

const launch = (file: string, ...args: string[]) =>
	spawnSync(join(folder, file), args, { cwd: tmpdir(), encoding: 'utf8', env: { PATH: '/usr/bin:/bin' } })

test.each(['bin/pitso', 'elsewhere/near', 'elsewhere/far'])(
	'%s hands on its arguments and ends as the product does',
	(file) => {
		const { stdout, status } = launch(file, 'run', 'a b', '{"c": 1}')
		expect(stdout).toBe('["run","a b","{\\"c\\": 1}"]\n')
		expect(status).toBe(3)
	}
)

test('the engine keeps room for what a page leaves behind', () => {
	expect(launch('bin/pitso').stderr).toBe('["--min-semi-space-size=32"]\n')
})

test('without node_modules one line says what to do', () => {
	const { stderr, status } = launch('bare/bin/pitso')
	expect(stderr.trim().split('\n')).toHaveLength(1)
	expect(stderr).toContain('npm start')
	expect(status).toBe(1)
})
