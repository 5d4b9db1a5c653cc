import { execFile } from 'node:child_process'
import { createDecipheriv, createHash, createHmac, hkdfSync, scryptSync } from 'node:crypto'
import { existsSync } from 'node:fs'
import {
	appendFile,
	copyFile,
	mkdir,
	mkdtemp,
	readdir,
	readFile,
	rm,
	stat,
	truncate,
	writeFile
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { prepare, type Prepared } from '#tests/access/prepared.ts'
import { perform } from '#tests/access/by-name.ts'
import { aWorkspace, NOW, SECRET, testInstallation } from '#tests/fixtures/workspace.ts'
import { onServer, TEMPLATE } from '#tests/setup/template.ts'
import { findSeat, findWorkspace, listWorkspaces } from '#platform/access/find-seat.server.ts'
import { openDatabase, type Database } from '#platform/database/database.server.ts'
import { migrate, readMigrations } from '#platform/database/migrate.server.ts'
import { verifyHistory, writeAnchor } from '#platform/events/verify.server.ts'
import { storedPath } from '#platform/files/store.server.ts'
import { exportForComparison } from '../../cli/export-for-comparison.ts'
import { copiedTables } from './catalogue.server.ts'
import { makeBackup, type BackupWish, type Source } from './make-backup.server.ts'
import type { Manifest } from './manifest.ts'
import { verifyBackup } from './read-backup.server.ts'
import type { Target } from './place-files.server.ts'
import { checkRestore, isRestoreUnfinished, restore } from './restore.server.ts'
import { inOneTransaction } from './rows.server.ts'

const PASSPHRASE = 'a passphrase of many words'
const quiet = () => undefined

let folder = ''
let prepared: Prepared
let here: Source
let keyOfPrepared = ''
const opened: Database[] = []

/** As Pitso itself opens it: on a server the owner is a plain role under row level security. */
function asOwner(name: string): Database {
	const database = openDatabase({ ...inject('database'), database: name, most: 4 })
	opened.push(database)
	return database
}

let made = 0

async function anEmptyDatabase(template = 'template0'): Promise<{ database: Database; name: string }> {
	const name = `pitso_restored_${String(process.pid)}_${String(++made)}_${uuid().slice(-6)}`
	await onServer(inject('database'), `create database ${name} template ${template}`)
	return { database: asOwner(name), name }
}

async function anEmptyTarget(template?: string): Promise<Target & { name: string }> {
	const dataFolder = await mkdtemp(join(folder, 'data-'))
	return { ...(await anEmptyDatabase(template)), dataFolder, filesFolder: join(dataFolder, 'files'), secret: SECRET }
}

const sourceOf = (target: Target): Source => ({
	owner: target.database.owner,
	engine: 'server',
	dataFolder: target.dataFolder,
	filesFolder: target.filesFolder,
	secret: SECRET,
	product: '0.1.0'
})

async function backedUp(source: Source, wish: Partial<BackupWish> = {}): Promise<{ path: string; manifest: Manifest }> {
	const out = join(folder, `${uuid()}.pitso`)
	return makeBackup(source, { out, now: NOW, ...wish }, quiet)
}

/** A whole installation: two workspaces, one of them with something of every kind, people, and values that are easily lost. */
async function anInstallation(): Promise<Target & { name: string }> {
	const target = await anEmptyTarget(TEMPLATE)
	const other = await aWorkspace()
	for (const { key } of [prepared.workspace, other.workspace]) {
		const { path } = await backedUp(here, { workspace: key })
		await restore(target, { file: { path } }, quiet)
	}
	const person = uuid()
	await target.database.access(async (tx) => {
		await sql`insert into person (id, name, email, email_verified, created_at, changed_at)
			values (${person}, ${'Ünï "quoted" \\ line\n\ttab ☂'}, ${`${person}@people.test`}, true,
				'2026-03-02 09:00:00.123456+02', '0044-03-15 12:00:00.000001+00 BC')`.execute(tx)
		await sql`insert into passkey (id, person_id, public_key, credential_id, counter, device_type, backed_up, created_at)
			values (${uuid()}, ${person}, 'key', ${person}, 9007199254740993, 'singleDevice', false, 'infinity')`.execute(tx)
		await sql`insert into person_session (id, token, person_id, method, is_strong, created_at, changed_at, last_used_at, expires_at)
			values (${uuid()}, ${person}, ${person}, 'password', true, now(), now(), now(), now() + interval '1 day')`.execute(tx)
	})
	const workspace = await findWorkspace(target.database, prepared.workspace.key)
	if (!workspace) throw new Error('the workspace did not arrive')
	await target.database.write({ workspaceId: workspace.id, audience: ['system'] }, (tx) =>
		sql`insert into once_key (workspace_id, seat_id, key, operation, digest, answer, created_at)
			values (${workspace.id}, ${uuid()}, ${'Z é \\N "null" {a,NULL}'}, 'x', 'y', ${'{"result":1e400,"text":"\\\\u0000"}'}, now())`.execute(
			tx
		)
	)
	await writeAnchor(target.database, workspace, { dataFolder: target.dataFolder, secret: SECRET, now: NOW })
	return target
}

let whole: Target & { name: string }

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'pitso-backup-'))
	prepared = await prepare()
	keyOfPrepared = prepared.workspace.key
	const { database, dataFolder } = await testInstallation()
	const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(database.owner)
	here = {
		owner: asOwner(rows[0]?.name ?? '').owner,
		engine: 'server',
		dataFolder,
		filesFolder: join(dataFolder, 'files'),
		secret: SECRET,
		product: '0.1.0'
	}
	whole = await anInstallation()
}, 300_000)

