import { sql, type Kysely } from 'kysely'
import type { Tables } from '#platform/database/tables.ts'
import { absent } from '#platform/operation/refusal.ts'
import { actFor, copiedTables, quoted, type CopiedTable } from './catalogue.server.ts'
import type { Manifest } from './manifest.ts'
import { addRows, readRows, RowCount, type Place } from './rows.server.ts'

/** All rows of one place, in the order in which they are added elsewhere. */
export type Section = Place & { columns: readonly string[]; lines: AsyncIterable<string[]> }

/** What of a database is copied: all of it, or one workspace by its key. */
export type Part = { workspace: string | undefined }

export type CopiedWorkspace = { id: string; key: string }

/** The workspaces of a part of the database, by key. */
export async function workspacesOf(tx: Kysely<Tables>, { workspace }: Part): Promise<CopiedWorkspace[]> {
	await actFor(tx, '', null)
	const { rows } = await sql<CopiedWorkspace>`
		select id::text as id, key from workspace order by key collate "C"`.execute(tx)
	if (workspace === undefined) return rows
	const found = rows.filter((row) => row.key === workspace)
	if (found.length === 0) throw absent('platform.no-such-workspace', { workspace: workspace.slice(0, 60) })
	return found
}

/**
 * A part of the database, section by section, each after those its rows point to. Of a single workspace its own row is all
 * that comes from outside it: people and their passwords stay with their installation. `counted` is told of each section that
 * was read to its end.
 */
export async function* readSections(
	tx: Kysely<Tables>,
	part: Part,
	counted: (listed: Manifest['tables'][number]) => void
): AsyncGenerator<Section> {
	const workspaces = await workspacesOf(tx, part)
	const tables = await copiedTables(tx)
	const places = [
		...tables.filter((table) => !table.isOfWorkspace).map((table) => ({ table, workspace: null })),
		...workspaces.flatMap(({ id }) =>
			tables.filter((table) => table.isOfWorkspace).map((table) => ({ table, workspace: id }))
		)
	]
	for (const { table, workspace } of places) {
		if (workspace === null && part.workspace !== undefined && table.name !== 'workspace') continue
		const keeps = workspace === null && part.workspace !== undefined ? isRowOf(table, workspaces) : () => true
		const count = new RowCount()
		const columns = table.columns.map((column) => column.name)
		const lines = (async function* () {
			for await (const some of readRows(tx, table, workspace)) {
				const kept = some.filter(keeps)
				count.add(kept)
				yield kept
			}
		})()
		yield { table: table.name, workspace, columns, lines }
		counted({ table: table.name, workspace, columns, ...count.result() })
	}
}

const isRowOf = (table: CopiedTable, workspaces: readonly CopiedWorkspace[]) => (line: string) => {
	const values: unknown = JSON.parse(line)
	const id: unknown = Array.isArray(values) ? values[table.columns.findIndex(({ name }) => name === 'id')] : undefined
	return workspaces.some((one) => one.id === id)
}

/** Adds sections to a database that has the tables and none of the rows. */
export async function addSections(
	tx: Kysely<Tables>,
	sections: AsyncIterable<Section>,
	progress: (workspace: string) => void
): Promise<void> {
	const tables = new Map((await copiedTables(tx)).map((table) => [table.name, table]))
	let told: string | null = null
	for await (const { table: name, workspace, columns, lines } of sections) {
		const table = tables.get(name)
		if (!table) throw new Error(`there is no table ${name} at this level`)
		if (workspace !== null && workspace !== told) progress(workspace)
		told = workspace
		// Noted when the level was reached; the moments of the original are kept instead.
		if (name === 'migration') await sql`delete from migration`.execute(tx)
		await addRows(tx, table, { workspace, columns }, lines)
	}
	await sql`set constraints all immediate`.execute(tx)
}

/** Tells the planner of a database what came in; until then it would plan as for empty tables. */
export async function analyzeTables(owner: Kysely<Tables>): Promise<void> {
	const names = (await copiedTables(owner)).map(({ name }) => quoted(name))
	await sql.raw(`analyze ${names.join(', ')}`).execute(owner)
}

/**
 * The places whose rows are not, to the byte, as listed. Where one workspace came in (`only`), the rows of the others beside it
 * are passed over.
 */
export async function differing(
	tx: Kysely<Tables>,
	listed: Manifest['tables'],
	only: readonly CopiedWorkspace[] | undefined
): Promise<Place[]> {
	const tables = new Map((await copiedTables(tx)).map((table) => [table.name, table]))
	const found: Place[] = []
	for (const { table: name, workspace, rows, sha256 } of listed) {
		const table = tables.get(name)
		const keeps = table && only && workspace === null ? isRowOf(table, only) : () => true
		const count = new RowCount()
		if (table) for await (const lines of readRows(tx, table, workspace)) count.add(lines.filter(keeps))
		const there = count.result()
		if (there.rows !== rows || there.sha256 !== sha256) found.push({ table: name, workspace })
	}
	await actFor(tx, '', null)
	return found
}
