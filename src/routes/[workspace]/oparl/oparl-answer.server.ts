import { createHash } from 'node:crypto'
import type { RequestEvent } from '@sveltejs/kit'
import { oparlError, type OParlObject, type OParlPlace } from '#modules/deliberation/oparl/oparl.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import { refusalSentence, STATUS } from '../../face.server.ts'

type Event = Pick<RequestEvent, 'locals' | 'url'> & { params: { workspace: string } }

/** Where the interface of a workspace stands, and how its words are said to this reader. */
export const placeOf = ({ locals, params, url }: Event): OParlPlace => {
	const site = `${url.origin}/${params.workspace}`
	return {
		site,
		base: `${site}/oparl`,
		key: params.workspace,
		say: (set, word) => locals.words.t(`${set}.${word}`)
	}
}

/** Answers with an object or a list; what anybody may read is open to the pages of other sites. */
export function oparlAnswer({ locals }: Pick<RequestEvent, 'locals'>, document: OParlObject, status = 200): Response {
	const body = JSON.stringify(document)
	const isPublic = locals.seat.role === 'public'
	const headers = new Headers({
		'content-type': 'application/json',
		'content-language': locals.words.language,
		vary: 'Accept-Language, Cookie, Authorization',
		etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`,
		'cache-control': isPublic ? 'public, max-age=0, must-revalidate' : 'private, no-store'
	})
	if (isPublic) headers.set('access-control-allow-origin', '*')
	return new Response(body, { status, headers })
}

/** Answers, and tells a refusal as OParl tells errors. */
export async function answered(event: Event, make: () => Promise<OParlObject>): Promise<Response> {
	try {
		return oparlAnswer(event, await make())
	} catch (refusal) {
		if (!isRefusal(refusal)) throw refusal
		const error = oparlError(refusalSentence(event.locals.words, refusal.issues[0] ?? refusal))
		return oparlAnswer(event, error, STATUS[refusal.kind])
	}
}
