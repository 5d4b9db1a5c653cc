import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { anInstallation, type Installation } from './installation.ts'

let pitso: Installation
let token = ''

beforeAll(async () => {
	pitso = await anInstallation()
	await pitso.start()
	token = await pitso.token('secretariat')
}, 120_000)

afterAll(() => pitso.remove(), 60_000)

/** Takes the database away for as long as some work lasts: it is killed, and finds nothing to start from. */
async function withoutDatabase<T>(work: () => Promise<T>): Promise<T> {
	const control = join(pitso.dataFolder, 'database', 'cluster', 'global', 'pg_control')
	await rename(control, `${control}.away`)
	await pitso.killPostgres()
	while (!pitso.said.includes('does not start again')) await pause(20)
	try {
		return await work()
	} finally {
		await rename(`${control}.away`, control)
		await pitso.recovered()
	}
}

const get = (path: string, headers: Record<string, string> = {}) =>
	fetch(`${pitso.address}${path}`, { redirect: 'manual', headers })

test('while the database is away every page says so in words, with the time to try again', async () => {
	// The first has been opened before, the others never: what a process remembers must not matter.
	await get('/zwe')
	await withoutDatabase(async () => {
		for (const path of ['/', '/zwe', '/zwe/structure', '/lso/actor', '/zwe/structure/zwe-imcm', '/nowhere']) {
			const response = await get(path, { 'accept-language': 'en' })
			const text = await response.text()
			expect(response.status, path).toBe(503)
			expect(response.headers.get('retry-after'), path).toBe('5')
			expect(response.headers.get('content-type'), path).toContain('text/html')
			expect(text, path).toContain('Not available for a moment')
			expect(text, path).toContain('The database does not answer just now.')
			expect(text, path).not.toContain('Error')
			expect(text, path).toMatch(/<html lang="en"/)
		}
	})
	for (const path of ['/zwe', '/zwe/structure', '/lso/actor']) expect((await get(path)).status, path).toBe(200)
}, 120_000)

test('programs are told the same as a problem document, for reading and for changing', async () => {
	await withoutDatabase(async () => {
		for (const path of ['/api/v1/zwe/actor.list', '/api/v1/sadc/structure.list']) {
			const response = await get(path, { authorization: `Bearer ${token}` })
			expect(response.status, path).toBe(503)
			expect(response.headers.get('retry-after'), path).toBe('5')
			expect(response.headers.get('content-type'), path).toBe('application/problem+json')
			expect(await response.json(), path).toMatchObject({
				status: 503,
				code: 'platform.database-lost',
				type: '/api#problem-unavailable',
				title: 'Not available for a moment'
			})
		}
		const change = await fetch(`${pitso.address}/api/v1/zwe/actor.create`, {
			method: 'POST',
			headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
			body: JSON.stringify({ key: 'never', name: 'Never', kind: 'ministry' })
		})
		expect(change.status).toBe(503)
		expect((await get('/health')).status).toBe(503)
	})
	expect((await get('/health')).status).toBe(200)
	const list = await get('/api/v1/zwe/actor.list?limit=1', { authorization: `Bearer ${token}` })
	expect(list.status).toBe(200)
}, 120_000)

test('a form sent while the database is away is answered in words and changes nothing', async () => {
	await withoutDatabase(async () => {
		const response = await fetch(`${pitso.address}/zwe/sign-in`, {
			method: 'POST',
			redirect: 'manual',
			headers: { 'content-type': 'application/x-www-form-urlencoded', origin: pitso.address },
			body: new URLSearchParams({ seat: 'secretariat' })
		})
		expect(response.status).toBe(503)
		expect(await response.text()).toContain('The database does not answer just now.')
	})
}, 120_000)

test('Pitso that has lost its database can still be stopped in order', async () => {
	await withoutDatabase(() => Promise.resolve())
	expect(await pitso.stop()).toBe(0)
}, 120_000)
