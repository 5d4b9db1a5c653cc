import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import { findWorkspace } from '#platform/access/find-seat.server.ts'
import { openDatabase } from '#platform/database/database.server.ts'
import { startEmbedded } from '#platform/database/embedded.ts'
import {
	appliedMigrations,
	applyMigrations,
	countApplied,
	readMigrations,
	StartError,
	type Migration
} from '#platform/database/migrate.server.ts'
import type { Tables } from '#platform/database/tables.ts'
import { verifyHistory } from '#platform/events/verify.server.ts'
import { incomingFolder } from '#platform/files/receive.server.ts'
import { storedPath } from '#platform/files/store.server.ts'
import { absent, conflict } from '#platform/operation/refusal.ts'
import type { Progress } from './make-backup.server.ts'
import { PART, type Manifest } from './manifest.ts'
import {
	copyFiles,
	digestAt,
	placePart,
	secretAfter,
	writeSynced,
	type SecretAfter,
	type Target,
	type Where
} from './place-files.server.ts'
import { linesOf, placeOf, readBackup, readingBackup, verifyBackup, type BackupFile } from './read-backup.server.ts'
import { inOneTransaction, onOneMoment } from './rows.server.ts'
import { addSections, analyzeTables, differing, readSections, type Section } from './sections.server.ts'

export type RestoreWish = {
	file: BackupFile
	/** Where the stored files lie that the backup only lists. */
	filesFrom?: string
	/** Where the migrations lie; this version's own unless told otherwise. */
	migrations?: readonly Migration[]
}

/** What was restored, and what of it is not as it should be. */
export type Restored = {
	manifest: Manifest
	rows: number
	files: number
	/** Files that were missing or changed when the backup was made already, or are missing where they are looked for. */
	brokenFiles: number
	/** The migrations that brought it to this version. */
	migrated: number
	histories: { workspace: string; events: number; faults: number }[]
	/** What became of the installation's secret. */
	secret: SecretAfter
}

const MARKER = 'restoring.json'
const Marker = z.object({ backup: z.string() })

// Who was signed in when the backup was made signs in again: a session ended since then must not come back to life.
const ENDED_BY_RESTORE = ['session', 'person_session', 'verification']

/** True where a restore into this data folder began and did not end. */
export async function isRestoreUnfinished(dataFolder: string): Promise<boolean> {
	return (await readMarker(dataFolder)) !== undefined
}

async function readMarker(dataFolder: string): Promise<string | undefined> {
	const written = await readFile(join(dataFolder, MARKER), 'utf8').catch(() => undefined)
	if (written === undefined) return undefined
	try {
		return Marker.parse(JSON.parse(written)).backup
	} catch {
		return ''
	}
}

const identityOf = (manifest: Manifest) => createHash('sha256').update(JSON.stringify(manifest)).digest('hex')

type Found = {
	report: Restored
	migrations: readonly Migration[]
	level: number
	state: State
	/** True where the same restore was cut off after everything had been brought in. */
	isDone: boolean
}

/**
 * Reads a backup to its end, holds it against its digests, and tells what a restore would bring. Changes nothing.
 *
 * @throws Refusal in words, with the way out
 */
export async function checkRestore(where: Where, wish: RestoreWish, progress: Progress): Promise<Restored> {
	return (await lookedAt(where, wish, progress)).report
}

async function lookedAt(where: Where, wish: RestoreWish, progress: Progress): Promise<Found> {
	progress('reading', { file: wish.file.path })
	const manifest = await verifyBackup(wish.file)
	const migrations = wish.migrations ?? (await readMigrations())
	const level = levelOf(manifest, migrations)
	const state = where.database ? await stateOf(where.database.owner, manifest) : NEW
	const marker = await readMarker(where.dataFolder)
	const isDone = marker === identityOf(manifest) && state.workspaces.length > 0
	if (!isDone) {
		await refuseFull(where, manifest, { state, isBegun: marker !== undefined })
		await refuseMissingFiles(where, wish, manifest)
	}
	const report: Restored = {
		manifest,
		rows: manifest.tables.reduce((sum, table) => sum + table.rows, 0),
		files: manifest.files.filter((file) => file.state !== 'missing').length,
		brokenFiles: manifest.files.filter((file) => file.state !== 'whole').length,
		migrated: migrations.length - level,
		histories: [],
		secret: secretAfter(where, manifest)
	}
	return { report, migrations, level, state, isDone }
}

/**
 * Restores a backup. First the whole file is read and held against its digests; then rows and files are brought in, in one
 * transaction, and read back; then each history is verified. Whatever is refused changes nothing.
 *
 * @throws Refusal in words, with the way out
 */
