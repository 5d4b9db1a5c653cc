import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { copyFile, link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { sql, type Kysely } from 'kysely'
import type { Tables } from '#platform/database/tables.ts'
import { incomingFolder } from '#platform/files/receive.server.ts'
import { storedPath } from '#platform/files/store.server.ts'
import { absent, conflict } from '#platform/operation/refusal.ts'
import { actFor } from './catalogue.server.ts'
import { BACKUP_FORMAT, fingerprintOf, PART, type Head, type KeptFile, type Manifest } from './manifest.ts'
import { onOneMoment, type Place } from './rows.server.ts'
import { sealed } from './sealed.ts'
import { readSections, workspacesOf } from './sections.server.ts'
import { ARCHIVE_END, partHeader, partPadding } from './tar.ts'

/** The installation a backup is made of. */
export type Source = {
	owner: Kysely<Tables>
	engine: 'embedded' | 'server'
	dataFolder: string
	filesFolder: string
	secret: Buffer
	product: string
}

export type BackupWish = {
	/** The file to write; it must not be there yet. */
	out: string
	now: Date
	/** One workspace by its key, instead of all. */
	workspace?: string
	/** Encrypts the backup. */
	passphrase?: string
	/** Puts the installation's secret inside; only where the backup is encrypted. */
	withSecret?: boolean
	/** Lists the stored files with their digests and leaves them where they lie. */
	withoutFiles?: boolean
}

/** Told how far a long work is; the sentence stands under `backup.<code>`. */
export type Progress = (code: string, params?: Readonly<Record<string, string | number>>) => void

export type BackupMade = { path: string; size: number; manifest: Manifest; sha256: string }

// Fast rather than small: a backup must not weigh on the people who work meanwhile.
const COMPRESSION = 3
// Rows gather to about this many bytes before they become a part of the archive.
const PART_SIZE = 4 * 1024 * 1024
const TRIES = 3

/**
 * Makes a backup while Pitso runs: one moment of the database, read in one transaction, and every file its rows name. It is
 * written beside its name, synced, and then named, so that a file of that name is whole.
 *
 * @throws Refusal `backup.exists`, `backup.secret-unencrypted`, `backup.folder-missing` or `platform.no-such-workspace`
 */
export async function makeBackup(source: Source, wish: BackupWish, progress: Progress): Promise<BackupMade> {
	if (wish.withSecret === true && wish.passphrase === undefined) throw conflict('backup.secret-unencrypted')
	await refuseTaken(wish.out)
	const id = crypto.randomUUID()
	const beside = join(dirname(wish.out), `.${basename(wish.out)}.${id}`)
	const waiting = `backup-${id}`
	const held: { manifest?: Manifest } = {}
	const hash = createHash('sha256')
	try {
		for (let tried = 1; ; tried++) {
			try {
				await onOneMoment(source.owner, async (tx) => {
					const files = await keepUnattached(tx, source, { waiting, wish })
					const parts = archive(tx, source, { wish, progress, files, done: (manifest) => (held.manifest = manifest) })
					await pipeline(
						parts,
						createGzip({ level: COMPRESSION }),
						(bytes: AsyncIterable<Buffer>) => (wish.passphrase === undefined ? bytes : sealed(bytes, wish.passphrase)),
						async function* (bytes: AsyncIterable<Buffer>) {
							for await (const part of bytes) {
								hash.update(part)
								yield part
							}
						},
						createWriteStream(beside, { mode: 0o600, flush: true, flags: 'w' })
					)
				})
				break
			} catch (error) {
				// A file that its seat never attached went in the moment between the snapshot and our hold on it.
				if (!(error instanceof FileWentAway) || tried >= TRIES) throw error
			}
		}
		await refuseTaken(wish.out)
		await rename(beside, wish.out)
		await syncFolder(dirname(wish.out))
	} finally {
		await rm(beside, { force: true })
		await rm(join(incomingFolder(source.filesFolder), waiting), { recursive: true, force: true })
	}
	if (!held.manifest) throw new Error('a backup ended without its manifest')
	return {
		path: wish.out,
		size: (await stat(wish.out)).size,
		manifest: held.manifest,
		sha256: hash.digest('hex')
	}
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined)

async function refuseTaken(out: string) {
	const folder = await stat(dirname(out)).catch(() => undefined)
	if (!folder?.isDirectory()) throw absent('backup.folder-missing', { folder: dirname(out) })
	if (await stat(out).catch(() => undefined)) throw conflict('backup.exists', { file: out })
}

async function syncFolder(path: string) {
	const folder = await open(path, 'r')
	try {
		await folder.sync()
	} finally {
		await folder.close()
	}
}

class FileWentAway extends Error {}

type StoredFile = { workspace: string; id: string; size: number; sha256: string; path: string }

/**
 * The files of this moment's rows and where they are read. Stored files are never changed, and only those that nobody
 * attached are ever removed: of these a second name is kept until the backup is made.
 */
async function keepUnattached(
	tx: Kysely<Tables>,
	source: Source,
	{ waiting, wish }: { waiting: string; wish: BackupWish }
): Promise<StoredFile[]> {
	const files: StoredFile[] = []
	const folder = join(incomingFolder(source.filesFolder), waiting)
	const unattached: StoredFile[] = []
	for (const { id: workspace } of await workspacesOf(tx, { workspace: wish.workspace })) {
		await actFor(tx, 'pitso_app', workspace)
		const { rows } = await sql<{ id: string; size: string; sha256: string; loose: boolean }>`
			select id, size::text as size, sha256, record_id is null as loose from file
			where workspace_id = ${workspace} order by id`.execute(tx)
		for (const { id, size, sha256, loose } of rows) {
			const stored = storedPath(source.filesFolder, workspace, id)
			const path = loose && !wish.withoutFiles ? join(folder, id) : stored
			const file = { workspace, id, size: Number(size), sha256, path }
			files.push(file)
			if (path !== stored) unattached.push({ ...file, path: stored })
		}
	}
	if (unattached.length > 0) await mkdir(folder, { recursive: true, mode: 0o700 })
	for (const file of unattached) await hold(file.path, join(folder, file.id))
	return files
}

// By a second name where the file system has such; else by a copy.
async function hold(path: string, kept: string) {
	try {
		await link(path, kept).catch((error: unknown) => {
			if (codeOf(error) === 'EEXIST') return
			if (codeOf(error) === 'ENOENT') throw error
			return copyFile(path, kept)
		})
	} catch (error) {
		throw codeOf(error) === 'ENOENT' ? new FileWentAway(path) : error
	}
}

type Writing = {
	wish: BackupWish
	progress: Progress
	files: readonly StoredFile[]
	done: (manifest: Manifest) => void
}

async function* archive(tx: Kysely<Tables>, source: Source, writing: Writing): AsyncGenerator<Buffer> {
	const { wish, progress } = writing
	const head: Head = {
		format: BACKUP_FORMAT,
		product: source.product,
		createdAt: wish.now.toISOString(),
		scope: wish.workspace === undefined ? 'installation' : 'workspace'
	}
	yield* partOf(PART.head, json(head), wish.now)
	const part = { workspace: wish.workspace }
	const workspaces = await workspacesOf(tx, part)
	const facts = await factsOf(tx, source)
	const tables: Manifest['tables'] = []
	let told: string | null = null
	for await (const { table, workspace, lines } of readSections(tx, part, (counted) => void tables.push(counted))) {
		if (workspace !== null && workspace !== told)
			progress('workspace', { workspace: workspaces.find(({ id }) => id === workspace)?.key ?? '' })
		told = workspace
		yield* rowParts({ table, workspace }, lines, wish.now)
	}
	const files: KeptFile[] = []
	if (writing.files.length > 0) progress('files', { files: writing.files.length })
	for (const file of writing.files) files.push(yield* filePart(file, wish))
	const anchors: Manifest['anchors'] = []
	for (const { id } of workspaces) {
		const content = await readFile(`${source.dataFolder}/anchors/${id}.jsonl`).catch((error: unknown) => {
			if (codeOf(error) === 'ENOENT') return undefined
			throw error
		})
		if (!content) continue
		yield* partOf(PART.anchors(id), content, wish.now)
		anchors.push({ workspace: id, size: content.length, sha256: createHash('sha256').update(content).digest('hex') })
	}
	const isInside = wish.withSecret === true
	if (isInside) yield* partOf(PART.secret, Buffer.from(`${source.secret.toString('hex')}\n`), wish.now)
	const manifest: Manifest = {
		...head,
		...facts,
		workspaces,
		tables,
		filesAre: wish.withoutFiles === true ? 'apart' : 'inside',
		files,
		anchors,
		secret: { fingerprint: fingerprintOf(source.secret), isInside }
	}
	yield* partOf(PART.manifest, json(manifest), wish.now)
	yield ARCHIVE_END
	writing.done(manifest)
}

// In parts of a few megabytes, since a part begins with its length.
async function* rowParts(
	{ table, workspace }: Place,
	lines: AsyncIterable<string[]>,
	at: Date
): AsyncGenerator<Buffer> {
	let number = 0
	let held: string[] = []
	let size = 0
	for await (const some of lines) {
		for (const line of some) {
			held.push(line)
			size += line.length
		}
		if (size < PART_SIZE) continue
		yield* partOf(PART.rows(table, workspace, ++number), linesOf(held), at)
		held = []
		size = 0
	}
	if (held.length > 0) yield* partOf(PART.rows(table, workspace, ++number), linesOf(held), at)
}

const json = (value: unknown) => Buffer.from(`${JSON.stringify(value, null, '\t')}\n`)
const linesOf = (lines: readonly string[]) => Buffer.from(`${lines.join('\n')}\n`)

function* partOf(name: string, content: Buffer, at: Date): Generator<Buffer> {
	yield partHeader({ name, size: content.length, at })
	yield content
	yield partPadding(content.length)
}

async function* filePart(file: StoredFile, wish: BackupWish): AsyncGenerator<Buffer, KeptFile> {
	const { workspace, id, sha256 } = file
	const found = await stat(file.path).catch(() => undefined)
	if (!found) return { workspace, id, size: file.size, sha256, state: 'missing' }
	const hash = createHash('sha256')
	const isInside = wish.withoutFiles !== true
	if (isInside) yield partHeader({ name: PART.file(workspace, id), size: found.size, at: wish.now })
	for await (const bytes of createReadStream(file.path)) {
		if (!Buffer.isBuffer(bytes)) throw new TypeError('a file is read as bytes')
		hash.update(bytes)
		if (isInside) yield bytes
	}
	if (isInside) yield partPadding(found.size)
	const digest = hash.digest('hex')
	return { workspace, id, size: found.size, sha256: digest, state: digest === sha256 ? 'whole' : 'changed' }
}

async function factsOf(tx: Kysely<Tables>, source: Source): Promise<Pick<Manifest, 'engine' | 'migrations'>> {
	await actFor(tx, '', null)
	const { rows } = await sql<{ postgres: number; citus: boolean }>`
		select current_setting('server_version_num')::int as postgres,
			exists (select from pg_extension where extname = 'citus') as citus`.execute(tx)
	const migrations = await tx.selectFrom('migration').select(['name', 'digest']).orderBy('name').execute()
	const found = rows[0]
	return {
		engine: { kind: found?.citus ? 'citus' : source.engine, postgres: found?.postgres ?? 0 },
		migrations
	}
}
