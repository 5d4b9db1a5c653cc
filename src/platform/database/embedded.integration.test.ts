import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
	chmodSync,
	constants,
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	readdirSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { type EmbeddedDatabase, joinEmbedded, startEmbedded } from './embedded.ts'

const folders: string[] = []
const databases: EmbeddedDatabase[] = []
const children: ChildProcess[] = []

afterEach(async () => {
	for (const child of children.splice(0)) child.kill('SIGKILL')
	for (const database of databases.splice(0).toReversed()) await database.stop()
	for (const folder of folders.splice(0)) {
		const database = join(folder, 'database')
		if (existsSync(join(database, 'cluster', 'postmaster.pid'))) await (await joinEmbedded({ folder: database })).stop()
		rmSync(folder, { recursive: true, force: true })
	}
})

const template = mkdtempSync(join(tmpdir(), 'pitso-test-'))
beforeAll(async () => (await startEmbedded({ folder: template })).stop())
afterAll(() => rmSync(template, { recursive: true }))

function aFolder() {
	const folder = mkdtempSync(join(tmpdir(), 'pitso-test-'))
	folders.push(folder)
	return join(folder, 'database')
}

/** A folder whose database was made and stopped before; copied, since making one takes most of a second. */
function aMadeFolder() {
	const folder = aFolder()
	cpSync(join(template, 'cluster'), join(folder, 'cluster'), { recursive: true, mode: constants.COPYFILE_FICLONE })
	return folder
}

async function started(folder: string, say?: Parameters<typeof startEmbedded>[0]['say']) {
	const database = await startEmbedded({ folder, ...(say ? { say } : {}) })
	databases.push(database)
	return database
}

async function ask(database: EmbeddedDatabase, statement: string) {
	const client = new Client(database.connection)
	client.on('error', () => undefined)
	await client.connect()
	try {
		const { rows } = await client.query<Record<string, unknown>>(statement)
		return rows[0]
	} finally {
		await client.end()
	}
}

