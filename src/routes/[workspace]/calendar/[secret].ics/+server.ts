import { createHash } from 'node:crypto'
import { readFeed } from '#modules/deliberation/calendar/feed-queries.ts'
import { findFeedOfSecret } from '#modules/deliberation/calendar/find-feed.server.ts'
import { ask } from '#platform/operation/perform.server.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import { installation } from '../../../installation.server.ts'
import type { RequestHandler } from './$types'

// The address is all a calendar program has: it tells nothing to searchers, and nothing of why it leads nowhere.
const nothing = () =>
	new Response(null, { status: 404, headers: { 'cache-control': 'no-store', 'x-robots-tag': 'noindex' } })

/** A calendar at its secret address, as the seat that made it may see it today. */
export const GET: RequestHandler = async ({ locals, params, request, url }) => {
	const { opening } = locals
	const { database } = installation()
	const feed = opening && (await findFeedOfSecret(database, opening.workspace, params.secret, opening.now))
	if (!feed) return nothing()
	try {
		const { text } = await ask({ ...opening, database, seat: feed.seat }, readFeed, { feed: feed.id, site: url.origin })
		const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`
		const headers = new Headers({
			'content-type': 'text/calendar; charset=utf-8',
			'content-disposition': 'inline; filename="pitso.ics"',
			'cache-control': 'private, no-cache',
			'x-robots-tag': 'noindex',
			etag
		})
		const isSame = request.headers
			.get('if-none-match')
			?.split(/\s*,\s*/)
			.some((tag) => tag.replace(/^W\//, '') === etag)
		return isSame ? new Response(null, { status: 304, headers }) : new Response(text, { headers })
	} catch (refusal) {
		if (isRefusal(refusal)) return nothing()
		throw refusal
	}
}
