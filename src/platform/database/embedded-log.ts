import { copyFileSync, openSync, statSync, truncateSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { giveToOwner } from '#platform/files/folder-lock.ts'

const LARGEST_LOG = 5 * 1024 * 1024

/** Opens PostgreSQL's log for appending; gives its descriptor and its present length in bytes. */
export function openLog(path: string) {
	boundLog(path)
	const descriptor = openSync(path, 'a', 0o600)
	giveToOwner(path)
	return { descriptor, length: statSync(path).size }
}

/**
 * Keeps the log and one former part, each of about `largest` bytes. It is copied and emptied, not renamed: PostgreSQL
 * keeps its descriptor, and what is opened for appending goes on at the new end.
 */
export function boundLog(path: string, largest = LARGEST_LOG) {
	const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
	if (size <= largest) return
	copyFileSync(path, `${path}.1`)
	truncateSync(path)
	giveToOwner(`${path}.1`)
}

/** The last thing PostgreSQL complained of since the log had the given length. */
export async function lastComplaint(path: string, since: number): Promise<string> {
	const handle = await open(path)
	try {
		const { size } = await handle.stat()
		const start = Math.max(since, size - 64 * 1024)
		const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.max(size - start, 1)), 0, null, start)
		const lines = buffer
			.toString('utf8', 0, bytesRead)
			.split('\n')
			.filter((line) => line.trim() !== '')
		const worst = lines.findLast((line) => /\b(FATAL|PANIC|ERROR):/.test(line)) ?? lines.at(-1) ?? ''
		return worst.replace(/^.*?\b(?:FATAL|PANIC|ERROR): +/, '')
	} finally {
		await handle.close()
	}
}
