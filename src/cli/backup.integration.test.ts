import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest'
import { prepare } from '#tests/access/prepared.ts'
import { refusalOf } from '#tests/fixtures/directory.ts'
import { SECRET, testInstallation } from '#tests/fixtures/workspace.ts'
import { onServer, TEMPLATE } from '#tests/setup/template.ts'
import { readLastBackup } from '#platform/backup/keep-backups.server.ts'
import { makeBackup } from '#platform/backup/make-backup.server.ts'
import { restore } from '#platform/backup/restore.server.ts'
import { openDatabase, type Database } from '#platform/database/database.server.ts'
import { lockFolder } from '#platform/files/folder-lock.ts'
import { connectInstallation } from '#platform/settings/open.server.ts'
import { readSettings } from '#platform/settings/settings.ts'
import { backUp, restoreFrom, verify, type Console } from './backup.ts'
import { keepDailyBackups } from './daily-backups.ts'
import { move } from './move.ts'
import { consoleWords, stopLines } from './words-of-console.ts'

const PROGRAM = join(import.meta.dirname, '../../bin/pitso')
const NOW = new Date('2026-03-02T09:00:00Z')
const quiet = () => undefined

let folder = ''
/** A backup of an installation with one workspace that has something of everything. */
let whole = ''
let key = ''
const opened: Database[] = []

/** A console with the given environment that keeps what it prints. */
function aConsole(environment: Record<string, string>): Console & { printed: string[]; told: string[] } {
	const printed: string[] = []
	const told: string[] = []
	return {
		words: consoleWords({}),
		environment,
		print: (line) => void printed.push(line),
		tell: (line) => void told.push(line),
		printed,
		told
	}
}

async function aDatabase(template = 'template0'): Promise<{ address: string; name: string }> {
	const name = `pitso_moved_${String(process.pid)}_${uuid().slice(-8)}`
	await onServer(inject('database'), `create database ${name} template ${template}`)
	const { host, user } = inject('database')
	return { name, address: `postgres://${user}@localhost/${name}?host=${encodeURIComponent(host)}` }
}

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'pitso-console-'))
	const made = await prepare()
	key = made.workspace.key
	const { database, dataFolder } = await testInstallation()
	const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(database.owner)
	const from = openDatabase({ ...inject('database'), database: rows[0]?.name ?? '', most: 2 })
	const between = await aDatabase(TEMPLATE)
	const into = openDatabase({ connectionString: between.address, most: 2 })
	opened.push(from, into)
	const source = {
		engine: 'server' as const,
		dataFolder,
		filesFolder: join(dataFolder, 'files'),
		secret: SECRET,
		product: '0.1.0'
	}
	const one = join(folder, 'one.pitso')
	await makeBackup({ ...source, owner: from.owner }, { out: one, now: NOW, workspace: key }, quiet)
	const target = {
		database: into,
		dataFolder: join(folder, 'between'),
		filesFolder: join(folder, 'between', 'files'),
		secret: SECRET
	}
	await mkdir(target.dataFolder, { recursive: true })
	await restore(target, { file: { path: one } }, quiet)
	whole = join(folder, 'whole.pitso')
	await makeBackup(
		{ ...source, owner: into.owner, dataFolder: target.dataFolder, filesFolder: target.filesFolder },
		{ out: whole, now: NOW },
		quiet
	)
}, 300_000)

afterAll(async () => {
	for (const database of opened) await database.close()
	await rm(folder, { recursive: true, force: true })
})

/** An embedded installation of its own, restored from the backup, with the secret of the tests. */
async function anInstallation(): Promise<string> {
	const data = await mkdtemp(join(folder, 'd-'))
	await writeFile(join(data, 'secret'), `${SECRET.toString('hex')}\n`, { mode: 0o600 })
	expect(await restoreFrom(whole, data, {}, aConsole({}))).toBe(0)
	return data
}

