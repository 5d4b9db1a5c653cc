import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { moveDatabase } from '#platform/backup/move.server.ts'
import { openDatabase, type Database } from '#platform/database/database.server.ts'
import { startEmbedded } from '#platform/database/embedded.ts'
import { lockFolder } from '#platform/files/folder-lock.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { connectInstallation, type Opened } from '#platform/settings/open.server.ts'
import { keepSecret, readSettings, type Settings } from '#platform/settings/settings.ts'
import { progressOf, type Console } from './backup.ts'
import { exportForComparison } from './export-for-comparison.ts'

const EMBEDDED = 'embedded'

/** `pitso move --to ADDRESS` or `--to embedded`: copies the whole database there, and compares. */
export async function move(to: string, on: Console): Promise<number> {
	const { words, print, environment } = on
	const settings = readSettings(environment)
	const isToEmbedded = to === EMBEDDED
	if (isToEmbedded ? settings.databaseUrl === undefined : to === settings.databaseUrl)
		throw conflict('move.same', { to: isToEmbedded ? 'embedded' : 'server' })
	const lock = await lockFolder(settings.dataFolder, '-')
	try {
		const source = await connectInstallation(settings, () => undefined, 'command')
		try {
			const secretPlace = isToEmbedded ? await keepHere(source) : secretSetting(settings)
			const target = await openTarget(to, settings)
			try {
				const moved = await moveDatabase(
					{
						source: source.database,
						target: target.database,
						targetName: isToEmbedded ? `${settings.dataFolder}/database` : new URL(to).pathname.slice(1),
						exportOf: (database, workspace) => exportForComparison(source, database, workspace)
					},
					progressOf(on)
				)
				print(words.t('backup.move.compared', { ...moved }))
				print(
					words.t(isToEmbedded ? 'backup.move.to-embedded' : 'backup.move.to-server', {
						folder: settings.dataFolder,
						secret: secretPlace
					})
				)
				return 0
			} finally {
				await target.close()
			}
		} finally {
			await source.close()
		}
	} finally {
		lock.release()
	}
}

async function openTarget(to: string, settings: Settings): Promise<{ database: Database; close: () => Promise<void> }> {
	if (to !== EMBEDDED) {
		const database = openDatabase({ connectionString: to })
		return { database, close: () => database.close() }
	}
	const engine = await startEmbedded({ folder: `${settings.dataFolder}/database` })
	const database = openDatabase(engine.connection)
	return {
		database,
		close: async () => {
			await database.close()
			await engine.stop()
		}
	}
}

// The embedded engine has no setting for the secret: it must lie in the data folder.
async function keepHere({ settings, secret }: Opened): Promise<string> {
	const path = `${settings.dataFolder}/secret`
	const inUse = secret.toString('hex')
	if (!existsSync(path)) await keepSecret(path, inUse)
	if ((await readFile(path, 'utf8')).trim() !== inUse) throw conflict('move.secret-differs', { file: path })
	return path
}

function secretSetting({ secret, secretFile, dataFolder }: Settings): string {
	if (secret !== undefined) return 'PITSO_SECRET'
	return `PITSO_SECRET_FILE=${secretFile ?? `${dataFolder}/secret`}`
}
