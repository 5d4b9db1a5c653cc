import { sql, type Kysely } from 'kysely'
import { insertRows } from '#platform/database/insert-rows.server.ts'
import { sideBySide } from '#platform/database/side-by-side.server.ts'
import type { Tables } from '#platform/database/tables.ts'
import type { ChangeableTable } from './registry.server.ts'

// PostgreSQL takes at most 65 535 parameters in a statement; our widest row has 25.
const ROWS_PER_INSERT = 1_600

// From so many rows on they travel as one text: to write out each value as a parameter costs more than to store it.
export const MANY_ROWS = 200
// By one statement, so that what names these rows may be sent right behind them: entries go by the 500, each in twenty-two parts at most.
const ROWS_PACKED = 12_000

// Columns of type jsonb: the driver would write a JavaScript object as text of its own, and an array as an SQL array.
const JSON_COLUMNS: Readonly<Record<string, readonly string[]>> = {
	record: ['title'],
	record_name: ['name'],
	workspace_setting: ['name', 'letterhead'],
	provisioned_person: ['emails'],
	secretariat_report: ['figures'],
	entry_document: ['document'],
	entry_replaced: ['document'],
	entry_row: ['document']
}
/** A value as its column takes it. */
export const encoded = (table: string, column: string, value: unknown) =>
	JSON_COLUMNS[table]?.includes(column) === true && typeof value !== 'string' ? JSON.stringify(value) : value

// What is JSON text already stands in its column as what it says.
function parsedIn(table: string, rows: readonly Record<string, unknown>[]) {
	const texts = (JSON_COLUMNS[table] ?? []).filter((column) => rows.some((row) => typeof row[column] === 'string'))
	if (texts.length === 0) return rows
	const parsed = (column: string, value: unknown): unknown =>
		texts.includes(column) && typeof value === 'string' ? JSON.parse(value) : value
	return rows.map((row) =>
		Object.fromEntries(Object.entries(row).map(([column, value]) => [column, parsed(column, value)]))
	)
}

/** Stores rows of one table, however many, and gives how many were added. */
export async function storeRows(
	tx: Kysely<Tables>,
	table: ChangeableTable | 'record',
	rows: readonly Record<string, unknown>[],
	onTaken = sql``
): Promise<number> {
	let added = 0
	const atOnce = rows.length >= MANY_ROWS ? ROWS_PACKED : ROWS_PER_INSERT
	for (let start = 0; start < rows.length; start += atOnce) {
		const some = rows.slice(start, start + atOnce)
		if (some.length >= MANY_ROWS) {
			added += await insertRows(tx, table, parsedIn(table, some), onTaken)
			continue
		}
		const columns = [...new Set(some.flatMap((row) => Object.keys(row)))]
		const values = some.map(
			(row) => sql`(${sql.join(columns.map((column) => encoded(table, column, row[column] ?? null)))})`
		)
		const names = sql.join(columns.map((column) => sql.ref(column)))
		const { numAffectedRows } =
			await sql`insert into ${sql.table(table)} (${names}) values ${sql.join(values)} ${onTaken}`.execute(
				sideBySide(tx)
			)
		added += Number(numAffectedRows ?? 0)
	}
	return added
}

type Updated = { id: string } & Readonly<Record<string, unknown>>

/**
 * Gives rows of one table new values, each its own, of the same columns. Several travel as one text of JSON, as in
 * `insertRows`, each column read by its type.
 */
export async function updateRows(
	tx: Kysely<Tables>,
	{ table, workspaceId, rows }: { table: ChangeableTable | 'record'; workspaceId: string; rows: readonly Updated[] }
): Promise<void> {
	const [first] = rows
	if (!first) return
	const columns = Object.keys(first).filter((column) => column !== 'id')
	if (rows.length === 1) {
		const assignments = columns.map((column) => sql`${sql.ref(column)} = ${encoded(table, column, first[column])}`)
		await sql`update ${sql.table(table)} set ${sql.join(assignments)}
			where workspace_id = ${workspaceId} and id = ${first.id}`.execute(tx)
		return
	}
	const assignments = columns.map((column) => sql`${sql.ref(column)} = ${sql.ref(`given.${column}`)}`)
	await sql`update ${sql.table(table)} set ${sql.join(assignments)}
		from json_populate_recordset((select one from ${sql.table(table)} as one limit 0), ${JSON.stringify(parsedIn(table, rows))}::json) as given
		where ${sql.ref(`${table}.workspace_id`)} = ${workspaceId} and ${sql.ref(`${table}.id`)} = given.id`.execute(tx)
}