afterAll(async () => {
	for (const database of opened) await database.close()
	await rm(folder, { recursive: true, force: true })
})

const digests = ({ tables, files, workspaces, migrations, anchors }: Manifest) => ({
	tables,
	files,
	workspaces,
	migrations,
	anchors
})

async function rowsPastEveryRight(name: string, table: string): Promise<number> {
	const { owner, close } = openDatabase({ ...inject('superuser'), database: name, most: 1 })
	try {
		const { rows } = await sql<{ many: number }>`select count(*)::int as many from ${sql.table(table)}`.execute(owner)
		return rows[0]?.many ?? 0
	} finally {
		await close()
	}
}

test('a backup holds every row of every table there is, whoever may read it', async () => {
	const { manifest } = await backedUp(sourceOf(whole))
	const { owner, close } = openDatabase({ ...inject('superuser'), database: whole.name, most: 1 })
	const { rows } = await sql<{ name: string }>`
		select table_name as name from information_schema.tables
		where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`.execute(owner)
	await close()
	expect(new Set(manifest.tables.map(({ table }) => table))).toEqual(new Set(rows.map(({ name }) => name)))
	const empty: string[] = []
	for (const { name } of rows) {
		const stored = await rowsPastEveryRight(whole.name, name)
		const kept = manifest.tables.filter(({ table }) => table === name).reduce((sum, one) => sum + one.rows, 0)
		expect(kept, name).toBe(stored)
		if (stored === 0) empty.push(name)
	}
	// What the preparation of the access matrix leaves empty can be told nothing about; it must stay little.
	expect(empty.length).toBeLessThan(rows.length / 3)
})

