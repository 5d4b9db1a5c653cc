import { findSeatOfToken } from '#platform/access/find-seat.server.ts'
import { publicSeat, type Seat } from '#platform/access/seat.ts'
import type { Opening } from '#platform/operation/perform.server.ts'
import { Problem } from '#platform/operation/problem.server.ts'

const BEARER = /^bearer +([A-Za-z0-9._~+/-]{1,512}=*)$/i

/**
 * Who asks, by bearer token alone: the API reads no cookie, so that no other site can ask in somebody's name. Without a token
 * it is the public; a token that does not hold is refused, never taken for the public.
 */
export async function seatOfRequest(request: Request, opening: Opening): Promise<Seat> {
	const authorization = request.headers.get('authorization')
	if (authorization === null) return publicSeat
	const token = BEARER.exec(authorization.trim())?.[1]
	const seat =
		token === undefined ? undefined : await findSeatOfToken(opening.database, opening.workspace, token, opening.now)
	if (!seat)
		throw new Problem('unauthenticated', 'api.bad-token', {
			headers: { 'www-authenticate': challenge('invalid_token') }
		})
	return seat
}

/** What to answer somebody who has to show a token (RFC 6750). */
export const challenge = (error?: 'invalid_token') => `Bearer realm="pitso"${error ? `, error="${error}"` : ''}`
