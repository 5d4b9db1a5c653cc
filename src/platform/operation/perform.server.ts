import { sql, type Kysely } from 'kysely'
import pg from 'pg'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { actingRole, type Seat } from '#platform/access/seat.ts'
import { whyBeyondScope, type TokenLimit } from '#platform/access/token-scope.ts'
import { dayIn, type Workspace } from '#platform/access/workspace.ts'
import { audienceStatement, closedKindsStatement, type Database } from '#platform/database/database.server.ts'
import type { Tables } from '#platform/database/tables.ts'
import { appendEvents } from '#platform/events/append.server.ts'
import { canonicalText, sha256 } from '#platform/events/chain.ts'
import { queueJobs } from '#platform/jobs/queue-jobs.server.ts'
import { countOperation } from '#platform/metrics/metrics.server.ts'
import { indexRecords } from '#platform/records/search-index.server.ts'
import { isClosedTo } from './closed-pages.server.ts'
import type { Command, Here, Query, Sight, TellProgress, Via, Writing } from './operation.server.ts'
import { conflict, forbidden, isRefusal } from './refusal.ts'
import type { Registry } from './registry.server.ts'
import { subjectOf } from './subject.server.ts'
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
	/** What the token that was shown may be used for; without one, whatever the seat may do. */
	limit?: TokenLimit
	/** Hears how far the operation is, where it takes long. */
	tell?: TellProgress
}

// The public has no seat to keep its once-only keys under.
const NO_SEAT = '00000000-0000-0000-0000-000000000000'
const ONCE_HOURS = 24

// What a workspace closes to the public is closed by the database itself, whichever operation asks.
const scopeOf = ({ workspace, seat }: Opening) => ({
	workspaceId: workspace.id,
	audience: seat.audience,
	...(seat.role === 'public' && !seat.isClock ? { closedKinds: workspace.closedKinds } : {})
})

function makeHere(opening: Opening, tx: Kysely<Tables>, isOneMoment: boolean, log = { isAsked: false }): Here {
	const here: Here = {
		tx,
		workspace: opening.workspace,
		seat: opening.seat,
		now: opening.now,
		today: dayIn(opening.workspace.timeZone, opening.now),
		secret: opening.secret,
		filesFolder: opening.filesFolder,
		registry: opening.registry,
		isOneMoment,
		log,
		address: opening.address,
		...(opening.tell ? { tell: opening.tell } : {}),
		seeingAs: (sight, work) => seeingAs(tx, { own: { closedKinds: [], ...scopeOf(opening) }, other: sight }, work),
		ask: (query, input) => query.perform(here, input)
	}
	return here
}

async function seeingAs<T>(
	tx: Kysely<Tables>,
	{ own, other }: { own: Sight; other: Sight },
	work: () => Promise<T>
): Promise<T> {
	const see = ({ audience, closedKinds }: Sight) =>
		sql.raw(`${audienceStatement(audience)}; ${closedKindsStatement(closedKinds)}`).execute(tx)
	await see(other)
	const result = await work()
	await see(own)
	return result
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
	const log = { isAsked: query.isLogged }
	return logged(opening, query, { input, log }, async () => {
		refuseBeyondReach(opening, query)
		return opening.database.read(scopeOf(opening), (tx) => query.perform(makeHere(opening, tx, true, log), input))
	})
}

/** A once-only key: the same key with the same input gives the first answer again and changes nothing. */
export type Once = { key: string }

/**
 * Runs a command under a seat in one transaction: done whole, with its history, its place in the search index, its line in
 * the access log and the jobs it asks for, or not at all. `also` is done at the end of the same transaction.
 */
export async function run<Input, Result>(
	opening: Opening,
	command: Command<Input, Result>,
	input: unknown,
	once?: Once,
	also?: (tx: Kysely<Tables>) => Promise<void>
): Promise<Result> {
	return logged(opening, command, { input }, async () => {
		refuseBeyondReach(opening, command)
		return opening.database.write(scopeOf(opening), async (tx) => {
			const here = makeHere(opening, tx, false)
			const write = makeWriter({
				tx,
				workspaceId: opening.workspace.id,
				numberPrefix: opening.workspace.numberPrefix,
				language: opening.workspace.language,
				year: Number(here.today.slice(0, 4)),
				now: opening.now,
				ruleOf: (table) => opening.registry.tableRule(table),
				divisions: opening.registry.divisions,
				results: opening.registry.results,
				audience: opening.seat.audience
			})
			const writing: Writing = { ...here, write, run: (other, given) => other.perform(writing, given) }
			const commandId = uuid()
			const kept = once ? await claimOnce(tx, opening, command, input, once) : undefined
			if (kept !== undefined) {
				// Rights may have ended since the first answer, so they are asked again before it is repeated.
				await command.authorize(writing, input)
				if (command.isShownOnce) throw conflict(command.repeatRefused)
				await addAccessLine(tx, opening, commandId, command, input, 'done')
				return command.recall(KeptAnswer.parse(JSON.parse(kept)).result)
			}
			const result = await performed(command, writing, input)
			const touched = await appendEvents(tx, write, {
				workspaceId: opening.workspace.id,
				seat: opening.seat,
				operation: command.name,
				commandId,
				via: opening.via,
				now: opening.now,
				answer: result
			})
			// Side by side: they leave together, so that the line costs no way to the database of its own.
			const beyond = new Set(write.beyondSight())
			const later = write.indexedLater()
			const toIndex = [...new Set([...touched.keys(), ...write.indexedAnew()])].filter((id) => !later.has(id))
			const outOfSight = toIndex.filter((id) => beyond.has(id))
			if (outOfSight.length > 0) await write.inSightOfAll([], () => indexRecords(tx, here, outOfSight))
			await Promise.all([
				indexRecords(
					tx,
					here,
					toIndex.filter((id) => !beyond.has(id))
				),
				command.isLoggedDaily && (await isLoggedToday(tx, opening, command, input))
					? undefined
					: addAccessLine(tx, opening, commandId, command, input, 'done')
			])
			await queueJobs(opening.database, tx, opening.workspace.id, write.changes().values())
			const answer = await withVersion(writing, command, result, touched)
			if (once && !command.isShownOnce) await keepAnswer(tx, opening, once, answer)
			await also?.(tx)
			return answer
		})
	})
}