test('what is restored is what was backed up, to the byte: rows, files, anchors and exports', async () => {
	const { path, manifest } = await backedUp(sourceOf(whole))
	const target = await anEmptyTarget()
	const report = await restore(target, { file: { path } }, quiet)
	expect(report).toMatchObject({ brokenFiles: 0, migrated: 0, secret: 'same' })
	expect(report.files).toBeGreaterThan(2)
	expect(report.histories.map(({ faults }) => faults)).toEqual([0, 0])
	const again = await backedUp(sourceOf(target))
	const signedOut = ({ table }: Manifest['tables'][number]) => table !== 'person_session'
	expect(again.manifest.tables.filter(signedOut)).toEqual(manifest.tables.filter(signedOut))
	expect(digests({ ...again.manifest, tables: [] })).toEqual(digests({ ...manifest, tables: [] }))
	for (const workspace of await listWorkspaces(whole.database)) {
		const [before, after] = await Promise.all(
			[whole, target].map(({ database, filesFolder }) =>
				exportForComparison({ secret: SECRET, filesFolder }, database, workspace)
			)
		)
		expect(before?.length).toBeGreaterThan(1_000)
		expect(after?.equals(before ?? Buffer.alloc(0))).toBe(true)
	}
})

test('whoever was signed in when the backup was made signs in again after it is restored', async () => {
	const { path, manifest } = await backedUp(sourceOf(whole))
	expect(manifest.tables.find(({ table }) => table === 'person_session')?.rows).toBe(1)
	const target = await anEmptyTarget()
	await restore(target, { file: { path } }, quiet)
	expect(await rowsPastEveryRight(target.name, 'person_session')).toBe(0)
	expect(await rowsPastEveryRight(target.name, 'person')).toBe(1)
})

test('work goes on in a restored installation, and its history goes on from where it was', async () => {
	const { path } = await backedUp(sourceOf(whole))
	const target = await anEmptyTarget()
	await restore(target, { file: { path } }, quiet)
	const workspace = await findWorkspace(target.database, keyOfPrepared)
	const seat = workspace && (await findSeat(target.database, workspace, 'administrator', NOW))
	if (!workspace || !seat) throw new Error('the seat did not arrive')
	const acting = await prepared.as('administrator')
	const opening = { ...acting.opening, ...target, workspace, seat, secret: SECRET }
	const { run } = await import('#platform/operation/perform.server.ts')
	await perform({ ...acting, runRaw: (operation, input) => run(opening, operation, input) }, 'actor.create', {
		key: 'after-restore',
		name: 'After the restore',
		kind: 'ministry'
	})
	const found = await verifyHistory(target.database, workspace, { dataFolder: target.dataFolder, secret: SECRET })
	expect(found.faults).toEqual([])
	expect(found.anchors.last).not.toBeNull()
})

test('a backup is one moment: what is changed and removed while it is made is in it as it was', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	const source = { ...here, filesFolder: join(made.dataFolder, 'files') }
	const meanwhile: Promise<unknown>[] = []
	const { path } = await makeBackup(
		source,
		{ out: join(folder, `${uuid()}.pitso`), now: NOW, workspace: made.workspace.key },
		() => {
			// Told when the first row of the workspace is read: from here on everything is too late.
			meanwhile.push(perform(administrator, 'actor.create', { key: 'too-late', name: 'Too late', kind: 'ministry' }))
		}
	)
	expect((await Promise.all(meanwhile)).length).toBe(1)
	const target = await anEmptyTarget(TEMPLATE)
	const report = await restore(target, { file: { path } }, quiet)
	expect(report.histories).toMatchObject([{ faults: 0 }])
	const keysIn = async (database: Database) =>
		database.read({ workspaceId: made.workspace.id, audience: ['system'] }, async (tx) =>
			(await tx.selectFrom('record').select('key').where('workspace_id', '=', made.workspace.id).execute()).map(
				(row) => row.key
			)
		)
	expect(await keysIn(made.database)).toContain('too-late')
	expect(await keysIn(target.database)).toContain('home-affairs')
	expect(await keysIn(target.database)).not.toContain('too-late')
})

