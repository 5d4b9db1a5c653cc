import { request as ask } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { pitso } from './stage.ts'

const { hostname, port } = new URL(pitso.address)
const authorization = `Bearer ${pitso.tokens.secretariat}`

const post = (operation: string, body: string, headers: Record<string, string> = {}) =>
	fetch(`${pitso.address}/api/v1/zwe/${operation}`, {
		method: 'POST',
		headers: { authorization, 'content-type': 'application/json', ...headers },
		body
	})

/** What the server answers to bytes no library would send. */
async function answerTo(bytes: string): Promise<string> {
	const socket = connect(Number(port), hostname)
	socket.write(bytes)
	return text(socket)
}

const status = (method: string, path: string) =>
	new Promise<number>((resolve, reject) => {
		const request = ask({ hostname, port, method, path }, (response) => {
			response.resume()
			resolve(response.statusCode ?? 0)
		})
		request.on('error', reject)
		request.end()
	})

test('a body beyond the limit is refused with its limit, and the next request is answered', async () => {
	const answer = await post('actor.list', JSON.stringify({ note: 'x'.repeat(1_000_001) }))
	expect(answer.status).toBe(413)
	expect(await answer.text()).toMatch(/\b1\b/)
	expect((await post('actor.list', '{}')).status).toBe(200)
})

test('a list gives no more than its limit, whatever is asked', async () => {
	expect((await post('actor.list', JSON.stringify({ limit: 201 }))).status).toBe(422)
})

test('an address longer than the limit is refused, not read', async () => {
	expect((await fetch(`${pitso.address}/zwe/search?q=${'x'.repeat(40_000)}`)).status).toBe(431)
})

test('a request with two lengths is refused', async () => {
	const answer = await answerTo(
		'POST /api/v1/zwe/actor.list HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'
	)
	expect(answer).toMatch(/^HTTP\/1\.1 400 /)
})

test('a header with a line break in it is refused', async () => {
	expect(await answerTo('GET / HTTP/1.1\r\nHost: a\r\nX-One: a\n b\rc\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /)
})

test.each(['TRACE', 'PATCH', 'PROPFIND'])('TRACE and other unused methods are refused: %s', async (method) => {
	expect(await status(method, '/zwe')).toBeGreaterThanOrEqual(400)
})

test.each([
	'/.git/config',
	'/.env',
	'/package.json',
	'/src/areas.ts',
	'/data/secret',
	'/secret',
	'/_app',
	'/_app/immutable',
	'/server/index.js',
	'/../package.json',
	'/..%2fpackage.json',
	'/%2e%2e/%2e%2e/etc/passwd',
	'/_app/..%2f..%2fserver/manifest.js',
	'/zwe/file/..%2f..%2fsecret'
])('nothing of the source, the settings or the data folder can be fetched: %s', async (path) => {
	expect(await status('GET', path)).toBeGreaterThanOrEqual(400)
})

test.each(['limit', 'sort'])('a parameter given twice is refused: %s', async (name) => {
	const values = name === 'limit' ? ['1', '2'] : ['title', '-title']
	const query = values.map((value) => `${name}=${value}`).join('&')
	const answer = await fetch(`${pitso.address}/api/v1/zwe/actor.list?${query}`, { headers: { authorization } })
	expect(answer.status).toBe(422)
})