/** Upkeep of what is worked out from records, outside the history: in a transaction of its own, in sight of all. */
export const keepUp = <T>(opening: Opening, work: (here: Here, tx: Kysely<Tables>) => Promise<T>): Promise<T> =>
	opening.database.write({ workspaceId: opening.workspace.id, audience: ['system'] }, (tx) =>
		work(makeHere(opening, tx, false), tx)
	)

/** Refuses what the token shown is not for, and to the public the pages that the workspace closes to it. */
function refuseBeyondReach(opening: Opening, operation: Query | Command) {
	const { limit } = opening
	const why = limit ? whyBeyondScope(limit, operation) : null
	if (why) throw forbidden(why, { named: operation.name })
	if (isClosedTo(opening, operation.name)) throw forbidden('access.page-closed')
}

const isFields = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The answer of a command that tells a version, with the one its record has now: of the first record it names. It is read
 * inside the transaction, so that whoever goes on from it passes over nobody's change.
 */
async function withVersion<Input, Result>(
	here: Writing,
	command: Command<Input, Result>,
	result: Result,
	touched: ReadonlyMap<string, number>
): Promise<Result> {
	if (!isFields(result) || !(command.output instanceof z.ZodObject) || !('version' in command.output.shape))
		return result
	const named = Object.values(result).filter((value) => typeof value === 'string')
	const record = named.find((value) => touched.has(value))
	const version = record === undefined ? await versionOf(here, result['id']) : touched.get(record)
	return version === undefined ? result : command.recall({ ...result, version })
}

// A command that found everything as it was told to make it counts no version up.
async function versionOf(here: Here, named: unknown) {
	const id = z.uuid().safeParse(named).data
	if (id === undefined) return undefined
	const row = await here.tx
		.selectFrom('record')
		.select('version')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirst()
	return row?.version
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

// A command's line is written with it, in its transaction; what was refused left nothing behind, so its line comes after.
async function logged<Result>(
	opening: Opening,
	operation: Query | Command,
	{ input, log }: { input: unknown; log?: { isAsked: boolean } },
	work: () => Promise<Result>
): Promise<Result> {
	const since = performance.now()
	try {
		const result = await work()
		if (log?.isAsked === true) await writeAccessLog(opening, operation, input, 'done')
		countOperation(operation.name, 'done', since)
		return result
	} catch (error) {
		countOperation(operation.name, isRefusal(error) ? error.kind : 'failed', since)
		if (isRefusal(error) && (operation.type === 'command' || operation.isLogged))
			await writeAccessLog(opening, operation, input, error.kind)
		throw error
	}
}

const writeAccessLog = (opening: Opening, operation: Query | Command, input: unknown, outcome: string) =>
	opening.database.write(scopeOf(opening), (tx) => addAccessLine(tx, opening, uuid(), operation, input, outcome))

const DAY_MS = 86_400_000

async function isLoggedToday(
	tx: Kysely<Tables>,
	{ workspace, seat, now }: Opening,
	{ name, input: schema }: Pick<Command, 'name' | 'input'>,
	input: unknown
) {
	const line = await tx
		.selectFrom('access_log')
		.select('id')
		.where('workspace_id', '=', workspace.id)
		.where('seat_id', seat.id === null ? 'is' : '=', seat.id)
		.where('operation', '=', name)
		.where('subject', '=', subjectOf(schema, input))
		.where('at', '>', new Date(now.getTime() - DAY_MS))
		.where('outcome', '=', 'done')
		.limit(1)
		.executeTakeFirst()
	return line !== undefined
}

// The line of a command has the command's own identifier, by which its events are found.
async function addAccessLine(
	tx: Kysely<Tables>,
	opening: Opening,
	id: string,
	operation: Query | Command,
	input: unknown,
	outcome: string
) {
	await tx
		.insertInto('access_log')
		.values({
			workspace_id: opening.workspace.id,
			id,
			at: opening.now,
			seat_id: opening.seat.id,
			role: actingRole(opening.seat),
			operation: operation.name,
			subject: subjectOf(operation.input, input),
			outcome,
			address: operation.type === 'command' && operation.isUnlocated ? null : opening.address,
			via: opening.via
		})
		.execute()
}
