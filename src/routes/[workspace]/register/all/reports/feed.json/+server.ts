import { writeJsonFeed } from '#modules/registers/edition/write-feed.ts'
import { feedOf } from '../feed.server.ts'
import type { RequestHandler } from './$types'

/** The editions that anybody may read, as a JSON feed. */
export const GET: RequestHandler = async (event) =>
	new Response(writeJsonFeed(event.locals.words, await feedOf(event, 'feed.json')), {
		headers: { 'content-type': 'application/feed+json; charset=utf-8' }
	})
