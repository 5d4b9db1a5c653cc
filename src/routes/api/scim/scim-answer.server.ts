import type { RequestEvent } from '@sveltejs/kit'
import { logLine } from '#platform/log.ts'
import { scimTypeOf } from '#platform/access/scim/kept.server.ts'
import type { Fields } from '#platform/access/scim/filter.ts'
import type { Words } from '#platform/languages/words.ts'
import { Problem, PROBLEM_STATUS } from '#platform/operation/problem.server.ts'
import { isRefusal, type Refusal } from '#platform/operation/refusal.ts'

export const SCIM_TYPE = 'application/scim+json'
const ERROR_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:Error'

const headersOf = (more: Record<string, string> = {}) =>
	new Headers({ 'content-type': SCIM_TYPE, 'cache-control': 'no-store', vary: 'Authorization', ...more })

/** A resource or a list as the answer to provisioning; a resource tells its version as entity tag. */
export function scimResponse(body: Fields, { status = 200, location }: { status?: number; location?: string } = {}) {
	const meta = body['meta']
	const version = typeof meta === 'object' && meta !== null && 'version' in meta ? String(meta.version) : undefined
	return new Response(JSON.stringify(body), {
		status,
		headers: headersOf({
			...(version === undefined ? {} : { etag: version }),
			...(location === undefined ? {} : { location })
		})
	})
}

/** The answer where there is nothing to tell. */
export const emptyResponse = (status: 204 | 304, more: Record<string, string> = {}) => {
	const headers = headersOf(more)
	headers.delete('content-type')
	return new Response(null, { status, headers })
}

type Told = { status: number; detail: string; scimType?: string; headers?: Readonly<Record<string, string>> }

/** What went wrong, as RFC 7644, 3.12 writes it. A defect tells its reference, under which the log has the whole of it. */
export function errorResponse(thrown: unknown, words: Words, event: Pick<RequestEvent, 'route'>): Response {
	const { status, detail, scimType, headers = {} } = toldOf(thrown, words, event)
	const body = { schemas: [ERROR_SCHEMA], status: String(status), ...(scimType ? { scimType } : {}), detail }
	return new Response(JSON.stringify(body), { status, headers: headersOf(headers) })
}

function toldOf(thrown: unknown, words: Words, event: Pick<RequestEvent, 'route'>): Told {
	if (isRefusal(thrown)) return refused(thrown, words)
	if (thrown instanceof Problem) {
		const status =
			thrown.code === 'access.scim-bulk' || thrown.code === 'access.scim-me' ? 501 : PROBLEM_STATUS[thrown.kind]
		const scimType = thrown.kind === 'malformed' ? 'invalidSyntax' : undefined
		const detail = words.t(`refusal.${thrown.code}`, { ...thrown.params })
		return { status, detail, headers: thrown.headers, ...(scimType ? { scimType } : {}) }
	}
	const reference = crypto.randomUUID()
	logLine('error', 'a request met a defect', { reference, route: event.route.id }, { error: thrown })
	return { status: 500, detail: `${words.t('problem.defect.what')} (${reference})` }
}

const STATUS = { absent: 404, forbidden: 403, conflict: 409, invalid: 400 } as const

function refused(refusal: Refusal, words: Words): Told {
	const issue = refusal.issues[0]
	const { code, params } = issue ?? refusal
	const detail = words.t(`refusal.${code}`, { ...params })
	// Changed meanwhile is what an If-Match is answered with (RFC 7644, 3.14).
	if (code === 'access.provisioned-changed') return { status: 412, detail }
	const scimType = scimTypeOf(code) ?? (refusal.kind === 'invalid' ? 'invalidValue' : undefined)
	return { status: STATUS[refusal.kind], detail, ...(scimType ? { scimType } : {}) }
}