test('one workspace goes into an installation that does not hold it, and not into one that does', async () => {
	const { path, manifest } = await backedUp(here, { workspace: keyOfPrepared })
	expect(manifest.workspaces.map(({ key }) => key)).toEqual([keyOfPrepared])
	expect(manifest.tables.filter(({ workspace }) => workspace === null)).toMatchObject([{ table: 'workspace', rows: 1 }])
	const target = await anEmptyTarget(TEMPLATE)
	const report = await restore(target, { file: { path } }, quiet)
	expect(report.histories).toMatchObject([{ workspace: keyOfPrepared, faults: 0 }])
	const again = await backedUp(sourceOf(target), { workspace: keyOfPrepared })
	expect(digests(again.manifest)).toEqual(digests(manifest))
	await expect(restore(target, { file: { path } }, quiet)).rejects.toMatchObject({ code: 'backup.workspace-there' })
	await expect(restore(await anEmptyTarget(), { file: { path } }, quiet)).rejects.toMatchObject({
		code: 'backup.no-installation'
	})
})

test('a workspace that is not there cannot be backed up', async () => {
	await expect(backedUp(here, { workspace: 'atlantis' })).rejects.toMatchObject({ code: 'platform.no-such-workspace' })
})

test('a whole backup goes into an empty installation only', async () => {
	const { path } = await backedUp(sourceOf(whole))
	await expect(restore(whole, { file: { path } }, quiet)).rejects.toMatchObject({
		code: 'backup.target-full',
		params: { workspaces: 2, people: 1 }
	})
	const withFiles = await anEmptyTarget()
	await mkdir(join(withFiles.filesFolder, 'somebody'), { recursive: true })
	await writeFile(join(withFiles.filesFolder, 'somebody', uuid()), 'a file')
	await expect(restore(withFiles, { file: { path } }, quiet)).rejects.toMatchObject({ code: 'backup.files-there' })
	expect(await tablesIn(withFiles.name)).toBe(0)
})

async function tablesIn(name: string): Promise<number> {
	const { owner, close } = openDatabase({ ...inject('superuser'), database: name, most: 1 })
	const { rows } = await sql<{ many: number }>`
		select count(*)::int as many from pg_tables where schemaname = 'public'`.execute(owner)
	await close()
	return rows[0]?.many ?? 0
}

test('looking whether a backup can be restored changes nothing', async () => {
	const { path, manifest } = await backedUp(sourceOf(whole))
	const target = await anEmptyTarget()
	const report = await checkRestore(target, { file: { path } }, quiet)
	expect(report.rows).toBe(manifest.tables.reduce((sum, table) => sum + table.rows, 0))
	expect(await tablesIn(target.name)).toBe(0)
	expect(await readdir(target.dataFolder)).toEqual([])
})

test('an encrypted backup tells nothing without its passphrase and everything with it', async () => {
	const { path } = await backedUp(sourceOf(whole), { passphrase: PASSPHRASE, withSecret: true })
	const bytes = await readFile(path)
	for (const word of ['record', 'ministry', SECRET.toString('hex'), keyOfPrepared])
		expect(bytes.includes(word), word).toBe(false)
	await expect(verifyBackup({ path })).rejects.toMatchObject({ code: 'backup.passphrase-needed' })
	await expect(verifyBackup({ path, passphrase: `${PASSPHRASE} ` })).rejects.toMatchObject({
		code: 'backup.wrong-passphrase'
	})
	const target = { ...(await anEmptyTarget()), secret: undefined }
	const report = await restore(target, { file: { path, passphrase: PASSPHRASE } }, quiet)
	expect(report.secret).toBe('restored')
	expect(report.histories.map(({ faults }) => faults)).toEqual([0, 0])
	expect((await readFile(join(target.dataFolder, 'secret'), 'utf8')).trim()).toBe(SECRET.toString('hex'))
	expect((await stat(join(target.dataFolder, 'secret'))).mode & 0o777).toBe(0o600)
})

