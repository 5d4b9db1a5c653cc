import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { testInstallation } from '../fixtures/workspace.ts'
import { tableTypes, type ColumnType } from './table-types.ts'

const WORDS: Readonly<Record<string, string>> = {
	uuid: 'text',
	text: 'text',
	date: 'text',
	tsvector: 'text',
	// Exact: through a number of the machine it would be rounded.
	numeric: 'text',
	integer: 'number',
	bigint: 'number',
	boolean: 'boolean',
	'timestamp with time zone': 'instant',
	jsonb: 'json',
	'text[]': 'text list'
}

type Column = { table: string; column: string; type: string; isNullable: boolean }

let stored = new Map<string, Map<string, ColumnType>>()
let declared = new Map<string, Map<string, ColumnType>>()

beforeAll(async () => {
	const { database } = await testInstallation()
	const { rows } = await sql<Column>`
		select c.relname as table, a.attname as column, format_type(a.atttypid, null) as type, not a.attnotnull as "isNullable"
		from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
		where n.nspname = 'public' and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped`.execute(database.owner)
	stored = new Map(
		[...Map.groupBy(rows, (row) => row.table)].map(([table, columns]) => [
			table,
			new Map(columns.map(({ column, type, isNullable }) => [column, { type: WORDS[type] ?? type, isNullable }]))
		])
	)
	declared = tableTypes()
})

test('every table of the database is declared, and every table declared is in the database', () => {
	expect([...declared.keys()].sort()).toEqual([...stored.keys()].sort())
})

test('every column is declared with its type, and with whether it may be empty', () => {
	for (const [table, columns] of stored) {
		const told = declared.get(table) ?? new Map<string, ColumnType>()
		expect(Object.fromEntries([...told].sort()), table).toEqual(Object.fromEntries([...columns].sort()))
	}
})

test('every table with a workspace has row level security, forced, with the workspace in its first key', async () => {
	const { database } = await testInstallation()
	const { rows } = await sql<{ table: string; forced: boolean; policies: number; first: string | null }>`
		select c.relname as table, c.relrowsecurity and c.relforcerowsecurity as forced,
			(select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies,
			(select a.attname from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
				where i.indrelid = c.oid and i.indisprimary) as first
		from pg_class c join pg_namespace n on n.oid = c.relnamespace
		where n.nspname = 'public' and c.relkind in ('r', 'p')
			and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id')
			and c.relname <> 'session'`.execute(database.owner)
	expect(rows.length).toBeGreaterThan(20)
	for (const row of rows) expect(row, row.table).toMatchObject({ forced: true, first: 'workspace_id' })
	for (const row of rows) expect(row.policies, row.table).toBeGreaterThan(0)
})

test('the roles that serve requests are no superusers, pass no policy and own nothing', async () => {
	const { database } = await testInstallation()
	const { rows } = await sql<{ rolname: string; strong: boolean; owned: number }>`
		select rolname, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolcanlogin as strong,
			(select count(*)::int from pg_class where relowner = pg_roles.oid) as owned
		from pg_roles where rolname in ('pitso_app', 'pitso_access', 'pitso_search') order by rolname`.execute(database.owner)
	expect(rows).toEqual([
		{ rolname: 'pitso_access', strong: false, owned: 0 },
		{ rolname: 'pitso_app', strong: false, owned: 0 },
		{ rolname: 'pitso_search', strong: false, owned: 0 }
	])
})

test('the application may add to the history and take nothing from it', async () => {
	const { database } = await testInstallation()
	const { rows } = await sql<{ table: string; privilege: string }>`
		select table_name as table, privilege_type as privilege from information_schema.role_table_grants
		where grantee = 'pitso_app' and table_name in ('event', 'event_record', 'access_log', 'event_payload')
		order by 1, 2`.execute(database.owner)
	expect(rows.map((row) => `${row.table} ${row.privilege}`)).toEqual(
		['access_log', 'event', 'event_payload', 'event_record'].flatMap((table) => [`${table} INSERT`, `${table} SELECT`])
	)
	const { rows: columns } = await sql<{ column: string }>`
		select column_name as column from information_schema.column_privileges
		where grantee = 'pitso_app' and table_name = 'event_payload' and privilege_type = 'UPDATE' order by 1`.execute(
		database.owner
	)
	expect(columns.map((row) => row.column)).toEqual(['audience', 'erased_at', 'erased_reason', 'payload', 'salt'])
})
