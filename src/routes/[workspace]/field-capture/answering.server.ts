import { STATUS, refusalSentence, ruleSentence } from '../../face.server.ts'
import { isRefusal, type Refusal } from '#platform/operation/refusal.ts'

type Locals = App.Locals

/** How a refusal is told to a device: what kind it is, its sentence, and the sentences of single inputs. */
export function toldRefusal({ words }: Locals, refusal: Refusal) {
	const rule = refusal.kind === 'forbidden' ? ruleSentence(words, refusal) : undefined
	return {
		state: 'refused' as const,
		kind: refusal.kind,
		code: refusal.code,
		message: [refusalSentence(words, refusal), rule ?? ''].filter((text) => text !== '').join(' '),
		faults: refusal.issues.map((issue) => ({
			name: issue.path.join(':'),
			message: refusalSentence(words, issue)
		}))
	}
}

// What a seat may take along or sent: in no cache but the device's own, which seals it.
const HEADERS = { 'cache-control': 'no-store' }

/** An answer to a device. */
export const told = (body: object, status = 200) => Response.json(body, { status, headers: HEADERS })

/**
 * Answers a device: what the work gives, or why not. Whoever is no longer signed in is asked to sign in again, and told nothing else; so is
 * one that acts from another seat, by what it is refused.
 */
export async function answered(locals: Locals, work: () => Promise<object>): Promise<Response> {
	if (locals.seat.id === null) return told({ state: 'sign-in' }, 401)
	try {
		return told(await work())
	} catch (refusal) {
		if (!isRefusal(refusal)) throw refusal
		if (refusal.code === 'captures.device-revoked') return told({ state: 'revoked' }, 410)
		if (refusal.code === 'captures.no-such-device') return told({ state: 'other-seat' }, 409)
		return told(toldRefusal(locals, refusal), STATUS[refusal.kind])
	}
}

/** What a device sent, as JSON and nothing else; null where it is none. */
export async function sentJson(request: Request): Promise<unknown> {
	if (!(request.headers.get('content-type') ?? '').startsWith('application/json')) return null
	return request.json().catch(() => null)
}
