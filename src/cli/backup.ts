import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { noteBackup } from '#platform/backup/keep-backups.server.ts'
import { makeBackup, type Progress } from '#platform/backup/make-backup.server.ts'
import type { Manifest } from '#platform/backup/manifest.ts'
import {
	isEncrypted,
	readHead,
	readPassphrase,
	verifyBackup,
	type BackupFile
} from '#platform/backup/read-backup.server.ts'
import type { Where } from '#platform/backup/place-files.server.ts'
import { checkRestore, restore, type Restored, type RestoreWish } from '#platform/backup/restore.server.ts'
import { openDatabase } from '#platform/database/database.server.ts'
import { startEmbedded } from '#platform/database/embedded.ts'
import { appliedMigrations } from '#platform/database/migrate.server.ts'
import { lockFolder } from '#platform/files/folder-lock.ts'
import type { Words } from '#platform/languages/words.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { connectInstallation, sourceOf } from '#platform/settings/open.server.ts'
import { findSecret, readSettings } from '#platform/settings/settings.ts'

/** What a command of the console has: its words, and where its lines go. */
export type Console = {
	words: Words
	environment: Readonly<Record<string, string | undefined>>
	/** The answer. */
	print: (line: string) => void
	/** How far it is. */
	tell: (line: string) => void
}

type Options = {
	workspace?: string | undefined
	out?: string | undefined
	into?: string | undefined
	files?: string | undefined
	encrypt?: boolean | undefined
	check?: boolean | undefined
	'passphrase-file'?: string | undefined
	'with-secret'?: boolean | undefined
	'without-files'?: boolean | undefined
}

/** Tells how far a long work is, in words. */
export const progressOf =
	({ words, tell }: Console): Progress =>
	(code, params = {}) =>
		tell(words.t(`backup.${code}`, { ...params }))

const MEGABYTE = 1_000_000

function countsOf({ workspaces, tables, files }: Manifest) {
	return {
		workspaces: workspaces.length,
		rows: tables.reduce((sum, table) => sum + table.rows, 0),
		files: files.length
	}
}

const brokenIn = ({ files }: Manifest) => files.filter((file) => file.state !== 'whole').length

/** Where the backup goes: the file that is named, or one of today's name in the folder that is. */
function fileFor(out: string | undefined, now: Date): string {
	const path = resolve(out ?? '.')
	if (!existsSync(path) || !statSync(path).isDirectory()) return path
	return join(path, `pitso-${now.toISOString().slice(0, 19).replaceAll(':', '')}Z.pitso`)
}

/** `pitso backup`: writes a backup while Pitso runs; 1 where stored files were missing or changed. */
export async function backUp(options: Options, on: Console): Promise<number> {
	const { words, print, environment } = on
	const passphraseFile = options['passphrase-file']
	if (options.encrypt === true && passphraseFile === undefined) throw conflict('backup.passphrase-wanted')
	if (options.encrypt !== true && passphraseFile !== undefined) throw conflict('backup.passphrase-unused')
	const passphrase = passphraseFile === undefined ? undefined : await readPassphrase(passphraseFile)
	const settings = readSettings(environment)
	const now = new Date()
	const opened = await connectInstallation(settings, () => undefined, 'command')
	try {
		if (!(await appliedMigrations(opened.database.owner))?.length) throw conflict('backup.nothing')
		const since = performance.now()
		const made = await makeBackup(
			await sourceOf(opened),
			{
				out: fileFor(options.out, now),
				now,
				withSecret: options['with-secret'] === true,
				withoutFiles: options['without-files'] === true,
				...(options.workspace === undefined ? {} : { workspace: options.workspace }),
				...(passphrase === undefined ? {} : { passphrase })
			},
			progressOf(on)
		)
		const seconds = Math.round(performance.now() - since) / 1000
		if (options.workspace === undefined) await noteBackup(settings.dataFolder, made, { kind: 'console', seconds })
		const { manifest } = made
		print(
			words.t('backup.made', {
				file: made.path,
				...countsOf(manifest),
				megabytes: Math.ceil(made.size / MEGABYTE),
				kind: words.t(passphrase === undefined ? 'backup.open' : 'backup.encrypted')
			})
		)
		print(words.t(manifest.secret.isInside ? 'backup.secret.inside' : 'backup.secret.apart'))
		if (manifest.filesAre === 'apart') print(words.t('backup.files-apart', { folder: opened.filesFolder }))
		return tellBroken(brokenIn(manifest), on)
	} finally {
		await opened.close()
	}
}