test('from a restore to a backup and back: the console says what it did, and the health can read of it', async () => {
	const data = await anInstallation()
	const out = join(folder, `${uuid()}.pitso`)
	const on = aConsole({ PITSO_DATA: data })
	expect(await backUp({ out }, on)).toBe(0)
	expect(on.printed[0]).toMatch(/1 workspace, [\d,]+ rows, \d+ files, \d+ MB, not encrypted$/)
	expect(on.told).toContain(`Workspace ${key}`)
	expect((await stat(out)).mode & 0o777).toBe(0o600)
	expect((await readLastBackup(data))?.made).toMatchObject({ kind: 'console', file: out, workspaces: 1 })
	const again = aConsole({})
	expect(await verify(out, {}, again)).toBe(0)
	expect(again.printed).toEqual([expect.stringContaining('is whole'), `  ${key}`])
	const third = join(folder, uuid())
	const restored = aConsole({})
	expect(await restoreFrom(out, third, {}, restored)).toBe(0)
	expect(restored.printed.join('\n')).toMatch(
		/Restored: 1 workspace.*\n.*nothing wrong\n.*does not hold the installation's secret/
	)
}, 300_000)

test('an encrypted backup to a folder, with the secret, comes up as the same installation', async () => {
	const data = await anInstallation()
	const passphrase = join(folder, 'passphrase')
	await writeFile(passphrase, 'a passphrase of many words\n')
	const on = aConsole({ PITSO_DATA: data })
	const drawer = await mkdtemp(join(folder, 'drawer-'))
	const options = { 'passphrase-file': passphrase }
	expect(await backUp({ out: drawer, encrypt: true, 'with-secret': true, ...options }, on)).toBe(0)
	const path = /^(\S+\.pitso):/.exec(on.printed[0] ?? '')?.[1] ?? ''
	expect(path.startsWith(drawer)).toBe(true)
	const target = join(folder, uuid())
	const restored = aConsole({})
	expect(await restoreFrom(path, target, options, restored)).toBe(0)
	expect(restored.printed.join('\n')).toContain(`came out of the backup, into ${target}/secret`)
	expect(await readFile(join(target, 'secret'), 'utf8')).toBe(await readFile(join(data, 'secret'), 'utf8'))
}, 300_000)

test.each([
	[{ encrypt: true }, 'backup.passphrase-wanted'],
	[{ 'passphrase-file': 'x' }, 'backup.passphrase-unused'],
	[{ encrypt: true, 'passphrase-file': '/nowhere' }, 'backup.passphrase-file-missing']
])('a backup asked for as %j is refused', async (options, code) => {
	const data = await mkdtemp(join(folder, 'd-'))
	await expect(backUp(options, aConsole({ PITSO_DATA: data }))).rejects.toMatchObject({ code })
	expect(existsSync(join(data, 'database'))).toBe(false)
})

test('a passphrase that is too short is refused, naming how long it must be', async () => {
	const file = join(folder, 'short')
	await writeFile(file, 'short\n')
	const refused = await backUp({ encrypt: true, 'passphrase-file': file }, aConsole({})).catch(
		(error: unknown) => error
	)
	expect(stopLines(consoleWords({}), refused)?.join('\n')).toContain('at least 12 characters')
})

test('looking into a folder without a database makes none', async () => {
	const data = join(folder, uuid())
	const on = aConsole({})
	expect(await restoreFrom(whole, data, { check: true }, on)).toBe(0)
	expect(on.printed[0]).toContain('can be restored here')
	expect(existsSync(data)).toBe(false)
})

test('nothing is restored over a Pitso that is running', async () => {
	const data = await mkdtemp(join(folder, 'd-'))
	const lock = await lockFolder(data, 'http://127.0.0.1:1')
	await expect(restoreFrom(whole, data, {}, aConsole({}))).rejects.toMatchObject({ code: 'folder.held' })
	lock.release()
}, 300_000)

