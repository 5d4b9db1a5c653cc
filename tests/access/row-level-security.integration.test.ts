import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { NOW, testInstallation } from '../fixtures/workspace.ts'
import { answer } from './by-name.ts'
import { fillLeftovers } from './prepared-leftovers.ts'
import { prepare, type Prepared } from './prepared.ts'

// The names of the tables are known before any test runs; what a table holds is asked under the scope of the test.
const { database } = await testInstallation()
const tables = (
	await sql<{ name: string }>`select table_name as name from information_schema.columns
		join information_schema.tables using (table_schema, table_name)
		where table_schema = 'public' and column_name = 'workspace_id' and table_type = 'BASE TABLE' and table_name <> 'session'
		order by 1`.execute(database.owner)
).rows.map((row) => row.name)

let first: Prepared
let second: Prepared

beforeAll(async () => {
	first = await prepare()
	second = await prepare()
	await fillLeftovers(first)
	// Rows that no preparation leaves: a number given, an answer kept, a line in the access log.
	const administrator = await first.as('administrator')
	await sql`insert into counter values (${first.workspace.id}, 'recommendation', 1999, 1)`.execute(database.owner)
	await sql`insert into once_key values (${first.workspace.id}, ${administrator.seat.id}, 'k', 'o', 'd', '{}', ${NOW})`.execute(
		database.owner
	)
	await answer(administrator, 'file.get', { file: first.id('file committee') })
})

// Whatever a seat's audience is, also that of no seat there is: the strongest a scope can name.
const scopeOf = ({ workspace }: Prepared) => ({
	workspaceId: workspace.id,
	audience: ['system']
})

const rowsOf = async (name: string) => {
	const { rows } = await sql<{ row: unknown }>`select to_jsonb(t) as row from ${sql.table(name)} t
		where workspace_id = ${first.workspace.id} limit 1`.execute(database.owner)
	return rows
}

// Who holds which seat, and what a workspace is called, is read before it is known who asks.
const BEFORE_ANYBODY = ['person_seat', 'workspace_setting']

const isDenied = (error: unknown) => error instanceof Error && 'code' in error && error.code === '42501'

describe.for(tables)('the table %s, with no rule but the database’s', (name) => {
	test('shows and changes no row of another workspace', async () => {
		const [row] = await rowsOf(name)
		expect(row, `prepare a row of ${name} in tests/access/prepared.ts`).toBeDefined()
		const foreign = first.workspace.id
		const touched = async (statement: ReturnType<typeof sql>) =>
			database
				.write(scopeOf(second), async (tx) => Number((await statement.execute(tx)).numAffectedRows ?? 0))
				.catch((error: unknown) => {
					if (isDenied(error)) return 'denied'
					throw error
				})
		const seen = await database.read(scopeOf(second), async (tx) => {
			const all = await sql<{
				rows: number
			}>`select count(*) as rows from ${sql.table(name)} where workspace_id <> ${second.workspace.id}`.execute(tx)
			return all.rows[0]?.rows
		})
		expect(seen).toBe(0)
		expect([0, 'denied']).toContain(
			await touched(sql`update ${sql.table(name)} set workspace_id = workspace_id where workspace_id = ${foreign}`)
		)
		expect([0, 'denied']).toContain(await touched(sql`delete from ${sql.table(name)} where workspace_id = ${foreign}`))
		expect(
			await touched(
				sql`insert into ${sql.table(name)} select (jsonb_populate_record(null::${sql.table(`public.${name}`)}, ${JSON.stringify(row?.row)}::jsonb)).*`
			)
		).toBe('denied')
		expect(await rowsOf(name)).toHaveLength(1)
	})

	test('lets no row move to another workspace', async () => {
		const moved = await database
			.write(scopeOf(second), (tx) =>
				sql`update ${sql.table(name)} set workspace_id = ${first.workspace.id} where workspace_id = ${second.workspace.id}`.execute(
					tx
				)
			)
			.then((result) => Number(result.numAffectedRows ?? 0))
			.catch((error: unknown) => {
				if (isDenied(error)) return 0
				throw error
			})
		expect(moved).toBe(0)
	})

	test('shows nothing where no workspace is set, or an empty one', async () => {
		const counted = (opening: string) =>
			database.owner.transaction().execute(async (tx) => {
				await sql.raw(`set local role pitso_app; ${opening}`).execute(tx)
				const { rows } = await sql<{ rows: number }>`select count(*) as rows from ${sql.table(name)}`.execute(tx)
				return rows[0]?.rows
			})
		expect(await counted('select 1')).toBe(0)
		expect(await counted(`set local app.workspace_id = ''; set local app.audience = 'system'`)).toBe(0)
	})
})

