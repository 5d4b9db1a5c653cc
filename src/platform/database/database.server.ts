import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
import pg from 'pg'
import { logLine } from '#platform/log.ts'
import { countTransaction, watchPool } from '#platform/metrics/metrics.server.ts'
import { PlannedClient } from './planned-client.server.ts'
import { openSideBySide } from './side-by-side.server.ts'
import type { Tables } from './tables.ts'
import { unavailable } from './unavailable.ts'

/** What a transaction may see: one workspace and the audiences a seat belongs to. */
export type Scope = {
	workspaceId: string
	audience: readonly string[]
	/** Kinds of record that this reader is shown none of, whatever their audience. */
	closedKinds?: readonly string[]
}

export type ConnectionSettings = {
	connectionString?: string
	host?: string
	port?: number
	user?: string
	password?: string
	database?: string
	/** Connections kept at most; a page needs one at a time. */
	most?: number
}

export type Database = {
	/** A read-only transaction on one moment of the database, within a scope. */
	read<T>(scope: Scope, work: (tx: Kysely<Tables>) => Promise<T>): Promise<T>
	/** A transaction that changes, within a scope; all of it happens or nothing. Run again when the engine chose it as a deadlock's victim. */
	write<T>(scope: Scope, work: (tx: Kysely<Tables>) => Promise<T>): Promise<T>
	/** The tables without a workspace (workspaces, sessions), under a role of their own. */
	access<T>(work: (tx: Kysely<Tables>) => Promise<T>): Promise<T>
	/** As the owner: migrations only. */
	owner: Kysely<Tables>
	close(): Promise<void>
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const AUDIENCE = /^(public|workspace|system|(role|actor|structure|members|seat):[0-9a-z-]+)$/

const KIND = /^[a-z][a-z-]{0,60}$/

const DATE_OID = 1082
const BIGINT_OID = 20
const NUMERIC_TEXT = /^-?\d{1,16}$/

// Days stay text: a JavaScript Date would move them by the machine's zone. Sequences and sizes fit a double exactly.
const types = new pg.TypeOverrides()
types.setTypeParser(DATE_OID, (value: string) => value)
types.setTypeParser(BIGINT_OID, wholeNumber)

function wholeNumber(value: string) {
	if (!NUMERIC_TEXT.test(value)) throw new RangeError(`bigint outside the exact range of a number: ${value}`)
	return Number(value)
}

/**
 * The literal `set local` that opens a scope. Literals rather than `set_config()`, because Citus passes only the former
 * on to its workers; so both values are held against their form first.
 */
export function scopeStatement(scope: Scope): string {
	if (!UUID.test(scope.workspaceId)) throw new TypeError('a scope needs a workspace identifier')
	const { closedKinds = [] } = scope
	const closed = closedKinds.length === 0 ? '' : `; ${closedKindsStatement(closedKinds)}`
	return `set local app.workspace_id = '${scope.workspaceId}'; ${audienceStatement(scope.audience)}${closed}`
}

/** What keeps a transaction from records of some kinds. */
export function closedKindsStatement(closedKinds: readonly string[]): string {
	for (const one of closedKinds) if (!KIND.test(one)) throw new TypeError(`not a kind of record: ${one}`)
	return `set local app.closed_kinds = '${closedKinds.join(',')}'`
}

/** What narrows a transaction to the records that one of these audiences may see. */
export function audienceStatement(audience: readonly string[]): string {
	for (const one of audience) if (!AUDIENCE.test(one)) throw new TypeError(`not an audience: ${one}`)
	return `set local app.audience = '${audience.join(',')}'`
}

// 40001 serialization failure, 40P01 deadlock: the whole transaction may be run again, nothing of it happened.
const mayRunAgain = (error: unknown) =>
	error instanceof pg.DatabaseError && (error.code === '40001' || error.code === '40P01')
const TRIES = 4

// A page is answered by one core: spreading a query over several, or compiling it, takes from other readers more than it gives.
const SPARING = 'set local max_parallel_workers_per_gather = 0; set local jit = off; set local random_page_cost = 1.1'

/** Opens a pool of connections. Each transaction begins, takes its role and its scope in one round trip. */
export function openDatabase(settings: ConnectionSettings): Database {
	const { most = 10, ...connection } = settings
	const pool = new pg.Pool({
		...connection,
		types,
		max: most,
		application_name: 'pitso',
		Client: PlannedClient,
		// What is asked by the way that `sideBySide` gives leaves at once, and is answered in its turn; the query builder sends one after the other.
		pipeline: true,
		statement_timeout: 30_000,
		idle_in_transaction_session_timeout: 60_000,
		connectionTimeoutMillis: 10_000
	})
	// An idle connection that breaks (server restarted) is replaced at the next use; without a listener it would end the process.
	pool.on('error', (error) => logLine('warn', 'an idle connection to the database was lost', {}, { error }))
	const unwatch = watchPool(pool)
	// One that breaks while a transaction holds it, between two statements, tells nobody else: the next statement does.
	pool.on('connect', (client) => client.on('error', () => undefined))
	const owner = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })

	async function within<T>(
		kind: 'read' | 'write' | 'access',
		opening: string,
		work: (tx: Kysely<Tables>) => Promise<T>
	): Promise<T> {
		try {
			return await owner.connection().execute(async (connected) => {
				await openSideBySide(connected)
				await sql.raw(opening).execute(connected)
				let result: T
				try {
					result = await work(connected)
				} catch (error) {
					// What cannot be asked to roll back has lost its connection, and with it the transaction.
					await sql
						.raw('rollback')
						.execute(connected)
						.catch(() => undefined)
					countTransaction(kind, 'rolled-back')
					throw error
				}
				await sql.raw('commit').execute(connected)
				countTransaction(kind, 'committed')
				return result
			})
		} catch (error) {
			throw unavailable(error)
		}
	}

	async function retried<T>(attempt: () => Promise<T>): Promise<T> {
		for (let tried = 1; ; tried++) {
			try {
				return await attempt()
			} catch (error) {
				if (tried >= TRIES || !mayRunAgain(error)) throw error
			}
		}
	}

	return {
		owner,
		read: (scope, work) =>
			within(
				'read',
				`begin isolation level repeatable read read only; set local role pitso_app; ${SPARING}; ${scopeStatement(scope)}`,
				work
			),
		write: (scope, work) =>
			retried(() => within('write', `begin; set local role pitso_app; ${scopeStatement(scope)}`, work)),
		access: (work) => within('access', 'begin; set local role pitso_access', work),
		close() {
			unwatch()
			return owner.destroy()
		}
	}
}

export type ReadTransaction = Pick<Kysely<Tables>, 'selectFrom' | 'with' | 'withRecursive'>
export type { Transaction }
