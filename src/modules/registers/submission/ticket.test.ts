import { expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import { isProof, PROOF_BITS, readTicket, TICKET_HOURS, WAIT_SECONDS, whyNotServe, writeTicket } from './ticket.ts'

const KEY = Buffer.alloc(32, 3)
const NOW = new Date('2026-03-02T09:00:00Z')
const before = (seconds: number) => ({ id: uuid(), register: 'concern', at: NOW.getTime() - seconds * 1_000 })
const why = (ticket: ReturnType<typeof before> | null, isWorkDone = false) =>
	whyNotServe(ticket, { register: 'concern', now: NOW, isWorkDone })?.code ?? null

test('a ticket is read back as it was written, and by nobody who changed it or has another key', () => {
	const ticket = before(30)
	const text = writeTicket(KEY, ticket)
	expect(readTicket(KEY, text)).toEqual(ticket)
	expect(readTicket(Buffer.alloc(32, 4), text)).toBeNull()
	const [, signature = ''] = text.split('.')
	const other = Buffer.from(JSON.stringify({ ...ticket, at: 0 })).toString('base64url')
	for (const forged of [`${other}.${signature}`, `${text}x`, 'x', '', '.', `${text}.${signature}x`.slice(1)])
		expect(readTicket(KEY, forged)).toBeNull()
})

test.each([
	['waited for', before(WAIT_SECONDS), false, null],
	['too young', before(WAIT_SECONDS - 1), false, 'submission.ticket-young'],
	['too young, with the work done', before(1), true, null],
	['too old', before(TICKET_HOURS * 3_600 + 1), true, 'submission.ticket-old'],
	['of another form', { ...before(60), register: 'practice' }, true, 'submission.ticket-unknown'],
	['none at all', null, true, 'submission.ticket-unknown']
] as const)('a ticket that is %s', (_name, ticket, isWorkDone, refused) => {
	expect(why(ticket, isWorkDone)).toBe(refused)
})

test('the work that the script of the page does is what the server asks for, and serves for its ticket alone', async () => {
	const worker: unknown = await import(new URL('../../../../static/submit-worker.js', import.meta.url).href)
	const work: unknown = typeof worker === 'object' && worker !== null ? Reflect.get(worker, 'workFor') : null
	if (typeof work !== 'function') throw new Error('the script of public forms does no work')
	const ticket = writeTicket(KEY, { id: '01900000-0000-7000-8000-000000000000', register: 'concern', at: 1 })
	const proof = String(Reflect.apply(work, undefined, [ticket, PROOF_BITS]))
	expect(isProof(ticket, proof)).toBe(true)
	expect(isProof(`${ticket}x`, proof)).toBe(false)
	for (const other of ['', '-1', '1e9', 'x', String(Number(proof) + 1)]) expect(isProof(ticket, other)).toBe(false)
})
