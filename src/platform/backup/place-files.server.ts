import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Database } from '#platform/database/database.server.ts'
import { storedPath } from '#platform/files/store.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { keepSecret } from '#platform/settings/settings.ts'
import { fingerprintOf, PART, type KeptFile, type Manifest } from './manifest.ts'
import type { Part } from './tar.ts'

/** Where a backup is restored: an installation that is empty, or (for one workspace) one that does not hold it. */
export type Target = Where & { database: Database }

/** The same where nothing may have been made yet, to be looked at only. */
export type Where = {
	database: Database | undefined
	dataFolder: string
	filesFolder: string
	/** The secret of the installation, where it has one already. */
	secret: Buffer | undefined
}

/** What becomes of the installation's secret by a restore. */
export type SecretAfter = 'same' | 'restored' | 'another' | 'to-be-made'

/** Tells what becomes of the secret of the installation, by what is there and what the backup holds. */
export function secretAfter({ secret }: Where, manifest: Manifest): SecretAfter {
	if (secret) return fingerprintOf(secret) === manifest.secret.fingerprint ? 'same' : 'another'
	return manifest.secret.isInside ? 'restored' : 'to-be-made'
}

/** The digest of a file, in hexadecimal; undefined where there is none. */
export async function digestAt(path: string): Promise<string | undefined> {
	if (!(await stat(path).catch(() => undefined))) return undefined
	const hash = createHash('sha256')
	for await (const bytes of createReadStream(path)) addTo(hash, bytes)
	return hash.digest('hex')
}

function addTo(hash: Hash, bytes: unknown) {
	if (!Buffer.isBuffer(bytes)) throw new TypeError('a file is read as bytes')
	hash.update(bytes)
	return bytes
}

/**
 * Puts a part of a backup that is no rows (a stored file, anchors, the secret) where it belongs, and notes in `placed` what is new.
 *
 * @throws Refusal where another file stands in its place
 */
export async function placePart(target: Target, manifest: Manifest, part: Part, placed: string[]): Promise<void> {
	const [folder, workspace = '', id = ''] = part.name.split('/')
	if (folder === 'files') {
		const file = manifest.files.find((one) => one.workspace === workspace && one.id === id)
		if (file) await placeFile(target, file, part.content, placed)
		return
	}
	if (folder === 'anchors') {
		const known = manifest.workspaces.find((one) => part.name === PART.anchors(one.id))
		if (known) await placeAnchors(target, manifest, known.id, await text(part.content), placed)
		return
	}
	if (part.name === PART.secret && !target.secret) {
		const path = join(target.dataFolder, 'secret')
		placed.push(path)
		await keepSecret(path, (await text(part.content)).trim())
	}
}

async function placeFile(target: Target, file: KeptFile, content: AsyncIterable<Buffer>, placed: string[]) {
	const path = storedPath(target.filesFolder, file.workspace, file.id)
	const there = await digestAt(path)
	if (there === file.sha256) return
	// A stored file is never overwritten.
	if (there !== undefined) throw conflict('backup.files-there', { folder: path })
	const folder = dirname(path)
	await mkdir(folder, { recursive: true, mode: 0o700 })
	const beside = `${path}.${crypto.randomUUID()}`
	const handle = await open(beside, 'wx', 0o600)
	try {
		for await (const bytes of content) await handle.writeFile(bytes)
		await handle.sync()
	} finally {
		await handle.close()
	}
	placed.push(path)
	await rename(beside, path)
	for (const one of [folder, dirname(folder), target.filesFolder]) await syncFolder(one)
}

/** Copies the stored files that the backup only lists from the folder where they lie. */
export async function copyFiles(target: Target, from: string, manifest: Manifest, placed: string[]) {
	for (const file of manifest.files.filter((one) => one.state !== 'missing'))
		await placeFile(target, file, createReadStream(storedPath(from, file.workspace, file.id)), placed)
}

// Anchors are signed with the secret: under another one they would read as forged, so they are kept apart from the new ones.
async function placeAnchors(target: Target, manifest: Manifest, id: string, lines: string, placed: string[]) {
	const isOurs = secretAfter(target, manifest) === 'same' || secretAfter(target, manifest) === 'restored'
	const folder = join(target.dataFolder, isOurs ? 'anchors' : 'anchors-under-another-secret')
	await mkdir(folder, { recursive: true, mode: 0o700 })
	const path = join(folder, `${id}.jsonl`)
	const before = await readFile(path, 'utf8').catch(() => undefined)
	if (before !== undefined && before !== lines) await rename(path, `${path}.before-restore`)
	await writeSynced(path, lines)
	placed.push(path)
	await syncFolder(folder)
}

/** Writes a file of one's own whole, and on the disk before anything else is done. */
export async function writeSynced(path: string, content: string) {
	await writeFile(path, content, { mode: 0o600, flush: true })
}

async function syncFolder(path: string) {
	const folder = await open(path, 'r')
	try {
		await folder.sync()
	} finally {
		await folder.close()
	}
}
