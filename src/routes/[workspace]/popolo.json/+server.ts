import { createHash } from 'node:crypto'
import { listOrganizations } from '#modules/directory/organization-query.ts'
import { popoloDocument } from '#modules/directory/popolo.ts'
import type { RequestHandler } from './$types'

/** The organizations of a workspace in Popolo and in the W3C Organization Ontology: what the reader's seat may see. */
export const GET: RequestHandler = async ({ locals, params, request, url }) => {
	const facts = await locals.ask(listOrganizations, {})
	const document = popoloDocument(facts, {
		base: `${url.origin}/${params.workspace}/`,
		title: locals.words.name(locals.workspace?.name),
		say: (set, word) => locals.words.t(`${set}.${word}`)
	})
	const body = JSON.stringify(document)
	const type = wantsLinkedData(request) ? 'application/ld+json' : 'application/json'
	const isPublic = locals.seat.role === 'public'
	const headers = new Headers({
		'content-type': type,
		'content-language': locals.words.language,
		vary: 'Accept, Accept-Language, Cookie',
		etag: `"${createHash('sha256').update(type).update(body).digest('base64url').slice(0, 27)}"`,
		'cache-control': isPublic ? 'public, max-age=0, must-revalidate' : 'private, no-store'
	})
	if (isPublic) headers.set('access-control-allow-origin', '*')
	return new Response(body, { headers })
}

const wantsLinkedData = (request: Request) => (request.headers.get('accept') ?? '').includes('application/ld+json')
