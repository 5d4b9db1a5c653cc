import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql, type Kysely } from 'kysely'
import pg from 'pg'
import type { Database } from './database.server.ts'
import type { Tables } from './tables.ts'
import { whyUnavailable } from './unavailable.ts'

/** Stops the start with a code worded under `start.<code>` and what it names. */
export class StartError extends Error {
	readonly code: string
	readonly params: Readonly<Record<string, string | number>>
	constructor(code: string, params: Readonly<Record<string, string | number>> = {}) {
		super(code)
		this.name = 'StartError'
		this.code = code
		this.params = params
	}
}

export const ROLES = ['pitso_app', 'pitso_access', 'pitso_search'] as const
/** Where this version's migrations lie. */
const FOLDER = fileURLToPath(new URL('../../../migrations/', import.meta.url))
// Any fixed number: it keeps two starting processes from migrating side by side.
const MIGRATION_LOCK = 7_471_102

/** The SQL a database administrator runs once, when the owner of the database may not create roles itself. */
export function rolesSql(owner: string): string {
	const quoted = `"${owner.replaceAll('"', '""')}"`
	return [
		...ROLES.map(
			(role) => `create role ${role} nologin nosuperuser nobypassrls nocreatedb nocreaterole noreplication;`
		),
		`grant ${ROLES.join(', ')} to ${quoted};`
	].join('\n')
}

async function ensureRoles(tx: Kysely<Tables>) {
	const { rows: found } = await sql<{ rolname: string; rolsuper: boolean; rolbypassrls: boolean }>`
		select rolname, rolsuper, rolbypassrls from pg_roles where rolname = any (${[...ROLES]})`.execute(tx)
	for (const role of found)
		if (role.rolsuper || role.rolbypassrls) throw new StartError('role-too-strong', { role: role.rolname })
	const { rows: me } = await sql<{ name: string; may: boolean }>`
		select current_user as name, rolsuper or rolcreaterole as may from pg_roles where rolname = current_user`.execute(tx)
	const owner = me[0]?.name ?? ''
	const missing = ROLES.filter((role) => !found.some((one) => one.rolname === role))
	if (missing.length > 0 && !me[0]?.may) throw new StartError('roles-missing', { roles: missing.join(', ') })
	for (const role of missing)
		await sql
			.raw(`create role ${role} nologin nosuperuser nobypassrls nocreatedb nocreaterole noreplication`)
			.execute(tx)
	const { rows: outside } = await sql<{ role: string }>`
		select role from unnest(${[...ROLES]}::text[]) as role where not pg_has_role(current_user, role, 'usage')`.execute(tx)
	if (outside.length > 0) {
		if (!me[0]?.may) throw new StartError('roles-missing', { roles: outside.map((one) => one.role).join(', ') })
		await sql.raw(`grant ${outside.map((one) => one.role).join(', ')} to "${owner.replaceAll('"', '""')}"`).execute(tx)
	}
}

/** Statements of a migration file in order; a `-- distribute:` line becomes the tables to spread over a Citus cluster. */
export function migrationParts(text: string): { sql: string; distribute: string[] }[] {
	const parts: { sql: string; distribute: string[] }[] = []
	let current: string[] = []
	for (const line of text.split('\n')) {
		const marked = /^-- distribute: (.+)$/.exec(line)
		if (!marked?.[1]) current.push(line)
		else {
			parts.push({ sql: current.join('\n'), distribute: marked[1].trim().split(/\s+/) })
			current = []
		}
	}
	parts.push({ sql: current.join('\n'), distribute: [] })
	return parts
}

async function applyMigration(tx: Kysely<Tables>, text: string) {
	const { rows } = await sql<{
		there: boolean
	}>`select exists (select from pg_extension where extname = 'citus') as there`.execute(tx)
	const citus = rows[0]?.there === true
	for (const part of migrationParts(text)) {
		await sql.raw(part.sql).execute(tx)
		if (citus)
			for (const table of part.distribute)
				await sql`select create_distributed_table(${table}, 'workspace_id')`.execute(tx)
	}
}

/** A migration of this version: its file's name, text and digest. */
export type Migration = { name: string; text: string; digest: string }

/** The migrations of this version in order. */
export async function readMigrations(folder = FOLDER): Promise<Migration[]> {
	const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
	return Promise.all(
		names.map(async (name) => {
			const text = await readFile(join(folder, name), 'utf8')
			return { name, text, digest: createHash('sha256').update(text).digest('hex') }
		})
	)
}