test('the secret goes into no backup that is not encrypted', async () => {
	await expect(backedUp(sourceOf(whole), { withSecret: true })).rejects.toMatchObject({
		code: 'backup.secret-unencrypted'
	})
	const { path } = await backedUp(sourceOf(whole))
	const { gunzipSync } = await import('node:zlib')
	expect(gunzipSync(await readFile(path)).includes(SECRET.toString('hex'))).toBe(false)
})

test('under another secret the history is whole, and the anchors of the former one lie apart', async () => {
	const { path } = await backedUp(sourceOf(whole))
	const target = { ...(await anEmptyTarget()), secret: Buffer.alloc(32, 8) }
	const report = await restore(target, { file: { path } }, quiet)
	expect(report.secret).toBe('another')
	expect(report.histories.map(({ faults }) => faults)).toEqual([0, 0])
	expect((await readdir(target.dataFolder)).sort()).toEqual(['anchors-under-another-secret', 'files'])
})

const damages = {
	'cut off in the middle': async (path: string) => truncate(path, Math.floor((await stat(path)).size / 2)),
	'cut off at its last byte': async (path: string) => truncate(path, (await stat(path)).size - 1),
	'cut off to nothing': (path: string) => truncate(path, 0),
	'changed in the middle': (path: string) => flipped(path, 0.5),
	'changed near its beginning': (path: string) => flipped(path, 0.05),
	'changed near its end': (path: string) => flipped(path, 0.99)
}

async function flipped(path: string, share: number) {
	const bytes = await readFile(path)
	const at = Math.floor(bytes.length * share)
	bytes[at] = (bytes[at] ?? 0) ^ 0x10
	await writeFile(path, bytes)
}

const PLAIN = {}
const SEALED = { passphrase: PASSPHRASE }

const undamaged = new Map<object, Promise<string>>()

/** The path of a backup that is made once, to be copied and damaged. */
function once(wish: Partial<BackupWish>): Promise<string> {
	const known = undamaged.get(wish) ?? backedUp(here, { workspace: keyOfPrepared, ...wish }).then(({ path }) => path)
	undamaged.set(wish, known)
	return known
}

test.each(
	Object.entries(damages).flatMap(([what, damage]) => [
		[what, 'plain', damage, PLAIN] as const,
		[what, 'encrypted', damage, SEALED] as const
	])
)('a backup %s (%s) is refused, and nothing is changed', async (_what, _kind, damage, wish) => {
	const path = join(folder, `${uuid()}.pitso`)
	await copyFile(await once(wish), path)
	await damage(path)
	const target = await anEmptyTarget()
	const refused = await restore(target, { file: { path, ...wish } }, quiet).catch((error: unknown) => error)
	expect(refused).toMatchObject({
		name: 'Refusal',
		code: expect.stringMatching(/^backup\.(truncated|changed|not-a-backup|wrong-passphrase)$/)
	})
	expect(await tablesIn(target.name)).toBe(0)
	expect(await readdir(target.dataFolder)).toEqual([])
})

test('a backup that was rewritten with other rows is refused by its digests', async () => {
	const { path } = await backedUp(here, { workspace: keyOfPrepared })
	const { gunzipSync, gzipSync } = await import('node:zlib')
	const bytes = gunzipSync(await readFile(path))
	const at = bytes.indexOf('Ministry of Labour')
	expect(at).toBeGreaterThan(0)
	bytes.write('Ministry of Favour', at)
	await writeFile(path, gzipSync(bytes))
	await expect(verifyBackup({ path })).rejects.toMatchObject({ code: 'backup.changed' })
})

test('bytes behind the end of an encrypted backup are noticed', async () => {
	const { path } = await backedUp(here, { workspace: keyOfPrepared, passphrase: PASSPHRASE })
	await appendFile(path, 'more')
	await expect(verifyBackup({ path, passphrase: PASSPHRASE })).rejects.toMatchObject({ code: 'backup.changed' })
})