test('a search from another workspace finds nothing, whatever audience it names', async () => {
	const found = await database.read(
		{ workspaceId: second.workspace.id, audience: ['public', 'role:administrator'] },
		(tx) =>
			sql<{
				record_id: string
			}>`select record_id from search_records('english', 'labour:*', array['actor', 'structure', 'framework', 'area'], 100)`.execute(
				tx
			)
	)
	const own = await second.as('administrator')
	const heads = await Promise.all(found.rows.map((row) => answer(own, 'record.history', { record: row.record_id })))
	expect(heads.length).toBeGreaterThan(0)
})

test('within a workspace the database hides what an audience does not meet', async () => {
	const seen = await database.read({ workspaceId: first.workspace.id, audience: ['public'] }, async (tx) => ({
		records: (await tx.selectFrom('record').select('id').execute()).map((row) => row.id),
		indexed: (await tx.selectFrom('record_search').select('record_id').execute()).map((row) => row.record_id),
		files: (await tx.selectFrom('file').select('record_id').execute()).map((row) => row.record_id)
	}))
	for (const hidden of first.hidden.ids) expect([...seen.records, ...seen.indexed, ...seen.files]).not.toContain(hidden)
})

type Catalogue = { name: string; what: string; is: boolean | null }

test('every table of a workspace forces row level security, and its keys stay within the workspace', async () => {
	const { rows } = await sql<Catalogue>`
		with own as (
			select c.oid, c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced,
				(select attnum from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id') as workspace
			from pg_class c where c.relnamespace = 'public'::regnamespace and c.relname = any (${tables})
		)
		select name, 'forces row level security' as what, forced as is from own
		union all select name, 'has a policy', exists (select from pg_policy p where p.polrelid = own.oid) from own
		union all select name, 'has a primary key that begins with the workspace',
			(select i.indkey[0] = workspace from pg_index i where i.indrelid = own.oid and i.indisprimary) from own
		union all select name, 'has the workspace in ' || i.indexrelid::regclass, workspace = any (i.indkey)
			from own join pg_index i on i.indrelid = own.oid and i.indisunique
		union all select name, 'has the workspace at both ends of ' || f.conname,
			workspace = any (f.conkey) and exists (select from pg_attribute a
				where a.attrelid = f.confrelid and a.attname = 'workspace_id' and a.attnum = f.confkey[array_position(f.conkey, workspace)])
			from own join pg_constraint f on f.conrelid = own.oid and f.contype = 'f'`.execute(database.owner)
	expect(tables.length).toBeGreaterThan(25)
	expect(rows.length).toBeGreaterThan(tables.length * 4)
	expect(rows.filter((row) => row.is !== true).map((row) => `${row.name} ${row.what}`)).toEqual([])
})

test('the roles that answer have no power to look past the rules', async () => {
	const { rows } = await sql<{ rolname: string; strong: boolean; owns: boolean }>`
		select rolname, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication or rolcanlogin as strong,
			exists (select from pg_class c where c.relowner = pg_roles.oid) as owns
		from pg_roles where rolname in ('pitso_app', 'pitso_access', 'pitso_search') order by 1`.execute(database.owner)
	expect(rows).toEqual(
		['pitso_access', 'pitso_app', 'pitso_search'].map((rolname) => ({ rolname, strong: false, owns: false }))
	)
	const { rows: member } = await sql<{ of: string }>`select roleid::regrole::text as of from pg_auth_members
		where member in ('pitso_app'::regrole, 'pitso_access'::regrole, 'pitso_search'::regrole)`.execute(database.owner)
	expect(member).toEqual([])
})

test('history and the access log are only added to, and the application reads no session and no list of workspaces', async () => {
	const may = async (role: string, table: string, right: string) => {
		const { rows } = await sql<{
			may: boolean
		}>`select has_table_privilege(${role}, ${table}, ${right}) as may`.execute(database.owner)
		return rows[0]?.may
	}
	for (const table of ['event', 'event_record', 'access_log'])
		for (const right of ['update', 'delete', 'truncate'])
			expect([table, right, await may('pitso_app', table, right)]).toEqual([table, right, false])
	expect(await may('pitso_app', 'event_payload', 'delete')).toBe(false)
	for (const table of ['workspace', 'session', 'migration'])
		for (const right of ['select', 'insert', 'update', 'delete'])
			expect([table, right, await may('pitso_app', table, right)]).toEqual([table, right, false])
	for (const table of tables) {
		expect([table, await may('pitso_access', table, 'select')]).toEqual([table, BEFORE_ANYBODY.includes(table)])
		expect([table, await may('pitso_search', table, 'select')]).toEqual([table, table === 'record_search'])
	}
})
