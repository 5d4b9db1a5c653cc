import { absent } from '#platform/operation/refusal.ts'
import { answering } from '../answer.server.ts'
import type { RequestHandler } from './$types'

/** Every address below /api that is nothing else. */
export const fallback: RequestHandler = (event) =>
	answering(event, () => Promise.reject(absent('api.no-such-address', { address: event.url.pathname.slice(0, 120) })))
