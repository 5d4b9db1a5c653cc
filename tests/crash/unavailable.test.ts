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
}, 300_000)

afterAll(() => pitso.remove(), 300_000)

/** Takes the database away for as long as some work lasts: it is killed, and finds nothing to start from. */
async function withoutDatabase<T>(work: () => Promise<T>): Promise<T> {
	const control = join(pitso.dataFolder, 'database', 'cluster', 'global', 'pg_control')
	const timesSaid = () => pitso.said.split('does not start again').length
	const before = timesSaid()
	await rename(control, `${control}.away`)
	await pitso.killPostgres()
	while (timesSaid() === before) await pause(20)
	try {
		return await work()
	} finally {
		await rename(`${control}.away`, control)
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
			expect(text, path).not.toMatch(/ECONN|ENOENT|terminat|node_modules|\.ts:\d/)
			expect(text, path).toMatch(/<html lang="en"/)
		}
	})
	await pitso.recovered()
	for (const path of ['/zwe', '/zwe/structure', '/lso/actor']) expect((await get(path)).status, path).toBe(200)
}, 300_000)

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
	await pitso.recovered()
	expect((await get('/health')).status).toBe(200)
	const list = await get('/api/v1/zwe/actor.list?limit=1', { authorization: `Bearer ${token}` })
	expect(list.status).toBe(200)
}, 300_000)

test('a form sent while the database is away is answered in words and changes nothing', async () => {
	await withoutDatabase(async () => {
		const response = await fetch(`${pitso.address}/zwe/actor/new`, {
			method: 'POST',
			redirect: 'manual',
			headers: { 'content-type': 'application/x-www-form-urlencoded', origin: pitso.address },
			body: new URLSearchParams({ acting: 'public', key: 'never', name: 'Never', kind: 'ministry' })
		})
		expect(response.status).toBe(503)
		expect(await response.text()).toContain('The database does not answer just now.')
	})
	await pitso.recovered()
	expect((await get('/api/v1/zwe/actor.get?actor=never')).status).toBe(404)
}, 300_000)

test('Pitso that has lost its database can still be stopped in order, and started again', async () => {
	await withoutDatabase(async () => expect(await pitso.stop(), pitso.said).toBe(0))
	await pitso.start()
	expect((await get('/zwe')).status).toBe(200)
}, 300_000)