test('an installation moves to a server and back, and is the same to the byte; each source stays as it was', async () => {
	const data = await anInstallation()
	const { address } = await aDatabase()
	const before = await manifestOf({ PITSO_DATA: data })
	const there = aConsole({ PITSO_DATA: data })
	expect(await move(address, there)).toBe(0)
	expect(there.printed[0]).toBe('Every row arrived as it was, and the exports of 1 workspace are equal to the byte.')
	expect(there.printed[1]).toContain(`PITSO_SECRET_FILE=${data}/secret`)
	const onServerNow = { PITSO_DATA: data, DATABASE_URL: address, PITSO_SECRET_FILE: `${data}/secret` }
	expect(await manifestOf(onServerNow)).toEqual(before)
	expect(await manifestOf({ PITSO_DATA: data })).toEqual(before)

	await expect(move('embedded', aConsole(onServerNow))).rejects.toMatchObject({ code: 'move.target-full' })
	await rename(join(data, 'database'), join(data, 'database-before'))
	const back = aConsole(onServerNow)
	expect(await move('embedded', back)).toBe(0)
	expect(back.printed[1]).toContain('without DATABASE_URL')
	expect(await manifestOf({ PITSO_DATA: data })).toEqual(before)
	expect(await manifestOf(onServerNow)).toEqual(before)
}, 300_000)

async function manifestOf(environment: Record<string, string>) {
	const out = join(folder, `${uuid()}.pitso`)
	await backUp({ out }, aConsole(environment))
	const { verifyBackup } = await import('#platform/backup/read-backup.server.ts')
	const { tables, files, migrations, secret } = await verifyBackup({ path: out })
	return { tables, files, migrations, secret }
}

test('a move is refused while the source is in use, into a full database, and to where it is already', async () => {
	const { address } = await aDatabase(TEMPLATE)
	const data = await mkdtemp(join(folder, 'd-'))
	const environment = { PITSO_DATA: data, DATABASE_URL: address, PITSO_SECRET: SECRET.toString('hex') }
	const lock = await lockFolder(data, 'http://127.0.0.1:1')
	await expect(move('embedded', aConsole(environment))).rejects.toMatchObject({ code: 'folder.held' })
	lock.release()
	const somebody = openDatabase({ connectionString: address, most: 1 })
	opened.push(somebody)
	const leaving = Promise.withResolvers<undefined>()
	const arrived = Promise.withResolvers<undefined>()
	const visit = somebody.access(async (tx) => {
		await tx.selectFrom('workspace').select('id').execute()
		arrived.resolve(undefined)
		await leaving.promise
	})
	await arrived.promise
	await expect(move('embedded', aConsole(environment))).rejects.toMatchObject({ code: 'move.in-use' })
	leaving.resolve(undefined)
	await visit
	for (const [to, settings, said] of [
		[address, environment, 'DATABASE_URL names it already'],
		['embedded', { PITSO_DATA: data }, 'DATABASE_URL is not set']
	] as const) {
		const refusal = await refusalOf(move(to, aConsole(settings)))
		expect(refusal.code).toBe('move.same')
		expect(stopLines(consoleWords({}), refusal)?.join('\n')).toContain(said)
	}
}, 300_000)

test.each([
	[
		'17',
		'With the Pitso that made it, make a backup: pitso backup --out FILE. Then, with this one, restore it into an empty data folder: pitso restore FILE --into FOLDER.'
	],
	['19', 'Start it with the newer Pitso that made it.']
])(
	'a data folder of PostgreSQL %s is refused with the way told, and left as it is',
	async (version, way) => {
		const data = await mkdtemp(join(folder, 'd-'))
		const cluster = join(data, 'database', 'cluster')
		await mkdir(cluster, { recursive: true })
		await writeFile(join(cluster, 'PG_VERSION'), `${version}\n`)
		for (const command of [['serve'], ['backup', '--out', join(folder, 'never.pitso')]]) {
			const environment = { PATH: process.env['PATH'], HOME: process.env['HOME'], PITSO_DATA: data }
			const failed: unknown = await promisify(execFile)(PROGRAM, command, { env: environment }).catch(
				(error: unknown) => error
			)
			expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining(`PostgreSQL ${version}`) })
			expect(failed).toMatchObject({ stderr: expect.stringContaining(way) })
			expect(failed).toMatchObject({ stderr: expect.stringContaining('Nothing was changed.') })
		}
		expect(await readFile(join(cluster, 'PG_VERSION'), 'utf8')).toBe(`${version}\n`)
		expect(existsSync(join(folder, 'never.pitso'))).toBe(false)
	},
	300_000
)