test.each(['some text', '', '{}'])('a file that is no backup (%j) is called that', async (text) => {
	const path = join(folder, uuid())
	await writeFile(path, text)
	await expect(verifyBackup({ path })).rejects.toMatchObject({ code: 'backup.not-a-backup' })
	await expect(verifyBackup({ path: join(folder, 'nowhere') })).rejects.toMatchObject({ code: 'backup.no-such-file' })
})

test('a backup overwrites nothing, and a failed one leaves nothing', async () => {
	const out = join(folder, 'taken.pitso')
	await writeFile(out, 'mine')
	await expect(backedUp(here, { out })).rejects.toMatchObject({ code: 'backup.exists' })
	expect(await readFile(out, 'utf8')).toBe('mine')
	await expect(backedUp(here, { out: join(folder, 'no-such-folder', 'x.pitso') })).rejects.toMatchObject({
		code: 'backup.folder-missing'
	})
	await expect(backedUp(here, { workspace: 'atlantis' })).rejects.toThrow()
	expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([])
})

test('a stored file that is missing or changed is named, and everything else is kept', async () => {
	const made = await prepare()
	const { database, dataFolder } = await testInstallation()
	const rows = await database.owner
		.selectFrom('file')
		.select(['id', 'record_id'])
		.where('workspace_id', '=', made.workspace.id)
		.where('record_id', 'is not', null)
		.execute()
	const [lost, spoilt] = rows
	if (!lost || !spoilt) throw new Error('two attached files are needed')
	const pathOf = (id: string) => storedPath(join(dataFolder, 'files'), made.workspace.id, id)
	await rm(pathOf(lost.id))
	await writeFile(pathOf(spoilt.id), 'something else')
	const { path, manifest } = await backedUp(here, { workspace: made.workspace.key })
	const states = new Map(manifest.files.map((file) => [file.id, file.state]))
	expect([states.get(lost.id), states.get(spoilt.id)]).toEqual(['missing', 'changed'])
	expect([...states.values()].filter((state) => state === 'whole').length).toBe(manifest.files.length - 2)
	const report = await restore(await anEmptyTarget(TEMPLATE), { file: { path } }, quiet)
	expect(report.brokenFiles).toBe(2)
})

test('a backup without files finds them where they lie, and only as they were', async () => {
	const { path } = await backedUp(sourceOf(whole), { withoutFiles: true })
	const target = await anEmptyTarget()
	await expect(restore(target, { file: { path } }, quiet)).rejects.toMatchObject({ code: 'backup.file-missing' })
	expect(await tablesIn(target.name)).toBe(0)
	const report = await restore(target, { file: { path }, filesFrom: whole.filesFolder }, quiet)
	for (const { workspace, id, sha256 } of report.manifest.files) {
		const bytes = await readFile(storedPath(target.filesFolder, workspace, id))
		expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256)
	}
	expect(report.manifest.files.length).toBeGreaterThan(2)
})

test('a restore that was cut off is begun anew, and the start waits for it', async () => {
	const { path } = await backedUp(sourceOf(whole))
	const target = await anEmptyTarget()
	// As it is left the moment before the transaction commits: files are in their place, rows are not.
	const first = await backedUp(sourceOf(whole))
	await writeFile(join(target.dataFolder, 'restoring.json'), JSON.stringify({ backup: 'cut off' }))
	const stored = first.manifest.files[0]
	if (!stored) throw new Error('a file is needed')
	const left = storedPath(target.filesFolder, stored.workspace, stored.id)
	await mkdir(dirname(left), { recursive: true })
	await writeFile(left, await readFile(storedPath(whole.filesFolder, stored.workspace, stored.id)))
	expect(await isRestoreUnfinished(target.dataFolder)).toBe(true)
	const report = await restore(target, { file: { path } }, quiet)
	expect(report.histories.map(({ faults }) => faults)).toEqual([0, 0])
	expect(await isRestoreUnfinished(target.dataFolder)).toBe(false)
})

