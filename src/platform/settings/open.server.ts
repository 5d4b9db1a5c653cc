import { mkdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { openDatabase, type ConnectionSettings, type Database } from '#platform/database/database.server.ts'
import { joinEmbedded, startEmbedded } from '#platform/database/embedded.ts'
import { migrate } from '#platform/database/migrate.server.ts'
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

/**
 * Opens the database of an installation, on the embedded engine or a server, and brings it to this version. `serve` starts
 * the engine; other commands join a running one, or start and stop their own.
 */
export async function openInstallation(settings: Settings, say: Say, by: 'serve' | 'command'): Promise<Opened> {
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
	try {
		const applied = await migrate(database, new Date())
		if (applied > 0) say('migrated', { migrations: applied })
	} catch (error) {
		await close()
		throw error
	}
	return { settings, connection, database, secret, filesFolder, close }
}
