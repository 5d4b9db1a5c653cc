import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, expect, inject, test } from 'vitest'
import { aWorkspace, SECRET, testInstallation } from '#tests/fixtures/workspace.ts'
import { commandOf } from '#tests/access/by-name.ts'
import { openDatabase } from '#platform/database/database.server.ts'
import { Unavailable, whyUnavailable } from '#platform/database/unavailable.ts'
import { verifyHistory } from '#platform/events/verify.server.ts'
import { run } from '#platform/operation/perform.server.ts'
import { isRefusal } from '#platform/operation/refusal.ts'

const opened: { close(): Promise<void> }[] = []
afterAll(async () => {
	for (const one of opened) await one.close()
})

/** The worker's database by connections of this test's own, and a hand that cuts them. */
async function cuttable() {
	const { database } = await testInstallation()
	const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(database.owner)
	const own = openDatabase({ ...inject('database'), database: rows[0]?.name ?? '', most: 5 })
	const { rows: found } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(own.owner)
	const master = openDatabase({ ...inject('superuser'), most: 1 })
	opened.push(own, master)
	const before = new Set<number>()
	const { rows: others } = await sql<{ pid: number }>`
		select pid from pg_stat_activity where datname = ${rows[0]?.name ?? ''} and pid <> ${found[0]?.pid ?? 0}`.execute(
		master.owner
	)
	for (const { pid } of others) before.add(pid)
	// Only those that were opened after the rest of the worker's: others' tests keep theirs.
	const cut = () =>
		sql`select pg_terminate_backend(pid) from pg_stat_activity
			where datname = ${rows[0]?.name ?? ''} and pid <> all (${[...before]}::int[])`.execute(master.owner)
	return { own, cut }
}

test('connections cut in the middle of commands lose nothing that was acknowledged, and leave nothing by halves', async () => {
	const made = await aWorkspace()
	const { opening } = await made.as('administrator')
	const { own, cut } = await cuttable()
	const create = commandOf('actor.create')
	const acknowledged: string[] = []
	const lost: unknown[] = []
	let isWorking = true
	const work = async (name: string) => {
		for (let number = 0; isWorking; number++) {
			const key = `cut-${name}-${String(number)}`
			try {
				await run({ ...opening, database: own }, create, { key, name: `Office ${key}`, kind: 'ministry' }, { key })
				acknowledged.push(key)
			} catch (error) {
				lost.push(error)
			}
		}
	}
	const writers = ['a', 'b', 'c', 'd'].map(work)
	for (let times = 0; times < 20; times++) {
		const before = acknowledged.length
		while (acknowledged.length === before) await pause(1)
		await cut()
	}
	isWorking = false
	await Promise.all(writers)
	expect(lost.length).toBeGreaterThan(0)
	for (const error of lost) {
		expect(isRefusal(error)).toBe(false)
		expect(error).toBeInstanceOf(Unavailable)
		expect(whyUnavailable(error)).toBe('database-lost')
	}
	const stored = await made.database.read({ workspaceId: made.workspace.id, audience: ['system'] }, async (tx) => {
		const { rows } = await sql<{ key: string; version: number; events: number }>`
			select r.key, r.version, count(e.sequence)::int as events from record r
			left join event e on e.workspace_id = r.workspace_id and e.record_id = r.id
			where r.workspace_id = ${made.workspace.id} and r.key like 'cut-%' group by r.key, r.version`.execute(tx)
		return rows
	})
	const keys = new Set(stored.map((row) => row.key))
	expect(acknowledged.filter((key) => !keys.has(key))).toEqual([])
	for (const row of stored) expect(row, row.key).toMatchObject({ version: 1, events: 1 })
	const found = await verifyHistory(made.database, made.workspace, { dataFolder: made.dataFolder, secret: SECRET })
	expect(found.faults).toEqual([])
}, 300_000)

test('a connection that breaks between two statements ends its transaction, and not the program', async () => {
	const made = await aWorkspace()
	const { own, cut } = await cuttable()
	const scope = { workspaceId: made.workspace.id, audience: ['system'] }
	const broken = own.read(scope, async (tx) => {
		await tx.selectFrom('seat').select('id').execute()
		await cut()
		for (;;) await tx.selectFrom('seat').select('id').execute()
	})
	await expect(broken).rejects.toMatchObject({ name: 'Unavailable', code: 'database-lost' })
	expect((await own.read(scope, (tx) => tx.selectFrom('seat').select('id').execute())).length).toBeGreaterThan(0)
})

test('a server that is not there is told as that', async () => {
	const nowhere = openDatabase({ host: join(made(), 'nowhere'), port: 5432, user: 'x', database: 'x', most: 1 })
	opened.push(nowhere)
	await expect(nowhere.access((tx) => tx.selectFrom('workspace').select('id').execute())).rejects.toMatchObject({
		name: 'Unavailable',
		code: 'database-lost'
	})
	const closed = openDatabase({ host: '127.0.0.1', port: 1, user: 'x', database: 'x', most: 1 })
	opened.push(closed)
	await expect(closed.access((tx) => tx.selectFrom('workspace').select('id').execute())).rejects.toMatchObject({
		name: 'Unavailable',
		code: 'database-lost'
	})
})

const made = () => join(import.meta.dirname, 'no-such-folder')

test('what is wrong in a statement is no lost connection', async () => {
	const { own } = await cuttable()
	const wrong = await sql`select 1 / 0`.execute(own.owner).catch((error: unknown) => error)
	expect(wrong).toBeInstanceOf(Error)
	expect(whyUnavailable(wrong)).toBeUndefined()
})
