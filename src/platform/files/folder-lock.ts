import { chownSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { conflict } from '#platform/operation/refusal.ts'

const SQLITE_BUSY = 5

// A lock must outlive the reference its taker keeps: collected as garbage, the file would close and the lock be gone.
const held = new Set<DatabaseSync>()

/** Who holds a data folder: process, moment it took the lock (ISO 8601, UTC), and where it answers. */
type Holder = { pid: number; since: string; address: string }

export type FolderLock = {
	/** Gives the folder back; calling it again does nothing. */
	release: () => void
	/** Says where this Pitso answers, once it is known: a port of 0 becomes one when it is listened on. */
	answersAt: (address: string) => void
}

/**
 * Takes the lock of a file at once and gives the function that releases it, or undefined when another holder has it.
 *
 * Node offers no file locks, so an exclusive SQLite transaction on an empty file stands in: it is a lock of the
 * operating system, gone with the process however that ends, so nothing can be stale and no reused process number
 * can mislead; containers that share a folder see each other's. POSIX has one catch: the file must not be opened
 * and closed by other code of the same process, since that would drop the lock.
 */
export function holdFile(path: string): (() => void) | undefined {
	const file = new DatabaseSync(path, { timeout: 0 })
	try {
		// Nothing is ever written, so the transaction needs no journal file beside the lock.
		file.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
	} catch (error) {
		file.close()
		if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return undefined
		throw error
	}
	giveToOwner(path)
	held.add(file)
	return () => {
		if (held.delete(file)) file.close()
	}
}

/** When root writes into a folder of an ordinary user, that user must be able to write the file later. */
export function giveToOwner(path: string) {
	if (process.getuid?.() !== 0) return
	const owner = statSync(dirname(path))
	chownSync(path, owner.uid, owner.gid)
}

/**
 * Takes the lock that only `serve` takes on the data folder, for as long as the process lives or until `release`.
 * `address` is where this Pitso answers, told to whoever is refused.
 *
 * @throws conflict `folder.held` with pid, since and address of the holder.
 */
export async function lockFolder(folder: string, address: string): Promise<FolderLock> {
	await mkdir(folder, { recursive: true })
	const release = holdFile(join(folder, 'lock'))
	const note = join(folder, 'lock.json')
	if (!release) throw conflict('folder.held', { folder, ...(await readHolder(note)) })
	const since = new Date().toISOString()
	function answersAt(where: string) {
		const holder: Holder = { pid: process.pid, since, address: where }
		writeFileSync(note, JSON.stringify(holder), { mode: 0o600 })
		giveToOwner(note)
	}
	answersAt(address)
	let isHeld = true
	return {
		answersAt,
		release() {
			if (!isHeld) return
			isHeld = false
			rmSync(note, { force: true })
			release()
		}
	}
}

/** Where the Pitso that holds a data folder answers, by the note it left; undefined where none holds it now. */
export function addressOfHolder(folder: string): string | undefined {
	const { pid, address } = parseHolder(join(folder, 'lock.json'))
	return isAlive(pid) && URL.canParse(address) ? address : undefined
}

/**
 * The note is written just after the lock is taken: for a moment it may be missing or name a holder that was killed,
 * so a note whose process is gone is read again for up to a second (in another container it never shows as alive).
 */
async function readHolder(note: string): Promise<Holder> {
	const deadline = performance.now() + 1_000
	let holder = parseHolder(note)
	while (!isAlive(holder.pid) && performance.now() < deadline) {
		await pause(20)
		holder = parseHolder(note)
	}
	return holder
}

function parseHolder(note: string): Holder {
	const unknown = { pid: 0, since: '?', address: '?' }
	try {
		const value: unknown = JSON.parse(readFileSync(note, 'utf8'))
		if (typeof value !== 'object' || value === null) return unknown
		if (!('pid' in value) || typeof value.pid !== 'number') return unknown
		if (!('since' in value) || typeof value.since !== 'string') return unknown
		if (!('address' in value) || typeof value.address !== 'string') return unknown
		return { pid: value.pid, since: value.since, address: value.address }
	} catch {
		return unknown
	}
}

function isAlive(pid: number) {
	if (pid <= 0) return false
	try {
		process.kill(pid, 0)
		return true
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM'
	}
}
