import { readFile } from 'node:fs/promises'
import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { registry } from '#areas'
import { inputSchema } from '#platform/operation/from-text.server.ts'
import type { Operation } from '#platform/operation/operation.server.ts'
import { spoiling, type Fields } from '../access/hostile-values.ts'
import { pitso } from './stage.ts'

// The long run of the night; a tenth of it each time.
const CALLS = process.env['PITSO_TEST_NIGHTLY'] ? 100_000 : 10_000
const AT_ONCE = 8
const ROUND = 500
// No answer takes longer than a statement may: after that the database ends it.
const LONGEST = 30_000
const WORKSPACE = 'sadc'
// What a process of this kind holds more or less from moment to moment; what leaks a little a call is far beyond it.
const GROWTH_MOST = 160_000_000

const Properties = z.object({ properties: z.record(z.string(), z.unknown()) })
const namesIn = (schema: unknown) => Object.entries(Properties.safeParse(schema).data?.properties ?? {})

const fieldsOf = (operation: Operation): Fields =>
	namesIn(inputSchema(operation.input)).map(([name, schema]) => ({ name, within: namesIn(schema).map(([one]) => one) }))

type Call = { path: string; method: string; headers: Record<string, string>; body?: string | FormData }

const KNOWN = {
	structure: 'midsa',
	actor: 'iom',
	record: 'iom',
	kind: 'structure',
	words: 'migration',
	reason: 'tried',
	name: 'Tried',
	day: '2026-01-01',
	version: 1
}

const tokens = [pitso.tokens.hostile, pitso.tokens.hostile, '', 'AAAA', `${pitso.tokens.hostile}x`, '\u007f']
const authorization = fc.constantFrom(...tokens.map((token) => (/^[\x21-\x7e]+$/.test(token) ? `Bearer ${token}` : '')))

const asJson = (value: unknown): string => {
	try {
		const text: unknown = JSON.stringify(value)
		return typeof text === 'string' ? text : ''
	} catch {
		return '{'
	}
}

const operation = fc.constantFrom(...registry.operations.filter((one) => one.only === undefined))

/** An operation, called with an input that is wrong in one place or in all. */
const called: fc.Arbitrary<Call> = operation.chain((one) =>
	fc
		.record({
			spoil: spoiling(fieldsOf(one)),
			token: authorization,
			type: fc.constantFrom(
				'application/json',
				'application/json; charset=utf-16',
				'text/plain',
				'multipart/form-data'
			),
			cut: fc.integer({ min: 0, max: 40 })
		})
		.map(({ spoil, token, type, cut }) => {
			const names = fieldsOf(one).map((field) => field.name)
			const base = Object.fromEntries(Object.entries(KNOWN).filter(([name]) => names.includes(name)))
			const text = asJson(spoil(base))
			return {
				path: `/api/v1/${WORKSPACE}/${one.name}`,
				method: 'POST',
				headers: { 'content-type': type, ...(token === '' ? {} : { authorization: token }) },
				body: cut === 1 ? text.slice(0, -1) : text
			}
		})
)

const PAGES = [
	'',
	'structure',
	'actor',
	'area',
	'framework',
	'theme',
	'map',
	'status',
	'search',
	'vacant-seats',
	'structure/midsa',
	'structure/midsa/history',
	'actor/iom',
	'sign-in',
	'popolo.json',
	'file/x'
]
const NAMES = [
	'q',
	'after',
	'before',
	'sort',
	'limit',
	'filter[status]',
	'filter[kind]',
	'filter[__proto__]',
	'on',
	'kind',
	'show',
	'back',
	'/default',
	'input'
]

const words = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 40 }),
	fc.constantFrom('\u0000', '%', '../..', '9'.repeat(400), "' or 1=1", 'a'.repeat(3_000), '2026-13-45', '<b>')
)
const encoded = (text: string) => encodeURIComponent(text.toWellFormed())

/** A page or an interface by its address, with whatever in its query and its cookies. */
const visited: fc.Arbitrary<Call> = fc
	.record({
		page: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...PAGES) }, { weight: 1, arbitrary: words.map(encoded) }),
		query: fc.array(fc.tuple(fc.constantFrom(...NAMES), words), { maxLength: 4 }),
		isApi: fc.boolean(),
		method: fc.constantFrom('GET', 'GET', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE'),
		cookie: fc.constantFrom(
			'',
			'pitso_session=x',
			'pitso_language=xx; pitso_theme=none',
			'pitso_done=__proto__',
			`pitso_session=${'A'.repeat(4_000)}`
		),
		language: fc.constantFrom('', 'xx-invalid-;q=9', 'fr,*;q=0', '\u0020'),
		name: operation
	})
	.map(({ page, query, isApi, method, cookie, language, name }) => {
		const path = isApi ? `/api/v1/${WORKSPACE}/${name.name}` : `/${WORKSPACE}/${page}`
		const search = query.map(([key, value]) => `${encoded(key)}=${encoded(value)}`).join('&')
		return {
			path: `${path}?${search}`,
			method,
			headers: { cookie, 'accept-language': language, origin: pitso.address, accept: 'text/html' }
		}
	})

