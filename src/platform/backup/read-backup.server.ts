import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { Readable, pipeline } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { createGunzip } from 'node:zlib'
import { absent, conflict, invalid, isRefusal } from '#platform/operation/refusal.ts'
import { BACKUP_FORMAT, Head, Manifest, PART } from './manifest.ts'
import { RowCount, type Counted } from './rows.server.ts'
import { SEAL_MARK, SealError, unsealed } from './sealed.ts'
import { BrokenArchive, readParts, type Part } from './tar.ts'

/** A backup file and what opens it. */
export type BackupFile = { path: string; passphrase?: string }

const PASSPHRASE_LEAST = 12

/** The passphrase that a file holds in its first line. */
export async function readPassphrase(path: string): Promise<string> {
	const text = await readFile(path, 'utf8').catch(() => {
		throw absent('backup.passphrase-file-missing', { file: path })
	})
	const passphrase = text.split(/\r?\n/)[0] ?? ''
	if (passphrase.length < PASSPHRASE_LEAST)
		throw invalid([{ path: ['passphrase-file'], code: 'backup.passphrase-short', params: { least: PASSPHRASE_LEAST } }])
	return passphrase
}

const GZIP_MARK = Buffer.from([0x1f, 0x8b])

/** Whether a backup is encrypted. */
export async function isEncrypted(path: string): Promise<boolean> {
	return (await beginningOf(path)).equals(SEAL_MARK)
}

async function beginningOf(path: string): Promise<Buffer> {
	const handle = await open(path).catch(() => {
		throw absent('backup.no-such-file', { file: path })
	})
	try {
		const { buffer: bytes, bytesRead } = await handle.read(Buffer.alloc(SEAL_MARK.length), 0, SEAL_MARK.length, 0)
		return bytes.subarray(0, bytesRead)
	} finally {
		await handle.close()
	}
}

async function* bytesOf({ path, passphrase }: BackupFile): AsyncGenerator<Buffer> {
	const beginning = await beginningOf(path)
	const isSealed = beginning.equals(SEAL_MARK)
	if (isSealed && passphrase === undefined) throw conflict('backup.passphrase-needed', { file: path })
	if (!isSealed && !beginning.subarray(0, 2).equals(GZIP_MARK)) throw conflict('backup.not-a-backup', { file: path })
	const file = createReadStream(path)
	const packed = isSealed && passphrase !== undefined ? Readable.from(unsealed(file, passphrase)) : file
	const unpacked = createGunzip()
	// What goes wrong below ends the reader above with that error.
	pipeline(packed, unpacked, () => undefined)
	for await (const bytes of unpacked) {
		if (!Buffer.isBuffer(bytes)) throw new TypeError('a backup is read as bytes')
		yield bytes
	}
}

/** The parts of a backup after its head, in order. To be read inside `readingBackup`. */
export async function* readBackup(file: BackupFile): AsyncGenerator<Part> {
	let isFirst = true
	for await (const part of readParts(bytesOf(file))) {
		if (isFirst) refuseNewer(await jsonOf(part), file.path)
		else yield part
		isFirst = false
	}
	if (isFirst) throw new BrokenArchive('truncated')
}

/** Does work that reads a backup; whatever is wrong with the file is refused in words. */
export async function readingBackup<T>({ path }: BackupFile, work: () => Promise<T>): Promise<T> {
	try {
		return await work()
	} catch (error) {
		throw worded(error, path)
	}
}

/** What a backup begins with, without reading further. */
export function readHead(file: BackupFile): Promise<Head> {
	return readingBackup(file, async () => {
		for await (const part of readParts(bytesOf(file))) return refuseNewer(await jsonOf(part), file.path)
		throw new BrokenArchive('truncated')
	})
}

function refuseNewer(head: unknown, path: string): Head {
	const parsed = Head.safeParse(head)
	if (!parsed.success) throw conflict('backup.not-a-backup', { file: path })
	if (parsed.data.format > BACKUP_FORMAT)
		throw conflict('backup.newer-format', { file: path, product: parsed.data.product })
	return parsed.data
}

async function jsonOf(part: Part): Promise<unknown> {
	const text = (await buffer(part.content)).toString('utf8')
	try {
		return JSON.parse(text)
	} catch {
		throw new BrokenArchive('changed')
	}
}

const GZIP_CUT = 'Z_BUF_ERROR'

