import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { logLine } from '#platform/log.ts'
import type { ConnectionSettings } from '#platform/database/database.server.ts'
import type { Tables } from '#platform/database/tables.ts'

const BIGINT_OID = 20
const types = new pg.TypeOverrides()
types.setTypeParser(BIGINT_OID, Number)

// A sign-in holds one for a few milliseconds; hashing a password, which takes longer, holds none.
const MOST = 4

/**
 * A pool whose every connection is of the role that knows people and nothing of what they do. The authentication library
 * begins its own transactions, so the role is the connection's and not the transaction's.
 */
export function openPeople({ most: _most, ...connection }: ConnectionSettings): Kysely<Tables> {
	const pool = new pg.Pool({
		...connection,
		types,
		max: MOST,
		application_name: 'pitso sign-in',
		statement_timeout: 15_000,
		idle_in_transaction_session_timeout: 30_000,
		connectionTimeoutMillis: 10_000,
		// Asked of every new connection before it is handed out.
		verify: (client, done) => {
			client.query('set role pitso_access').then(
				() => done(),
				(error: unknown) => done(error instanceof Error ? error : new Error(String(error)))
			)
		}
	})
	// An idle connection that breaks (server restarted) is replaced at the next use; without a listener it would end the process.
	pool.on('error', (error) => logLine('warn', 'an idle connection to the database was lost', {}, { error }))
	return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
}
