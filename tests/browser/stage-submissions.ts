import { createHash } from 'node:crypto'
import { z } from 'zod'
import { pitso, run } from './stage.ts'

const Form = z.object({ ticket: z.object({ text: z.string(), bits: z.int() }) })
const Queue = z.object({ items: z.array(z.object({ number: z.string(), what: z.string() })) })

/** The register that comes with the product for concerns of the diaspora, whose form the tests open. */
export const CONCERN = 'diaspora-concern'

async function read(operation: string, input: object, token?: string): Promise<unknown> {
	const response = await fetch(
		`${pitso.address}/api/v1/zwe/${operation}?input=${encodeURIComponent(JSON.stringify(input))}`,
		{ headers: token === undefined ? {} : { authorization: `Bearer ${token}` } }
	)
	return response.json()
}

/** Opens the form of a register to everybody. */
export const openForm = (register = CONCERN) => run('publicForm.set', { register, isOpen: true }, 'administrator')

function workFor(ticket: string, bits: number): string {
	for (let tried = 0; ; tried++) {
		const digest = createHash('sha256')
			.update(`${ticket}:${String(tried)}`)
			.digest()
		if (digest.readUInt32BE(0) >>> (32 - bits) === 0) return String(tried)
	}
}

/** Sends a concern by the programming interface, as the script of its page would, and gives its number and its receipt. */
export async function aConcern(subject: string): Promise<{ number: string; code: string }> {
	await openForm()
	const { ticket } = Form.parse(await read('publicForm.get', { register: CONCERN }))
	const { code } = await run('submission.send', {
		register: CONCERN,
		ticket: ticket.text,
		proof: workFor(ticket.text, ticket.bits),
		values: { subject, kind: 'documents', host_country: 'ZAF', text: 'What the test says.' }
	})
	const waiting = await read('submission.list', { filter: { register: CONCERN } }, pitso.tokens.secretariat)
	const number = Queue.parse(waiting).items.find(({ what }) => what === subject)?.number
	if (number === undefined) throw new Error(`what was sent as ${subject} is not in the queue`)
	return { number, code: String(code) }
}
