import { isRefusal } from '#platform/operation/refusal.ts'
import { Problem, PROBLEM_TYPE, problemDocument } from '#platform/operation/problem.server.ts'
import type { Words } from '#platform/languages/words.ts'
import { isFields } from './read-input.server.ts'

/** Who asked and how, as far as it decides who else may keep or read the answer. */
type Asked = { address: URL; isRead: boolean; isPublic: boolean }

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

/** The result of an operation as JSON, with its version as `ETag` and, for a list, the addresses of its neighbours. */
export function resultResponse(result: unknown, asked: Asked): Response {
	const headers = headersFor(asked)
	headers.set('content-type', 'application/json')
	const fields = isFields(result) ? result : {}
	const links = asked.isRead ? neighbours(fields, asked.address) : []
	headers.set('link', [...links, SERVICE].join(', '))
	const { version } = fields
	// A version tells of the record alone, and its page shows more: so it is no ground to say that a kept answer still holds.
	if (typeof version === 'number') headers.set('etag', `"${String(version)}"`)
	else if (asked.isRead && asked.isPublic) headers.set('cache-control', 'public, max-age=0, must-revalidate')
	return new Response(JSON.stringify(result), { headers })
}

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
	asked: { isRead: boolean; isPublic: boolean; route: string | null }
): Response {
	const reference = crypto.randomUUID()
	const document = problemDocument(thrown, words, reference)
	if (!isRefusal(thrown) && !(thrown instanceof Problem)) logDefect(thrown, reference, asked.route)
	const headers = headersFor(asked)
	headers.set('content-type', PROBLEM_TYPE)
	headers.set('content-language', words.language)
	if (thrown instanceof Problem) for (const [name, value] of Object.entries(thrown.headers)) headers.set(name, value)
	return new Response(JSON.stringify(document), { status: document.status, headers })
}

function logDefect(thrown: unknown, reference: string, route: string | null) {
	const text = thrown instanceof Error ? thrown.stack : JSON.stringify(thrown)
	console.error(JSON.stringify({ level: 'error', reference, route, error: text }))
}
