import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { transport } from './hooks.ts'

const routes = new URL('routes', import.meta.url).pathname
const OWN_SCRIPT = /export const csr = (?!false)/

test('nothing of what a page was loaded with is written out a second time', () => {
	const page = { type: 'data', data: { rows: [{ title: 'Kampala Convention' }] } }

	expect(transport['onlyHere']?.encode(page)).toBeTruthy()
	expect(transport['onlyHere']?.encode('Kampala Convention')).toBeFalsy()
})

test('no page has a script of the framework, which would miss what it was loaded with', async () => {
	const files = (await readdir(routes, { recursive: true })).filter((file) =>
		/\+(page|layout)[^/]*\.(ts|svelte)$/.test(file)
	)
	const texts = await Promise.all(
		files.map(async (file) => [file, await readFile(join(routes, file), 'utf8')] as const)
	)

	expect(texts.flatMap(([file, text]) => (OWN_SCRIPT.test(text) ? [file] : []))).toEqual([])
	expect(texts.some(([, text]) => text.includes('export const csr = false'))).toBe(true)
})
