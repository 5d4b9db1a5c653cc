import { sql, type Kysely } from 'kysely'
import pg from 'pg'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import type { Seat } from '#platform/access/seat.ts'
import { dayIn, type Workspace } from '#platform/access/workspace.ts'
import type { Database } from '#platform/database/database.server.ts'
import type { Tables } from '#platform/database/tables.ts'
import { appendEvents } from '#platform/events/append.server.ts'
import { canonicalText, sha256 } from '#platform/events/chain.ts'
import { indexRecords } from '#platform/records/search-index.server.ts'
import type { Command, Here, Query, Via, Writing } from './operation.server.ts'
import { conflict, isRefusal } from './refusal.ts'
import type { Registry } from './registry.server.ts'
import { makeWriter } from './writer.server.ts'

/** Who asks, from where, by which face: what every operation runs under. */
export type Opening = {
	database: Database
	registry: Registry
	workspace: Workspace
	seat: Seat
	now: Date
	via: Via
	secret: Buffer
	filesFolder: string
	address: string | null
}

// The public has no seat to keep its once-only keys under.
const NO_SEAT = '00000000-0000-0000-0000-000000000000'
const ONCE_HOURS = 24

const scopeOf = ({ workspace, seat }: Opening) => ({ workspaceId: workspace.id, audience: seat.audience })

function makeHere(opening: Opening, tx: Kysely<Tables>): Here {
	const here: Here = {
		tx,
		workspace: opening.workspace,
		seat: opening.seat,
		now: opening.now,
		today: dayIn(opening.workspace.timeZone, opening.now),
		secret: opening.secret,
		filesFolder: opening.filesFolder,
		registry: opening.registry,
		ask: (query, input) => query.perform(here, input)
	}
	return here
}

/**
 * Asks a query under a seat: what it may not see is absent, what it may not do is forbidden. A logged query leaves its line
 * in the access log before the answer leaves, whatever the answer is.
 */
export async function ask<Input, Result>(
	opening: Opening,
	query: Query<Input, Result>,
	input: unknown
): Promise<Result> {
	return logged(opening, query, input, () =>
		opening.database.read(scopeOf(opening), (tx) => query.perform(makeHere(opening, tx), input))
	)
}

/** A once-only key: the same key with the same input gives the first answer again and changes nothing. */
export type Once = { key: string }

/** Runs a command under a seat in one transaction: done whole, with its history and its place in the search index, or not at all. */
export async function run<Input, Result>(
	opening: Opening,
	command: Command<Input, Result>,
	input: unknown,
	once?: Once
): Promise<Result> {
	return logged(opening, command, input, () =>
		opening.database.write(scopeOf(opening), async (tx) => {
			const here = makeHere(opening, tx)
			const write = makeWriter({
				tx,
				workspaceId: opening.workspace.id,
				workspaceKey: opening.workspace.key,
				language: opening.workspace.language,
				year: Number(here.today.slice(0, 4)),
				now: opening.now,
				ruleOf: (table) => opening.registry.tableRule(table)
			})
			const writing: Writing = { ...here, write, run: (other, given) => other.perform(writing, given) }
			const kept = once ? await claimOnce(tx, opening, command, input, once) : undefined
			if (kept !== undefined) {
				// Rights may have ended since the first answer, so they are asked again before it is repeated.
				await command.authorize(writing, input)
				if (command.isShownOnce) throw conflict('platform.shown-once')
				return command.recall(KeptAnswer.parse(JSON.parse(kept)).result)
			}
			const result = await performed(command, writing, input)
			const touched = await appendEvents(tx, write, {
				workspaceId: opening.workspace.id,
				seat: opening.seat,
				operation: command.name,
				via: opening.via,
				now: opening.now
			})
			await indexRecords(tx, here, touched)
			if (once && !command.isShownOnce) await keepAnswer(tx, opening, once, result)
			return result
		})
	)
}

const UNIQUE_VIOLATION = '23505'

