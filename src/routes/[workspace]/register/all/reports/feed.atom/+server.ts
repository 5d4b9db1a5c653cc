import { writeAtom } from '#modules/registers/edition/write-feed.ts'
import { feedOf } from '../feed.server.ts'
import type { RequestHandler } from './$types'

/** The editions that anybody may read, as an Atom feed. */
export const GET: RequestHandler = async (event) =>
	new Response(writeAtom(event.locals.words, await feedOf(event, 'feed.atom')), {
		headers: { 'content-type': 'application/atom+xml; charset=utf-8' }
	})
