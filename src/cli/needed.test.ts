import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { needed } from './needed.ts'
import { stopLines, consoleWords } from './words-of-console.ts'

const program = join(import.meta.dirname, '..', '..', 'bin', 'pitso')

const refusedBy = (work: () => unknown): unknown => {
	try {
		work()
	} catch (error) {
		return error
	}
	throw new Error('nothing was refused')
}

test('what is given is taken as it is', () => {
	expect(needed('zwe', 'WORKSPACE')).toBe('zwe')
})

test.each([
	['en', 'This command needs --out FILE'],
	['fr', 'Il manque --out FILE'],
	['pt', 'Falta --out FILE']
])('in %s what is missing is named', (language, beginning) => {
	for (const value of [undefined, '']) {
		const error = refusedBy(() => needed(value, '--out FILE'))
		const [line, ...more] = stopLines(consoleWords({ LANG: language }), error) ?? []
		expect(line?.startsWith(beginning), line).toBe(true)
		expect(more).toEqual([])
	}
})

// A data folder that cannot be made: whoever asks for the database before the option fails in another way.
test('`pitso export WORKSPACE` says in one line that --out is missing, before it opens anything', () => {
	const { stderr, stdout, status } = spawnSync(program, ['export', 'zwe'], {
		cwd: tmpdir(),
		encoding: 'utf8',
		env: { PATH: '/usr/bin:/bin', LANG: 'en', PITSO_DATA: '/dev/null/data' }
	})
	expect(stderr.trim().split('\n')).toHaveLength(1)
	expect(stderr).toContain('needs --out FILE')
	expect(stdout).toBe('')
	expect(status).toBe(1)
}, 300_000)
