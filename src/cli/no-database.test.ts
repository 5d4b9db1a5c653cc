import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { consoleWords, faultLines } from './words-of-console.ts'

const words = consoleWords({ LANG: 'en' })

/** What the program answers over a data folder: the code it ends with, and what it says. */
const said = (args: readonly string[], folder: string) =>
	new Promise<{ code: number; words: string; printed: string }>((resolve) => {
		const env = { ...process.env, PITSO_DATA: folder, DATABASE_URL: undefined, LANG: 'en' }
		const program = join(import.meta.dirname, '../../bin/pitso')
		const child = execFile(program, [...args], { env }, (_error, printed, stderr) =>
			resolve({ code: child.exitCode ?? -1, words: stderr, printed })
		)
	})

test(
	'a command in a folder without a database names the folder and leaves nothing in it',
	{ timeout: 60_000 },
	async () => {
		const folder = await mkdtemp(join(tmpdir(), 'pitso-empty-'))
		onTestFinished(() => rm(folder, { recursive: true }))
		const { code, words: told } = await said(['workspace', 'list'], folder)
		expect(told).toContain(`There is no Pitso in ${folder}.`)
		expect(code).toBe(1)
		expect(await readdir(folder)).toEqual([])
	}
)

test(
	'help that is asked for is printed; what is unknown is a mistake, and help is how it is told',
	{ timeout: 60_000 },
	async () => {
		for (const asked of [['help'], ['--help'], ['register', 'import', '-h']])
			expect(await said(asked, tmpdir())).toEqual({
				code: 0,
				words: '',
				printed: expect.stringContaining('pitso serve')
			})
		const unknown = await said(['sevre'], tmpdir())
		expect(unknown).toEqual({ code: 2, printed: '', words: expect.stringContaining('pitso serve') })
	}
)

test('what a check finds wrong is told in words, each with its place, and what it finds right tells nothing', () => {
	const declared = {
		code: 'registers.withdrawn',
		params: { entry: 'ZWE-TRN-2026-001' },
		line: 24,
		place: 'fields.days'
	}
	const brought = {
		code: 'registers.withdrawn',
		params: { entry: 'ZWE-TRN-2026-002' },
		sheet: 'entries',
		row: 3,
		column: 'name'
	}
	const [first, second] = faultLines(words, { faults: [declared, brought] })
	expect(first).toMatch(/^ {2}line 24, fields\.days: .*ZWE-TRN-2026-001/u)
	expect(second).toMatch(/^ {2}entries, row 3, name: .*ZWE-TRN-2026-002/u)
	expect(faultLines(words, { faults: [] })).toEqual([])
	expect(faultLines(words, { entry: 'ZWE-TRN-2026-001' })).toEqual([])
})