function worded(error: unknown, file: string): unknown {
	if (isRefusal(error)) return error
	if (error instanceof SealError)
		return conflict(error.code === 'newer' ? 'backup.newer-format' : `backup.${error.code}`, { file, product: '?' })
	if (error instanceof BrokenArchive) return conflict(`backup.${error.code}`, { file })
	const code = error instanceof Error && 'code' in error ? String(error.code) : ''
	if (code.startsWith('Z_')) return conflict(code === GZIP_CUT ? 'backup.truncated' : 'backup.changed', { file })
	return error
}

/**
 * Reads a backup to its end and holds everything in it against its manifest, which stands last. Gives the manifest.
 *
 * @throws Refusal `backup.truncated`, `backup.changed`, `backup.wrong-passphrase`, … with the way out
 */
export function verifyBackup(file: BackupFile): Promise<Manifest> {
	return readingBackup(file, () => verified(file))
}

async function verified(file: BackupFile): Promise<Manifest> {
	const rows = new Map<string, RowCount>()
	const contents = new Map<string, { size: number; sha256: string }>()
	let manifest: Manifest | undefined
	for await (const part of readBackup(file)) {
		if (manifest) throw conflict('backup.changed', { file: file.path })
		if (part.name === PART.manifest) manifest = manifestOf(await jsonOf(part).catch(() => undefined), file)
		else if (part.name.startsWith('tables/')) {
			const place = placeOf(part.name)
			const count = rows.get(place) ?? new RowCount()
			rows.set(place, count)
			for await (const lines of linesOf(part)) count.add(lines)
		} else contents.set(part.name, await digestOf(part))
	}
	if (!manifest) throw conflict('backup.truncated', { file: file.path })
	if (!isAsListed(manifest, rows, contents)) throw conflict('backup.changed', { file: file.path })
	return manifest
}

function manifestOf(value: unknown, file: BackupFile): Manifest {
	const parsed = Manifest.safeParse(value)
	if (!parsed.success) throw conflict('backup.changed', { file: file.path })
	return parsed.data
}

/** Of `tables/{where}/{table}/{number}.ndjson` the first three, under which rows are counted. */
export const placeOf = (name: string): string => name.split('/').slice(0, 3).join('/')

/** The lines of a part, some at a time. */
export async function* linesOf(part: Part): AsyncGenerator<string[]> {
	let rest: Buffer = Buffer.alloc(0)
	for await (const bytes of part.content) {
		const all = rest.length === 0 ? bytes : Buffer.concat([rest, bytes])
		const end = all.lastIndexOf(0x0a)
		if (end >= 0) yield all.toString('utf8', 0, end).split('\n')
		rest = all.subarray(end + 1)
	}
	if (rest.length > 0) throw new BrokenArchive('changed')
}

async function digestOf(part: Part) {
	const hash = createHash('sha256')
	for await (const bytes of part.content) hash.update(bytes)
	return { size: part.size, sha256: hash.digest('hex') }
}

function isAsListed(
	manifest: Manifest,
	rows: ReadonlyMap<string, RowCount>,
	contents: ReadonlyMap<string, { size: number; sha256: string }>
): boolean {
	const same = (found: Counted | undefined, listed: Counted) =>
		found === undefined ? listed.rows === 0 : found.rows === listed.rows && found.sha256 === listed.sha256
	const listed = new Set(manifest.tables.map(({ table, workspace }) => placeOf(PART.rows(table, workspace, 1))))
	if ([...rows.keys()].some((place) => !listed.has(place))) return false
	for (const table of manifest.tables)
		if (!same(rows.get(placeOf(PART.rows(table.table, table.workspace, 1)))?.result(), table)) return false
	const stored = manifest.filesAre === 'inside' ? manifest.files.filter((one) => one.state !== 'missing') : []
	const expected = new Map([
		...stored.map((one) => [PART.file(one.workspace, one.id), one] as const),
		...manifest.anchors.map((one) => [PART.anchors(one.workspace), one] as const)
	])
	for (const [name, { size, sha256 }] of expected) {
		const found = contents.get(name)
		if (found?.size !== size || found.sha256 !== sha256) return false
	}
	const others = [...contents.keys()].filter((name) => !expected.has(name))
	return others.length === (manifest.secret.isInside ? 1 : 0) && others.every((name) => name === PART.secret)
}
