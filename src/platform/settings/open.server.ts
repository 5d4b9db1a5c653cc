import { access, mkdir, readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { backUpBeforeUpgrade } from '#platform/backup/keep-backups.server.ts'
import type { Source } from '#platform/backup/make-backup.server.ts'
import { isRestoreUnfinished } from '#platform/backup/restore.server.ts'
import { openDatabase, type ConnectionSettings, type Database } from '#platform/database/database.server.ts'
import { joinEmbedded, startEmbedded } from '#platform/database/embedded.ts'
import {
	appliedMigrations,
	countApplied,
	migrate,
	readMigrations,
	StartError
} from '#platform/database/migrate.server.ts'
import { lockFolder } from '#platform/files/folder-lock.ts'
import { installQueue, isQueueInstalled } from '#platform/jobs/queue.server.ts'
import { leaveOperating } from './operating.server.ts'
import { readSecret, type Settings } from './settings.ts'

const Package = z.object({ version: z.string() })

type Say = (code: string, params?: Readonly<Record<string, string | number>>) => void

/** An installation opened for work: its database, its secret and its folders. */
export type Opened = {
	settings: Settings
	connection: ConnectionSettings
	database: Database
	secret: Buffer
	filesFolder: string
	close(): Promise<void>
}

/** The product's version, from its package. */
export async function productVersion(): Promise<string> {
	const text = await readFile(fileURLToPath(new URL('../../../package.json', import.meta.url)), 'utf8')
	return Package.parse(JSON.parse(text)).version
}

/** Refuses, naming the folder, where there is no database yet that a command could work in. A server is asked by itself. */
export async function refuseWithoutDatabase({ databaseUrl, dataFolder }: Settings): Promise<void> {
	if (databaseUrl !== undefined) return
	const isThere = await access(`${dataFolder}/database`).then(
		() => true,
		() => false
	)
	if (!isThere) throw new StartError('no-database', { folder: resolve(dataFolder) })
}

type By = 'serve' | 'command'

/** Opens the database of an installation as it is, on the embedded engine or a server, whatever its version. */
export async function connectInstallation(settings: Settings, say: Say, by: By): Promise<Opened> {
	if (await isRestoreUnfinished(settings.dataFolder))
		throw new StartError('restore-unfinished', { folder: settings.dataFolder })
	// Passable by others: the engine may have to run as another user, and reads its own folder below this one only.
	await mkdir(settings.dataFolder, { recursive: true, mode: 0o755 })
	const filesFolder = `${settings.dataFolder}/files`
	await mkdir(filesFolder, { recursive: true, mode: 0o700 })
	const secret = Buffer.from(await readSecret(settings), 'hex')
	const folder = `${settings.dataFolder}/database`
	const embedded =
		settings.databaseUrl === undefined
			? await (by === 'serve' ? startEmbedded : joinEmbedded)({ folder, say })
			: undefined
	const connection: ConnectionSettings = embedded
		? { ...embedded.connection }
		: { connectionString: settings.databaseUrl ?? '' }
	const database = openDatabase(connection)
	const close = async () => {
		await database.close()
		await embedded?.stop()
	}
	return { settings, connection, database, secret, filesFolder, close }
}

/**
 * Opens the database of an installation and brings it to this version. `serve` starts the embedded engine; other commands
 * join a running one, or start and stop their own. What an upgrade changes is backed up before, on the embedded engine.
 */
export async function openInstallation(settings: Settings, say: Say, by: By): Promise<Opened> {
	const opened = await connectInstallation(settings, say, by)
	try {
		await bringToThisVersion(opened, say, by)
	} catch (error) {
		await opened.close()
		throw error
	}
	return opened
}

async function bringToThisVersion(opened: Opened, say: Say, by: By) {
	const migrations = await readMigrations()
	const applied = (await appliedMigrations(opened.database.owner)) ?? []
	const pending = migrations.length - countApplied(applied, migrations)
	const isUpgrade = pending > 0 && applied.length > 0
	// A command of a newer version must not change the tables under an older one that is serving.
	const lock = isUpgrade && by === 'command' ? await lockFolder(opened.settings.dataFolder, '-') : undefined
	try {
		if (isUpgrade && opened.settings.databaseUrl === undefined) {
			const { path } = await backUpBeforeUpgrade(await sourceOf(opened), new Date())
			say('backed-up-before', { file: path })
		}
		const done = await migrate(opened.database, new Date())
		if (done > 0) say('migrated', { migrations: done })
		// Others find the queue as `serve` left it; where it has never run, the first command makes it.
		if (by === 'serve' || !(await isQueueInstalled(opened.database))) await installQueue(opened.database)
		await leaveOperating(opened.settings.operating)
	} finally {
		lock?.release()
	}
}

/** The installation as backups are made of it. */
export async function sourceOf(opened: Opened): Promise<Source> {
	return {
		owner: opened.database.owner,
		engine: opened.settings.databaseUrl === undefined ? 'embedded' : 'server',
		dataFolder: opened.settings.dataFolder,
		filesFolder: opened.filesFolder,
		secret: opened.secret,
		product: await productVersion()
	}
}
