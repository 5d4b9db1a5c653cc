import type { RequestEvent } from '@sveltejs/kit'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { registry } from '#areas'
import { createToken, revokeToken } from '#platform/access/token-operations.ts'
import { publicSeat } from '#platform/access/seat.ts'
import { speak } from '#platform/languages/words.ts'
import { aWorkspace, NOW, TODAY, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { catalogue } from '../../words.ts'
import type { Session } from '../session.server.ts'
import { answerOperation } from './answer.server.ts'

const Problem = z.looseObject({
	type: z.string(),
	title: z.string(),
	status: z.int(),
	detail: z.string(),
	code: z.string(),
	rule: z.string().optional(),
	errors: z.array(z.looseObject({ pointer: z.string() })).default([]),
	changes: z.array(z.looseObject({ field: z.string(), before: z.unknown(), after: z.unknown() })).optional()
})
const Since = z.looseObject({ differences: z.array(z.looseObject({ field: z.string() })) })
const Listed = z.looseObject({ items: z.array(z.looseObject({ id: z.string() })), total: z.int() })
const Done = z.looseObject({ id: z.string(), reference: z.string(), version: z.int() })

let here: TestWorkspace
const tokens = new Map<SeatKey, { id: string; token: string }>()

beforeAll(async () => {
	here = await aWorkspace()
	const administrator = await here.as('administrator')
	for (const seat of ['secretariat', 'member', 'observer', 'administrator'] as const)
		tokens.set(seat, await administrator.run(createToken, { seat, name: seat }))
})

// Only what the face reads of a request's event; the rest belongs to pages.
function eventOf(request: Request, workspace: string, operation: string, locals: Partial<Session>) {
	const event: Partial<RequestEvent<Record<string, string>>> = {
		request,
		url: new URL(request.url),
		params: { workspace, operation },
		route: { id: '/api' }
	}
	return Object.assign(event, { locals })
}
const isEvent = (value: object): value is RequestEvent<Record<string, string>> => 'locals' in value

type Asking = RequestInit & { seat?: SeatKey; now?: Date }

async function send(path: string, { seat, now = NOW, ...init }: Asking = {}) {
	const { opening } = await here.as('public', now)
	const headers = new Headers(init.headers)
	const token = seat && tokens.get(seat)
	if (token) headers.set('authorization', `Bearer ${token.token}`)
	const url = new URL(path, 'http://pitso.example/api/v1/t/')
	const event = eventOf(
		new Request(url, { ...init, headers }),
		't',
		decodeURIComponent(url.pathname.split('/').at(-1) ?? ''),
		{
			opening,
			seat: publicSeat,
			words: speak(catalogue, 'en')
		}
	)
	if (!isEvent(event)) throw new TypeError('no event')
	return answerOperation(event)
}

const post = (path: string, input: unknown, more: Asking = {}) =>
	send(path, {
		...more,
		method: 'POST',
		headers: { 'content-type': 'application/json', ...Object.fromEntries(new Headers(more.headers)) },
		body: JSON.stringify(input)
	})

async function problem(answer: Promise<Response>) {
	const response = await answer
	expect(response.headers.get('content-type')).toBe('application/problem+json')
	const document = Problem.parse(await response.json())
	expect(document.status).toBe(response.status)
	return { ...document, headers: response.headers }
}

const read = async <S extends z.ZodType>(schema: S, answer: Promise<Response>): Promise<z.output<S>> =>
	schema.parse(await (await answer).json())

test('the public reads what is public, and any site may show it', async () => {
	const response = await send('structure.list')
	expect(response.headers.get('access-control-allow-origin')).toBe('*')
	expect(response.headers.get('cache-control')).toBe('public, max-age=0, must-revalidate')
	expect((await read(Listed, Promise.resolve(response))).items.map((item) => item['reference'])).toEqual(['committee'])
})

test('a token acts as its seat, and what it opens is kept nowhere', async () => {
	const response = await send('structure.list', { seat: 'member' })
	expect(response.headers.get('access-control-allow-origin')).toBeNull()
	expect(response.headers.get('cache-control')).toBe('no-store')
	expect((await read(Listed, Promise.resolve(response))).total).toBe(2)
})

test('a token that does not hold is refused, never taken for the public', async () => {
	const administrator = await here.as('administrator')
	const revoked = await administrator.run(createToken, { seat: 'analyst', name: 'gone' })
	await administrator.run(revokeToken, { token: revoked.id })
	const other = await (
		await (await aWorkspace()).as('administrator')
	).run(createToken, { seat: 'analyst', name: 'elsewhere' })
	for (const authorization of [
		'Bearer nobody',
		`Bearer ${revoked.token}`,
		`Bearer ${other.token}`,
		'Basic YTpi',
		'Bearer',
		'Bearer a b',
		`Bearer ${'x'.repeat(600)}`
	]) {
		const { status, headers } = await problem(send('structure.list', { headers: { authorization } }))
		expect([authorization, status]).toEqual([authorization, 401])
		expect(headers.get('www-authenticate')).toBe('Bearer realm="pitso", error="invalid_token"')
	}
})

test('a token past its end is refused', async () => {
	expect(
		(await problem(send('structure.list', { seat: 'member', now: new Date('2031-01-01T00:00:00Z') }))).status
	).toBe(401)
})

test('no cookie is read', async () => {
	expect((await problem(send('seat.list', { headers: { cookie: 'pitso_session=x' } }))).status).toBe(401)
})

test('what the public may not do asks for a token, what a seat may not do names who may', async () => {
	const input = { kind: 'ministry', name: 'Ministry of Tests' }
	const stranger = await problem(post('actor.create', input))
	expect([stranger.status, stranger.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="pitso"'])
	expect(await problem(post('actor.create', input, { seat: 'member' }))).toMatchObject({
		status: 403,
		rule: stranger.rule
	})
})

test('what a seat may not see is absent', async () => {
	expect((await problem(send('structure.get?structure=closed-group'))).status).toBe(404)
	expect((await send('structure.get?structure=closed-group', { seat: 'member' })).status).toBe(200)
})

test('a query sent is answered as one read', async () => {
	const sent = await read(Listed, post('actor.list', { filter: { kind: ['ministry', 'police'] }, limit: 3 }))
	expect(sent).toEqual(await read(Listed, send('actor.list?filter[kind]=ministry,police&limit=3')))
	expect(sent).toEqual(
		await read(
			Listed,
			send(`actor.list?input=${encodeURIComponent('{"filter":{"kind":["ministry","police"]},"limit":9}')}&limit=3`)
		)
	)
})

test('following the links of a list gives each item once', async () => {
	const ids: string[] = []
	let next: string | undefined = 'actor.list?limit=2&sort=-title'
	while (next) {
		const response: Response = await send(next)
		ids.push(...(await read(Listed, Promise.resolve(response.clone()))).items.map(({ id }) => id))
		next = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1]
	}
	const all = await read(Listed, send('actor.list?limit=200&sort=-title'))
	expect(ids).toEqual(all.items.map(({ id }) => id))
})

test('a command changes from the version that If-Match names, whatever its input says', async () => {
	const { reference } = await read(
		Done,
		post('actor.create', { kind: 'agency', name: 'Agency of versions' }, { seat: 'secretariat' })
	)
	const etag = (await send(`actor.get?actor=${reference}`)).headers.get('etag') ?? ''
	expect(etag).toMatch(/^"1-/)
	const change = (acronym: string) =>
		post(
			'actor.change',
			{ actor: reference, acronym, version: 99 },
			{ seat: 'secretariat', headers: { 'if-match': etag } }
		)
	expect((await change('AV')).status).toBe(200)
	expect(await problem(change('AW'))).toMatchObject({ status: 409, code: 'platform.changed-meanwhile' })
})

test('a conflict of versions tells both, and the fields that differ between them', async () => {
	const { reference } = await read(
		Done,
		post('actor.create', { kind: 'agency', name: 'Agency of conflicts' }, { seat: 'secretariat' })
	)
	const change = (input: object) =>
		post('actor.change', { actor: reference, version: 1, ...input }, { seat: 'secretariat' })
	expect((await change({ acronym: 'AC', country: 'ZWE' })).status).toBe(200)
	expect(
		(await post('actor.change', { actor: reference, version: 2, acronym: null }, { seat: 'secretariat' })).status
	).toBe(200)
	const document = await problem(change({ acronym: 'AX' }))
	expect(document).toMatchObject({ status: 409, version: 1, current: 3 })
	// The acronym came and went: between the two versions it does not differ.
	expect(document.changes?.map(({ field, before, after }) => [field, before, after])).toEqual([
		['country', null, 'ZWE']
	])
})

test('a conflict tells no field that the seat may not see', async () => {
	const seen = await read(Done, post('actor.create', { kind: 'agency', name: 'Agency seen' }, { seat: 'secretariat' }))
	const hidden = await read(
		Done,
		post('actor.create', { kind: 'agency', name: 'Agency hidden', audience: 'secretariat' }, { seat: 'secretariat' })
	)
	const structure = await read(
		Done,
		post(
			'structure.create',
			{
				kind: 'working-group',
				level: 'technical',
				name: 'Group of conflicts',
				status: 'active',
				chair: seen.reference
			},
			{ seat: 'secretariat' }
		)
	)
	const status = {
		structure: structure.reference,
		version: 1,
		status: 'needs-reactivation',
		day: TODAY,
		reason: 'idle'
	}
	const host = { structure: structure.reference, version: 1, secretariatActor: hidden.reference, purpose: 'Advises' }
	expect((await post('structure.change', host, { seat: 'secretariat' })).status).toBe(200)
	const fields = async (seat: 'secretariat' | 'observer') =>
		(await read(Since, post('record.changesSince', { record: structure.id, version: 1 }, { seat }))).differences
			.map(({ field }) => field)
			.sort()
	expect(await fields('secretariat')).toEqual(['purpose', 'secretariat_actor_id'])
	expect(await fields('observer')).toEqual(['purpose'])
	const document = await problem(post('structure.setStatus', status, { seat: 'secretariat' }))
	expect(document.changes?.map(({ field }) => field).sort()).toEqual(['purpose', 'secretariat_actor_id'])
})

test('a command tells the version it made, and as much of what it answers goes on from it', async () => {
	const made = await post('actor.create', { kind: 'agency', name: 'Agency of answers' }, { seat: 'secretariat' })
	const { id, reference, version } = Done.parse(await made.json())
	expect([version, made.headers.get('etag')]).toEqual([1, '"1"'])
	const change = (etag: string, acronym: string) =>
		post('actor.change', { actor: reference, acronym }, { seat: 'secretariat', headers: { 'if-match': etag } })
	// As it comes back over a compressing server: weakened.
	const second = await change(`W/${made.headers.get('etag') ?? ''}`, 'AA')
	expect(second.headers.get('etag')).toBe('"2"')
	// What changes nothing counts nothing up, and still tells where the record stands.
	const third = await change('"2"', 'AA')
	expect(Done.parse(await third.json())).toMatchObject({ id, version: 2 })
	const link = { from: id, type: 'related-to', to: 'labour', toKind: 'actor' }
	expect((await post('record.link', link, { seat: 'secretariat' })).status).toBe(200)
	expect((await change('"2"', 'AB')).status).toBe(409)
})

test('a reading that has not changed is told so, for whoever kept its tag', async () => {
	const { reference } = await read(
		Done,
		post('actor.create', { kind: 'agency', name: 'Agency of tags' }, { seat: 'secretariat' })
	)
	const asked = `actor.get?actor=${reference}`
	for (const seat of [undefined, 'secretariat'] as const) {
		const more = seat ? { seat } : {}
		const tag = (await send(asked, more)).headers.get('etag') ?? ''
		const again = await send(asked, { ...more, headers: { 'if-none-match': `"other", W/${tag}` } })
		expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', tag])
		expect((await send(asked, { ...more, headers: { 'if-none-match': '"1"' } })).status).toBe(200)
	}
	const tag = (await send(asked)).headers.get('etag') ?? ''
	await post('actor.change', { actor: reference, version: 1, acronym: 'AT' }, { seat: 'secretariat' })
	expect((await send(asked, { headers: { 'if-none-match': tag } })).status).toBe(200)
})

test('a command sent twice under one key is done once', async () => {
	const headers = { 'idempotency-key': 'twice' }
	const make = (name: string) => post('actor.create', { kind: 'agency', name }, { seat: 'secretariat', headers })
	const first = await read(Done, make('Agency of once'))
	expect(await read(Done, make('Agency of once'))).toEqual(first)
	expect(await problem(make('Another'))).toMatchObject({ status: 409, code: 'platform.once-key-reused' })
})

test.each([
	['If-Match without quotation marks', { 'if-match': '7' }],
	['If-Match of another kind', { 'if-match': '"seven"' }],
	['an empty key', { 'idempotency-key': '' }],
	['a key too long', { 'idempotency-key': 'x'.repeat(201) }],
	['a key that is not ASCII', { 'idempotency-key': 'é' }]
])('%s is a malformed request', async (_name, headers) => {
	expect((await problem(post('actor.change', { actor: 'labour' }, { seat: 'secretariat', headers }))).status).toBe(400)
})

test('each fault of an input is named by its place', async () => {
	const document = await problem(send('actor.list?filter[country]=zz&limit=0&other=1'))
	expect(document).toMatchObject({ status: 422, code: 'platform.invalid-input' })
	expect(document.errors.map(({ pointer }) => pointer).sort()).toEqual(['/filter/country/0', '/limit', '/other'])
})

const body = (text: string | Uint8Array<ArrayBuffer>, type: string) =>
	send('actor.create', { seat: 'secretariat', method: 'POST', headers: { 'content-type': type }, body: text })

test('a body that is not what is taken is refused with the status for it', async () => {
	expect((await problem(body('{', 'application/json'))).status).toBe(400)
	expect((await problem(body(Uint8Array.of(34, 255, 34), 'application/json'))).status).toBe(400)
	expect((await problem(body('[]', 'application/json'))).status).toBe(422)
	expect((await problem(body('<a/>', 'text/xml'))).headers.get('accept-post')).toBe('application/json')
	expect((await problem(body(`"${'x'.repeat(1_000_001)}"`, 'application/json'))).status).toBe(413)
	expect((await problem(body('{}', 'application/merge-patch+json; charset=utf-8'))).status).toBe(422)
})

test('a method that is not taken is told which are', async () => {
	expect((await problem(send('actor.create', { seat: 'secretariat' }))).headers.get('allow')).toBe('POST, OPTIONS')
	expect((await problem(send('actor.list', { method: 'DELETE' }))).headers.get('allow')).toBe(
		'GET, HEAD, POST, OPTIONS'
	)
	const options = await send('actor.list', { method: 'OPTIONS' })
	expect([options.status, options.headers.get('allow'), options.headers.get('access-control-allow-origin')]).toEqual([
		204,
		'GET, HEAD, POST, OPTIONS',
		null
	])
})

test('there is no operation by a name that is none', async () => {
	for (const name of ['actor.nothing', '__proto__', 'constructor', '%00', 'x'.repeat(300)])
		expect((await problem(send(name))).code).toBe('api.no-such-operation')
})

function form(file: File) {
	const data = new FormData()
	data.set('file', file)
	return data
}

test('a file is sent, hung on a record and read back by those who see it', async () => {
	const uploaded = await read(
		z.looseObject({ id: z.string() }),
		send('file.upload', { seat: 'member', method: 'POST', body: form(new File(['%PDF-1.7\n'], 'Lettre été.pdf')) })
	)
	expect(uploaded).toMatchObject({ name: 'Lettre été.pdf', mediaType: 'application/pdf', size: 9 })
	expect((await problem(send(`file.get?file=${uploaded.id}`, { seat: 'secretariat' }))).status).toBe(404)
	await post(
		'document.attach',
		{ record: 'committee', kind: 'structure', file: uploaded.id, title: 'Letter' },
		{ seat: 'member' }
	)
	const response = await send(`file.get?file=${uploaded.id}`)
	expect(await response.text()).toBe('%PDF-1.7\n')
	expect(response.headers.get('content-disposition')).toContain('attachment')
	expect(response.headers.get('content-type')).toBe('application/pdf')
})

test('nobody uploads without a seat, and an observer not with one', async () => {
	const upload = (seat?: SeatKey) =>
		problem(send('file.upload', { ...(seat ? { seat } : {}), method: 'POST', body: form(new File(['x'], 'x')) }))
	expect((await upload()).status).toBe(401)
	expect((await upload('observer')).status).toBe(403)
	expect(
		(await problem(post('file.upload', { name: 'x', received: { path: '/etc/passwd' } }, { seat: 'member' }))).status
	).toBe(415)
})

// What people and programs send by mistake and on purpose, as the value of any field.
const hostile = fc.oneof(
	{
		weight: 3,
		arbitrary: fc.constantFrom(
			'',
			'\0',
			'\ud800',
			"'; drop table record; --",
			'../../etc/passwd',
			'%00',
			'١٢',
			'ﬀ',
			'-1',
			'1e999',
			'[object Object]',
			'constructor',
			'__proto__',
			'x'.repeat(5_000)
		)
	},
	{ weight: 2, arbitrary: fc.constantFrom(0, -1, 1.5, 2 ** 53, -(2 ** 63), 1e308, true, null) },
	{
		weight: 1,
		arbitrary: fc.constantFrom(
			'committee',
			'labour',
			'2026-02-30',
			'9999-12-31',
			'0000-00-00',
			'01900000-0000-7000-8000-000000000000'
		)
	},
	{ weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
	{ weight: 1, arbitrary: fc.array(fc.string({ unit: 'binary' }), { maxLength: 3 }) }
)

const fieldsOf = (schema: z.ZodType) => (schema instanceof z.ZodObject ? Object.keys(schema.shape) : [])

test.each(registry.operations.map((operation) => [operation.name, operation] as const))(
	'%s refuses hostile input, and never breaks over it',
	async (name, operation) => {
		const inputs = fc.record(Object.fromEntries(fieldsOf(operation.input).map((field) => [field, hostile])), {
			requiredKeys: []
		})
		const isQuery = operation.type === 'query'
		await fc.assert(
			fc.asyncProperty(
				inputs,
				fc.constantFrom<SeatKey>('administrator', 'member'),
				fc.boolean(),
				async (input, seat, isRead) => {
					const pairs = Object.entries(input).map(([field, value]) => [
						field,
						typeof value === 'string' ? value.toWellFormed() : JSON.stringify(value)
					])
					const response =
						isRead && isQuery
							? await send(`${name}?${new URLSearchParams(pairs).toString()}`, { seat })
							: await post(name, input, { seat, headers: { 'idempotency-key': 'hostile' } })
					const text = await response.text()
					expect(response.status, `${JSON.stringify(input)} -> ${text}`).toBeLessThan(500)
				}
			),
			{ numRuns: 12 }
		)
	}
)
