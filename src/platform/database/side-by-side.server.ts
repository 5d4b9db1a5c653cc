import type { Kysely, QueryExecutorProvider } from 'kysely'
import type { Tables } from './tables.ts'

const ways = new WeakMap<Kysely<Tables>, QueryExecutorProvider>()

/** Opens the way by which statements of a transaction are sent without waiting for each other. */
export async function openSideBySide(tx: Kysely<Tables>): Promise<void> {
	const inTurn = tx.getExecutor()
	await inTurn.provideConnection((connection) => {
		const executor = inTurn.withConnectionProvider({ provideConnection: (work) => work(connection) })
		ways.set(tx, { getExecutor: () => executor })
		return Promise.resolve()
	})
}

/**
 * A transaction by which a statement leaves at once, while the database is still at those before it: it comes to the next without
 * waiting for us. They are done in the order in which they were asked; where one fails, those behind it fail too.
 */
export const sideBySide = (tx: Kysely<Tables>): QueryExecutorProvider => ways.get(tx) ?? tx
