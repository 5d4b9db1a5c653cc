import { error } from '@sveltejs/kit'
import { RETRY_AFTER, whyUnavailable, type UnavailableCode } from '#platform/database/unavailable.ts'
import { logLine } from '#platform/log.ts'
import { chooseLanguage, speak, type Words } from '#platform/languages/words.ts'
import { Problem } from '#platform/operation/problem.server.ts'
import { catalogue } from '../words.ts'
import { problemResponse } from './api/respond.server.ts'
import { languagesHere } from './languages.server.ts'

// Requests during which the database could not do its work, wherever that came up.
const unavailable = new WeakMap<Request, UnavailableCode>()

type Event = { request: Request; url: URL; route: { id: string | null }; locals: { words?: Words } }

const retryAfter = (code: UnavailableCode) => ({ 'retry-after': String(RETRY_AFTER[code]) })

/** The problem that the programming interface tells of, where an error means that the database does not serve now. */
export function unavailableProblem(thrown: unknown): Problem | undefined {
	const code = whyUnavailable(thrown)
	return code && new Problem('unavailable', `platform.${code}`, { headers: retryAfter(code) })
}

/** Turns an error that means that the database does not serve now, met while a page loads, into the page that says so. */
export function refuseUnavailable(thrown: unknown, words: Words): void {
	const code = whyUnavailable(thrown)
	if (code) error(503, words.t(`refusal.platform.${code}`), { title: words.t('problem.unavailable') })
}

/** Notes that a request met such an error where nobody could say so; true when it is one. */
export function noteUnavailable(request: Request, thrown: unknown): boolean {
	const code = whyUnavailable(thrown)
	if (code) unavailable.set(request, code)
	return code !== undefined
}

/** Answers a request; where the database did not serve, by status 503 in words, with the time after which to try again. */
export async function answeringUnavailable(event: Event, answer: () => Promise<Response>): Promise<Response> {
	let response: Response
	try {
		response = await answer()
	} catch (thrown) {
		if (!noteUnavailable(event.request, thrown)) throw thrown
		response = new Response(null, { status: 500 })
	}
	const code = unavailable.get(event.request)
	if (code === undefined || response.status < 500) return afterAWhile(response)
	logLine('warn', 'a request was not served', { route: event.route.id, reason: code })
	return event.url.pathname.startsWith('/api/') ? problem(event, code) : page(event, code)
}

function afterAWhile(response: Response): Response {
	if (response.status === 503 && !response.headers.has('retry-after'))
		response.headers.set('retry-after', String(RETRY_AFTER['database-lost']))
	return response
}

function problem({ request, route, locals }: Event, code: UnavailableCode): Response {
	const isRead = request.method === 'GET' || request.method === 'HEAD'
	const told = new Problem('unavailable', `platform.${code}`, { headers: retryAfter(code) })
	return problemResponse(told, wordsOf({ request, locals }), { isRead, isPublic: false, route: route.id })
}

function wordsOf({ request, locals }: Pick<Event, 'request' | 'locals'>): Words {
	if (locals.words) return locals.words
	const acceptLanguage = request.headers.get('accept-language') ?? ''
	return speak(catalogue, chooseLanguage({ acceptLanguage, offered: languagesHere() }))
}

const escaped = (text: string) =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

// Where the database fails before the page's frame is there, the page stands alone: no style, no script, nothing to load.
function page(event: Event, code: UnavailableCode): Response {
	const words = wordsOf(event)
	const title = escaped(words.t('problem.unavailable'))
	const isForm = event.request.method !== 'GET' && event.request.method !== 'HEAD'
	const again = isForm
		? ''
		: `<p><a href="${escaped(event.url.pathname + event.url.search)}">${escaped(words.t('page.problem.again'))}</a></p>`
	const html = `<!doctype html>
<html lang="${escaped(words.language)}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${title} · Pitso</title></head>
<body><main><h1>${title}</h1><p>${escaped(words.t(`refusal.platform.${code}`))}</p>${again}</main></body>
</html>
`
	return new Response(html, {
		status: 503,
		headers: {
			'content-type': 'text/html; charset=utf-8',
			'content-language': words.language,
			'cache-control': 'no-store',
			'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
			'x-content-type-options': 'nosniff',
			'referrer-policy': 'same-origin',
			...retryAfter(code)
		}
	})
}