const readPid = (folder: string) =>
	Number(readFileSync(join(folder, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0])

/** Another Pitso process that starts the database and stays until it is killed. */
async function anotherProcess(folder: string) {
	const source = pathToFileURL(join(import.meta.dirname, 'embedded.ts')).href
	const child = spawn(
		process.execPath,
		[
			'--input-type=module',
			'--eval',
			`import { startEmbedded } from ${JSON.stringify(source)}
			const database = await startEmbedded({ folder: ${JSON.stringify(folder)} })
			process.on('SIGTERM', () => database.stop().then(() => process.exit(0)))
			setInterval(() => undefined, 1_000)
			console.log('ready')`
		],
		{ stdio: ['ignore', 'pipe', 'inherit'] }
	)
	children.push(child)
	await once(child.stdout, 'data')
	return child
}

async function kill(child: ChildProcess, signal: NodeJS.Signals) {
	const gone = once(child, 'exit')
	child.kill(signal)
	await gone
}

test('a first start makes a database that sorts and reads as a server does', async () => {
	const folder = aFolder()
	const said: string[] = []
	const database = await started(folder, (code) => said.push(code))
	expect(said).toEqual(['creating'])
	expect(database.tookOver).toBe(false)
	expect(database.majorVersion).toBe(18)
	const facts = await ask(
		database,
		`select current_setting('listen_addresses') as network, current_setting('fsync') as fsync,
			current_setting('full_page_writes') as pages, current_setting('server_encoding') as encoding, current_user::text as "user",
			lower('ÉÀ') as lowered, to_tsvector('french', 'l’Afrique – côte')::text as words,
			(select string_agg(name, '' order by name collate "und-x-icu") from unnest(array['Z', 'a', 'É', 'e', 'B']) name) as sorted`
	)
	expect(facts).toEqual({
		network: '',
		fsync: 'on',
		pages: 'on',
		encoding: 'UTF8',
		user: 'pitso_owner',
		lowered: 'éà',
		words: "'afriqu':2 'côt':3",
		sorted: 'aBeÉZ'
	})
	for (const name of ['', 'cluster', 'socket']) expect(statSync(join(folder, name)).mode & 0o077).toBe(0)
})

test('a second start finds what the first one kept', async () => {
	const folder = aMadeFolder()
	const first = await started(folder)
	await ask(first, 'create table kept as select 7 as number')
	await first.stop()
	expect(existsSync(join(folder, 'cluster', 'postmaster.pid'))).toBe(false)
	const second = await started(folder)
	expect(second.tookOver).toBe(false)
	expect(await ask(second, 'select number from kept')).toEqual({ number: 7 })
})

test('PostgreSQL sees nothing of the environment that Pitso was started with', async () => {
	const folder = aMadeFolder()
	vi.stubEnv('PITSO_SECRET', 'hidden')
	await started(folder).finally(() => vi.unstubAllEnvs())
	expect(readFileSync(`/proc/${readPid(folder)}/environ`, 'utf8')).not.toContain('PITSO_SECRET')
})

test('a PostgreSQL whose Pitso was killed is taken over', async () => {
	const folder = aMadeFolder()
	const killed = await anotherProcess(folder)
	const pid = readPid(folder)
	await kill(killed, 'SIGKILL')
	const database = await started(folder)
	expect(database.tookOver).toBe(true)
	expect(readPid(folder)).toBe(pid)
	expect(await ask(database, 'select 1 as one')).toEqual({ one: 1 })
	await database.stop()
	expect(existsSync(`/proc/${pid}/cwd`)).toBe(false)
})

test('a PostgreSQL that was killed recovers at the next start', async () => {
	const folder = aMadeFolder()
	const killed = await anotherProcess(folder)
	const pid = readPid(folder)
	await kill(killed, 'SIGKILL')
	process.kill(pid, 'SIGKILL')
	const database = await started(folder)
	expect(database.tookOver).toBe(false)
	expect(readPid(folder)).not.toBe(pid)
	expect(await ask(database, 'select 1 as one')).toEqual({ one: 1 })
})

test('a PostgreSQL that dies under a running Pitso is started again', async () => {
	const folder = aMadeFolder()
	const said: string[] = []
	const database = await started(folder, (code) => said.push(code))
	process.kill(readPid(folder), 'SIGKILL')
	await vi.waitFor(() => expect(said).toContain('back'), { timeout: 120_000, interval: 10 })
	expect(await ask(database, 'select 1 as one')).toEqual({ one: 1 })
})

test('a PostgreSQL whose socket was removed is started again behind the same address', async () => {
	const folder = aMadeFolder()
	const said: string[] = []
	const database = await started(folder, (code) => said.push(code))
	rmSync(join(database.connection.host, `.s.PGSQL.${String(database.connection.port)}`))
	await vi.waitFor(() => expect(said).toContain('back'), { timeout: 120_000, interval: 10 })
	expect(await ask(database, 'select 1 as one')).toEqual({ one: 1 })
})

test('a socket folder that was cleaned away comes back under its name', async () => {
	const folder = join(aFolder(), 'x'.repeat(120))
	const said: string[] = []
	const database = await started(folder, (code) => said.push(code))
	rmSync(database.connection.host, { recursive: true })
	await vi.waitFor(() => expect(said).toContain('back'), { timeout: 120_000, interval: 10 })
	expect(statSync(database.connection.host).mode & 0o777).toBe(0o700)
	expect(await ask(database, 'select 1 as one')).toEqual({ one: 1 })
})

test('a PostgreSQL that does not start again is tried until it does', async () => {
	const folder = aMadeFolder()
	const said: string[] = []
	const database = await started(folder, (code) => said.push(code))
	const control = join(folder, 'cluster', 'global', 'pg_control')
	renameSync(control, `${control}.away`)
	process.kill(readPid(folder), 'SIGKILL')
	await vi.waitFor(() => expect(said).toContain('gone'), { timeout: 120_000, interval: 10 })
	renameSync(`${control}.away`, control)
	await vi.waitFor(() => expect(said).toContain('back'), { timeout: 120_000, interval: 10 })
	expect(said.filter((code) => code === 'gone')).toHaveLength(1)
	expect(await ask(database, 'select 1 as one')).toEqual({ one: 1 })
})

test('of a server and a command the last to leave stops PostgreSQL', async () => {
	const folder = aMadeFolder()
	const [command, server] = await Promise.all([joinEmbedded({ folder }), startEmbedded({ folder })])
	databases.push(command, server)
	expect([command.tookOver, server.tookOver].toSorted()).toEqual([false, true])
	await command.stop()
	expect(await ask(server, 'select 1 as one')).toEqual({ one: 1 })
	await server.stop()
	expect(existsSync(join(folder, 'cluster', 'postmaster.pid'))).toBe(false)
})

test('a process asked to end stops its PostgreSQL, which had a session of its own', async () => {
	const folder = aMadeFolder()
	const other = await anotherProcess(folder)
	const session = readFileSync(`/proc/${readPid(folder)}/stat`, 'utf8')
		.split(') ')[1]
		?.split(' ')[3]
	expect(session).toBe(String(readPid(folder)))
	await kill(other, 'SIGTERM')
	expect(existsSync(join(folder, 'cluster', 'postmaster.pid'))).toBe(false)
})

test('a stale postmaster file that names a living process does not stop the start', async () => {
	const folder = aMadeFolder()
	const stranger = spawn('sleep', ['60'])
	children.push(stranger)
	const lines = [stranger.pid, join(folder, 'cluster'), 1, 5432, join(folder, 'socket'), '', '  1  1', 'ready   ']
	writeFileSync(join(folder, 'cluster', 'postmaster.pid'), `${lines.join('\n')}\n`)
	const database = await started(folder)
	expect(database.tookOver).toBe(false)
	expect(stranger.exitCode).toBeNull()
})

test('the server of another folder is not taken for our own', async () => {
	const [folder, copy] = [aMadeFolder(), aMadeFolder()]
	await started(folder)
	writeFileSync(join(copy, 'cluster', 'postmaster.pid'), readFileSync(join(folder, 'cluster', 'postmaster.pid')))
	const database = await started(copy)
	expect(database.tookOver).toBe(false)
	expect(readPid(copy)).not.toBe(readPid(folder))
})

test.each([
	['17', 'older-major'],
	['19', 'newer-major']
])('a database of PostgreSQL %s is refused', async (version, code) => {
	const folder = aFolder()
	mkdirSync(join(folder, 'cluster'), { recursive: true })
	writeFileSync(join(folder, 'cluster', 'PG_VERSION'), `${version}\n`)
	await expect(startEmbedded({ folder })).rejects.toMatchObject({
		name: 'DatabaseStartError',
		code,
		params: { found: Number(version), engine: 18 }
	})
})

test('a folder with other files is refused and left as it is', async () => {
	const folder = aFolder()
	mkdirSync(join(folder, 'cluster'), { recursive: true })
	writeFileSync(join(folder, 'cluster', 'letter.txt'), 'kept')
	await expect(startEmbedded({ folder })).rejects.toMatchObject({ code: 'not-a-database' })
	expect(readdirSync(join(folder, 'cluster'))).toEqual(['letter.txt'])
})

test('what a killed first start left half-made is cleared away', async () => {
	const folder = aFolder()
	mkdirSync(join(folder, 'cluster-making-1', 'base'), { recursive: true })
	await started(folder)
	expect(readdirSync(folder).filter((name) => name.startsWith('cluster'))).toEqual(['cluster'])
})

test('a long path gets a short private socket folder, which others find and the last one removes', async () => {
	const folder = join(aFolder(), 'x'.repeat(120))
	const database = await started(folder)
	expect(database.connection.host.length).toBeLessThan(90)
	expect(statSync(database.connection.host).mode & 0o777).toBe(0o700)
	const joined = await joinEmbedded({ folder })
	databases.push(joined)
	expect(joined.connection.host).toBe(database.connection.host)
	await database.stop()
	expect(existsSync(database.connection.host)).toBe(true)
	await joined.stop()
	expect(existsSync(database.connection.host)).toBe(false)
})

test('a start that fails gives the reason of PostgreSQL', async () => {
	const folder = aMadeFolder()
	rmSync(join(folder, 'cluster', 'global', 'pg_control'))
	await expect(startEmbedded({ folder })).rejects.toMatchObject({
		code: 'engine-failed',
		params: { reason: expect.stringContaining('pg_control') }
	})
})

test.runIf(process.getuid?.() === 0)('without namespaces root gives the database to an ordinary user', async () => {
	const folder = aMadeFolder()
	mkdirSync(join(folder, '..', 'no-programs'))
	chmodSync(join(folder, '..'), 0o755)
	vi.stubEnv('PATH', join(folder, '..', 'no-programs'))
	const database = await started(folder).finally(() => vi.unstubAllEnvs())
	expect(statSync(`/proc/${readPid(folder)}`).uid).not.toBe(0)
	expect(await ask(database, 'select 1 as one')).toEqual({ one: 1 })
	await database.stop()
	const again = await started(folder)
	expect(statSync(join(folder, 'cluster')).uid).not.toBe(0)
	expect(await ask(again, 'select 1 as one')).toEqual({ one: 1 })
})
