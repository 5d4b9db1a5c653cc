import { chmod, chown, lstat, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { giveToOwner } from '#platform/files/folder-lock.ts'
import { DatabaseStartError } from './embedded-error.ts'
import type { EngineUser } from './embedded-user.ts'

// The port only names the socket: the folder is private to one cluster, and nothing listens on the network.
export const PORT = 5432
/** The name of the socket in its folder. */
export const SOCKET = `.s.PGSQL.${PORT}`

// Linux: sockaddr_un.sun_path has 108 bytes, the last one zero.
const LONGEST_PATH = 107

/**
 * Makes the folder of the socket, open to the engine's user alone: whoever may enter it is trusted as PostgreSQL's owner.
 * (`peer` would be no safer, and in a user namespace less so, where every foreign user shows as nobody.) It stands in
 * the database's folder; where that path is too long, under a random name in the temporary folder, noted in the
 * database's folder. The run-time folder of a login (XDG_RUNTIME_DIR) is no place: it goes when the person logs out.
 *
 * @throws DatabaseStartError `no-socket-folder` when no safe short place is found.
 */
export async function makeSocketFolder(folder: string, user: EngineUser): Promise<string> {
	const inside = join(folder, 'socket')
	if (fits(inside)) {
		await mkdir(inside, { recursive: true })
		await chown(inside, user.uid, user.gid)
		await chmod(inside, 0o700)
		return inside
	}
	const note = join(folder, 'socket-folder')
	const noted = await readFile(note, 'utf8').catch(() => '')
	if (noted !== '' && fits(noted) && (await isPrivate(noted, user))) return noted
	const made = (await madeAgain(noted)) ?? (await mkdtemp(join(await findTemporary(folder), 'pitso-')))
	await chown(made, user.uid, user.gid)
	await writeFile(note, made, { mode: 0o600 })
	giveToOwner(note)
	return made
}

// A folder that was cleaned away under a running Pitso comes back under its own name, which connections know; a name that
// somebody else has taken meanwhile is left to them.
async function madeAgain(noted: string): Promise<string | undefined> {
	if (noted === '' || !fits(noted)) return undefined
	return mkdir(noted, { mode: 0o700 }).then(
		() => noted,
		() => undefined
	)
}

/** Removes what a killed PostgreSQL left in its socket folder; only for when none is running. */
export async function clearSocketFolder(socketFolder: string) {
	await Promise.all([SOCKET, `${SOCKET}.lock`].map((name) => rm(join(socketFolder, name), { force: true })))
}

/** Removes a socket folder outside the database's folder, and its note. */
export async function removeSocketFolder(folder: string) {
	const note = join(folder, 'socket-folder')
	const noted = await readFile(note, 'utf8').catch(() => '')
	if (noted === '') return
	await clearSocketFolder(noted)
	await Promise.all([rm(noted, { recursive: true, force: true }), rm(note, { force: true })])
}

const fits = (socketFolder: string) => Buffer.byteLength(join(socketFolder, SOCKET)) <= LONGEST_PATH

// Another user may have put a folder or a link of that name there after ours was cleaned away.
async function isPrivate(path: string, user: EngineUser) {
	const found = await lstat(path).catch(() => undefined)
	return found !== undefined && found.isDirectory() && found.uid === user.uid && (found.mode & 0o077) === 0
}

async function findTemporary(folder: string) {
	for (const place of [tmpdir(), '/tmp', '/var/tmp']) {
		if (!fits(join(place, 'pitso-XXXXXX'))) continue
		const found = await stat(place).catch(() => undefined)
		// In a folder open to all without the sticky bit, others could rename ours away and put their own in its place.
		if (found?.isDirectory() && ((found.mode & 0o022) === 0 || (found.mode & 0o1000) !== 0)) return place
	}
	throw new DatabaseStartError('no-socket-folder', { folder })
}
