import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { afterAll, expect, inject, test, vi } from 'vitest'
import { NOW } from '#tests/fixtures/workspace.ts'
import { onServer, TEMPLATE } from '#tests/setup/template.ts'
import { openDatabase, type Database } from '#platform/database/database.server.ts'
import { migrate, readMigrations } from '#platform/database/migrate.server.ts'

const opened: Database[] = []
afterAll(async () => {
	for (const database of opened) await database.close()
})

async function aDatabase(template: string = TEMPLATE): Promise<{ database: Database; name: string }> {
	const name = `pitso_upgrade_${String(process.pid)}_${uuid().slice(-8)}`
	await onServer(inject('database'), `create database ${name} template ${template}`)
	const database = openDatabase({ ...inject('database'), database: name, most: 2 })
	opened.push(database)
	return { database, name }
}

/** A folder with the migrations of this version and more. */
async function withMore(more: Readonly<Record<string, string>>): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'pitso-migrations-'))
	for (const { name, text } of await readMigrations()) await writeFile(join(folder, name), text)
	for (const [name, text] of Object.entries(more)) await writeFile(join(folder, name), text)
	return folder
}

async function stateOf(database: Database) {
	const { rows: tables } = await sql<{ name: string }>`
		select table_name as name from information_schema.tables where table_schema = 'public' order by 1`.execute(
		database.owner
	)
	const { rows: columns } = await sql<{ name: string }>`
		select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public' order by 1`.execute(
		database.owner
	)
	const migrations = await database.owner.selectFrom('migration').selectAll().orderBy('name').execute()
	return { tables, columns, migrations }
}

// Another process, so that it can be killed in the middle.
async function migratingProcess(name: string, folder: string) {
	const source = pathToFileURL(join(import.meta.dirname, '../../src/platform/database')).href
	const code = `
		import { openDatabase } from ${JSON.stringify(`${source}/database.server.ts`)}
		import { migrate } from ${JSON.stringify(`${source}/migrate.server.ts`)}
		const database = openDatabase(${JSON.stringify({ ...inject('database'), database: name, most: 1 })})
		await migrate(database, new Date(), ${JSON.stringify(folder)})
		await database.close()`
	return spawn(process.execPath, ['--input-type=module', '--eval', code], { stdio: ['ignore', 'ignore', 'inherit'] })
}

test('a migration that is killed in the middle leaves the database as it was, and the next start completes it', async () => {
	const { database, name } = await aDatabase()
	const folder = await withMore({
		'9000_first.sql': 'create table later_one (id uuid not null, constraint later_one_pkey primary key (id));',
		'9001_second.sql': 'alter table seat add column later_column text; select pg_sleep(1.5);'
	})
	const before = await stateOf(database)
	const child = await migratingProcess(name, folder)
	const isSleeping = async () => {
		const { rows } = await sql<{ many: number }>`
			select count(*)::int as many from pg_stat_activity where datname = ${name} and wait_event = 'PgSleep'`.execute(
			database.owner
		)
		return rows[0]?.many === 1
	}
	await vi.waitFor(async () => expect(await isSleeping()).toBe(true), { timeout: 60_000, interval: 20 })
	const ended = once(child, 'exit')
	child.kill('SIGKILL')
	await ended
	// What the dead process had begun ends with its connection; the next migration waits for that by its lock.
	await vi.waitFor(async () => expect(await isSleeping()).toBe(false), { timeout: 60_000, interval: 50 })
	await vi.waitFor(async () => expect(await stateOf(database)).toEqual(before), { timeout: 60_000, interval: 50 })
	expect(await migrate(database, NOW, folder)).toBe(2)
	expect((await stateOf(database)).tables.map((table) => table.name)).toContain('later_one')
})

test('of two starts at once one migrates, and the other finds it done', async () => {
	const { database, name } = await aDatabase()
	const folder = await withMore({
		'9000_first.sql': 'create table later_two (id uuid not null, constraint later_two_pkey primary key (id));'
	})
	const other = openDatabase({ ...inject('database'), database: name, most: 1 })
	opened.push(other)
	expect((await Promise.all([migrate(database, NOW, folder), migrate(other, NOW, folder)])).sort()).toEqual([0, 1])
})

test('a database that was migrated by halves is refused, and left as it is', async () => {
	const { database } = await aDatabase()
	const migrations = await readMigrations()
	const skipped = migrations.at(-2)
	if (!skipped) throw new Error('there are several migrations')
	await sql`delete from migration where name = ${skipped.name}`.execute(database.owner)
	const before = await stateOf(database)
	await expect(migrate(database, NOW)).rejects.toMatchObject({
		code: 'half-migrated',
		params: { migration: skipped.name }
	})
	expect(await stateOf(database)).toEqual(before)
})

test('tables like ours without the list of their migrations are refused, and left as they are', async () => {
	const { database } = await aDatabase('template0')
	await sql`create table record (id int)`.execute(database.owner)
	await expect(migrate(database, NOW)).rejects.toMatchObject({ code: 'database-foreign', params: { tables: 'record' } })
	const { rows } = await sql<{ name: string }>`
		select table_name as name from information_schema.tables where table_schema = 'public'`.execute(database.owner)
	expect(rows).toEqual([{ name: 'record' }])
})

test('a database of a newer version, and one whose migration was changed, are refused', async () => {
	const { database } = await aDatabase()
	const folder = await withMore({ '9000_newer.sql': 'select 1;' })
	await migrate(database, NOW, folder)
	await expect(migrate(database, NOW)).rejects.toMatchObject({
		code: 'database-newer',
		params: { migration: '9000_newer.sql' }
	})
	await writeFile(join(folder, '9000_newer.sql'), 'select 2;')
	await expect(migrate(database, NOW, folder)).rejects.toMatchObject({
		code: 'migration-changed',
		params: { migration: '9000_newer.sql' }
	})
})

test('a migration is not cut off by the time that a page may take', async () => {
	const { database } = await aDatabase()
	const folder = await withMore({
		'9000_long.sql': `do $$ begin if current_setting('statement_timeout') <> '0' then raise 'would be cut off'; end if; end $$;`
	})
	expect(await migrate(database, NOW, folder)).toBe(1)
})

test('every stop of the start has its sentence', async () => {
	const folders = ['src/platform', 'src/cli']
	const codes = new Set<string>()
	for (const folder of folders)
		for (const name of await readdir(join(import.meta.dirname, '../..', folder), { recursive: true })) {
			if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue
			const text = await readFile(join(import.meta.dirname, '../..', folder, name), 'utf8')
			for (const [, code] of text.matchAll(/new StartError\('([a-z-]+)'/g)) if (code) codes.add(code)
		}
	const { catalogue } = await import('#words')
	expect(codes.size).toBeGreaterThan(8)
	for (const code of codes) expect(catalogue['en']?.[`start.${code}`], code).toBeTruthy()
})
