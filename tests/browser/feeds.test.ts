import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { pitso, run } from './stage.ts'

type Answer = { status: number; headers: Headers; body: string }

const get = async (path: string, headers: Record<string, string> = {}): Promise<Answer> => {
	const response = await fetch(`${pitso.address}${path}`, { headers })
	return { status: response.status, headers: response.headers, body: await response.text() }
}

// What is sent compressed carries a weak tag of the same text.
const strong = ({ headers }: Pick<Answer, 'headers'>) => (headers.get('etag') ?? '').replace(/^W\//, '')

// Behind a second loopback address stands another network: who guesses there holds up nobody here.
const getFrom = (localAddress: string, path: string) =>
	new Promise<{ status: number; retryAfter: string | undefined }>((resolve, reject) => {
		const asked = request(`${pitso.address}${path}`, { localAddress }, (response) => {
			const { statusCode: status = 0, headers } = response
			void text(response).then(() => resolve({ status, retryAfter: headers['retry-after'] }), reject)
		})
		asked.on('error', reject)
		asked.end()
	})

const Feed = z.object({ id: z.string(), secret: z.string() })
const newFeed = async () => Feed.parse(await run('calendarFeed.create', {}))
const addressOf = (secret: string) => `/zwe/calendar/${secret}.ics`

test('a calendar program that has the calendar already is told so, and gets it anew when something changed', async () => {
	const { secret } = await newFeed()
	const first = await get(addressOf(secret))
	expect(first.status).toBe(200)
	expect(first.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
	expect(first.headers.get('x-robots-tag')).toBe('noindex')
	expect(first.headers.get('cache-control')).toBe('private, no-cache')
	expect(first.body).toMatch(/^BEGIN:VCALENDAR\r\n/)
	const etag = strong(first)
	expect(etag).toMatch(/^"[\w-]{27}"$/)
	for (const known of [etag, `W/${etag}`, `"another", ${etag}`]) {
		const again = await get(addressOf(secret), { 'if-none-match': known })
		expect([again.status, again.body, strong(again)]).toEqual([304, '', etag])
	}
	expect((await get(addressOf(secret), { 'if-none-match': '"another"' })).status).toBe(200)
})

test('an address that was revoked leads nowhere, and tells no more than one that never was', async () => {
	const { id, secret } = await newFeed()
	const { headers } = await get(addressOf(secret))
	await run('calendarFeed.revoke', { feed: id })
	const revoked = await get(addressOf(secret), { 'if-none-match': headers.get('etag') ?? '' })
	const unknown = await get(addressOf('x'.repeat(43)))
	for (const answer of [revoked, unknown]) {
		expect([answer.status, answer.body]).toEqual([404, ''])
		expect(answer.headers.get('cache-control')).toBe('no-store')
	}
	expect((await get(`/nowhere/calendar/${secret}.ics`)).status).toBe(404)
})

test('who guesses at addresses has to wait, and whoever has the right one has not', async () => {
	const { secret } = await newFeed()
	const guess = (count: number) => getFrom('127.0.0.9', addressOf(`${String(count)}x`.padEnd(43, 'y')))
	for (let count = 0; count < 30; count += 1) expect((await guess(count)).status).toBe(404)
	const { status, retryAfter } = await guess(30)
	expect(status).toBe(429)
	expect(Number(retryAfter)).toBeGreaterThan(0)
	expect((await getFrom('127.0.0.9', addressOf(secret))).status).toBe(200)
	expect((await get(addressOf('z'.repeat(43)))).status).toBe(404)
})

const Document = z.record(z.string(), z.unknown())
const Page = z.object({ data: z.array(Document), links: z.record(z.string(), z.string()), pagination: Document })
const oparl = async (path: string) => {
	const { status, headers, body } = await get(path)
	return { status, headers, document: Document.parse(JSON.parse(body)) }
}
const pathOf = (url: unknown) => String(url).slice(pitso.address.length)

test('a reader of OParl finds its way from the system to a meeting, by the addresses in the answers', async () => {
	const system = await oparl('/zwe/oparl')
	expect(system.status).toBe(200)
	expect(system.headers.get('content-type')).toBe('application/json')
	expect(system.headers.get('access-control-allow-origin')).toBe('*')
	expect(strong(system)).toMatch(/^"[\w-]{27}"$/)
	expect(system.document).toMatchObject({
		type: 'https://schema.oparl.org/1.1/System',
		oparlVersion: 'https://schema.oparl.org/1.1/'
	})
	const bodies = Page.parse((await oparl(pathOf(system.document['body']))).document)
	const [body] = bodies.data
	expect(body?.['type']).toBe('https://schema.oparl.org/1.1/Body')
	const organizations = Page.parse((await oparl(pathOf(body?.['organization']))).document)
	const [organization] = organizations.data
	const one = await oparl(pathOf(organization?.['id']))
	expect(one.document).toMatchObject({ type: 'https://schema.oparl.org/1.1/Organization', id: organization?.['id'] })
})

test('what is asked of OParl in vain is answered as OParl tells errors', async () => {
	for (const [path, status] of [
		['/zwe/oparl/nonsense', 404],
		['/zwe/oparl/meeting/nonsense', 404],
		['/zwe/oparl/body/lso', 404],
		['/zwe/oparl/meeting?created_since=yesterday', 422]
	] as const) {
		const answer = await oparl(path)
		expect([path, answer.status]).toEqual([path, status])
		expect(answer.document).toMatchObject({ type: 'https://schema.oparl.org/1.1/Error' })
	}
})
