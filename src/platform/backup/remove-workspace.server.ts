import { sql, type Kysely } from 'kysely'
import type { Database } from '#platform/database/database.server.ts'
import type { Tables } from '#platform/database/tables.ts'
import { copiedTables, quoted } from './catalogue.server.ts'
import { inOneTransaction } from './rows.server.ts'

/**
 * Removes a workspace with all its rows, in one transaction. No operation does this: only a demonstration that nobody has
 * touched is ever removed, to be made anew.
 */
export async function removeWorkspace(database: Database, workspaceId: string): Promise<void> {
	await inOneTransaction(database.owner, async (tx) => {
		const tables = await copiedTables(tx)
		const ofWorkspace = tables.filter((table) => table.isOfWorkspace).map((table) => table.name)
		const isBound = await isBoundByRows(tx)
		// A plain owner stands under row level security too, and may suspend it for itself until it is done.
		if (isBound) await forEach(tx, ofWorkspace, (name) => `alter table ${name} no force row level security`)
		await forEach(tx, ofWorkspace.toReversed(), (name) => `delete from ${name} where workspace_id = '${workspaceId}'`)
		await sql`delete from session where workspace_id = ${workspaceId}`.execute(tx)
		await sql`delete from workspace where id = ${workspaceId}`.execute(tx)
		await sql`set constraints all immediate`.execute(tx)
		if (isBound) await forEach(tx, ofWorkspace, (name) => `alter table ${name} force row level security`)
	})
}

async function isBoundByRows(tx: Kysely<Tables>): Promise<boolean> {
	const { rows } = await sql<{ passes: boolean }>`
		select rolsuper or rolbypassrls as passes from pg_roles where rolname = current_user`.execute(tx)
	return rows[0]?.passes !== true
}

async function forEach(tx: Kysely<Tables>, names: readonly string[], statement: (name: string) => string) {
	for (const name of names) await sql.raw(statement(quoted(name))).execute(tx)
}
