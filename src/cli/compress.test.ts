import { once } from 'node:events'
import {
	createServer,
	request,
	type IncomingHttpHeaders,
	type OutgoingHttpHeaders,
	type ServerResponse
} from 'node:http'
import { buffer } from 'node:stream/consumers'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { asBuffer, compressed } from './compress.ts'

const PAGE = `<!doctype html><title>Long</title>${'<p>The committee met.</p>'.repeat(500)}`

const page = (response: ServerResponse) =>
	void response.writeHead(200, { 'content-type': 'text/html', 'content-length': PAGE.length, etag: '"one"' }).end(PAGE)

type Answer = { status: number | undefined; headers: IncomingHttpHeaders; body: Buffer }

async function asked(
	answer: (response: ServerResponse) => void,
	{ method = 'GET', ...headers }: OutgoingHttpHeaders & { method?: string } = {}
): Promise<Answer> {
	const handler = compressed((_request, response) => answer(response))
	const server = createServer((incoming, response) => handler(incoming, response, () => response.end()))
	onTestFinished(() => void server.close())
	server.listen(0, '127.0.0.1')
	await once(server, 'listening')
	const address = server.address()
	const port = typeof address === 'object' && address ? address.port : 0
	return new Promise((resolve, reject) => {
		const sent = request({ port, method, headers, agent: false }, (response) => {
			buffer(response).then(
				(body) => resolve({ status: response.statusCode, headers: response.headers, body }),
				(error: unknown) => reject(error instanceof Error ? error : new Error(String(error)))
			)
		})
		sent.on('error', reject).end()
	})
}

test('a page is sent in brotli to a browser that takes it', async () => {
	const { headers, body } = await asked(page, { 'accept-encoding': 'gzip, deflate, br' })
	expect(headers).toMatchObject({ 'content-encoding': 'br', vary: 'Accept-Encoding', etag: 'W/"one"' })
	expect(headers).not.toHaveProperty('content-length')
	expect(body.length).toBeLessThan(PAGE.length / 10)
	expect(brotliDecompressSync(body).toString()).toBe(PAGE)
})

test('a page is sent in gzip to a client that takes nothing newer', async () => {
	const { headers, body } = await asked(page, { 'accept-encoding': 'gzip' })
	expect(headers['content-encoding']).toBe('gzip')
	expect(gunzipSync(body).toString()).toBe(PAGE)
})

test('a client that takes no compression gets the page as it is, and caches are told that others differ', async () => {
	const { headers, body } = await asked(page)
	expect(headers).toMatchObject({ vary: 'Accept-Encoding', 'content-length': String(PAGE.length) })
	expect(headers).not.toHaveProperty('content-encoding')
	expect(body.toString()).toBe(PAGE)
})

test('asked for its headers alone, a page answers without a body', async () => {
	const { headers, body } = await asked(page, { method: 'HEAD', 'accept-encoding': 'br' })
	expect(headers).toMatchObject({ vary: 'Accept-Encoding', etag: 'W/"one"' })
	expect(body).toHaveLength(0)
})

test('a page that has not changed keeps the tag it was sent with', async () => {
	const unchanged = (response: ServerResponse) => void response.writeHead(304, { etag: '"one"' }).end()
	const { status, headers, body } = await asked(unchanged, { 'accept-encoding': 'br' })
	expect(status).toBe(304)
	expect(headers['etag']).toBe('W/"one"')
	expect(body).toHaveLength(0)
})

test('a stored file arrives as the bytes that its digest is of', async () => {
	const file = (response: ServerResponse) =>
		void response.writeHead(200, { 'content-type': 'text/plain', 'repr-digest': 'sha-256=:x:' }).end(PAGE)
	const { headers, body } = await asked(file, { 'accept-encoding': 'br' })
	expect(headers).not.toHaveProperty('content-encoding')
	expect(body.toString()).toBe(PAGE)
})

test('an answer written in parts arrives whole', async () => {
	const parts = (response: ServerResponse) => {
		response.writeHead(200, { 'content-type': 'application/json' })
		for (let part = 0; part < 100; part += 1) response.write(JSON.stringify({ part, text: 'x'.repeat(2_000) }))
		response.end()
	}
	const { body } = await asked(parts, { 'accept-encoding': 'br' })
	expect(brotliDecompressSync(body).toString()).toContain('"part":99')
})

test('bytes that are a part of others arrive whole and alone, and are not copied on the way', async () => {
	const all = new TextEncoder().encode(`before${PAGE}after`)
	const part = all.subarray('before'.length, all.length - 'after'.length)
	const given = asBuffer(part)
	expect(Buffer.isBuffer(given)).toBe(true)
	expect(given).toMatchObject({ byteOffset: 'before'.length, byteLength: part.length })
	const answer = (response: ServerResponse) => {
		response.writeHead(200, { 'content-type': 'text/html' })
		response.write(part)
		response.end()
	}
	const { body } = await asked(answer, { 'accept-encoding': 'br' })
	expect(brotliDecompressSync(body).toString()).toBe(PAGE)
	const { body: plain } = await asked(answer)
	expect(plain.toString()).toBe(PAGE)
})
