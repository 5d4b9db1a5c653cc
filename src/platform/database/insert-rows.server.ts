import { sql, type Kysely, type RawBuilder } from 'kysely'
import { COLUMN_TYPES, type ColumnTypes } from './column-types.ts'
import { packIdentifiers, packTexts } from './pack-column.ts'
import { sideBySide } from './side-by-side.server.ts'
import type { Tables } from './tables.ts'

type Rows = readonly Readonly<Record<string, unknown>>[]

// Fewer are not worth a packing.
const PACKED_FROM = 20

/**
 * Inserts many rows by one statement, and gives how many were added: to write out each value as a parameter costs more than to store
 * it. Rows of the tables that are filled by the thousand travel column by column, all others as one text of JSON.
 */
export async function insertRows(
	tx: Kysely<Tables>,
	table: string,
	rows: Rows,
	onTaken: RawBuilder<unknown> = sql``
): Promise<number> {
	if (rows.length === 0) return 0
	const columns = columnsOf(rows)
	const types = COLUMN_TYPES[table]
	const given =
		types && rows.length >= PACKED_FROM && columns.every((column) => types[column] !== undefined)
			? inColumns(types, columns, rows)
			: asJson(table, columns, rows)
	const names = sql.join(columns.map((column) => sql.ref(column)))
	const { numAffectedRows } = await sql`insert into ${sql.table(table)} (${names}) ${given} ${onTaken}`.execute(
		sideBySide(tx)
	)
	return Number(numAffectedRows ?? 0)
}

function columnsOf(rows: Rows): string[] {
	const columns = new Set<string>()
	for (const row of rows) for (const column in row) columns.add(column)
	return [...columns]
}

/** Each column read by its type; which that is, is told by a row that is not there: `record` alone would name PostgreSQL's own type of that name. */
const asJson = (table: string, columns: readonly string[], rows: Rows) =>
	sql`select ${sql.join(columns.map((column) => sql.ref(column)))}
		from json_populate_recordset((select one from ${sql.table(table)} as one limit 0), ${JSON.stringify(rows)}::json)`

/** A column whose rows are all alike is one value; of the others each is an array. */
function inColumns(types: ColumnTypes, columns: readonly string[], rows: Rows) {
	const arrays: { name: RawBuilder<unknown>; array: RawBuilder<unknown> }[] = []
	const selected = columns.map((column) => {
		const type = types[column] ?? 'text'
		const values = textsOf(rows, column, type)
		const [first] = values
		if (values.every((value) => value === first)) return sql`${first}::${sql.raw(type)}`
		const name = sql.ref(column)
		const identifiers = type === 'uuid' ? packIdentifiers(values) : undefined
		arrays.push({ name, array: identifiers ? sql`${identifiers}::uuid[]` : sql`${packTexts(values)}::text[]` })
		return identifiers || type === 'text' ? name : sql`${name}::${sql.raw(type)}`
	})
	const from =
		arrays.length === 0
			? sql`generate_series(1, ${rows.length}::integer)`
			: sql`unnest(${sql.join(arrays.map(({ array }) => array))}) as given (${sql.join(arrays.map(({ name }) => name))})`
	return sql`select ${sql.join(selected)} from ${from}`
}

/** The texts of one column; what many rows have in common, as whom they are shown to, is written out once. */
function textsOf(rows: Rows, column: string, type: string): (string | null)[] {
	let last: unknown
	let text: string | null = null
	return rows.map((row) => {
		const value = row[column]
		if (typeof value === 'string') return value
		if (value !== last || value === undefined) [last, text] = [value, textOf(value, type)]
		return text
	})
}

/** A value as the text from which PostgreSQL reads it; what stands in a column of JSON is a text of JSON already, or is written as one. */
function textOf(value: unknown, type: string): string | null {
	if (typeof value === 'string') return value
	if (value === null || value === undefined) return null
	if (value instanceof Date) return value.toISOString()
	if (Array.isArray(value) && type !== 'jsonb') return `{${value.map(elementOf).join(',')}}`
	return JSON.stringify(value)
}

const elementOf = (value: unknown) => `"${String(value).replace(/["\\]/g, '\\$&')}"`
