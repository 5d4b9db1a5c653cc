import type { Kysely } from 'kysely'
import { scopeStatement, type Database, type Scope } from '#platform/database/database.server.ts'
import type { Tables } from '#platform/database/tables.ts'
import { isRefusal } from './refusal.ts'

/** One read transaction that is held open while a request asks. */
type Held = {
	scope: string
	tx: Promise<Kysely<Tables>>
	readers: number
	/** Nobody joins it any more; it ends with its last reader. */
	isLeft: boolean
	end(): void
	ended: Promise<void>
}

function hold(database: Database, scope: Scope): Held {
	const begun = Promise.withResolvers<Kysely<Tables>>()
	const over = Promise.withResolvers<undefined>()
	const ended = database
		.read(scope, (tx) => {
			begun.resolve(tx)
			return over.promise
		})
		.catch((error: unknown) => begun.reject(error))
	// Whoever reads hears that it could not begin; nobody may be reading when it breaks later on.
	begun.promise.catch(() => undefined)
	return {
		scope: scopeStatement(scope),
		tx: begun.promise,
		readers: 0,
		isLeft: false,
		end: () => over.resolve(undefined),
		ended: ended.then(() => undefined)
	}
}

export type SharedReads = { database: Database; finish(): Promise<void> }

/**
 * The database as one request uses it: all it reads within one scope it reads in one transaction, so that a page tells of one
 * moment, however many queries it asks. The transaction begins with the first of them. A change ends it first: what is
 * read afterwards sees the change, and no request waits for a second connection while it sits on one.
 */
export function shareReads(database: Database): SharedReads {
	let current: Held | undefined
	let isFinished = false

	async function leave() {
		const left = current
		current = undefined
		if (!left) return
		left.isLeft = true
		if (left.readers > 0) return
		left.end()
		await left.ended
	}

	async function read<T>(scope: Scope, work: (tx: Kysely<Tables>) => Promise<T>): Promise<T> {
		// An answer that is still being sent may go on reading when nobody waits to end what it began.
		if (isFinished) return database.read(scope, work)
		if (current && current.scope !== scopeStatement(scope)) await leave()
		current ??= hold(database, scope)
		const held = current
		held.readers++
		try {
			return await work(await held.tx)
		} catch (error) {
			// A statement that failed leaves its transaction of no use to the next one.
			if (!isRefusal(error)) {
				held.isLeft = true
				if (current === held) current = undefined
			}
			throw error
		} finally {
			held.readers--
			if (held.isLeft && held.readers === 0) held.end()
		}
	}

	return {
		database: {
			...database,
			read,
			async write(scope, work) {
				await leave()
				return database.write(scope, work)
			},
			async access(work) {
				await leave()
				return database.access(work)
			}
		},
		finish() {
			isFinished = true
			return leave()
		}
	}
}