function tellBroken(files: number, { words, print }: Console): number {
	if (files === 0) return 0
	print(words.t('backup.files-broken', { files }))
	return 1
}

async function backupFile(path: string, options: Options): Promise<BackupFile> {
	const passphraseFile = options['passphrase-file']
	return {
		path: resolve(path),
		...(passphraseFile === undefined ? {} : { passphrase: await readPassphrase(passphraseFile) })
	}
}

/** `pitso backup verify FILE`: reads a backup to its end and tells what is in it. */
export async function verify(path: string, options: Options, on: Console): Promise<number> {
	const { words, print } = on
	const file = await backupFile(path, options)
	const manifest = await verifyBackup(file)
	print(
		words.t('backup.verified', {
			file: file.path,
			made: manifest.createdAt,
			product: manifest.product,
			...countsOf(manifest),
			kind: words.t((await isEncrypted(file.path)) ? 'backup.encrypted' : 'backup.open')
		})
	)
	for (const { key } of manifest.workspaces) print(`  ${key}`)
	return tellBroken(brokenIn(manifest), on)
}

const isAddress = (text: string) => /^postgres(ql)?:\/\//.test(text)

type Found = Where & { close: () => Promise<void> }

// A folder without a database is only looked at for a check: not even an empty database is made there.
async function openWhere(into: string, { environment }: Console, isMade: boolean): Promise<Found> {
	const given = (name: string) => (environment[name] === '' ? undefined : environment[name])
	const dataFolder = resolve(isAddress(into) ? (given('PITSO_DATA') ?? './data') : into)
	const found = await findSecret({
		dataFolder,
		secret: given('PITSO_SECRET'),
		secretFile: given('PITSO_SECRET_FILE')
	})
	const where = {
		dataFolder,
		filesFolder: `${dataFolder}/files`,
		secret: found === undefined ? undefined : Buffer.from(found, 'hex')
	}
	if (isAddress(into)) {
		const database = openDatabase({ connectionString: into })
		return { ...where, database, close: () => database.close() }
	}
	const folder = `${dataFolder}/database`
	if (!isMade && !existsSync(`${folder}/cluster`))
		return { ...where, database: undefined, close: () => Promise.resolve() }
	const engine = await startEmbedded({ folder })
	const database = openDatabase(engine.connection)
	return {
		...where,
		database,
		close: async () => {
			await database.close()
			await engine.stop()
		}
	}
}

/** `pitso restore FILE --into FOLDER or ADDRESS`: 1 where what was restored was not whole when it was backed up. */
export async function restoreFrom(path: string, into: string, options: Options, on: Console): Promise<number> {
	const file = await backupFile(path, options)
	const { scope } = await readHead(file)
	const isCheck = options.check === true
	const isWhole = scope === 'installation'
	const where = await openWhere(into, on, isWhole && !isCheck)
	try {
		const wish: RestoreWish = { file, ...(options.files === undefined ? {} : { filesFrom: resolve(options.files) }) }
		if (isCheck) {
			const report = await checkRestore(where, wish, progressOf(on))
			on.print(on.words.t('backup.checked', { file: file.path, ...countsOf(report.manifest) }))
			return tellBroken(report.brokenFiles, on)
		}
		const { database } = where
		if (!database) throw conflict('backup.no-installation')
		// Nothing may serve what is being made; a workspace joins an installation that goes on serving.
		const lock = isWhole ? await lockFolder(where.dataFolder, '-') : undefined
		try {
			return tellRestored(await restore({ ...where, database }, wish, progressOf(on)), where.dataFolder, on)
		} finally {
			lock?.release()
		}
	} finally {
		await where.close()
	}
}

function tellRestored(report: Restored, folder: string, on: Console): number {
	const { words, print } = on
	print(words.t('backup.restored', countsOf(report.manifest)))
	if (report.migrated > 0) print(words.t('backup.migrated', { migrations: report.migrated }))
	for (const history of report.histories) print(words.t('backup.history', { ...history }))
	print(words.t(`backup.secret.${report.secret}`, { folder }))
	if (report.manifest.scope === 'installation') print(words.t('backup.signed-out'))
	const isFaulty = report.histories.some((history) => history.faults > 0)
	return Math.max(tellBroken(report.brokenFiles, on), isFaulty ? 1 : 0)
}
