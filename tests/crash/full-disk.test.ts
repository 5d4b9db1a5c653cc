import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { anInstallation, workspaceIn, type Installation } from './installation.ts'
import { aSmallDisk, type SmallDisk } from './small-disk.ts'
import { differences, storedActors, Writer } from './writer.ts'

let disk: SmallDisk
let pitso: Installation
let token = ''
const writers: Writer[] = []

beforeAll(async () => {
	disk = await aSmallDisk(256)
	pitso = await anInstallation(
		{},
		{ dataFolder: join(disk.folder, 'data'), seen: join(disk.seen, 'data'), prefix: disk.prefix }
	)
	await pitso.start()
	token = await pitso.token('secretariat')
	for (const name of ['a', 'b']) writers.push(new Writer(name, () => pitso.address, token))
}, 300_000)

afterAll(async () => {
	await pitso.remove()
	await disk.remove()
}, 300_000)

/** Writes until every writer has been refused. */
async function writtenUntilRefused(code: string) {
	const refused = (writer: Writer) => writer.refusals.some((refusal) => refusal.code === code)
	const before = writers.flatMap((writer) => writer.refusals).length
	const working = writers.map((writer) => writer.write())
	while (!writers.every(refused)) await new Promise((resolve) => setTimeout(resolve, 20))
	for (const writer of writers) writer.stop()
	await Promise.all(working)
	return writers.flatMap((writer) => writer.refusals).slice(before)
}

/** What is there, held against what the writers were told; and the history against itself. */
async function holdAgainst() {
	const database = pitso.open()
	try {
		const workspace = await workspaceIn(database)
		expect(differences(writers, await storedActors(database, workspace))).toEqual([])
		for (const writer of writers) await writer.finish()
		expect(differences(writers, await storedActors(database, workspace))).toEqual([])
		expect(await pitso.faults(database, workspace)).toEqual([])
		expect(writers.flatMap((writer) => writer.strange)).toEqual([])
	} finally {
		await database.close()
	}
}

function upload(content: string) {
	const form = new FormData()
	form.set('file', new File([content], 'minutes.txt'))
	return fetch(`${pitso.address}/api/v1/zwe/file.upload`, {
		method: 'POST',
		headers: { authorization: `Bearer ${token}` },
		body: form
	})
}

test('on a full disk a change is refused in words, reading goes on, and with room again so does the work', async () => {
	disk.fill()
	for (const refusal of await writtenUntilRefused('platform.disk-full'))
		expect(refusal).toMatchObject({ status: 503, retryAfter: expect.stringMatching(/^\d+$/) })
	const page = await fetch(`${pitso.address}/zwe/structure`)
	expect(page.status).toBe(200)
	const refused = await upload('a'.repeat(100_000))
	expect(refused.status).toBe(503)
	expect(await refused.json()).toMatchObject({ code: 'platform.disk-full' })
	expect(await readdir(join(disk.seen, 'data', 'files', 'incoming'))).toEqual([])
	await disk.free()
	await holdAgainst()
	expect((await upload('a'.repeat(100_000))).status).toBe(200)
}, 300_000)

test('a backup that finds no room says so and leaves nothing behind', async () => {
	disk.fill()
	const out = join(disk.folder, 'x.pitso')
	await expect(pitso.console('backup', '--out', out)).rejects.toMatchObject({
		code: 1,
		stderr: expect.stringContaining('There is no room left on the disk')
	})
	expect((await readdir(disk.seen)).sort()).toEqual(['ballast', 'data'])
	await disk.free()
	expect(await pitso.console('backup', '--out', out)).toContain('3 workspaces')
}, 300_000)

test('a database that stops for want of room comes back by itself when there is some', async () => {
	disk.fill()
	const database = pitso.open()
	// It needs a new file for its log, finds no room for one, and stops rather than lose anything.
	await (async () => {
		for (;;)
			await sql`select pg_switch_wal(), pg_logical_emit_message(true, 'ballast', repeat('x', 100000))`.execute(
				database.owner
			)
	})().catch(() => undefined)
	await database.close()
	await writtenUntilRefused('platform.database-lost')
	// A request is refused as soon as its own connection ends, the moment before Pitso sees that the whole database has.
	await pitso.says('The connection to the database is lost')
	await disk.free()
	await pitso.recovered()
	await holdAgainst()
}, 300_000)

test('a start on a full disk says why, and a start with room finds everything', async () => {
	await pitso.stop()
	disk.fill()
	await expect(pitso.start()).rejects.toThrow(/No space left|no room left/)
	await disk.free()
	await pitso.start()
	await holdAgainst()
}, 300_000)
