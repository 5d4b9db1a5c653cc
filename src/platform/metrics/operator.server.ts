import { createHash, timingSafeEqual } from 'node:crypto'
import { foundOperating } from '#platform/settings/operating.server.ts'

const digest = (text: string) => createHash('sha256').update(text).digest()

/** What a request shows itself as: the operator, somebody with a wrong token, or anybody; `closed` where no token is set. */
export type Watching = 'operator' | 'wrong' | 'anybody' | 'closed'

/** Who asks, by the `Authorization` header, where the installation has an operator's token. */
export function watchingOf(authorization: string | null): Watching {
	const { operatorToken } = foundOperating()
	if (operatorToken === undefined) return 'closed'
	const [scheme = '', given = ''] = (authorization ?? '').split(' ')
	if (scheme.toLowerCase() !== 'bearer') return 'anybody'
	return timingSafeEqual(digest(given), digest(operatorToken)) ? 'operator' : 'wrong'
}