test('a start after a restore that was cut off says what to do', async () => {
	const data = await mkdtemp(join(folder, 'd-'))
	await writeFile(join(data, 'restoring.json'), '{"backup":"x"}')
	const environment = { PATH: process.env['PATH'], HOME: process.env['HOME'], PITSO_DATA: data }
	await expect(promisify(execFile)(PROGRAM, ['serve'], { env: environment })).rejects.toMatchObject({
		code: 1,
		stderr: expect.stringContaining('Run the same pitso restore again')
	})
})

test('before an upgrade changes the database a backup of it is made, and a command does not change it under a Pitso that runs', async () => {
	const data = await anInstallation()
	const { startEmbedded } = await import('#platform/database/embedded.ts')
	const engine = await startEmbedded({ folder: join(data, 'database') })
	const database = openDatabase(engine.connection)
	// Taken for older than it is: the last migration is not noted.
	const { readMigrations } = await import('#platform/database/migrate.server.ts')
	const last = (await readMigrations()).at(-1)?.name ?? ''
	await sql`delete from migration where name = ${last}`.execute(database.owner)
	await database.close()
	await engine.stop()
	const environment = { PATH: process.env['PATH'], HOME: process.env['HOME'], PITSO_DATA: data }
	const lock = await lockFolder(data, 'http://127.0.0.1:1')
	await expect(promisify(execFile)(PROGRAM, ['workspace', 'list'], { env: environment })).rejects.toMatchObject({
		stderr: expect.stringContaining('Another Pitso holds the data folder')
	})
	lock.release()
	const failed: unknown = await promisify(execFile)(PROGRAM, ['workspace', 'list'], { env: environment }).catch(
		(error: unknown) => error
	)
	// The migration finds its tables there and stops: the backup was made before it began.
	expect(failed).toMatchObject({
		code: 1,
		stderr: expect.stringMatching(/a backup of it was made: .*\n.*Everything is as it was before/)
	})
	expect((await readLastBackup(data))?.made).toMatchObject({ kind: 'before-upgrade', workspaces: 1 })
}, 300_000)

test('while Pitso runs the day’s backup is made, and what goes wrong with it stops nothing', async () => {
	const data = await anInstallation()
	const opened = await connectInstallation(readSettings({ PITSO_DATA: data }), () => undefined, 'command')
	const daily = keepDailyBackups(opened, { firstAfter: 0, every: 20 })
	await vi.waitFor(async () => expect((await readLastBackup(data))?.made).toMatchObject({ kind: 'daily' }), {
		timeout: 120_000,
		interval: 20
	})
	await daily.stop()
	const made = (await readdir(join(data, 'backups'))).filter((name) => name.startsWith('daily-'))
	expect(made).toHaveLength(1)
	await rm(join(data, 'backups', made[0] ?? ''))
	await opened.close()
	const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
	const failing = keepDailyBackups(opened, { firstAfter: 0, every: 20 })
	await vi.waitFor(async () => expect((await readLastBackup(data))?.failed).not.toBeNull(), {
		timeout: 120_000,
		interval: 20
	})
	await failing.stop()
	expect(said.mock.calls.join('\n')).toContain('daily backup failed')
	said.mockRestore()
}, 300_000)