test('a restore that fails half-way takes back what it had put in place', async () => {
	const { path } = await backedUp(sourceOf(whole))
	const target = await anEmptyTarget()
	const migrations = await readMigrations()
	const failing = {
		name: '9999_fails.sql',
		text: 'select 1 / 0;',
		digest: createHash('sha256').update('x').digest('hex')
	}
	await expect(restore(target, { file: { path }, migrations: [...migrations, failing] }, quiet)).rejects.toMatchObject({
		code: 'migration-failed',
		params: { migration: '9999_fails.sql', reason: 'division by zero' }
	})
	expect(await tablesIn(target.name)).toBe(0)
	expect(await filesIn(target.filesFolder)).toEqual([])
	expect(await isRestoreUnfinished(target.dataFolder)).toBe(false)
	const report = await restore(target, { file: { path } }, quiet)
	expect(report.histories.map(({ faults }) => faults)).toEqual([0, 0])
})

async function filesIn(path: string): Promise<string[]> {
	if (!existsSync(path)) return []
	const entries = await readdir(path, { recursive: true, withFileTypes: true })
	return entries.filter((entry) => entry.isFile()).map((entry) => entry.name)
}

test('an older backup is brought to this version as it is restored', async () => {
	const { path } = await backedUp(sourceOf(whole))
	const migrations = await readMigrations()
	const text = 'create table later_thing (id uuid not null, constraint later_thing_pkey primary key (id));'
	const later = { name: '9999_later.sql', text, digest: createHash('sha256').update(text).digest('hex') }
	const target = await anEmptyTarget()
	const report = await restore(target, { file: { path }, migrations: [...migrations, later] }, quiet)
	expect(report.migrated).toBe(1)
	expect(await rowsPastEveryRight(target.name, 'later_thing')).toBe(0)
	expect(await rowsPastEveryRight(target.name, 'person')).toBe(1)
})

test('an older backup of one workspace joins a newer installation', async () => {
	const { path } = await backedUp(here, { workspace: keyOfPrepared })
	const later = join(folder, 'later-migrations')
	await mkdir(later, { recursive: true })
	for (const { name, text } of await readMigrations()) await writeFile(join(later, name), text)
	await writeFile(join(later, '9999_grown.sql'), `alter table seat_note add column weight integer not null default 7;`)
	const target = await anEmptyTarget()
	await migrate(target.database, NOW, later)
	const report = await restore(target, { file: { path }, migrations: await readMigrations(later) }, quiet)
	expect(report.histories).toMatchObject([{ workspace: keyOfPrepared, faults: 0 }])
	const { owner, close } = openDatabase({ ...inject('superuser'), database: target.name, most: 1 })
	const { rows } = await sql<{ weight: number }>`select distinct weight from seat_note`.execute(owner)
	await close()
	expect(rows).toEqual([{ weight: 7 }])
}, 300_000)

test('a newer backup, and one of other migrations, are refused with the way out', async () => {
	const { path } = await backedUp(sourceOf(whole))
	const migrations = await readMigrations()
	const target = await anEmptyTarget()
	await expect(restore(target, { file: { path }, migrations: migrations.slice(0, -1) }, quiet)).rejects.toMatchObject({
		code: 'backup.newer',
		params: { migration: migrations.at(-1)?.name }
	})
	const changed = migrations.map((one, index) => (index === 0 ? { ...one, digest: '0'.repeat(64) } : one))
	await expect(restore(target, { file: { path }, migrations: changed }, quiet)).rejects.toMatchObject({
		code: 'backup.other-migrations'
	})
	expect(await tablesIn(target.name)).toBe(0)
})

test('every table has somebody who reads all of it and somebody who fills it, and they can be put in order', async () => {
	const tables = await inOneTransaction(whole.database.owner, (tx) => copiedTables(tx))
	expect(tables.length).toBeGreaterThan(30)
	const names = tables.map(({ name }) => name)
	expect(names.indexOf('record')).toBeLessThan(names.indexOf('actor'))
	expect(names.indexOf('actor')).toBeLessThan(names.indexOf('membership'))
	for (const table of tables) expect(table.key.length, table.name).toBeGreaterThan(0)
})

