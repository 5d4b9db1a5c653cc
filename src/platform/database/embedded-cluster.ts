import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { chmod, open, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Binaries } from './embedded-binaries.ts'
import { DatabaseStartError, type Say, codeOf } from './embedded-error.ts'
import { type EngineUser, spawnAs } from './embedded-user.ts'

/** PostgreSQL's superuser in the embedded engine; it owns the databases made there. */
export const SUPERUSER = 'pitso_owner'

type Making = { folder: string; cluster: string; binaries: Binaries; user: EngineUser; say: Say }

const MAKING = 'cluster-making-'

const ACCESS = `# The socket's folder lets in only the user who runs PostgreSQL; nothing else is listened on.
local all all trust
`

/**
 * Makes sure that `cluster`, in `folder`, holds a database of this engine's major version.
 *
 * @throws DatabaseStartError `older-major`, `newer-major`, `not-a-database` or `creation-failed`.
 */
export async function ensureCluster(making: Making) {
	const { folder, cluster, binaries } = making
	if (await isEmpty(cluster)) return await createCluster(making)
	const found = Number.parseInt(await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => ''), 10)
	if (Number.isNaN(found)) throw new DatabaseStartError('not-a-database', { folder: cluster })
	const params = { folder, found, engine: binaries.majorVersion }
	if (found < binaries.majorVersion) throw new DatabaseStartError('older-major', params)
	if (found > binaries.majorVersion) throw new DatabaseStartError('newer-major', params)
	// PostgreSQL refuses a folder that others may read, as a well-meant chmod -R leaves it.
	await chmod(cluster, 0o700)
}

/** Made under another name and renamed when whole, so that a start killed half-way leaves nothing that looks finished. */
async function createCluster({ folder, cluster, binaries, user, say }: Making) {
	say('creating', { folder })
	const leftovers = (await readdir(folder)).filter((name) => name.startsWith(MAKING))
	await Promise.all(leftovers.map((name) => rm(join(folder, name), { recursive: true, force: true, maxRetries: 5 })))
	const making = join(folder, MAKING + randomUUID())
	const child = spawnAs(user, {
		command: binaries.initdb,
		args: [
			`--pgdata=${making}`,
			`--username=${SUPERUSER}`,
			'--encoding=UTF8',
			// Sorts by code point and knows every letter's case, on each machine alike and as C.UTF-8 does on a server's
			// PostgreSQL 15. Text search and trigrams still ask the system's LC_CTYPE: under plain C they lose accented letters.
			'--locale-provider=builtin',
			'--builtin-locale=C.UTF-8',
			'--locale=C',
			'--lc-ctype=C.UTF-8',
			'--auth-local=trust',
			'--auth-host=reject',
			'--no-instructions'
		],
		stdio: ['ignore', 'ignore', 'pipe'],
		detached: false
	})
	const [errors, closing] = await Promise.all([child.stderr ? text(child.stderr) : '', once(child, 'close')])
	const code: unknown = closing[0]
	if (code !== 0) {
		await rm(making, { recursive: true, force: true })
		throw new DatabaseStartError('creation-failed', { folder, reason: errors.trim().replaceAll(/\s+/g, ' ') })
	}
	await writeFile(join(making, 'pg_hba.conf'), ACCESS, { flush: true })
	await rename(making, cluster)
	await syncFolder(folder)
}

async function isEmpty(cluster: string) {
	try {
		return (await readdir(cluster)).length === 0
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return true
		throw error
	}
}

async function syncFolder(folder: string) {
	const handle = await open(folder)
	try {
		await handle.sync()
	} finally {
		await handle.close()
	}
}
