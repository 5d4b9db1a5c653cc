import { createHash } from 'node:crypto'
import { readFeed } from '#modules/deliberation/calendar/feed-queries.ts'
import { findFeedOfSecret } from '#modules/deliberation/calendar/find-feed.server.ts'
import { countAttempt, networkOf, TooManyAttempts } from '#platform/access/sign-in/limits.server.ts'
import { ask, type Opening } from '#platform/operation/perform.server.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import { installation } from '../../../installation.server.ts'
import type { RequestHandler } from './$types'

// The address is all a calendar program has: it tells nothing to searchers, and nothing of why it leads nowhere.
const NOTHING = { 'cache-control': 'no-store', 'x-robots-tag': 'noindex' }
const nothing = () => new Response(null, { status: 404, headers: NOTHING })

// Who asks for one address after another that leads nowhere is guessing. What leads somewhere is not counted: behind one
// network many programs ask every hour.
async function nothingCounted({ secret, now, address }: Opening) {
	try {
		const of = networkOf(address ?? 'unknown')
		await countAttempt({ database: installation().database, secret }, [{ rule: 'secret', of }], now)
		return nothing()
	} catch (error) {
		if (!(error instanceof TooManyAttempts)) throw error
		const seconds = Math.max(1, Math.ceil((error.until.getTime() - now.getTime()) / 1000))
		return new Response(null, { status: 429, headers: { ...NOTHING, 'retry-after': String(seconds) } })
	}
}

/** A calendar at its secret address, as the seat that made it may see it today. */
export const GET: RequestHandler = async ({ locals, params, request, url }) => {
	const { opening } = locals
	const { database } = installation()
	if (!opening) return nothing()
	const feed = await findFeedOfSecret(database, opening.workspace, params.secret, opening.now)
	if (!feed) return nothingCounted(opening)
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
