import { sql } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import type { EntryRow } from '../entry/read-entry.server.ts'
import { joined, readParts } from '../entry/read-entry.server.ts'
import type { EntryValues, Values } from '../entry/values.ts'

/** An entry that a file names, as far as the seat sees it. */
export type ExistingEntry = {
	id: string
	number: string
	version: number
	standing: 'active' | 'withdrawn' | 'merged'
	row: EntryRow
	values: EntryValues
	rowIds: RowIdsHeld
}

/** The rows of tables by table, in the order of the values. */
export type RowIdsHeld = Readonly<Record<string, readonly string[]>>

/** What a seat sees of an entry: its values, which rows those of its tables are, and the parts they stand in. */
export type SeenValues = { values: EntryValues; rowIds: RowIdsHeld; parts: ReadonlySet<string> }

const nothingSeen: SeenValues = { values: { fields: {}, tables: {} }, rowIds: {}, parts: new Set() }

// What is held of so many at once is some megabytes.
const ENTRIES_PER_QUERY = 2_000

/** The entries of a register that the seat sees under the given numbers, with what they hold; the rows of tables where they are asked for. */
export async function existingEntries(
	here: Here,
	registerId: string,
	numbers: readonly string[],
	{ withTables }: { withTables: boolean }
): Promise<Map<string, ExistingEntry>> {
	const found = new Map<string, ExistingEntry>()
	for (let start = 0; start < numbers.length; start += ENTRIES_PER_QUERY) {
		const some = numbers.slice(start, start + ENTRIES_PER_QUERY)
		const rows = await here.tx
			.selectFrom('record')
			.innerJoin('entry', (on) =>
				on.onRef('entry.workspace_id', '=', 'record.workspace_id').onRef('entry.id', '=', 'record.id')
			)
			.select(['record.id', 'record.number', 'record.version', 'record.state as standing'])
			.select([
				'entry.register_id',
				'entry.state',
				'entry.state_day',
				'entry.ended_day',
				'entry.entering_actor_id',
				'entry.revision'
			])
			.where('record.workspace_id', '=', here.workspace.id)
			.where('record.kind', '=', 'entry')
			.where('record.number', '=', sql<string>`any (${some}::text[])`)
			.where('entry.register_id', '=', registerId)
			.execute()
		const seen = await valuesOf(
			here,
			rows.map(({ id }) => id),
			withTables
		)
		for (const { id, number, version, standing, ...row } of rows)
			if (number !== null) {
				const { values, rowIds } = seen.get(id) ?? nothingSeen
				found.set(number, { id, number, version, standing, row, values, rowIds })
			}
	}
	return found
}

/** What the seat sees of entries: their fields, and with `withTables` the rows of their tables in order. */
export async function valuesOf(
	here: Here,
	ids: readonly string[],
	withTables: boolean
): Promise<Map<string, SeenValues>> {
	const parts = await readParts(here, ids)
	const rows = withTables
		? await rowsOf(
				here,
				[...parts.values()].flatMap((some) => some.map(({ id }) => id))
			)
		: new Map<string, TableRows>()
	return new Map(
		ids.map((id) => {
			const own = parts.get(id) ?? []
			const of = Object.entries(rows.get(id) ?? {})
			return [
				id,
				{
					values: {
						fields: joined(own),
						tables: Object.fromEntries(of.map(([table, some]) => [table, some.map(({ document }) => document)]))
					},
					rowIds: Object.fromEntries(of.map(([table, some]) => [table, some.map((row) => row.id)])),
					parts: new Set(own.map(({ part }) => part))
				}
			]
		})
	)
}

type TableRows = Record<string, { id: string; document: Values }[]>

async function rowsOf(here: Here, partIds: readonly string[]): Promise<Map<string, TableRows>> {
	const tables = new Map<string, TableRows>()
	if (partIds.length === 0) return tables
	const rows = await here.tx
		.selectFrom('entry_row')
		.select(['id', 'entry_id', 'table_key', 'document'])
		.where('workspace_id', '=', here.workspace.id)
		.where('part_id', '=', anyOf(partIds))
		.orderBy('part_id')
		.orderBy('table_key')
		.orderBy('position')
		.execute()
	for (const { id, entry_id: entry, table_key: table, document } of rows) {
		const of = tables.get(entry) ?? {}
		tables.set(entry, of)
		;(of[table] ??= []).push({ id, document })
	}
	return tables
}
