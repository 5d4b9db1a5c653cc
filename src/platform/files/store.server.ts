import { createReadStream, type Dirent } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { incomingFolder, type ReceivedFile } from './receive.server.ts'

/** Hours after which what nobody attached, or never came in whole, is removed. */
export const KEPT_HOURS = 24

/**
 * Where a file lies: `files/{workspace}/{two characters}/{file id}`. The two are the last of the identifier: those it begins
 * with tell the time and are the same for years, so that all files would lie in one folder.
 */
export const storedPath = (filesFolder: string, workspaceId: string, fileId: string) =>
	join(filesFolder, workspaceId, fileId.slice(-2), fileId)

async function sizeOf(path: string) {
	try {
		return (await stat(path)).size
	} catch (error) {
		if (isMissing(error)) return undefined
		throw error
	}
}

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT'

// A new name is safe only when the folder that holds it is on the disk too.
async function syncFolder(path: string) {
	const folder = await open(path, 'r')
	try {
		await folder.sync()
	} finally {
		await folder.close()
	}
}

/**
 * Moves a received file into the store, safe on the disk before it returns and so before its row commits. A file in the
 * store is never overwritten; the same received file again (its transaction is run once more) is stored already.
 */
export async function storeFile(filesFolder: string, workspaceId: string, received: ReceivedFile): Promise<void> {
	const path = storedPath(filesFolder, workspaceId, received.id)
	const stored = await sizeOf(path)
	if (stored === received.size && (await sizeOf(received.path)) === undefined) return
	if (stored !== undefined) throw new Error(`file ${received.id} is in the store already`)
	const folder = join(path, '..')
	await mkdir(folder, { recursive: true, mode: 0o700 })
	await rename(received.path, path)
	for (const one of [folder, join(folder, '..'), filesFolder]) await syncFolder(one)
}

/** The content of a stored file from its beginning; one whose length is not that of its row is a defect, not an answer. */
export async function readStored(path: string, size: number): Promise<Readable> {
	const length = await sizeOf(path)
	if (length !== size) throw new Error(`stored file ${path} has ${String(length)} bytes, its row says ${String(size)}`)
	return createReadStream(path)
}

/** Takes files out of the store, after their rows are gone; those that are gone already are passed over. */
export async function removeStored(
	filesFolder: string,
	workspaceId: string,
	fileIds: readonly string[]
): Promise<void> {
	for (const id of fileIds) await rm(storedPath(filesFolder, workspaceId, id), { force: true })
}

async function entries(folder: string): Promise<Dirent[]> {
	try {
		return await readdir(folder, { withFileTypes: true })
	} catch (error) {
		if (isMissing(error)) return []
		throw error
	}
}

const isOlder = async (path: string, before: Date) => {
	try {
		return (await stat(path)).mtime < before
	} catch (error) {
		if (isMissing(error)) return false
		throw error
	}
}

/** Removes what came in before an instant and was never stored (a request broken off, a process ended); gives how many. */
export async function removeIncoming(filesFolder: string, before: Date): Promise<number> {
	const folder = incomingFolder(filesFolder)
	let removed = 0
	for (const entry of await entries(folder)) {
		const path = join(folder, entry.name)
		if (!(await isOlder(path, before))) continue
		await rm(path, { force: true })
		removed++
	}
	return removed
}

/** The identifiers of a workspace's stored files that were written before an instant, folder by folder. */
export async function* storedBefore(filesFolder: string, workspaceId: string, before: Date): AsyncGenerator<string[]> {
	const root = join(filesFolder, workspaceId)
	for (const folder of await entries(root)) {
		const ids: string[] = []
		for (const file of await entries(join(root, folder.name)))
			if (await isOlder(join(root, folder.name, file.name), before)) ids.push(file.name)
		if (ids.length > 0) yield ids
	}
}