// Commands look before they add; what two of them add in the same moment is caught by the database, and is no defect. A
// primary key is: the application makes it.
async function performed<Input, Result>(
	command: Command<Input, Result>,
	here: Writing,
	input: unknown
): Promise<Result> {
	try {
		return await command.perform(here, input)
	} catch (error) {
		if (!(error instanceof pg.DatabaseError) || error.code !== UNIQUE_VIOLATION) throw error
		if (error.constraint?.endsWith('_pkey')) throw error
		throw conflict('platform.already-there')
	}
}

/** Undefined when the key is new (and now held by this transaction), the kept answer's text when it was used before. */
async function claimOnce(tx: Kysely<Tables>, opening: Opening, command: Command, input: unknown, once: Once) {
	const seatId = opening.seat.id ?? NO_SEAT
	const digest = sha256(canonicalText({ operation: command.name, input: input ?? null }))
	const old = new Date(opening.now.getTime() - ONCE_HOURS * 3_600_000)
	await tx
		.deleteFrom('once_key')
		.where('workspace_id', '=', opening.workspace.id)
		.where('created_at', '<', old)
		.execute()
	const { rows } = await sql<{ key: string }>`
		insert into once_key (workspace_id, seat_id, key, operation, digest, answer, created_at)
		values (${opening.workspace.id}, ${seatId}, ${once.key}, ${command.name}, ${digest}, '', ${opening.now})
		on conflict (workspace_id, seat_id, key) do nothing returning key`.execute(tx)
	if (rows.length > 0) return undefined
	const kept = await tx
		.selectFrom('once_key')
		.select(['digest', 'answer'])
		.where('workspace_id', '=', opening.workspace.id)
		.where('seat_id', '=', seatId)
		.where('key', '=', once.key)
		.executeTakeFirstOrThrow()
	if (kept.digest !== digest) throw conflict('platform.once-key-reused')
	return kept.answer
}

const KeptAnswer = z.object({ result: z.unknown() })

async function keepAnswer(tx: Kysely<Tables>, opening: Opening, once: Once, result: unknown) {
	await tx
		.updateTable('once_key')
		.set({ answer: JSON.stringify({ result }) })
		.where('workspace_id', '=', opening.workspace.id)
		.where('seat_id', '=', opening.seat.id ?? NO_SEAT)
		.where('key', '=', once.key)
		.execute()
}

async function logged<Result>(
	opening: Opening,
	operation: Query | Command,
	input: unknown,
	work: () => Promise<Result>
): Promise<Result> {
	if (!operation.isLogged) return work()
	try {
		const result = await work()
		await writeAccessLog(opening, operation.name, input, 'done')
		return result
	} catch (error) {
		if (isRefusal(error)) await writeAccessLog(opening, operation.name, input, error.kind)
		throw error
	}
}

const SUBJECT_MOST = 200

async function writeAccessLog(opening: Opening, operation: string, input: unknown, outcome: string) {
	await opening.database.write(scopeOf(opening), async (tx) => {
		await tx
			.insertInto('access_log')
			.values({
				workspace_id: opening.workspace.id,
				id: uuid(),
				at: opening.now,
				seat_id: opening.seat.id,
				role: opening.seat.role,
				operation,
				subject: subjectOf(input),
				outcome,
				address: opening.address
			})
			.execute()
	})
}

// Only references (identifiers, keys, numbers) enter the log, never text that somebody typed, nor under a name of theirs.
function subjectOf(input: unknown) {
	if (typeof input !== 'object' || input === null) return null
	const references = Object.entries(input).filter(
		([name, value]) => /^[A-Za-z]{1,40}$/.test(name) && typeof value === 'string' && /^[A-Za-z0-9-]{1,120}$/.test(value)
	)
	return (
		references
			.map(([name, value]) => `${name}=${String(value)}`)
			.join(' ')
			.slice(0, SUBJECT_MOST) || null
	)
}
