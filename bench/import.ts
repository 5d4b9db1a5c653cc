import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { Filled } from './fill.ts'
import { ALIKE, csvOfEntries, registerKey } from './fill-registers.ts'
import { address, type Running } from './pitso.ts'
import { between, processorTime } from './processes.ts'

/** An import of a file into a register, as a person does it: sent, looked at, and brought in as a job that says how far it is. */
export type Imported = {
	/** Circles of readers an entry has: a part, with a history of its own, is written for each. */
	circles: 1 | 2
	rows: number
	megabytes: number
	/** From the preview's being asked for to its answer. */
	previewSeconds: number
	/** From the import's being asked for to all of it being in. */
	seconds: number
	/** Processor time of the import in seconds. */
	processor: { node: number; postgres: number }
	/** How many different standings its progress told. */
	told: number
}

/** The aim for 100,000 rows. */
export const IMPORT_MOST_SECONDS = 30

const LONGEST = 600_000
const ASKED_EVERY = 250
const ACTORS = 200

const Sent = z.object({ id: z.string() })
const Looked = z.object({ digest: z.string(), counts: z.object({ added: z.int() }), faultsTotal: z.int() })
const Asked = z.object({ job: z.string().nullable() })
const Standing = z.object({
	state: z.string(),
	progress: z.object({ step: z.string(), done: z.int(), total: z.int() }).nullable(),
	error: z.unknown()
})

/** Imports a file that the bench makes, through the programming interface, into a register that was filled like the others. */
export async function measureImport(
	{ key, token }: Filled,
	{ circles, rows }: Pick<Imported, 'circles' | 'rows'>,
	running: Running
): Promise<Imported> {
	const register = registerKey(circles === 1 ? ALIKE : 2)
	const actors = Array.from({ length: ACTORS }, (_one, index) => `actor-${String(index + 1)}`)
	const text = [...csvOfEntries(1_000_000, rows, actors)].join('')
	const form = new FormData()
	form.set('file', new File([text], 'entries.csv', { type: 'text/csv' }))
	const { id: file } = Sent.parse(await send('file.upload', form))
	const beforePreview = performance.now()
	const { digest, counts, faultsTotal } = Looked.parse(await read('entry.previewImport', { register, file }))
	if (counts.added !== rows || faultsTotal > 0)
		throw new Error(`of ${String(rows)} rows ${String(counts.added)} are sound`)
	const previewSeconds = (performance.now() - beforePreview) / 1_000
	const before = await processorTime(running)
	const since = performance.now()
	const body = JSON.stringify({ register, file, expected: digest, mayWait: true })
	const { job } = Asked.parse(await send('entry.import', body))
	const told = new Set<string>()
	while (job !== null) {
		const { state, progress, error } = Standing.parse(await read('entry.importState', { job }))
		if (progress) told.add(JSON.stringify(progress))
		if (state === 'done') break
		if (state === 'failed' || performance.now() - since > LONGEST)
			throw new Error(`the import came to nothing: ${state} ${JSON.stringify(error)}`)
		await pause(ASKED_EVERY)
	}
	const seconds = (performance.now() - since) / 1_000
	const used = between(before, await processorTime(running))
	return {
		circles,
		rows,
		megabytes: Buffer.byteLength(text) / 1_000_000,
		previewSeconds,
		seconds,
		processor: { node: used.node / 1_000, postgres: used.postgres / 1_000 },
		told: told.size
	}

	// Longer than a page may take: a preview of so many rows is no page's request.
	async function ask(path: string, init: RequestInit): Promise<unknown> {
		const answer = await fetch(`${address}/api/v1/${key}/${path}`, { ...init, signal: AbortSignal.timeout(LONGEST) })
		const answered: unknown = await answer.json()
		if (!answer.ok)
			throw new Error(`${path} answered ${String(answer.status)}: ${JSON.stringify(answered).slice(0, 400)}`)
		return answered
	}
	function send(operation: string, body: FormData | string) {
		const headers = {
			authorization: `Bearer ${token}`,
			'idempotency-key': randomUUID(),
			...(typeof body === 'string' ? { 'content-type': 'application/json' } : {})
		}
		return ask(operation, { method: 'POST', headers, body })
	}
	function read(operation: string, input: object) {
		const headers = { authorization: `Bearer ${token}` }
		return ask(`${operation}?input=${encodeURIComponent(JSON.stringify(input))}`, { headers })
	}
}
