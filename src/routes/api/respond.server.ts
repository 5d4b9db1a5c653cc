import { createHash } from 'node:crypto'
import { logLine } from '#platform/log.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import { Problem, PROBLEM_TYPE, problemDocument, type Meanwhile } from '#platform/operation/problem.server.ts'
import type { Words } from '#platform/languages/words.ts'
import { isFields } from './read-input.server.ts'

/** Who asked and how, as far as it decides who else may keep or read the answer. */
type Asked = {
	address: URL
	isRead: boolean
	isPublic: boolean
	/** The tags of answers the asker has kept, of `If-None-Match`. */
	known: string | null
}

const SERVICE = '</api/v1/openapi.json>; rel="service-desc"'

/** The header fields of every answer of the API. What a token opened is kept nowhere; what is public any site may read. */
export function headersFor({ isRead, isPublic }: Pick<Asked, 'isRead' | 'isPublic'>): Headers {
	const headers = new Headers({ vary: 'Accept-Language, Authorization', 'cache-control': 'no-store' })
	if (!isRead || !isPublic) return headers
	headers.set('access-control-allow-origin', '*')
	headers.set('access-control-expose-headers', 'ETag, Link')
	headers.set('cross-origin-resource-policy', 'cross-origin')
	return headers
}

/**
 * The result of an operation as JSON, with its tag and, for a list, the addresses of its neighbours. A reading whose answer
 * the asker has already is told so in a few bytes.
 */
export function resultResponse(result: unknown, asked: Asked): Response {
	const headers = headersFor(asked)
	headers.set('content-type', 'application/json')
	const fields = isFields(result) ? result : {}
	const links = asked.isRead ? neighbours(fields, asked.address) : []
	headers.set('link', [...links, SERVICE].join(', '))
	const body = JSON.stringify(result)
	const tag = tagOf(fields['version'], asked.isRead ? body : null)
	if (tag !== null) headers.set('etag', tag)
	if (asked.isRead && asked.isPublic) headers.set('cache-control', 'public, max-age=0, must-revalidate')
	if (asked.isRead && tag !== null && isKnown(tag, asked.known)) {
		headers.delete('content-type')
		return new Response(null, { status: 304, headers })
	}
	return new Response(body, { headers })
}

/**
 * The tag of an answer: `"7"` of a change that made version 7; of a reading the version and a digest of the whole answer,
 * `"7-x3Zk…"`, since a page shows more than its record. Either may come back in `If-Match`, which asks for the version alone.
 */
function tagOf(version: unknown, body: string | null): string | null {
	const versioned = typeof version === 'number' ? String(version) : null
	if (body === null) return versioned === null ? null : `"${versioned}"`
	const digest = createHash('sha256').update(body).digest('base64url').slice(0, 16)
	return `"${versioned === null ? digest : `${versioned}-${digest}`}"`
}

// Compared weakly (RFC 9110, 13.1.2): on the way an answer is compressed, and its tag weakened for it.
const isKnown = (tag: string, known: string | null) =>
	known !== null && (known.trim() === '*' || known.split(',').some((one) => one.trim().replace(/^W\//, '') === tag))

function neighbours({ next, previous }: Record<string, unknown>, address: URL) {
	const at = (name: 'after' | 'before', cursor: unknown, relation: string) => {
		if (typeof cursor !== 'string') return []
		const params = new URLSearchParams(address.searchParams)
		params.delete('after')
		params.delete('before')
		params.set(name, cursor)
		return [`<${address.pathname}?${params.toString()}>; rel="${relation}"`]
	}
	return [...at('after', next, 'next'), ...at('before', previous, 'prev')]
}

/** The problem document for whatever was thrown; a defect is logged here, once and whole. */
export function problemResponse(
	thrown: unknown,
	words: Words,
	asked: { isRead: boolean; isPublic: boolean; route: string | null; meanwhile?: Meanwhile | undefined }
): Response {
	const reference = crypto.randomUUID()
	const document = problemDocument(thrown, words, reference, asked.meanwhile)
	if (!isRefusal(thrown) && !(thrown instanceof Problem)) logDefect(thrown, reference, asked.route)
	const headers = headersFor(asked)
	headers.set('content-type', PROBLEM_TYPE)
	headers.set('content-language', words.language)
	if (thrown instanceof Problem) for (const [name, value] of Object.entries(thrown.headers)) headers.set(name, value)
	return new Response(JSON.stringify(document), { status: document.status, headers })
}

function logDefect(thrown: unknown, reference: string, route: string | null) {
	logLine('error', 'a request met a defect', { reference, route }, { error: thrown })
}
