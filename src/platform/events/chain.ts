import { hash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { writeCanonical } from './write-canonical.ts'

/** The hash before the first event of a workspace. */
export const CHAIN_START = '0'.repeat(64)

/** What the chain vouches for: who did what when, to which record, and the digest of what was before and after. */
export type EventFacts = {
	workspace: string
	sequence: number
	at: string
	operation: string
	command: string
	record: string | null
	seat: string | null
	actor: string | null
	role: string
	via: string
	payload: string
	previous: string
}

/** The canonical text of a value after RFC 8785; equal values give equal text on every machine. */
export function canonicalText(value: unknown): string {
	const text = writeCanonical(value) ?? canonicalize(value)
	if (text === undefined) throw new TypeError('a value without JSON form has no canonical text')
	return text
}

export const sha256 = (text: string) => hash('sha256', text, 'hex')

const salted = (salt: string, payload: string) => `${salt}\n${payload}`

/** Digest of a payload. The salt keeps a reader of the chain from guessing a short payload that was erased. */
export const payloadDigest = (salt: string, payload: string) => sha256(salted(salt, payload))

/** The digest of a payload, and the payload as one piece: it was put together of hundreds, and as a tree of those it would be held. */
export function digestPayload(salt: string, payload: string): { digest: string; payload: string } {
	const text = salted(salt, payload)
	const digest = sha256(text)
	// What was hashed is one piece of memory by now, and what is cut out of it stays so.
	return { digest, payload: text.slice(salted(salt, '').length) }
}

/** An event's canonical text and its hash, which the next event carries as `previous`. */
export function sealEvent(facts: EventFacts): { canonical: string; hash: string } {
	const { actor, at, command, operation, payload, previous, record, role, seat, sequence, via, workspace } = facts
	// Texts, nulls and a whole number, and the keys in their order: so their JSON is the canonical text, made in a quarter of the time.
	const canonical = JSON.stringify({
		actor,
		at,
		command,
		operation,
		payload,
		previous,
		record,
		role,
		seat,
		sequence,
		via,
		workspace
	})
	return { canonical, hash: sha256(canonical) }
}
