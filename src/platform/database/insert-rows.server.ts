import { sql, type Kysely, type RawBuilder } from 'kysely'
import type { Tables } from './tables.ts'

/**
 * Inserts rows that travel as one text of JSON, each column read by its type: of many rows, to write out each value as a parameter
 * costs more than to store it. The type of the rows is told by a row that is not there: `record` alone would name PostgreSQL's own
 * type of that name. Gives how many were added.
 */
export async function insertRows(
	tx: Kysely<Tables>,
	table: string,
	rows: readonly Readonly<Record<string, unknown>>[],
	onTaken: RawBuilder<unknown> = sql``
): Promise<number> {
	if (rows.length === 0) return 0
	const names = sql.join([...new Set(rows.flatMap((row) => Object.keys(row)))].map((column) => sql.ref(column)))
	const { numAffectedRows } = await sql`insert into ${sql.table(table)} (${names}) select ${names}
		from json_populate_recordset((select one from ${sql.table(table)} as one limit 0), ${JSON.stringify(rows)}::json) ${onTaken}`.execute(
		tx
	)
	return Number(numAffectedRows ?? 0)
}