type Applied = { name: string; digest: string }

/**
 * How many of this version's migrations are applied already: they must be its first ones, unchanged and without a gap.
 *
 * @throws StartError `database-newer`, `migration-changed` or `half-migrated`
 */
export function countApplied(applied: readonly Applied[], migrations: readonly Migration[]): number {
	const before = new Map(applied.map((row) => [row.name, row.digest]))
	for (const name of before.keys())
		if (!migrations.some((one) => one.name === name)) throw new StartError('database-newer', { migration: name })
	for (const { name, digest } of migrations)
		if (before.has(name) && before.get(name) !== digest) throw new StartError('migration-changed', { migration: name })
	const missing = migrations.slice(0, before.size).find(({ name }) => !before.has(name))
	if (missing) throw new StartError('half-migrated', { migration: missing.name })
	return before.size
}

/**
 * The migrations a database has had, or undefined where Pitso has never been.
 *
 * @throws StartError `database-foreign` where somebody else's tables, or half of ours, stand in it
 */
export async function appliedMigrations(tx: Kysely<Tables>): Promise<Applied[] | undefined> {
	const { rows } = await sql<{ migration: boolean; others: string | null }>`
		select to_regclass('public.migration') is not null as migration,
			(select string_agg(relname, ', ' order by relname) from (
				select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
					and c.relname in ('workspace', 'record', 'event', 'seat', 'person') limit 5
			) as ours) as others`.execute(tx)
	const found = rows[0]
	if (found?.migration === true) return tx.selectFrom('migration').select(['name', 'digest']).orderBy('name').execute()
	if (found?.others) throw new StartError('database-foreign', { tables: found.others })
	return undefined
}

/** Applies migrations inside a transaction of the owner's, one after the other, each noted with its moment. */
export async function applyMigrations(
	tx: Kysely<Tables>,
	migrations: readonly Migration[],
	at: (name: string) => Date
): Promise<void> {
	const { rows: version } = await sql<{
		number: number
	}>`select current_setting('server_version_num')::int as number`.execute(tx)
	const number = version[0]?.number ?? 0
	if (number < 150_000) throw new StartError('server-too-old', { version: Math.floor(number / 10_000) })
	await ensureRoles(tx)
	await sql`create table if not exists migration (
		name text not null, digest text not null, applied_at timestamptz not null,
		constraint migration_pkey primary key (name))`.execute(tx)
	for (const { name, text, digest } of migrations) {
		await applyMigration(tx, text).catch((error: unknown) => {
			if (!(error instanceof pg.DatabaseError) || whyUnavailable(error)) throw error
			throw new StartError('migration-failed', { migration: name, reason: error.message })
		})
		await tx
			.insertInto('migration')
			.values({ name, digest, applied_at: at(name) })
			.execute()
	}
	if (migrations.length > 0) await ownSearch(tx)
}

/**
 * Brings the database to this version's schema, in one transaction, and says how many migrations it applied: a migration
 * that is killed leaves what was there before. Refuses a server older than PostgreSQL 15, an applied migration whose file has
 * changed, a gap among those applied, and a database made by a newer Pitso.
 */
export async function migrate(database: Database, now: Date, folder = FOLDER): Promise<number> {
	const migrations = await readMigrations(folder)
	return database.owner.transaction().execute(async (tx) => {
		// However large a country's tables have grown.
		await sql`set local statement_timeout = 0`.execute(tx)
		await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(tx)
		const pending = migrations.slice(countApplied((await appliedMigrations(tx)) ?? [], migrations))
		await applyMigrations(tx, pending, () => now)
		return pending.length
	})
}

// The search function runs with its owner's rights: a plain role that reads the search table and nothing else.
async function ownSearch(tx: Kysely<Tables>) {
	await sql.raw('grant create on schema public to pitso_search').execute(tx)
	await sql.raw('alter function search_records(regconfig, text, text[], integer) owner to pitso_search').execute(tx)
	await sql.raw('revoke create on schema public from pitso_search').execute(tx)
	await sql.raw('revoke execute on function search_records(regconfig, text, text[], integer) from public').execute(tx)
	await sql.raw('grant execute on function search_records(regconfig, text, text[], integer) to pitso_app').execute(tx)
	await sql.raw('grant usage on schema public to pitso_app, pitso_access, pitso_search').execute(tx)
}