export async function restore(target: Target, wish: RestoreWish, progress: Progress): Promise<Restored> {
	const { report, isDone, ...found } = await lookedAt(target, wish, progress)
	const { manifest } = report
	if (!isDone) await bringIn(target, { ...found, manifest, wish, progress })
	await rm(join(target.dataFolder, MARKER), { force: true })
	return { ...report, histories: await historiesOf(target, manifest, report.secret) }
}

// The backup's migrations must be the first ones of this version, as they are here.
function levelOf(manifest: Manifest, migrations: readonly Migration[]): number {
	try {
		return countApplied(manifest.migrations, migrations)
	} catch (error) {
		if (!(error instanceof StartError)) throw error
		const { migration = '' } = error.params
		throw conflict(error.code === 'database-newer' ? 'backup.newer' : 'backup.other-migrations', {
			product: manifest.product,
			migration
		})
	}
}

type State = { level: number | undefined; workspaces: readonly string[]; people: number }

const NEW: State = { level: undefined, workspaces: [], people: 0 }

async function stateOf(owner: Kysely<Tables>, manifest: Manifest): Promise<State> {
	return onOneMoment(owner, async (tx) => {
		const applied = await appliedMigrations(tx)
		if (!applied || applied.length === 0) return NEW
		const ids = manifest.workspaces.map((one) => one.id)
		const keys = manifest.workspaces.map((one) => one.key)
		const { rows } = await sql<{ key: string }>`
			select key from workspace
			where ${manifest.scope === 'installation'} or id = any (${ids}::uuid[]) or key = any (${keys}) order by key`.execute(tx)
		const people = (await isThere(tx, 'person'))
			? await sql<{ many: number }>`select count(*)::int as many from person`.execute(tx)
			: undefined
		return { level: applied.length, workspaces: rows.map((row) => row.key), people: people?.rows[0]?.many ?? 0 }
	})
}

async function refuseFull(
	where: Where,
	manifest: Manifest,
	{ state, isBegun }: { state: State; isBegun: boolean }
): Promise<void> {
	if (manifest.scope === 'workspace') {
		if (state.level === undefined) throw conflict('backup.no-installation')
		if (state.workspaces[0] !== undefined) throw conflict('backup.workspace-there', { workspace: state.workspaces[0] })
		return
	}
	if (state.workspaces[0] !== undefined || state.people > 0)
		throw conflict('backup.target-full', { workspaces: state.workspaces.length, people: state.people })
	if (isBegun || manifest.filesAre === 'apart' || manifest.files.length === 0) return
	const there = await readdir(where.filesFolder, { withFileTypes: true, recursive: true }).catch(() => [])
	const incoming = incomingFolder(where.filesFolder)
	if (there.some((entry) => entry.isFile() && entry.parentPath !== incoming))
		throw conflict('backup.files-there', { folder: where.filesFolder })
}

const filesOf = (where: Where, wish: RestoreWish) => wish.filesFrom ?? where.filesFolder

// Files that the backup only lists must lie where they are looked for, each with its digest.
async function refuseMissingFiles(where: Where, wish: RestoreWish, manifest: Manifest) {
	if (manifest.filesAre === 'inside') return
	for (const file of manifest.files.filter((one) => one.state !== 'missing')) {
		const path = storedPath(filesOf(where, wish), file.workspace, file.id)
		if ((await digestAt(path)) !== file.sha256) throw absent('backup.file-missing', { file: path })
	}
}

type BringingIn = {
	wish: RestoreWish
	manifest: Manifest
	migrations: readonly Migration[]
	level: number
	state: State
	progress: Progress
}

async function bringIn(target: Target, all: BringingIn): Promise<void> {
	const { manifest, level, state, wish } = all
	const placed: string[] = []
	await mkdir(target.dataFolder, { recursive: true, mode: 0o755 })
	if (manifest.scope === 'installation')
		await writeSynced(join(target.dataFolder, MARKER), JSON.stringify({ backup: identityOf(manifest) }))
	try {
		if (state.level === undefined || state.level === level) {
			await fillFrom(target, all, backupSections(target, all, placed), () => manifest.tables)
		} else await lifted(target, all, placed)
		if (manifest.filesAre === 'apart' && wish.filesFrom !== undefined)
			await copyFiles(target, wish.filesFrom, manifest, placed)
	} catch (error) {
		for (const path of placed) await rm(path, { force: true })
		await rm(join(target.dataFolder, MARKER), { force: true })
		throw error
	}
	await analyzeTables(target.database.owner)
}

