import { findToken } from '#platform/access/find-seat.server.ts'
import type { TokenLimit } from '#platform/access/token-scope.ts'
import { publicSeat, type Seat } from '#platform/access/seat.ts'
import type { Opening } from '#platform/operation/perform.server.ts'
import { Problem } from '#platform/operation/problem.server.ts'

const BEARER = /^bearer +([A-Za-z0-9._~+/-]{1,512}=*)$/i

/**
 * Who asks, by bearer token alone: the API reads no cookie, so that no other site can ask in somebody's name. Without a token
 * it is the public; a token that does not hold is refused, never taken for the public. With it comes what it may be used for.
 */
export async function seatOfRequest(request: Request, opening: Opening): Promise<{ seat: Seat; limit?: TokenLimit }> {
	const authorization = request.headers.get('authorization')
	if (authorization === null) return { seat: publicSeat }
	const token = BEARER.exec(authorization.trim())?.[1]
	const found =
		token === undefined ? undefined : await findToken(opening.database, opening.workspace, token, opening.now)
	if (!found)
		throw new Problem('unauthenticated', 'api.bad-token', {
			headers: { 'www-authenticate': challenge('invalid_token') }
		})
	return found
}

/** What to answer somebody who has to show a token (RFC 6750). */
export const challenge = (error?: 'invalid_token') => `Bearer realm="pitso"${error ? `, error="${error}"` : ''}`
