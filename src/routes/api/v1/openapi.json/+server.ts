import { describeApi } from '#platform/operation/openapi.server.ts'
import { Problem } from '#platform/operation/problem.server.ts'
import { installation } from '../../../installation.server.ts'
import { answering, optionsResponse, wordsOf } from '../../answer.server.ts'
import { headersFor } from '../../respond.server.ts'
import type { RequestHandler } from './$types'

const ALLOW = 'GET, HEAD, OPTIONS'

// The registry does not change while Pitso runs: one document a language, made when first asked for.
const made = new Map<string, string>()

function documentIn(language: string, request: Request) {
	const known = made.get(language)
	if (known !== undefined) return known
	const { registry, facts } = installation()
	const document = JSON.stringify(
		describeApi({ operations: registry.operations, words: wordsOf(request), version: facts.version })
	)
	made.set(language, document)
	return document
}

/** The description of the whole API, for programs. */
export const GET: RequestHandler = (event) =>
	answering(event, () => {
		const { language } = wordsOf(event.request)
		const headers = headersFor({ isRead: true, isPublic: true })
		headers.set('content-type', 'application/json')
		headers.set('content-language', language)
		headers.set('cache-control', 'public, max-age=300')
		return Promise.resolve(new Response(documentIn(language, event.request), { headers }))
	})

export const OPTIONS: RequestHandler = () => optionsResponse(ALLOW)

export const fallback: RequestHandler = (event) =>
	answering(event, () =>
		Promise.reject(
			new Problem('method', 'api.wrong-method', {
				params: { method: event.request.method.slice(0, 20), allow: ALLOW },
				headers: { allow: ALLOW }
			})
		)
	)
