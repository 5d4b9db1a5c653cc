import { doubledField, fromText } from '#platform/operation/from-text.server.ts'
import type { Operation } from '#platform/operation/operation.server.ts'
import { Problem } from '#platform/operation/problem.server.ts'
import { invalid } from '#platform/operation/refusal.ts'
import { refuseUnsound } from '#platform/operation/unsound-input.server.ts'

// Files come by `file.upload`; nothing else is so long.
export const JSON_MOST = 1_000_000

/** The input of a query as its address carries it: fields as text, what is nested as JSON in `input=`. */
export function inputFromAddress(operation: Operation, address: URL): Record<string, unknown> {
	const pairs = [...address.searchParams]
	const doubled = doubledField(operation.input, pairs)
	if (doubled !== undefined) throw invalid([{ path: [doubled], code: 'platform.field.doubled' }])
	const nested = pairs.findLast(([name]) => name === 'input')?.[1]
	const whole = nested === undefined ? {} : parseJson(nested)
	if (!isFields(whole)) throw new Problem('malformed', 'api.input-not-object')
	const input = {
		...whole,
		...fromText(
			operation.input,
			pairs.filter(([name]) => name !== 'input')
		)
	}
	refuseUnsound(input)
	return input
}

/** The input as the JSON body of a request; an empty body is an input without fields. */
export async function inputFromBody(request: Request): Promise<unknown> {
	const bytes = await readBody(request)
	if (bytes.byteLength === 0) return {}
	if (!isJson(request.headers.get('content-type')))
		throw new Problem('wrong-type', 'api.json-wanted', { headers: { 'accept-post': 'application/json' } })
	const input = parseJson(decode(bytes))
	refuseUnsound(input)
	return input
}

/** The media type of a body without its parameters, in lower case; empty when none is given. */
export const mediaTypeOf = (contentType: string | null) => (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? ''

const isJson = (contentType: string | null) => /^application\/(?:[a-z0-9.+-]+\+)?json$/.test(mediaTypeOf(contentType))

export const isFields = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value)

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text)
	} catch {
		throw new Problem('malformed', 'api.not-json')
	}
}

function decode(bytes: Uint8Array) {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
	} catch {
		throw new Problem('malformed', 'api.not-json')
	}
}

async function readBody(request: Request): Promise<Uint8Array> {
	const parts: Uint8Array[] = []
	let size = 0
	try {
		// A body too long is read to its end all the same: its sender hears the answer only then.
		for await (const part of request.body ?? []) {
			size += part.byteLength
			if (size <= JSON_MOST) parts.push(part)
		}
	} catch (error) {
		if (typeof error === 'object' && error !== null && 'status' in error && error.status === 413) throw tooLarge()
		throw new Problem('malformed', 'api.body-broken')
	}
	if (size > JSON_MOST) throw tooLarge()
	return Buffer.concat(parts)
}

const tooLarge = () => new Problem('too-large', 'api.body-too-large', { params: { most: JSON_MOST / 1_000_000 } })

const ONCE_KEY = /^[\x20-\x7e]{1,200}$/

/** The key that makes a second sending of a command harmless. */
export function onceKey(headers: Headers): { key: string } | undefined {
	const key = headers.get('idempotency-key')
	if (key === null) return undefined
	if (!ONCE_KEY.test(key)) throw new Problem('malformed', 'api.bad-once-key')
	return { key }
}

/**
 * The version the sender changes from, of `If-Match: "7"` or of the tag a reading came with; undefined where the header is
 * missing or `*`. A tag weakened on the way, because the answer was compressed, names its version as well.
 */
export function expectedVersion(headers: Headers): number | undefined {
	const given = headers.get('if-match')?.trim()
	if (given === undefined || given === '*') return undefined
	const version = /^(?:W\/)?"(\d{1,10})(?:-[\w-]{1,64})?"$/.exec(given)?.[1]
	if (version === undefined) throw new Problem('malformed', 'api.bad-version')
	return Number(version)
}
