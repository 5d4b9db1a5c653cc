import { createHash, type Hash } from 'node:crypto'
import { sql, type Kysely } from 'kysely'
import type { Tables } from '#platform/database/tables.ts'
import { actFor, quoted, type CopiedTable } from './catalogue.server.ts'

/** The rows of one table, of one workspace or (null) of the installation. */
export type Place = { table: string; workspace: string | null }

/** How many rows there are, and a digest of them all in the order of their key. */
export type Counted = { rows: number; sha256: string }

const ROWS_AT_ONCE = 1_000

// Everything as the text PostgreSQL itself writes and reads back without loss: microseconds, whole bigints, jsonb, arrays, vectors.
const EXACT = `set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres';
	set local extra_float_digits = 1; set local bytea_output = 'hex'; set local statement_timeout = 0;
	set local idle_in_transaction_session_timeout = 0; set local lock_timeout = 0`

/** Does some work on one moment of the database, as its owner, however long it takes. */
export function onOneMoment<T>(owner: Kysely<Tables>, work: (tx: Kysely<Tables>) => Promise<T>): Promise<T> {
	return within(owner, `begin isolation level repeatable read read only; ${EXACT}`, work)
}

/** Does some work in one transaction that changes, as the owner, however long it takes: all of it happens or nothing. */
export function inOneTransaction<T>(owner: Kysely<Tables>, work: (tx: Kysely<Tables>) => Promise<T>): Promise<T> {
	return within(owner, `begin; ${EXACT}; set constraints all deferred`, work)
}

function within<T>(owner: Kysely<Tables>, opening: string, work: (tx: Kysely<Tables>) => Promise<T>): Promise<T> {
	return owner.connection().execute(async (tx) => {
		await sql.raw(opening).execute(tx)
		let result: T
		try {
			result = await work(tx)
		} catch (error) {
			// A connection that is lost cannot be asked to roll back, and has done so.
			await sql
				.raw('rollback')
				.execute(tx)
				.catch(() => undefined)
			throw error
		}
		await sql.raw('commit').execute(tx)
		return result
	})
}

const orderOf = (table: CopiedTable) =>
	table.key
		.map((name) => {
			const column = table.columns.find((one) => one.name === name)
			// By bytes, so that every engine gives the same order whatever its language.
			return `${quoted(name)}${column?.hasCollation ? ' collate "C"' : ''}`
		})
		.join(', ')

/**
 * The rows of a place in the order of their key, each a JSON array of the text of its columns, some at a time. Only inside a
 * transaction of this file.
 */
export async function* readRows(
	tx: Kysely<Tables>,
	table: CopiedTable,
	workspace: string | null
): AsyncGenerator<string[]> {
	await actFor(tx, table.reader, workspace)
	const columns = table.columns.map(({ name }) => `${quoted(name)}::text`).join(', ')
	const where = workspace === null ? '' : `where workspace_id = '${workspace}'`
	await sql
		.raw(
			`declare copied no scroll cursor for
			select json_build_array(${columns})::text as line from ${quoted(table.name)} ${where} order by ${orderOf(table)}`
		)
		.execute(tx)
	for (;;) {
		const { rows } = await sql<{ line: string }>`fetch ${sql.raw(String(ROWS_AT_ONCE))} from copied`.execute(tx)
		if (rows.length > 0) yield rows.map((row) => row.line)
		if (rows.length < ROWS_AT_ONCE) break
	}
	await sql`close copied`.execute(tx)
}

/** Counts rows as they pass. */
export class RowCount {
	#rows = 0
	readonly #hash: Hash = createHash('sha256')

	add(lines: readonly string[]): void {
		this.#rows += lines.length
		for (const line of lines) this.#hash.update(line).update('\n')
	}

	result(): Counted {
		return { rows: this.#rows, sha256: this.#hash.copy().digest('hex') }
	}
}

/**
 * Adds rows to a place. They gather in a table of the transaction's own and enter by one statement, since a row may point to
 * a later one of the same table.
 */
export async function addRows(
	tx: Kysely<Tables>,
	table: CopiedTable,
	place: { workspace: string | null; columns: readonly string[] },
	lines: AsyncIterable<string[]>
): Promise<void> {
	await actFor(tx, '', null)
	await sql`create temporary table if not exists incoming (position bigint, line jsonb) on commit drop`.execute(tx)
	await sql`grant select on incoming to public`.execute(tx)
	let position = 0
	for await (const some of lines) {
		await sql`insert into incoming select ${position} + place, line::jsonb
			from unnest(${some}::text[]) with ordinality as given (line, place)`.execute(tx)
		position += some.length
	}
	if (position > 0) {
		const values = place.columns.map((name, index) => {
			const type = table.columns.find((one) => one.name === name)?.type
			if (type === undefined) throw new Error(`the table ${table.name} has no column ${name}`)
			return `(line ->> ${String(index)})::${type}`
		})
		await actFor(tx, table.writer, place.workspace)
		await sql
			.raw(
				`insert into ${quoted(table.name)} (${place.columns.map(quoted).join(', ')})
				select ${values.join(', ')} from incoming order by position`
			)
			.execute(tx)
		await actFor(tx, '', null)
	}
	await sql`truncate incoming`.execute(tx)
}