test('a whole backup goes into a database that has its tables already and no rows', async () => {
	const { path, manifest } = await backedUp(sourceOf(whole))
	const target = await anEmptyTarget(TEMPLATE)
	await restore(target, { file: { path } }, quiet)
	const again = await backedUp(sourceOf(target))
	expect(again.manifest.migrations).toEqual(manifest.migrations)
	expect(again.manifest.tables.find(({ table }) => table === 'migration')).toEqual(
		manifest.tables.find(({ table }) => table === 'migration')
	)
})

test('a backup is what its description says: an archive that any machine unpacks', async () => {
	const { path, manifest } = await backedUp(sourceOf(whole))
	const unpacked = await mkdtemp(join(folder, 'unpacked-'))
	await promisify(execFile)('tar', ['xzf', path, '-C', unpacked])
	expect(JSON.parse(await readFile(join(unpacked, 'manifest.json'), 'utf8'))).toEqual(manifest)
	expect(JSON.parse(await readFile(join(unpacked, 'pitso-backup.json'), 'utf8'))).toMatchObject({ format: 1 })
	const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
	for (const { table, workspace, rows, ...listed } of manifest.tables) {
		const parts = join(unpacked, 'tables', workspace ?? 'installation', table)
		const names = existsSync(parts) ? (await readdir(parts)).sort() : []
		const bytes = Buffer.concat(await Promise.all(names.map((name) => readFile(join(parts, name)))))
		expect(sha256(bytes), table).toBe(listed.sha256)
		expect(bytes.toString('utf8').split('\n').length - 1, table).toBe(rows)
	}
	for (const { workspace, id, ...listed } of manifest.files)
		expect(sha256(await readFile(join(unpacked, 'files', workspace, id)))).toBe(listed.sha256)
})

test('an encrypted backup is what its description says, read by nothing but node:crypto', async () => {
	const { path } = await backedUp(sourceOf(whole), { passphrase: PASSPHRASE })
	const bytes = await readFile(path)
	const mark = 'PITSO ENCRYPTED BACKUP\n'
	expect(bytes.subarray(0, 23).toString()).toBe(mark)
	const end = bytes.indexOf(0x0a, 23) + 1
	const head = bytes.subarray(23, end)
	const Facts = z.object({
		format: z.literal(1),
		cipher: z.literal('aes-256-gcm'),
		chunk: z.literal(65_536),
		scrypt: z.object({ N: z.literal(131_072), r: z.literal(8), p: z.literal(1), salt: z.base64() })
	})
	const { salt, ...cost } = Facts.parse(JSON.parse(head.toString())).scrypt
	const master = scryptSync(PASSPHRASE, Buffer.from(salt, 'base64'), 32, { ...cost, maxmem: 2 ** 28 })
	const key = (purpose: string) => Buffer.from(hkdfSync('sha256', master, head, `pitso backup ${purpose}`, 32))
	expect(createHmac('sha256', key('proof')).update(head).digest()).toEqual(bytes.subarray(end, end + 32))
	const plain = []
	for (let at = end + 32, number = 0; at < bytes.length; at += 65_552, number++) {
		const chunk = bytes.subarray(at, at + 65_552)
		const nonce = Buffer.alloc(12)
		nonce.writeUInt32BE(number, 7)
		nonce[11] = at + 65_552 >= bytes.length ? 1 : 0
		const decipher = createDecipheriv('aes-256-gcm', key('content'), nonce).setAuthTag(chunk.subarray(-16))
		plain.push(decipher.update(chunk.subarray(0, -16)), decipher.final())
	}
	const { gunzipSync } = await import('node:zlib')
	expect(gunzipSync(Buffer.concat(plain)).subarray(0, 17).toString()).toBe('pitso-backup.json')
})
