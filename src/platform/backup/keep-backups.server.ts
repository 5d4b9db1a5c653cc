import { mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import {
	backupName,
	backupsAmong,
	isDailyDue,
	outdatedDaily,
	outdatedUpgrades,
	type BackupKind
} from './kept-backups.ts'
import { makeBackup, type BackupMade, type Source } from './make-backup.server.ts'

const Made = z.object({
	at: z.string(),
	file: z.string(),
	kind: z.enum(['daily', 'before-upgrade', 'console']),
	size: z.int(),
	workspaces: z.int(),
	rows: z.int(),
	files: z.int(),
	/** Stored files that were missing or not as their row says. */
	brokenFiles: z.int(),
	seconds: z.number()
})

/** What `backups/last.json` tells whoever watches over the installation. */
export const LastBackup = z.object({
	made: Made.nullable(),
	/** The last attempt, where it failed; empty again after one that did not. */
	failed: z.object({ at: z.string(), reason: z.string() }).nullable()
})
export type LastBackup = z.output<typeof LastBackup>

const folderOf = (dataFolder: string) => join(dataFolder, 'backups')

/** The last backup of an installation, and the last failure to make one; undefined where none was ever tried. */
export async function readLastBackup(dataFolder: string): Promise<LastBackup | undefined> {
	const text = await readFile(join(folderOf(dataFolder), 'last.json'), 'utf8').catch(() => undefined)
	if (text === undefined) return undefined
	try {
		return LastBackup.parse(JSON.parse(text))
	} catch {
		return undefined
	}
}

async function writeLastBackup(dataFolder: string, last: LastBackup) {
	const folder = folderOf(dataFolder)
	await mkdir(folder, { recursive: true, mode: 0o700 })
	const beside = join(folder, `.last.${crypto.randomUUID()}`)
	const file = await open(beside, 'wx', 0o600)
	try {
		await file.writeFile(`${JSON.stringify(last, null, '\t')}\n`)
		await file.sync()
	} finally {
		await file.close()
	}
	await rename(beside, join(folder, 'last.json'))
}

/** Notes a backup that was made, so that its age can be watched. */
export async function noteBackup(
	dataFolder: string,
	made: BackupMade,
	{ kind, seconds }: { kind: BackupKind | 'console'; seconds: number }
): Promise<void> {
	const { manifest } = made
	await writeLastBackup(dataFolder, {
		made: {
			at: manifest.createdAt,
			file: made.path,
			kind,
			size: made.size,
			workspaces: manifest.workspaces.length,
			rows: manifest.tables.reduce((sum, table) => sum + table.rows, 0),
			files: manifest.files.length,
			brokenFiles: manifest.files.filter((file) => file.state !== 'whole').length,
			seconds
		},
		failed: null
	})
}

async function noteFailure(dataFolder: string, at: Date, error: unknown) {
	const reason = error instanceof Error ? error.message : String(error)
	const before = await readLastBackup(dataFolder)
	// On a full disk even this may fail; the log has the reason then.
	await writeLastBackup(dataFolder, {
		made: before?.made ?? null,
		failed: { at: at.toISOString(), reason }
	}).catch(() => undefined)
}

// Beside the data they are made of, so without a copy of the stored files: those are never changed, and stay where they are.
async function make(source: Source, kind: BackupKind, now: Date): Promise<BackupMade> {
	const folder = folderOf(source.dataFolder)
	await mkdir(folder, { recursive: true, mode: 0o700 })
	const since = performance.now()
	try {
		const out = join(folder, backupName(kind, now))
		const made = await makeBackup(source, { out, now, withoutFiles: true }, () => undefined)
		await noteBackup(source.dataFolder, made, { kind, seconds: Math.round(performance.now() - since) / 1000 })
		return made
	} catch (error) {
		await noteFailure(source.dataFolder, now, error)
		throw error
	}
}

async function remove(dataFolder: string, names: readonly string[]) {
	for (const name of names) await rm(join(folderOf(dataFolder), name), { force: true })
}

const namesIn = (dataFolder: string) => readdir(folderOf(dataFolder)).catch(() => [])

/** Makes a backup before the tables change, and keeps the last three of these. */
export async function backUpBeforeUpgrade(source: Source, now: Date): Promise<BackupMade> {
	const made = await make(source, 'before-upgrade', now)
	await remove(source.dataFolder, outdatedUpgrades(backupsAmong(await namesIn(source.dataFolder), 'before-upgrade')))
	return made
}

/** Makes the day's backup where it is still to be made, and lets go of those that have had their time. */
export async function backUpDaily(source: Source, now: Date): Promise<BackupMade | undefined> {
	if (!isDailyDue(backupsAmong(await namesIn(source.dataFolder), 'daily'), now)) return undefined
	const made = await make(source, 'daily', now)
	await remove(source.dataFolder, outdatedDaily(backupsAmong(await namesIn(source.dataFolder), 'daily')))
	return made
}
