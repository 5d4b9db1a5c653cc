import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Workspace } from '#platform/access/workspace.ts'
import type { Database } from '#platform/database/database.server.ts'

const Answer = z.looseObject({ id: z.string(), version: z.int().optional() })

/** A command as it is sent: always the same under the same key. */
type Sent = { operation: string; input: Record<string, unknown>; key: string }

/** An actor that a writer made, as far as it was acknowledged. */
type Known = { key: string; version: number; name: string }

/** A command that was acknowledged, and the answer. */
type Acknowledged = { sent: Sent; text: string }

const CHANGES_OF_ONE = 4
const LONGEST_SILENCE = 120_000

/**
 * Sends commands one after the other over the programming interface and keeps, on its own side, what was acknowledged. A
 * command whose answer did not come is sent again under its key until it is answered.
 */
export class Writer {
	/** What the keys of its actors begin with. */
	readonly prefix: string
	readonly #address: () => string
	readonly #token: string
	readonly actors: Known[] = []
	readonly acknowledged: Acknowledged[] = []
	/** The command whose answer is still to come; it may have been done or not. */
	pending: Sent | undefined
	#isStopped = false
	#number = 0
	/** Answers that told in words that the database was not there for the moment. */
	refusals: { status: number; code: string; retryAfter: string | null }[] = []
	/** Answers that must never come. */
	strange: string[] = []

	constructor(name: string, address: () => string, token: string) {
		this.prefix = `writer-${name}-`
		this.#address = address
		this.#token = token
	}

	/** Writes until it is stopped; an answer that does not come is waited for. */
	async write(): Promise<void> {
		this.#isStopped = false
		while (this.#isWriting()) await this.#settle(this.#next())
	}

	#isWriting(): boolean {
		return !this.#isStopped
	}

	stop(): void {
		this.#isStopped = true
	}

	/** The answer to a command that was acknowledged, asked once more. */
	async repeat({ sent }: Acknowledged): Promise<string> {
		const { text } = await this.#send(sent)
		return text
	}

	/** Sends what is pending, until it is acknowledged. */
	async finish(): Promise<void> {
		if (this.pending) await this.#settle(this.pending, true)
	}

	#next(): Sent {
		if (this.pending) return this.pending
		const actor = this.actors.at(-1)
		const key = `${this.prefix}${String(++this.#number)}`
		if (!actor || actor.version > CHANGES_OF_ONE)
			return { operation: 'actor.create', input: { key, name: `Office ${key}`, kind: 'ministry' }, key }
		return {
			operation: 'actor.change',
			input: { actor: actor.key, version: actor.version, name: `Office ${key}` },
			key
		}
	}

	async #settle(sent: Sent, isAwaited = false): Promise<void> {
		this.pending = sent
		const until = performance.now() + LONGEST_SILENCE
		while (isAwaited || this.#isWriting()) {
			const answer = await this.#send(sent).catch(() => undefined)
			if (answer?.status === 200) {
				this.#note(sent, answer.text)
				this.pending = undefined
				return
			}
			if (answer) this.#noteRefusal(answer)
			if (performance.now() > until) throw new Error(`${sent.key} is not answered any more`)
			await pause(10)
		}
	}

	#note(sent: Sent, text: string) {
		Answer.parse(JSON.parse(text))
		this.acknowledged.push({ sent, text })
		const name = String(sent.input['name'])
		if (sent.operation === 'actor.create') this.actors.push({ key: sent.key, version: 1, name })
		else {
			const actor = this.actors.at(-1)
			if (actor) Object.assign(actor, { version: actor.version + 1, name })
		}
	}

	#noteRefusal({ status, text, retryAfter }: { status: number; text: string; retryAfter: string | null }) {
		const problem = z.looseObject({ code: z.string() }).safeParse(parsed(text))
		if (problem.success) this.refusals.push({ status, code: problem.data.code, retryAfter })
		if (!problem.success || status !== 503) this.strange.push(`${String(status)} ${text.slice(0, 300)}`)
	}

	async #send({ operation, input, key }: Sent) {
		const response = await fetch(`${this.#address()}/api/v1/zwe/${operation}`, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				authorization: `Bearer ${this.#token}`,
				'idempotency-key': key
			},
			body: JSON.stringify(input),
			signal: AbortSignal.timeout(20_000)
		})
		return { status: response.status, text: await response.text(), retryAfter: response.headers.get('retry-after') }
	}
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text)
	} catch {
		return undefined
	}
}

export type Stored = { key: string; version: number; name: string; events: number; told: string }

/** What the database holds of the writers' actors: the row, how many events it has, and the name the last of them tells. */
export async function storedActors(database: Database, workspace: Workspace): Promise<Map<string, Stored>> {
	return database.read({ workspaceId: workspace.id, audience: ['system'] }, async (tx) => {
		const { rows } = await sql<Stored>`
			select r.key, r.version, r.title ->> 'en' as name, count(e.sequence)::int as events,
				(array_agg(p.payload order by e.sequence desc))[1] as told
			from record r
			left join event e on e.workspace_id = r.workspace_id and e.record_id = r.id
			left join event_payload p on p.workspace_id = e.workspace_id and p.sequence = e.sequence
			where r.workspace_id = ${workspace.id} and r.key like 'writer-%'
			group by r.key, r.version, r.title`.execute(tx)
		return new Map(rows.map((row) => [row.key, row]))
	})
}

/** What is lost, half there, or there without having been asked for, of what the writers were told. */
export function differences(writers: readonly Writer[], stored: ReadonlyMap<string, Stored>): string[] {
	const found: string[] = []
	for (const writer of writers) {
		const { pending } = writer
		for (const actor of writer.actors) {
			const row = stored.get(actor.key)
			const isPending = pending?.operation === 'actor.change' && pending.input['actor'] === actor.key
			if (!row || row.version < actor.version) {
				found.push(`${actor.key}: acknowledged at version ${String(actor.version)}, lost`)
				continue
			}
			const isLater = row.version === actor.version + 1 && isPending && row.name === pending.input['name']
			if (!isLater && (row.version !== actor.version || row.name !== actor.name))
				found.push(`${actor.key}: version ${String(row.version)} “${row.name}” was not asked for`)
		}
		const known = new Set([...writer.actors.map(({ key }) => key), pending?.key])
		for (const row of stored.values())
			if (row.key.startsWith(writer.prefix) && !known.has(row.key)) found.push(`${row.key} was not asked for`)
	}
	for (const row of stored.values()) {
		if (row.events !== row.version)
			found.push(`${row.key}: version ${String(row.version)}, ${String(row.events)} events`)
		if (!row.told.includes(JSON.stringify(row.name))) found.push(`${row.key}: its last event does not tell its name`)
	}
	return found
}