// An older backup for a database that is at this version already grows in a scratch database first.
async function lifted(target: Target, all: BringingIn, placed: string[]): Promise<void> {
	const folder = await mkdtemp(join(target.dataFolder, 'restoring-'))
	try {
		const scratch = await startEmbedded({ folder })
		try {
			const database = openDatabase({ ...scratch.connection, most: 2 })
			try {
				const inScratch = { ...target, database }
				await fillFrom(
					inScratch,
					{ ...all, state: NEW },
					backupSections(target, all, placed),
					() => all.manifest.tables
				)
				await onOneMoment(database.owner, async (tx) => {
					const listed: Manifest['tables'] = []
					const workspace = all.manifest.scope === 'workspace' ? all.manifest.workspaces[0]?.key : undefined
					const sections = readSections(tx, { workspace }, (counted) => void listed.push(counted))
					await fillFrom(target, { ...all, level: all.migrations.length }, sections, () => listed)
				})
			} finally {
				await database.close()
			}
		} finally {
			await scratch.stop()
		}
	} finally {
		await rm(folder, { recursive: true, force: true })
	}
}

async function fillFrom(
	target: Target,
	{ manifest, migrations, level, state, progress }: BringingIn,
	sections: AsyncIterable<Section>,
	listed: () => Manifest['tables']
): Promise<void> {
	const keyOf = new Map(manifest.workspaces.map((one) => [one.id, one.key]))
	await inOneTransaction(target.database.owner, async (tx) => {
		const noted = new Date()
		if (state.level === undefined) await applyMigrations(tx, migrations.slice(0, level), () => noted)
		await addSections(tx, sections, (workspace) => progress('workspace', { workspace: keyOf.get(workspace) ?? '' }))
		progress('comparing')
		const [first] = await differing(tx, listed(), manifest.scope === 'workspace' ? manifest.workspaces : undefined)
		if (first) throw new Error(`the restored rows of ${first.table} are not those of the backup`)
		// Only a database that was made here grows: the others are where they must be.
		if (state.level === undefined) await applyMigrations(tx, migrations.slice(level), () => noted)
		if (manifest.scope === 'installation')
			for (const table of ENDED_BY_RESTORE)
				if (await isThere(tx, table)) await sql`delete from ${sql.table(table)}`.execute(tx)
	})
}

async function isThere(tx: Kysely<Tables>, table: string): Promise<boolean> {
	const { rows } = await sql<{ there: boolean }>`
		select to_regclass(${`public.${table}`}) is not null as there`.execute(tx)
	return rows[0]?.there === true
}

/** The sections of a backup; what lies between and behind them (files, anchors, the secret) is put in its place meanwhile. */
async function* backupSections(target: Target, all: BringingIn, placed: string[]): AsyncGenerator<Section> {
	const { manifest, wish } = all
	const listed = new Map(
		manifest.tables.map((table) => [placeOf(PART.rows(table.table, table.workspace, 1)), table] as const)
	)
	const parts = readBackup(wish.file)
	const advance = () => reading(wish, () => parts.next())
	const at = { next: await advance() }
	while (!at.next.done) {
		const place = placeOf(at.next.value.name)
		const table = listed.get(place)
		if (!table) {
			const part = at.next.value
			await reading(wish, () => placePart(target, manifest, part, placed))
			at.next = await advance()
			continue
		}
		const lines = (async function* () {
			while (!at.next.done && placeOf(at.next.value.name) === place) {
				yield* linesOf(at.next.value)
				at.next = await advance()
			}
		})()
		yield { table: table.table, workspace: table.workspace, columns: table.columns, lines }
	}
}

const reading = <T>(wish: RestoreWish, work: () => Promise<T>) => readingBackup(wish.file, work)

async function historiesOf(
	target: Target,
	manifest: Manifest,
	secret: Restored['secret']
): Promise<Restored['histories']> {
	const histories = []
	const known = secret === 'restored' ? await secretIn(target.dataFolder) : target.secret
	for (const { key } of manifest.workspaces) {
		const workspace = await findWorkspace(target.database, key)
		if (!workspace) throw new Error(`the restored workspace ${key} is not found`)
		const found = await verifyHistory(target.database, workspace, {
			dataFolder: target.dataFolder,
			secret: known ?? Buffer.alloc(32)
		})
		histories.push({ workspace: key, events: found.events, faults: found.faults.length })
	}
	return histories
}

const secretIn = async (dataFolder: string) =>
	Buffer.from((await readFile(join(dataFolder, 'secret'), 'utf8')).trim(), 'hex')
