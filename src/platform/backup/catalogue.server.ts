import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import { scopeStatement } from '#platform/database/database.server.ts'
import type { Tables } from '#platform/database/tables.ts'

const Column = z.object({ name: z.string(), type: z.string(), hasCollation: z.boolean() })

const Found = z.object({
	name: z.string(),
	columns: z.array(Column),
	key: z.array(z.string()),
	hasWorkspace: z.boolean(),
	isForced: z.boolean(),
	needs: z.array(z.string()),
	readers: z.array(z.string()),
	writers: z.array(z.string())
})

/** A table of the database as the catalogue knows it. */
export type CopiedTable = {
	name: string
	columns: z.output<typeof Column>[]
	/** The columns of its primary key, in order. */
	key: string[]
	/** True when row level security keeps its rows apart by workspace. */
	isOfWorkspace: boolean
	/** The role that reads all rows of a workspace, and the one that adds some; empty for the owner itself. */
	reader: string
	writer: string
}

// In this order of liking: the role that serves requests, then the one that knows people.
const ROLES = ['pitso_app', 'pitso_access']

const mayBy = (privilege: string, command: string) =>
	sql.raw(`
	(select coalesce(json_agg(r.rolname), '[]') from pg_roles r where r.rolname in (${ROLES.map((role) => `'${role}'`).join(', ')})
		and has_table_privilege(r.oid, c.oid, '${privilege}')
		and exists (select from pg_policy p where p.polrelid = c.oid and p.polcmd in ('*', '${command}') and p.polpermissive
			and (0 = any (p.polroles) or r.oid = any (p.polroles))))`)

/**
 * Every table of the product, each after those its rows point to. They are asked of the database's own catalogue, so that a
 * table added tomorrow is in tomorrow's backup without anybody remembering it. The job library's tables lie in a schema of
 * their own and are made anew from the rows of `job`.
 *
 * @throws Error where tables point to each other in a circle, or row level security leaves nobody who reads a whole table
 */
export async function copiedTables(tx: Kysely<Tables>): Promise<CopiedTable[]> {
	const { rows } = await sql<{ facts: unknown }>`
		select json_build_object(
			'name', c.relname,
			'columns', (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
					'hasCollation', a.attcollation <> 0) order by a.attnum)
				from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''),
			'key', (select coalesce(json_agg(a.attname order by k.position), '[]') from pg_index i
				cross join lateral unnest(i.indkey) with ordinality as k (attnum, position)
				join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum where i.indrelid = c.oid and i.indisprimary),
			'hasWorkspace', exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped),
			'isForced', c.relrowsecurity and c.relforcerowsecurity,
			'needs', (select coalesce(json_agg(distinct f.relname), '[]') from pg_constraint k join pg_class f on f.oid = k.confrelid
				where k.conrelid = c.oid and k.contype = 'f' and not k.condeferrable and k.confrelid <> c.oid),
			'readers', ${mayBy('select', 'r')},
			'writers', ${mayBy('insert', 'a')}
		) as facts
		from pg_class c
		where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
			and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
		order by c.relname collate "C"`.execute(tx)
	return inOrder(rows.map((row) => Found.parse(row.facts))).map((found) => ({
		name: found.name,
		columns: found.columns,
		key: found.key,
		isOfWorkspace: found.isForced && found.hasWorkspace,
		reader: found.isForced ? roleOf(found.name, found.readers) : '',
		writer: found.isForced ? roleOf(found.name, found.writers) : ''
	}))
}

function roleOf(table: string, able: readonly string[]): string {
	const role = ROLES.find((one) => able.includes(one))
	if (role === undefined) throw new Error(`no role reads and fills the whole table ${table}: it could not be backed up`)
	return role
}

function inOrder<T extends { name: string; needs: string[] }>(tables: readonly T[]): T[] {
	const placed = new Set<string>()
	const ordered: T[] = []
	while (ordered.length < tables.length) {
		const next = tables.find((one) => !placed.has(one.name) && one.needs.every((need) => placed.has(need)))
		if (!next) {
			const left = tables.filter((one) => !placed.has(one.name)).map((one) => one.name)
			throw new Error(`these tables point to each other in a circle: ${left.join(', ')}`)
		}
		placed.add(next.name)
		ordered.push(next)
	}
	return ordered
}

const NO_SCOPE = `; set local app.workspace_id = ''; set local app.audience = ''`

/** Takes on the role and the sight that a whole table needs, for the rest of the transaction or until the next call. */
export async function actFor(tx: Kysely<Tables>, role: string, workspaceId: string | null): Promise<void> {
	const scope = workspaceId === null ? NO_SCOPE : `; ${scopeStatement({ workspaceId, audience: ['system'] })}`
	await sql.raw(`reset role${role === '' ? '' : `; set local role ${role}`}${scope}`).execute(tx)
}

/** A name as SQL writes it. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
