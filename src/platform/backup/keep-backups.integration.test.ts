import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 as uuid } from 'uuid'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { SECRET } from '#tests/fixtures/workspace.ts'
import { onServer, TEMPLATE } from '#tests/setup/template.ts'
import { planWorkspace, storeWorkspace } from '#platform/access/create-workspace.server.ts'
import { openDatabase, type Database } from '#platform/database/database.server.ts'
import { backUpBeforeUpgrade, backUpDaily, readLastBackup } from './keep-backups.server.ts'
import type { Source } from './make-backup.server.ts'
import { verifyBackup } from './read-backup.server.ts'

const DAY = 86_400_000
const FIRST = new Date('2026-03-02T09:00:00Z')

let source: Source
let own: Database
const opened: { close(): Promise<void> }[] = []

// A database of its own: that of the worker grows with every test, and a backup is of the whole installation.
beforeAll(async () => {
	const name = `pitso_kept_${String(process.pid)}_${uuid().slice(-6)}`
	await onServer(inject('database'), `create database ${name} template ${TEMPLATE}`)
	own = openDatabase({ ...inject('database'), database: name, most: 2 })
	opened.push(own)
	const planned = {
		key: 'kept',
		name: { en: 'Kept' },
		kind: 'country' as const,
		country: 'ZWE',
		languages: ['en'],
		timeZone: 'Africa/Harare',
		demonstrationVersion: null
	}
	await storeWorkspace(own, planWorkspace(planned), planned, FIRST)
})

beforeEach(async () => {
	const dataFolder = await mkdtemp(join(tmpdir(), 'pitso-kept-'))
	source = {
		owner: own.owner,
		engine: 'embedded',
		dataFolder,
		filesFolder: join(dataFolder, 'files'),
		secret: SECRET,
		product: '0.1.0'
	}
})

afterAll(async () => {
	for (const one of opened) await one.close()
})

const kept = async () =>
	(await readdir(join(source.dataFolder, 'backups'))).filter((name) => name !== 'last.json').sort()

test('each day has one backup, and who watches can read of it', async () => {
	const made = await backUpDaily(source, FIRST)
	expect(await backUpDaily(source, new Date(FIRST.getTime() + 3_600_000))).toBeUndefined()
	expect(await kept()).toEqual(['daily-2026-03-02T090000Z.pitso'])
	expect((await verifyBackup({ path: made?.path ?? '' })).workspaces.length).toBeGreaterThan(0)
	expect(await readLastBackup(source.dataFolder)).toMatchObject({
		made: { at: '2026-03-02T09:00:00.000Z', kind: 'daily', file: made?.path, size: made?.size },
		failed: null
	})
	await backUpDaily(source, new Date(FIRST.getTime() + DAY))
	expect(await kept()).toEqual(['daily-2026-03-02T090000Z.pitso', 'daily-2026-03-03T090000Z.pitso'])
})

test('those that have had their time are let go of, and nobody else’s file is', async () => {
	await backUpDaily(source, FIRST)
	const folder = join(source.dataFolder, 'backups')
	for (let day = 1; day <= 40; day++) {
		const at = new Date(FIRST.getTime() - day * DAY).toISOString().slice(0, 10)
		await writeFile(join(folder, `daily-${at}T010000Z.pitso`), '')
	}
	await writeFile(join(folder, 'mine.pitso'), '')
	await backUpDaily(source, new Date(FIRST.getTime() + DAY))
	const names = await kept()
	expect(names).toContain('mine.pitso')
	expect(names.filter((name) => name.startsWith('daily-'))).toHaveLength(9)
})

test('before upgrades the last three are kept, beside the daily ones', async () => {
	await backUpDaily(source, FIRST)
	for (let minute = 1; minute <= 5; minute++)
		await backUpBeforeUpgrade(source, new Date(FIRST.getTime() + minute * 60_000))
	const names = await kept()
	expect(names.filter((name) => name.startsWith('before-upgrade-'))).toEqual([
		'before-upgrade-2026-03-02T090300Z.pitso',
		'before-upgrade-2026-03-02T090400Z.pitso',
		'before-upgrade-2026-03-02T090500Z.pitso'
	])
	expect(names.filter((name) => name.startsWith('daily-'))).toHaveLength(1)
	expect((await readLastBackup(source.dataFolder))?.made?.kind).toBe('before-upgrade')
})

test('a backup that fails is told beside the last one that did not, and tried again', async () => {
	await backUpDaily(source, FIRST)
	const owner = openDatabase({ ...inject('database'), database: `pitso_nowhere_${uuid().slice(-6)}`, most: 1 })
	opened.push(owner)
	const tomorrow = new Date(FIRST.getTime() + DAY)
	await expect(backUpDaily({ ...source, owner: owner.owner }, tomorrow)).rejects.toThrow()
	expect(await readLastBackup(source.dataFolder)).toMatchObject({
		made: { at: '2026-03-02T09:00:00.000Z' },
		failed: { at: tomorrow.toISOString() }
	})
	await backUpDaily(source, tomorrow)
	expect(await readLastBackup(source.dataFolder)).toMatchObject({ made: { at: tomorrow.toISOString() }, failed: null })
})

test('where none was ever made there is nothing to tell', async () => {
	expect(await readLastBackup(source.dataFolder)).toBeUndefined()
	await backUpDaily(source, FIRST)
	await rm(join(source.dataFolder, 'backups', 'last.json'))
	expect(await readLastBackup(source.dataFolder)).toBeUndefined()
})
