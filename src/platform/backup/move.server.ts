import { sql } from 'kysely'
import { listWorkspaces } from '#platform/access/find-seat.server.ts'
import type { Workspace } from '#platform/access/workspace.ts'
import type { Database } from '#platform/database/database.server.ts'
import { appliedMigrations, applyMigrations, countApplied, readMigrations } from '#platform/database/migrate.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import type { Progress } from './make-backup.server.ts'
import type { Manifest } from './manifest.ts'
import { inOneTransaction, onOneMoment } from './rows.server.ts'
import { addSections, analyzeTables, differing, readSections } from './sections.server.ts'

export type Move = {
	source: Database
	target: Database
	/** How the target is called where it is refused. */
	targetName: string
	/** The export of a workspace, to the byte: what is compared last. Undefined where it is too large to be one. */
	exportOf: (database: Database, workspace: Workspace) => Promise<Buffer | undefined>
}

/** How many rows arrived, and how many workspaces were compared by their exports too. */
export type Moved = { workspaces: number; rows: number }

/**
 * Copies a whole installation's database into an empty one, in one transaction there from one moment here, and compares: each
 * table's rows to the byte, and each workspace's export. The source is only read.
 *
 * @throws Refusal `move.in-use`, `move.not-at-this-version`, `move.target-full` or `move.differs`
 */
export async function moveDatabase({ source, target, targetName, exportOf }: Move, progress: Progress): Promise<Moved> {
	const migrations = await readMigrations()
	await refuseInUse(source)
	const applied = (await appliedMigrations(source.owner)) ?? []
	if (countApplied(applied, migrations) !== migrations.length) throw conflict('move.not-at-this-version')
	await refuseFull(target, targetName)
	const listed: Manifest['tables'] = []
	const keys = new Map((await listWorkspaces(source)).map((workspace) => [workspace.id, workspace.key]))
	await onOneMoment(source.owner, (from) =>
		inOneTransaction(target.owner, async (to) => {
			const noted = new Date()
			if (!(await appliedMigrations(to))?.length) await applyMigrations(to, migrations, () => noted)
			const sections = readSections(from, { workspace: undefined }, (counted) => void listed.push(counted))
			await addSections(to, sections, (id) => progress('workspace', { workspace: keys.get(id) ?? '' }))
			progress('comparing')
			const [first] = await differing(to, listed, undefined)
			if (first) throw conflict('move.differs', { what: first.table })
		})
	)
	await analyzeTables(target.owner)
	let compared = 0
	for (const workspace of await listWorkspaces(source)) {
		const [here, there] = await Promise.all([exportOf(source, workspace), exportOf(target, workspace)])
		if (!here) continue
		if (!there?.equals(here)) throw conflict('move.differs', { what: workspace.key })
		compared++
	}
	return { workspaces: compared, rows: listed.reduce((sum, table) => sum + table.rows, 0) }
}

// Whoever changes the source meanwhile would lose what they did: the lock on the data folder keeps this machine's Pitso away,
// this those of other machines. Asked first of all, when this process has one connection yet.
async function refuseInUse(source: Database) {
	const { rows } = await sql<{ others: number }>`
		select count(*)::int as others from pg_stat_activity
		where application_name = 'pitso' and datname = current_database() and pid <> pg_backend_pid()`.execute(source.owner)
	if ((rows[0]?.others ?? 0) > 0) throw conflict('move.in-use', { connections: rows[0]?.others ?? 0 })
}

async function refuseFull(target: Database, name: string) {
	const applied = await appliedMigrations(target.owner)
	if (!applied || applied.length === 0) return
	const { rows } = await sql<{ many: number }>`
		select ((select count(*) from workspace) + (select count(*) from person))::int as many`.execute(target.owner)
	const migrations = await readMigrations()
	if ((rows[0]?.many ?? 0) > 0 || countApplied(applied, migrations) !== migrations.length)
		throw conflict('move.target-full', { target: name })
}
