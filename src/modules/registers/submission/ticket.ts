import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

/** Seconds that a form is looked at before it may be sent without the work of a script. */
export const WAIT_SECONDS = 20
/** Hours after which a form must be opened anew. */
export const TICKET_HOURS = 12
/** How hard the work of a script is: leading bits of nought, some hundred thousand tries. */
export const PROOF_BITS = 17

/** What a form carries to show that it was opened here: which form, when, and a name of its own by which it serves once. */
export type Ticket = { id: string; register: string; at: number }

const Body = z.strictObject({ id: z.uuid(), register: z.string(), at: z.int() })

const signed = (key: Buffer, body: string) => createHmac('sha256', key).update(body).digest('base64url')

/** Writes a ticket as text that nobody can make up. */
export function writeTicket(key: Buffer, ticket: Ticket): string {
	const body = Buffer.from(JSON.stringify(ticket)).toString('base64url')
	return `${body}.${signed(key, body)}`
}

/** Reads a ticket back; null for one that was not written here. */
export function readTicket(key: Buffer, text: string): Ticket | null {
	const [body = '', signature = ''] = text.split('.')
	const [expected, given] = [Buffer.from(signed(key, body)), Buffer.from(signature)]
	if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
	return Body.parse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')))
}

function leadingNoughts(digest: Buffer): number {
	let bits = 0
	for (const byte of digest) {
		bits += Math.clz32(byte) - 24
		if (byte !== 0) break
	}
	return bits
}

/** True where the work was done for this ticket: `proof` is the number that was found. */
export const isProof = (ticket: string, proof: string): boolean =>
	/^\d{1,12}$/.test(proof) && leadingNoughts(createHash('sha256').update(`${ticket}:${proof}`).digest()) >= PROOF_BITS

/** Why a ticket does not serve now, or null when it does. With the work of a script nobody waits. */
export function whyNotServe(
	ticket: Ticket | null,
	{ register, now, isWorkDone }: { register: string; now: Date; isWorkDone: boolean }
): { code: string; params: Record<string, number> } | null {
	if (ticket === null || ticket.register !== register) return { code: 'submission.ticket-unknown', params: {} }
	const age = (now.getTime() - ticket.at) / 1_000
	if (age > TICKET_HOURS * 3_600) return { code: 'submission.ticket-old', params: { hours: TICKET_HOURS } }
	if (!isWorkDone && age < WAIT_SECONDS)
		return { code: 'submission.ticket-young', params: { seconds: Math.max(1, Math.ceil(WAIT_SECONDS - age)) } }
	return null
}
