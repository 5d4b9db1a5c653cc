import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { sql, type Kysely } from 'kysely'
import type { Database } from './database.server.ts'
import type { Tables } from './tables.ts'

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

/**
 * Brings the database to this version's schema, in one transaction, and says how many migrations it applied. Refuses a
 * server older than PostgreSQL 15, an applied migration whose file has changed, and a database made by a newer Pitso.
 */
export async function migrate(database: Database, now: Date): Promise<number> {
	const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).sort()
	const files = await Promise.all(names.map(async (name) => ({ name, text: await readFile(FOLDER + name, 'utf8') })))
	return database.owner.transaction().execute(async (tx) => {
		const { rows: version } = await sql<{
			number: number
		}>`select current_setting('server_version_num')::int as number`.execute(tx)
		const number = version[0]?.number ?? 0
		if (number < 150_000) throw new StartError('server-too-old', { version: Math.floor(number / 10_000) })
		await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(tx)
		await ensureRoles(tx)
		await sql`create table if not exists migration (
			name text not null, digest text not null, applied_at timestamptz not null,
			constraint migration_pkey primary key (name))`.execute(tx)
		const applied = new Map(
			(await tx.selectFrom('migration').select(['name', 'digest']).execute()).map((row) => [row.name, row.digest])
		)
		for (const name of applied.keys())
			if (!names.includes(name)) throw new StartError('database-newer', { migration: name })
		let count = 0
		for (const { name, text } of files) {
			const digest = createHash('sha256').update(text).digest('hex')
			const before = applied.get(name)
			if (before === digest) continue
			if (before !== undefined) throw new StartError('migration-changed', { migration: name })
			await applyMigration(tx, text)
			await tx.insertInto('migration').values({ name, digest, applied_at: now }).execute()
			count++
		}
		if (count > 0) await ownSearch(tx)
		return count
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