/** A ZIP of one entry whose sizes and checksum are as they come: what unpacks it must not believe them. */
function zipOf(name: string, content: Uint8Array, lie: number): Uint8Array {
	const packed = deflateRawSync(content)
	const title = Buffer.from(name)
	const head = Buffer.alloc(30)
	head.writeUInt32LE(0x04034b50, 0)
	head.writeUInt16LE(8, 8)
	head.writeUInt32LE(packed.length, 18)
	head.writeUInt32LE(lie, 22)
	head.writeUInt16LE(title.length, 26)
	const entry = Buffer.alloc(46)
	entry.writeUInt32LE(0x02014b50, 0)
	entry.writeUInt16LE(8, 10)
	entry.writeUInt32LE(packed.length, 20)
	entry.writeUInt32LE(lie, 24)
	entry.writeUInt16LE(title.length, 28)
	const end = Buffer.alloc(22)
	end.writeUInt32LE(0x06054b50, 0)
	end.writeUInt16LE(1, 8)
	end.writeUInt16LE(1, 10)
	end.writeUInt32LE(entry.length + title.length, 12)
	end.writeUInt32LE(head.length + title.length + packed.length, 16)
	return Buffer.concat([head, title, packed, entry, title, end])
}

const FILE_NAMES = [
	'a.xlsx',
	'a.zip',
	'a.csv',
	'xl/workbook.xml',
	'../../a.csv',
	'[Content_Types].xml',
	'a\u202ecsv.exe',
	'actors.csv',
	'structures.csv',
	'a'.repeat(300)
]
const bytes = fc.uint8Array({ maxLength: 3_000 })
const content = fc.oneof(
	bytes,
	fc.tuple(fc.constantFrom(...FILE_NAMES), bytes, fc.constantFrom(0, 1, 4_000_000_000)).map((parts) => zipOf(...parts)),
	fc.array(words, { maxLength: 30 }).map((cells) => Buffer.from(`key,name\n${cells.join(',')}\n"`)),
	fc.constant(Buffer.from('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'))
)

/** A file that says one thing and is another, sent as an upload. */
const sent: fc.Arbitrary<Call> = fc.record({ content, name: fc.constantFrom(...FILE_NAMES) }).map((one) => {
	const body = new FormData()
	body.set('file', new File([new Uint8Array(one.content)], one.name))
	return {
		path: `/api/v1/${WORKSPACE}/file.upload`,
		method: 'POST',
		headers: { authorization: `Bearer ${pitso.tokens.hostile}` },
		body
	}
})

const call = fc.oneof(
	{ weight: 6, arbitrary: called },
	{ weight: 4, arbitrary: visited },
	{ weight: 1, arbitrary: sent }
)

const Uploaded = z.object({ id: z.string() })

async function answerTo({ path, body, ...rest }: Call): Promise<{ status: number; text: string }> {
	const answer = await fetch(pitso.address + path, {
		...rest,
		...(body === undefined ? {} : { body }),
		redirect: 'manual',
		signal: AbortSignal.timeout(LONGEST)
	})
	return { status: answer.status, text: await answer.text() }
}

/** Sends a call; what came in as a file is tried as a workbook too. */
async function hostile(one: Call): Promise<string | undefined> {
	const { status, text } = await answerTo(one)
	if (status >= 500)
		return `${String(status)} ${one.method} ${one.path} ${typeof one.body === 'string' ? one.body.slice(0, 400) : ''}`
	const uploaded = one.path.endsWith('/file.upload') && status < 300 ? Uploaded.safeParse(JSON.parse(text)) : undefined
	if (!uploaded?.success) return undefined
	return hostile({
		path: `/api/v1/${WORKSPACE}/workspace.import`,
		method: 'POST',
		headers: { 'content-type': 'application/json', authorization: `Bearer ${pitso.tokens.hostile}` },
		body: JSON.stringify({ file: uploaded.data.id, check: true })
	})
}

/** What the product's process holds in memory, in bytes. */
async function memory(): Promise<number> {
	const [, kilobytes = '0'] =
		/^VmRSS:\s+(\d+) kB/m.exec(await readFile(`/proc/${String(pitso.process)}/status`, 'utf8')) ?? []
	return Number(kilobytes) * 1_024
}

async function sendAll(calls: readonly Call[]): Promise<string[]> {
	const waiting = [...calls]
	const found: string[] = []
	const worker = async () => {
		for (let one = waiting.pop(); one; one = waiting.pop()) {
			const fault = await hostile(one)
			if (fault !== undefined) found.push(fault)
		}
	}
	await Promise.all(Array.from({ length: AT_ONCE }, worker))
	return found
}

test(
	'whatever is sent, no call meets an internal error, waits beyond its limit or leaves memory behind',
	{ timeout: 3_600_000 },
	async () => {
		const { seed = 1 } = fc.readConfigureGlobal()
		let half = 0
		for (let done = 0; done < CALLS; done += ROUND) {
			if (half === 0 && done >= CALLS / 2) half = await memory()
			expect(await sendAll(fc.sample(call, { numRuns: ROUND, seed: seed + done }))).toEqual([])
		}
		expect(half).toBeGreaterThan(0)
		expect((await memory()) - half).toBeLessThan(GROWTH_MOST)
		expect((await fetch(`${pitso.address}/${WORKSPACE}`)).status).toBe(200)
	}
)
