import { createHash } from 'node:crypto'
import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { v7 as uuid } from 'uuid'
import { invalid } from '#platform/operation/refusal.ts'
import { tidyFileName } from './file-name.ts'
import { mediaTypeOf } from './media-type.server.ts'

/** The largest file that is taken, in bytes: 50 MB, as file managers count. */
export const FILE_MOST = 50_000_000

export const incomingFolder = (filesFolder: string) => join(filesFolder, 'incoming')

type Facts = { id: string; name: string; mediaType: string; size: number; sha256: string; path: string }

/**
 * A file that came in whole and waits outside the store. It is a class so that no input written as text can pass for one:
 * only `receiveFile` makes them.
 */
export class ReceivedFile {
	/** The identifier it will have in the store: one each, so that a command run again after a deadlock stores it once. */
	readonly id: string
	/** The sender's name for it, tidied. */
	readonly name: string
	/** By content, not as the sender says. */
	readonly mediaType: string
	/** In bytes. */
	readonly size: number
	readonly sha256: string
	readonly path: string

	constructor(facts: Facts) {
		this.id = facts.id
		this.name = facts.name
		this.mediaType = facts.mediaType
		this.size = facts.size
		this.sha256 = facts.sha256
		this.path = facts.path
	}

	/** What stands for the file where an input is compared with another: its content, not where it waits. */
	toJSON(): { sha256: string; size: number } {
		return { sha256: this.sha256, size: this.size }
	}
}

/**
 * Writes what comes in to `{filesFolder}/incoming/{random}`, on the disk before it returns. Refused as invalid when it is
 * larger than `most` bytes; whatever goes wrong, nothing is left behind.
 */
export async function receiveFile(
	content: AsyncIterable<unknown>,
	{ filesFolder, name, most = FILE_MOST }: { filesFolder: string; name: string; most?: number }
): Promise<ReceivedFile> {
	const id = uuid()
	const folder = incomingFolder(filesFolder)
	await mkdir(folder, { recursive: true, mode: 0o700 })
	const path = join(folder, crypto.randomUUID())
	try {
		const { size, sha256 } = await writeSynced(path, content, most)
		const tidied = tidyFileName(name)
		return new ReceivedFile({ id, name: tidied, mediaType: await mediaTypeOf(path, tidied), size, sha256, path })
	} catch (error) {
		await rm(path, { force: true })
		throw error
	}
}

async function writeSynced(path: string, content: AsyncIterable<unknown>, most: number) {
	const hash = createHash('sha256')
	let size = 0
	const file = await open(path, 'wx', 0o600)
	try {
		for await (const part of content) {
			if (!(part instanceof Uint8Array)) throw new TypeError('a file comes in bytes')
			size += part.byteLength
			if (size > most) throw tooLarge(most)
			hash.update(part)
			await file.writeFile(part)
		}
		await file.sync()
	} finally {
		await file.close()
	}
	return { size, sha256: hash.digest('hex') }
}

/** Refuses a file for its size; `most` in bytes. */
export const tooLarge = (most: number) =>
	invalid([{ path: ['file'], code: 'files.too-large', params: { most: Math.floor(most / 1_000_000) } }])

/** Removes a received file that no command has stored. */
export const discardFile = (received: ReceivedFile): Promise<void> => rm(received.path, { force: true })
