import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { pitso } from './stage.ts'

const PROGRAM = fileURLToPath(new URL('../../bin/pitso', import.meta.url))

function load(...options: string[]): Promise<{ code: number; said: string }> {
	return new Promise((resolve) => {
		const environment = { PATH: process.env['PATH'], HOME: process.env['HOME'], LANG: 'en_GB.UTF-8' }
		execFile(PROGRAM, ['load', pitso.address, ...options], { env: environment }, (error, stdout, stderr) =>
			resolve({ code: typeof error?.code === 'number' ? error.code : 0, said: stdout + stderr })
		)
	})
}

const Comments = z.object({ items: z.array(z.object({ text: z.string().nullable(), state: z.string() })) })

/** What is left to read in the discussions of a workspace that a load test wrote. */
async function leftBy(workspace: string, mark: string) {
	const headers = { authorization: `Bearer ${pitso.tokens.secretariat}` }
	const address = `${pitso.address}/api/v1/${workspace}`
	const listed = z.object({ items: z.array(z.object({ reference: z.string() })) })
	const { items } = listed.parse(await (await fetch(`${address}/structure.list?limit=200`, { headers })).json())
	const found = []
	for (const { reference } of items) {
		const answer = await fetch(`${address}/comment.list?kind=structure&record=${reference}`, { headers })
		found.push(...Comments.parse(await answer.json()).items)
	}
	return {
		readable: found.filter(({ text }) => text?.startsWith(mark)).length,
		withdrawn: found.filter(({ state }) => state === 'withdrawn').length
	}
}

const MARK = /They begin with “(Load test [^”]+)”/

test.each([
	['as a lent seat, by pages and forms', ['--seat', 'secretariat']],
	['by a token, through the programming interface', ['--token', pitso.tokens.secretariat]]
])('readers and writers %s: every request is answered, and every comment is withdrawn again', async (_how, who) => {
	const before = await leftBy('zwe', 'Load test')
	const { code, said } = await load(
		...['--workspace', 'zwe', '--readers', '3', '--writers', '1', '--seconds', '3', '--pause', '0.1', ...who]
	)
	expect(said).toMatch(/all together +[\d,]+/)
	expect(said).toMatch(/writing a comment +[\d,]+/)
	expect(code, said).toBe(0)
	const after = await leftBy('zwe', MARK.exec(said)?.[1] ?? '')
	expect(after.readable).toBe(0)
	expect(after.withdrawn).toBeGreaterThan(before.withdrawn)
})

test.each([
	['as nobody', ['--workspace', 'zwe', '--writers', '1'], 'Writers need somebody'],
	['with a token nobody made', ['--workspace', 'zwe', '--token', 'made-up'], 'does not take this token'],
	['with a seat nobody lends', ['--workspace', 'zwe', '--seat', 'nobody'], 'does not lend the seat nobody'],
	['in a workspace that is not there', ['--workspace', 'nowhere'], 'There is no workspace nowhere'],
	['with a number that is none', ['--workspace', 'zwe', '--readers', 'many'], '--readers takes a number']
])('a load test %s is refused in words before anything is asked', async (_how, options, words) => {
	const { code, said } = await load(...options, '--seconds', '1')
	expect(said).toContain(words)
	expect(code).toBe(1)
})
